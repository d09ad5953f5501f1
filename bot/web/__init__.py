"""The web process: health, metrics."""
