"""Rules on originality."""
