"""A `manifest.toml`: which files beside it are sources, and what is known of each.

    [[files]]
    path = "texts/notice.txt"
    title = "Notice aux candidats"
    kind = "template"

`path` alone must be there; `title`, `author`, `year`, `kind`, `visibility`, `licence` and `sha256` may.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from precheck.errors import system_reason
from precheck.i18n import Message, msg
from precheck.model.match import SourceKind, Visibility
from precheck.similarity.errors import BadSource

MANIFEST = "manifest.toml"
MAX_BYTES = 64 << 20
KEYS = ("path", "title", "author", "year", "kind", "visibility", "licence", "sha256")
E = TypeVar("E", SourceKind, Visibility)


@dataclass(frozen=True, slots=True)
class Entry:
    """A file that a manifest names. `place` is where it lies, or why it cannot enter; None where nothing is said."""

    path: str
    place: Path | Message
    title: str | None = None
    author: str | None = None
    year: str | None = None
    kind: SourceKind | None = None
    visibility: Visibility | None = None
    licence: str | None = None
    sha256: str | None = None


def entries(path: Path) -> Iterator[Entry]:
    """The files of a manifest, in its order.

    Raises:
        BadSource: it is no TOML, or has not that form.
    """
    try:
        if path.stat().st_size > MAX_BYTES:
            raise BadSource(file=path.name, reason=msg("it is too large"))
        data: Any = tomllib.loads(path.read_bytes().decode("utf-8-sig"))
    except OSError as error:
        raise BadSource(file=path.name, reason=system_reason(error)) from None
    except (UnicodeDecodeError, tomllib.TOMLDecodeError, RecursionError) as error:
        raise BadSource(file=path.name, reason=str(error)) from None
    files = data.get("files")
    if not isinstance(files, list):
        raise BadSource(file=path.name, reason=msg("it has no list of [[files]]"))
    for number, one in enumerate(files, 1):
        if not isinstance(one, dict) or not isinstance(one.get("path"), str):
            yield Entry(f"{path.name} {number}", msg("it has no path"))
        else:
            yield _entry(path.parent, one)


def _entry(folder: Path, one: dict[str, Any]) -> Entry:
    path: str = one["path"]
    wrong = sorted(set(one) - set(KEYS)) or sorted(key for key in KEYS if not isinstance(one.get(key, ""), str))
    if wrong:
        return Entry(path, msg("the manifest says something of it that is not known: {key}", key=wrong[0]))
    kind, visibility = _member(SourceKind, one.get("kind")), _member(Visibility, one.get("visibility"))
    for key, given, known in (("kind", one.get("kind"), kind), ("visibility", one.get("visibility"), visibility)):
        if given is not None and known is None:
            return Entry(path, msg("{value} is no {key}", value=given, key=key))
    place = folder / path
    try:
        inside = place.resolve().is_relative_to(folder.resolve())
    except (OSError, ValueError, RuntimeError):
        inside = False
    if not inside:
        return Entry(path, msg("its path leads out of the manifest's folder"))
    texts = {key: one.get(key) for key in ("title", "author", "year", "licence", "sha256")}
    return Entry(path, place, kind=kind, visibility=visibility, **texts)


def _member(kind: type[E], value: str | None) -> E | None:
    return next((member for member in kind if member.value == value), None)
