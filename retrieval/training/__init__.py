"""How the shipped weights were made. Nothing that serves imports it."""
