"""Rules on architecture."""
