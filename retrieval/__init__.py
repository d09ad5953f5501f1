"""Reading editions, the index, and answers."""
