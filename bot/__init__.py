"""Surfaces: Telegram, terminal, web; settings; wiring."""
