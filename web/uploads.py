"""A file that a person sends: what is wrong with it at first sight, and what it is called."""

from __future__ import annotations

from flask import current_app
from werkzeug.datastructures import FileStorage

from precheck.i18n import Message, msg
from precheck.report.plain import plain, shorten

_NAME = 120
"""Code points of a file's name that are kept."""


def fault_of(data: bytes) -> Message | None:
    """What is wrong with a file at first sight: what it is called does not count."""
    settings = current_app.config["SETTINGS"]
    if not data:
        return msg("This file is empty. Export your dossier again as PDF.")
    if len(data) > settings.upload_bytes:
        return msg("The file is larger than {megabytes} MB.", megabytes=settings.upload_megabytes)
    if b"%PDF-" not in data[:1024]:
        return msg("This file is not a PDF. In your word processor, choose “Export as PDF”.")
    return None


def name_of(upload: FileStorage) -> str:
    """The name of a file, without folders and unsafe characters."""
    base = (upload.filename or "").replace("\\", "/").rpartition("/")[2]
    return shorten(plain(base), _NAME) or "dossier.pdf"
