"""The English sentences of the rooms below, said in the reader's language."""
