"""A series of conferences: when the next one is, what is due, and whether it would go well; it never touches a page."""
