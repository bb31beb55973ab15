"""Changing a corpus: one writer at a time, and every change is committed whole or not at all.

A change writes new segments beside the old ones, forces them to the disk, then replaces the manifest: that is the
commit. What a killed writer leaves behind is named by no manifest; the next writer removes it.
"""

from __future__ import annotations

import contextlib
import errno
import fcntl
import hashlib
import os
import shutil
import sqlite3
import time
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from types import TracebackType
from typing import TypeAlias

from precheck.errors import system_reason
from precheck.model.match import Source
from precheck.similarity.errors import CorpusDamaged, CorpusExists, CorpusLocked, CorpusNotWritten, UnknownSource
from precheck.similarity.index import manifest as manifests
from precheck.similarity.index.corpus import SEGMENTS, open_segment
from precheck.similarity.index.manifest import FileEntry, Manifest, SegmentEntry, sync_folder
from precheck.similarity.index.packing import pack, words_of
from precheck.similarity.index.postings import MAX_DOCUMENTS
from precheck.similarity.index.segment import FILES, Segment, SegmentBuilder
from precheck.similarity.prepared import Flags, Numbers, Prepared

LOCK = "lock"
LOCK_SECONDS = 5.0
BATCH = 4096
"""Documents that are committed together; segments up to this size are merged with the next ones as these come."""
_NEW = "new"
_Packed: TypeAlias = tuple[Source, bytes | memoryview, Numbers, Flags]
"""A document on its way into a segment: source, record, stems, content flags."""


@dataclass(frozen=True, slots=True)
class Added:
    """What an addition did: identifiers that are new, and those that were there already."""

    added: tuple[str, ...]
    known: tuple[str, ...]


