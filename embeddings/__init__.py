"""Text → unit vectors. A leaf: knows nothing of newspapers."""
