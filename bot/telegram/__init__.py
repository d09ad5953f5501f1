"""The Telegram surface. ``app.py`` holds the handler table, which is the behaviour; start reading there."""
