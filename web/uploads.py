"""What comes in to be checked, by the page or by the API: looked at before it is kept, then queued."""

from __future__ import annotations

import datetime as dt

from flask import current_app
from werkzeug.datastructures import FileStorage

from precheck.i18n import Message, msg
from precheck.reading.pool import Source
from precheck.report.plain import plain, shorten
from web.checks import Check, Request
from web.later import Later
from web.queue import Queue
from web.security import limiter
from web.settings import Settings

_NAME = 120
"""Code points of a file's name that are kept."""


def queue() -> Queue:
    """The queue of the site."""
    found: Queue = current_app.extensions["precheck-queue"]
    return found


def later() -> Later:
    """Makes the files of a report that were not asked for before."""
    found: Later = current_app.extensions["precheck-later"]
    return found


def part_of(check: Check, name: str) -> bytes | None:
    """A part of the answer to a draft; None when there is none, or no more. Raises as `Later.part`."""
    return later().part(check, name, lambda: Source(check.request.name, check.source()))


def settings() -> Settings:
    """The settings of the site."""
    found: Settings = current_app.config["SETTINGS"]
    return found


def _per_hour() -> str:
    return f"{settings().uploads_per_hour} per hour"


counted = limiter.shared_limit(_per_hour, scope="uploads")
"""Decorates the views that take drafts: an address has so many an hour, whichever way they come."""


def busy() -> bool:
    """Whether so many drafts wait that no more are taken now."""
    return queue().length() >= settings().waiting


def fault(data: bytes) -> Message | None:
    """What is wrong with a file at first sight: what it is called does not count."""
    if not data:
        return msg("This file is empty. Export your dossier again as PDF.")
    if len(data) > settings().upload_bytes:
        return msg("The file is larger than {megabytes} MB.", megabytes=settings().upload_megabytes)
    if b"%PDF-" not in data[:1024]:
        return msg("This file is not a PDF. In your word processor, choose “Export as PDF”.")
    return None


def keep(upload: FileStorage, data: bytes, profile: str, language: str) -> str:
    """Keep a draft, queue it, and return the token of its link. Raises `OutputError`."""
    checks = queue().checks
    token = checks.accept(data, Request(name_of(upload), profile, language, dt.datetime.now(dt.UTC)))
    queue().draft(checks.id(token))
    return token


def name_of(upload: FileStorage) -> str:
    """What a file is called, made safe to show."""
    base = (upload.filename or "").replace("\\", "/").rpartition("/")[2]
    return shorten(plain(base), _NAME) or "dossier.pdf"
