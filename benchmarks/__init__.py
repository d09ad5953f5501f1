"""Scripts that measure quality and speed on pinned inputs; each prints a table and writes JSON."""
