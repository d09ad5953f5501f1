"""Trained models and what computes them; no training code."""
