"""Frozen values: what a conference is. No file, no clock, no library but attrs."""
