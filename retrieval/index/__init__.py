"""Passages → postings + vectors → one published generation."""
