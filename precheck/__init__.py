"""Pre-check of PDF dossiers against the rules of an institution, with the evidence on the page."""

__version__ = "0.1.0"
