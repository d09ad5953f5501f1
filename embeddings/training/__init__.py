"""How the bundled encoder is made: ``python -m embeddings.training --data SHARED/data --out FOLDER``."""
