"""Markup from people and plugins becomes the block tree; references in it become numbers."""
