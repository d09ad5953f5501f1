"""From an excerpt to the short answer in it."""
