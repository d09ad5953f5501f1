"""The terminal's sub-commands, one file a thought."""
