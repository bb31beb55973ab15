"""Dossiers as they were read, on the disk: reading one costs fifty times as much as taking it from here.

Two files a dossier, by its key: `.text` is its text ready for comparing, `.dossier` the rest or why it was refused.
The second is written last: where it is, both are. What is not whole counts as missing.
"""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from precheck.model.structure import Dossier
from precheck.output import write_whole

if TYPE_CHECKING:
    from precheck.similarity.prepared import Prepared

LEVEL = 1
"""Of compression: a third of the size in four milliseconds."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A dossier, or the code of the error that refused its file."""

    dossier: Dossier | None = None
    refused: str = ""


def exists(folder: Path, key: str) -> bool:
    """Whether the dossier of that key was read."""
    return _place(folder, key, "dossier").exists()


def put(folder: Path, key: str, kept: Kept, prepared: Prepared | None) -> None:
    """Keep a dossier and its text. Raises `OutputError`."""
    if prepared is not None:
        from precheck.similarity.index.packing import pack

        write_whole(_place(folder, key, "text"), zlib.compress(pack(prepared), LEVEL))
    write_whole(_place(folder, key, "dossier"), zlib.compress(msgspec.msgpack.encode(kept), LEVEL))


def get(folder: Path, key: str) -> Kept | None:
    """The dossier of that key; None when it is not there, or not whole."""
    try:
        return msgspec.msgpack.decode(zlib.decompress(_place(folder, key, "dossier").read_bytes()), type=Kept)
    except (OSError, zlib.error, msgspec.MsgspecError, UnicodeDecodeError):
        return None


def text(folder: Path, key: str) -> Prepared | None:
    """Its text, ready for comparing; None when it is not there, or not whole."""
    from precheck.similarity.index.packing import unpack

    try:
        return unpack(memoryview(zlib.decompress(_place(folder, key, "text").read_bytes())))
    except (OSError, zlib.error, ValueError):
        return None


def _place(folder: Path, key: str, kind: str) -> Path:
    return folder / key[:2] / f"{key}.{kind}"
