"""Is the question answered, and what must be said beside the answer?"""
