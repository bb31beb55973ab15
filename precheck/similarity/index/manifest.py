"""The manifest of a corpus: the one file that says what is committed. It is replaced whole or not at all.

Everything else is written, and forced to the disk, before the manifest names it; what no manifest names is rubbish.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from precheck.similarity.errors import CorpusDamaged, CorpusVersionUnknown, NotACorpus
from precheck.similarity.prepared import VERSION as PREPARED_VERSION

NAME = "corpus.json"
FORMAT = "precheck-corpus"
VERSION = f"1.{PREPARED_VERSION}"
"""Of the files' layout, then of the preparation of texts: both must be the same."""


@dataclass(frozen=True, slots=True)
class FileEntry:
    """A file of a segment: its length in bytes and its SHA-256."""

    name: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class SegmentEntry:
    """A segment: the name of its folder, how many documents it holds, which of them were removed, its files."""

    name: str
    documents: int
    files: tuple[FileEntry, ...]
    removed: tuple[int, ...] = ()

    @property
    def live(self) -> int:
        return self.documents - len(self.removed)


@dataclass(frozen=True, slots=True)
class Manifest:
    """What is committed: the segments, in order."""

    segments: tuple[SegmentEntry, ...] = ()

    @property
    def fingerprint(self) -> str:
        """Identifies the state, 64 hexadecimal digits: every byte that is committed goes into it."""
        return hashlib.sha256(_body(self).encode()).hexdigest()

    @property
    def documents(self) -> int:
        """How many documents count."""
        return sum(segment.live for segment in self.segments)


def _body(manifest: Manifest) -> str:
    segments = [
        {
            "name": segment.name,
            "documents": segment.documents,
            "removed": list(segment.removed),
            "files": {file.name: [file.size, file.sha256] for file in segment.files},
        }
        for segment in manifest.segments
    ]
    return json.dumps(segments, separators=(",", ":"))


def read(folder: Path) -> Manifest:
    """The manifest in that folder.

    Raises:
        NotACorpus: there is none, or it is something else's.
        CorpusVersionUnknown: another version wrote it.
        CorpusDamaged: it is not what was written.
    """
    try:
        data: Any = json.loads((folder / NAME).read_bytes())
    except (FileNotFoundError, NotADirectoryError):
        raise NotACorpus(folder=str(folder)) from None
    except OSError as error:
        raise CorpusDamaged(folder=str(folder), reason=f"{NAME}: {error.strerror}") from None
    except ValueError:
        raise CorpusDamaged(folder=str(folder), reason=NAME) from None
    if not isinstance(data, dict) or data.get("format") != FORMAT:
        raise NotACorpus(folder=str(folder))
    if data.get("version") != VERSION:
        raise CorpusVersionUnknown(folder=str(folder), found=str(data.get("version")), known=VERSION)
    try:
        segments = tuple(
            SegmentEntry(
                str(one["name"]),
                int(one["documents"]),
                tuple(FileEntry(str(name), int(size), str(sha)) for name, (size, sha) in one["files"].items()),
                tuple(int(number) for number in one["removed"]),
            )
            for one in data["segments"]
        )
    except (KeyError, TypeError, ValueError, AttributeError):
        raise CorpusDamaged(folder=str(folder), reason=NAME) from None
    manifest = Manifest(segments)
    if data.get("fingerprint") != manifest.fingerprint:
        raise CorpusDamaged(folder=str(folder), reason=NAME)
    return manifest


def write(folder: Path, manifest: Manifest) -> None:
    """Commit: write beside, force to the disk, rename, force the folder to the disk. Raises `OSError`."""
    text = (
        f'{{"format":"{FORMAT}","version":"{VERSION}","fingerprint":"{manifest.fingerprint}",\n'
        f'"segments":{_body(manifest)}}}\n'
    )
    beside = folder / f"{NAME}.new"
    try:
        with beside.open("w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        os.replace(beside, folder / NAME)
    except OSError:
        with contextlib.suppress(OSError):
            beside.unlink()
        raise
    sync_folder(folder)


def sync_folder(folder: Path) -> None:
    """Force the names in a folder to the disk."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
