"""One renderer per file: a `Report` goes in, text, JSON, HTML, PDF or notes for the candidate's own PDF come out."""
