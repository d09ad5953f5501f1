"""Exact look-ups in what was published: every mention of words, and whether a sentence was printed."""
