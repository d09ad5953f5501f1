"""The web process: the desk, who may use it, health, metrics."""
