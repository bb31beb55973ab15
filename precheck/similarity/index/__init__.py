"""The corpus: texts to compare with, kept so that a dossier finds those that may hold its passages at once."""
