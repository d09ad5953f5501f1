"""Text with its place in the source file: decoding, zips, JSON strings, drafts."""
