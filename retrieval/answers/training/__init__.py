"""How the answering weights that ship were made; never imported when questions are answered."""
