"""Between the bot and Telegram: pacing, retries, updates seen twice, messages in parts, logs without words."""
