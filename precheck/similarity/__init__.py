"""Reused text: from two prepared texts to the passages that they share. Imported only by a screening."""
