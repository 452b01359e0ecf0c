"""What a build says of itself: as data for machines, and as a Danish note that can be forwarded."""
