"""Question → query → ranked passages → answer with citations."""
