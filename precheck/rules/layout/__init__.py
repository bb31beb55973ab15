"""Rules on layout."""
