"""What the project ships to compare against: reference texts and sample dossiers."""
