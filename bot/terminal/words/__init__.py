"""What the terminal says, in three languages: one table for each group of commands."""
