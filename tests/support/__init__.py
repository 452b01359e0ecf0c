"""What several tests need: editions, files to hand in, and PDFs put into words."""
