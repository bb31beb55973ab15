"""Files that are to be deposited: found one by one at a place, none of them read before it is asked for."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from zoneinfo import ZoneInfo

from precheck.errors import UnreadableFile
from precheck.i18n import Message, msg
from precheck.reading.archives import members
from precheck.reading.limits import Limits
from precheck.reading.pool import Source

LONGEST_NAME = 500


@dataclass(frozen=True, slots=True)
class Incoming:
    """A file: its path at the place where it was found, how to read it, and when it was last changed, if known.

    `load` raises `UnreadableFile`.
    """

    name: str
    load: Callable[[], bytes]
    modified: dt.datetime | None = None


@dataclass(frozen=True, slots=True)
class Refused:
    """A file that is not taken, and why."""

    name: str
    reason: Message


def find_files(path: Path, zone: ZoneInfo, limits: Limits = Limits()) -> Iterator[Incoming | Refused]:
    """The file, or those of the folder or zip, by name. A zip's times without a zone are those of `zone`."""
    if path.is_dir():
        found = _of_folder(path, limits)
    elif path.suffix.lower() == ".zip":
        found = _of_zip(path, zone, limits)
    else:
        found = iter([_of_file(path, path.name, limits)])
    try:
        for each in found:
            if len(each.name) > LONGEST_NAME:
                yield Refused(printable(each.name[:80]) + "…", msg("its name is too long"))
            elif isinstance(each, Refused):
                yield Refused(printable(each.name), each.reason)
            else:
                yield Incoming(printable(each.name), each.load, each.modified)
    except UnreadableFile as error:
        yield Refused(printable(path.name), error.message)


def printable(text: str) -> str:
    """The text on one line, without what would steer a terminal or cannot be written as UTF-8."""
    return "".join(letter if letter.isprintable() else "\ufffd" for letter in text)


def _of_file(path: Path, name: str, limits: Limits) -> Incoming | Refused:
    if path.is_symlink():
        return Refused(name, msg("it is a link"))
    try:
        modified = dt.datetime.fromtimestamp(path.stat().st_mtime, dt.UTC)
    except OSError:
        modified = None  # reading tells why
    return Incoming(name, lambda: Source.load(path, limits).data, modified)


def _of_folder(folder: Path, limits: Limits) -> Iterator[Incoming | Refused]:
    for path in sorted(folder.rglob("*")):
        within = path.relative_to(folder)
        if (path.is_dir() and not path.is_symlink()) or any(part.startswith(".") for part in within.parts):
            continue
        yield _of_file(path, within.as_posix(), limits)


def _of_zip(path: Path, zone: ZoneInfo, limits: Limits) -> Iterator[Incoming | Refused]:
    for member in members(path, limits):
        modified = member.modified
        if modified is not None and modified.tzinfo is None:
            # An hour that comes twice is taken at its first coming: doubt is for the candidate.
            modified = modified.replace(tzinfo=zone, fold=0)
        if isinstance(member.load, Message):
            yield Refused(member.name, member.load)
        else:
            yield Incoming(member.name, member.load, modified.astimezone(dt.UTC) if modified else None)
