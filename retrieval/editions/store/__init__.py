"""The archive in SQLite, and what the newsroom decides about articles."""
