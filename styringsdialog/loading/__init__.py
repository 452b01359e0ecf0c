"""From an edition folder to a conference: read, structure, hold against the rules; and back, a blank edition."""
