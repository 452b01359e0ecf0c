"""Other people's files become prepared parts."""
