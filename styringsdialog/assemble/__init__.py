"""Prepared parts become one file: plan, merge, stamps, outline, labels, verification."""
