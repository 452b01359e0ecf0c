"""What is told to people: messages as values, and their words in Danish and in English, each once."""
