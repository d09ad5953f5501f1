"""Files → editions → articles → passages."""
