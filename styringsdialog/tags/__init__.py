"""The structure tree of a file (ISO 32000-1, 14.7): read, mended, written anew, joined."""
