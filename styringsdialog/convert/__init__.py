"""Files that are no PDF, made into one or into blocks: each kind in a room of its own."""
