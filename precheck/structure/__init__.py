"""From a document to its architecture: furniture, printed numbers, headings, contents tables, sections, names."""
