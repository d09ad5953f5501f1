"""From files to drafts: which files, in which format, with which metadata."""