def init(folder: Path) -> None:
    """Begin an empty corpus in `folder`, which is made when it is missing.

    Raises:
        CorpusExists: there is something in that folder.
        CorpusNotWritten: the system refuses.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if any(folder.iterdir()):
            raise CorpusExists(folder=str(folder))
        (folder / SEGMENTS).mkdir()
        manifests.write(folder, Manifest())
    except FileExistsError:
        raise CorpusExists(folder=str(folder)) from None
    except OSError as error:
        raise CorpusNotWritten(file=str(folder), reason=system_reason(error)) from None


class CorpusWriter:
    """The one writer of a corpus; use it as a context manager. Each method that changes something commits.

    Raises, when opened:
        NotACorpus, CorpusVersionUnknown, CorpusDamaged: as for a reader.
        CorpusLocked: another writer is at work and did not end within `patience` seconds.
    """

    def __init__(self, folder: Path, patience: float = LOCK_SECONDS) -> None:
        self._folder = folder
        manifests.read(folder)
        self._lock = _locked(folder, patience)
        try:
            self._manifest = manifests.read(folder)
            self._segments = {entry.name: open_segment(folder, entry) for entry in self._manifest.segments}
            with self._writing():
                self._clean()
        except BaseException:
            os.close(self._lock)
            raise

    def __enter__(self) -> CorpusWriter:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let others write."""
        for segment in self._segments.values():
            segment.catalogue.close()
        self._segments = {}
        os.close(self._lock)

    @property
    def ids(self) -> frozenset[str]:
        """The identifiers of all sources that count."""
        return frozenset(
            segment.id(number) for segment in self._segments.values() for number in range(len(segment))
            if segment.live[number]
        )  # fmt: skip

    def add(self, documents: Iterable[tuple[Source, Prepared]]) -> Added:
        """Add documents, in their order; those whose identifier is there already are left out.

        They are committed in batches of `BATCH`: when a later one fails, the batches before it stay.

        Raises:
            CorpusNotWritten: the disk is full, or the system refuses.
        """
        known, seen = set(self.ids), []
        added: list[str] = []

        def new() -> Iterator[tuple[Source, Prepared]]:
            for source, prepared in documents:
                if source.id in known:
                    seen.append(source.id)
                    continue
                known.add(source.id)
                yield source, prepared

        waiting = new()
        while True:
            with self._writing():
                batch = self._build(((s, pack(p), p.stems, p.content) for s, p in waiting), BATCH)
                if batch is None:
                    return Added(tuple(added), tuple(seen))
                entry, ids = batch
                self._commit([*self._manifest.segments, entry])
                added += ids
            # The documents are in: where there is no room for merging, there are more segments, no more.
            with contextlib.suppress(OSError, sqlite3.Error):
                self._merge_small()

    def remove(self, ids: Collection[str]) -> tuple[Source, ...]:
        """Remove the sources with these identifiers (or beginnings that tell one); at once, all or none.

        Raises:
            UnknownSource: no source, or several, begin so.
            CorpusNotWritten: the system refuses.
        """
        gone: dict[str, set[int]] = {}
        removed = []
        for id_ in dict.fromkeys(ids):
            name, number = self._one(id_)
            if number not in gone.setdefault(name, set()):
                removed.append(self._segments[name].catalogue.source(number))
                gone[name].add(number)
        entries = [
            replace(entry, removed=tuple(sorted({*entry.removed, *gone.get(entry.name, ())})))
            for entry in self._manifest.segments
        ]
        with self._writing():
            self._commit([entry for entry in entries if entry.live])
        return tuple(removed)

    def compact(self) -> bool:
        """Merge the segments into as few as can be, without what was removed. Whether there was anything to do.

        Raises:
            CorpusDamaged: a text is not what was written.
            CorpusNotWritten: the system refuses.
        """
        entries = self._manifest.segments
        fewest = -(-self._manifest.documents // MAX_DOCUMENTS)
        if len(entries) <= fewest and not any(entry.removed for entry in entries):
            return False
        with self._writing():
            self._replace(len(entries), MAX_DOCUMENTS)
        return True

    def _one(self, id_: str) -> tuple[str, int]:
        found = [
            (name, number)
            for name, segment in self._segments.items()
            for number in (segment.catalogue.beginning(id_.lower()) if id_ else [])
            if segment.live[number]
        ]
        if len(found) != 1:
            raise UnknownSource(folder=str(self._folder), source=id_)
        return found[0]

    def _merge_small(self) -> None:
        """Merge the last segments while the last is not much smaller than the one before it: so that adding one by one
        leaves few segments, and each document is copied a few times at most."""
        last = 1
        sizes = [entry.live for entry in self._manifest.segments]
        while last < len(sizes) and sizes[-last - 1] <= 2 * sum(sizes[-last:]) and sum(sizes[-last - 1 :]) <= BATCH:
            last += 1
        if last > 1:
            self._replace(last, BATCH)

    def _replace(self, last: int, size: int) -> None:
        """The last segments as new ones of at most so many documents, without what was removed."""
        kept, old = self._manifest.segments[:-last], self._manifest.segments[-last:]
        records = self._records([self._segments[entry.name] for entry in old])
        built = []
        while batch := self._build(records, size):
            built.append(batch[0])
        self._commit([*kept, *built])

    def _records(self, segments: Iterable[Segment]) -> Iterator[_Packed]:
        for segment in segments:
            try:
                for number, source in enumerate(segment.catalogue):
                    if segment.live[number]:
                        record = segment.record(number)
                        yield source, record, *words_of(record)
            except (ValueError, LookupError, sqlite3.Error) as error:
                raise CorpusDamaged(folder=str(self._folder), reason=str(error)) from error

    def _build(self, documents: Iterator[_Packed], size: int) -> tuple[SegmentEntry, list[str]] | None:
        """A segment of the next documents, at most `size`, on the disk in the end; None when there were none left."""
        place = self._folder / SEGMENTS / _NEW
        shutil.rmtree(place, ignore_errors=True)
        place.mkdir()
        builder = SegmentBuilder(place)
        ids = []
        try:
            for source, record, stems, content in documents:
                builder.add_record(source, record, stems, content)
                ids.append(source.id)
                if builder.full or len(builder) >= size:
                    break
            if not ids:
                return None
            builder.finish()
            return self._settle(place, len(ids)), ids
        finally:
            builder.abandon()
            shutil.rmtree(place, ignore_errors=True)

    def _settle(self, place: Path, documents: int) -> SegmentEntry:
        """Force a finished segment to the disk and give it its name, that of its contents."""
        files = []
        for name in FILES:
            with (place / name).open("rb") as file:
                os.fsync(file.fileno())
                sha = hashlib.file_digest(file, "sha256").hexdigest()
                files.append(FileEntry(name, file.tell(), sha))
        sync_folder(place)
        name = hashlib.sha256("".join(file.sha256 for file in files).encode()).hexdigest()[:16]
        if name not in self._segments:
            shutil.rmtree(place.with_name(name), ignore_errors=True)
            place.rename(place.with_name(name))
            sync_folder(place.parent)
        return SegmentEntry(name, documents, tuple(files))

    def _commit(self, entries: Iterable[SegmentEntry]) -> None:
        manifest = Manifest(tuple(entries))
        manifests.write(self._folder, manifest)
        before, old = self._segments, {entry.name: entry for entry in self._manifest.segments}
        self._manifest, self._segments = manifest, {}
        for entry in manifest.segments:
            same = entry == old.get(entry.name)
            self._segments[entry.name] = before[entry.name] if same else open_segment(self._folder, entry)
        self._clean()

    def _clean(self) -> None:
        """Remove what no manifest names: readers that have it open keep it."""
        for path in (self._folder / SEGMENTS).iterdir():
            if path.name not in self._segments:
                shutil.rmtree(path, ignore_errors=True)

    @contextlib.contextmanager
    def _writing(self) -> Iterator[None]:
        """What goes wrong while something is written, in the words of the corpus."""
        try:
            yield
        except OSError as error:
            raise CorpusNotWritten(file=str(self._folder), reason=system_reason(error)) from error
        except sqlite3.Error as error:
            raise CorpusNotWritten(file=str(self._folder), reason=str(error)) from error


def _locked(folder: Path, patience: float) -> int:
    """The open lock file, locked; the system unlocks it when this process ends, however it ends."""
    try:
        handle = os.open(folder / LOCK, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o666)
    except OSError as error:
        raise CorpusNotWritten(file=str(folder), reason=system_reason(error)) from None
    deadline = time.monotonic() + patience
    while True:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return handle
        except OSError as error:
            if error.errno not in (errno.EWOULDBLOCK, errno.EACCES) or time.monotonic() > deadline:
                os.close(handle)
                raise CorpusLocked(folder=str(folder)) from None
        time.sleep(0.05)
