"""What the bot does by the clock: alerts, missing editions, counters."""
