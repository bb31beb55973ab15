"""Files that an administrator is about to import: kept for an hour while the preview is looked at, then erased."""

from __future__ import annotations

import datetime as dt
import re
import secrets
import shutil
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import msgspec
from werkzeug.datastructures import FileStorage

from precheck.campaign.exports.base import Names
from precheck.output import write_whole
from precheck.report.plain import plain

KEEP = dt.timedelta(hours=1)
_REQUEST, _FILES = "request.json", "files"
_ID = re.compile(r"[A-Za-z0-9_-]{10,64}")


@dataclass(frozen=True, slots=True)
class Upload:
    """What came: `kind` is roster or deposits, `actor` who may confirm it."""

    kind: str
    campaign: str
    actor: str
    received: dt.datetime
    session: int | None = None
    times: bool = False


class Uploads:
    """The folders of what waits for a confirmation."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def keep(self, upload: Upload, files: Iterable[FileStorage]) -> str:
        """Keep the files by their own names, made safe, and return an unguessable identifier."""
        id_ = secrets.token_urlsafe(24)
        place = self._folder / id_ / _FILES
        place.mkdir(parents=True, mode=0o700)
        name = Names()
        for each in files:
            called = plain((each.filename or "").replace("\\", "/").rpartition("/")[2])
            stem, dot, ending = called.rpartition(".")
            each.save(place / f"{name(stem if dot else called)}{dot}{ending[:8] if dot else ''}")
        write_whole(self._folder / id_ / _REQUEST, msgspec.json.encode(upload))
        return id_

    def get(self, id_: str, kind: str, campaign: str, actor: str, now: dt.datetime) -> tuple[Upload, list[Path]] | None:
        """What came and its files, by name; None when there is no such thing, or it is another's, or too old."""
        if not _ID.fullmatch(id_):
            return None
        try:
            found = msgspec.json.decode((self._folder / id_ / _REQUEST).read_bytes(), type=Upload)
        except (OSError, msgspec.DecodeError):
            return None
        mine = (found.kind, found.campaign, found.actor) == (kind, campaign, actor)
        if not mine or now - found.received > KEEP:
            return None
        return found, sorted((self._folder / id_ / _FILES).iterdir())

    def erase(self, id_: str) -> None:
        """Erase it."""
        if _ID.fullmatch(id_):
            shutil.rmtree(self._folder / id_, ignore_errors=True)

    def sweep(self, now: dt.datetime) -> None:
        """Erase what is too old, also what was never whole."""
        if self._folder.is_dir():
            for place in self._folder.iterdir():
                changed = dt.datetime.fromtimestamp(place.stat().st_mtime, dt.UTC)
                if now - changed > KEEP:
                    shutil.rmtree(place, ignore_errors=True)
