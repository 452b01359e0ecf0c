"""Versions of a package: each a folder of its own, one of them current, and none ever half."""
