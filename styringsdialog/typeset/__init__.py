"""Blocks become pages. reportlab lives here and nowhere else."""
