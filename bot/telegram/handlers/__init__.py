"""What the bot does with each kind of update: one file for each command or kind of button."""
