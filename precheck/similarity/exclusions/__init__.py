"""What is no reuse: spans of a dossier and sources that are set aside, one file a reason. Tagged, never deleted."""
