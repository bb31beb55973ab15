"""Proof that a corpus is whole: every file is what was written, and the files agree with each other."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from precheck.i18n import Message, msg
from precheck.similarity.errors import CorpusDamaged
from precheck.similarity.index import manifest as manifests
from precheck.similarity.index.corpus import SEGMENTS, open_segment
from precheck.similarity.index.manifest import Manifest, SegmentEntry
from precheck.similarity.index.segment import Segment, author_number


@dataclass(frozen=True, slots=True)
class Verified:
    """What was verified: documents that count, removed ones still on the disk, segments, bytes."""

    documents: int
    removed: int
    segments: int
    size: int


def verify(folder: Path) -> Verified:
    """Read every byte of the last committed state.

    Raises:
        NotACorpus, CorpusVersionUnknown: as for a reader.
        CorpusDamaged: something is not what was written; the message says which file first.
    """
    while True:
        manifest = manifests.read(folder)
        found = _first_fault(folder, manifest)
        if found is None:
            break
        # A writer may have replaced what was being read.
        if manifests.read(folder) == manifest:
            raise CorpusDamaged(folder=str(folder), reason=found)
    return Verified(
        manifest.documents,
        sum(len(entry.removed) for entry in manifest.segments),
        len(manifest.segments),
        sum(file.size for entry in manifest.segments for file in entry.files),
    )


def _first_fault(folder: Path, manifest: Manifest) -> str | Message | None:
    seen: set[str] = set()
    for entry in manifest.segments:
        fault: str | Message | None = _first_file_fault(folder / SEGMENTS, entry)
        if fault:
            return fault
        try:
            segment = open_segment(folder, entry)
            fault = next(_disagreements(segment, seen), None)
            segment.catalogue.close()
        except CorpusDamaged as error:
            fault = str(error.params["reason"])
        except (ValueError, LookupError, sqlite3.Error, OSError) as error:
            fault = str(error)
        if fault:
            return msg("{place}: {reason}", place=entry.name, reason=fault)
    return None


def _first_file_fault(segments: Path, entry: SegmentEntry) -> str | None:
    for file in entry.files:
        try:
            with (segments / entry.name / file.name).open("rb") as stream:
                sha = hashlib.file_digest(stream, "sha256").hexdigest()
                if sha != file.sha256:
                    return f"{entry.name}/{file.name}"
        except OSError as error:
            return f"{entry.name}/{file.name}: {error.strerror}"
    return None


def _disagreements(segment: Segment, seen: set[str]) -> Iterator[Message | str]:
    """Catalogue against documents, documents against texts, identifiers against those of other segments."""
    if told := segment.catalogue.check():
        yield told
    sources = list(segment.catalogue)
    if len(sources) != len(segment):
        yield msg("the catalogue counts {counted} sources instead of {expected}",
                  counted=len(sources), expected=len(segment))  # fmt: skip
    for number, source in enumerate(sources):
        if (source.id, author_number(source.author or source.id)) != (segment.id(number), segment.authors[number]):
            yield msg("the catalogue does not agree with the texts")
        segment.prepared(number)
        if segment.live[number]:
            if source.id in seen:
                yield msg("a source is there twice")
            seen.add(source.id)
