"""Sample dossiers written for the project, with their truth beside them."""
