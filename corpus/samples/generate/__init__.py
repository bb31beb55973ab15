"""Generator of the sample dossiers: one prose, several producers, known defects."""
