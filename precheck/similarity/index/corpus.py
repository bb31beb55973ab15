"""A corpus open for reading: one committed state, whatever a writer does meanwhile. Safe among threads."""

from __future__ import annotations

import contextlib
import hashlib
import sqlite3
import tempfile
from bisect import bisect_right
from collections.abc import Collection, Iterable, Iterator, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from precheck.model.match import Source, SourceKind
from precheck.similarity.errors import CorpusDamaged
from precheck.similarity.grams import PHRASE_WORDS, grams
from precheck.similarity.index import manifest as manifests
from precheck.similarity.index.manifest import SegmentEntry
from precheck.similarity.index.postings import distinct
from precheck.similarity.index.retrieval import Nomination, idf, nominate
from precheck.similarity.index.segment import FILES, Segment, SegmentBuilder, author_number
from precheck.similarity.prepared import Flags, Numbers, Prepared

SEGMENTS = "segments"
SMALL = 4 << 20
"""Bytes: files up to this length are verified whole when a corpus is opened, longer ones by their length."""
_ATTEMPTS = 20


class Corpus:
    """Texts to compare with. Documents are numbers that hold as long as this object; iterating gives them.

    Every method may raise `CorpusDamaged`.
    """

    def __init__(self, segments: Sequence[Segment], fingerprint: str, folder: str = "") -> None:
        self._segments = tuple(segments)
        self._bases = [sum(map(len, self._segments[:index])) for index in range(len(self._segments))]
        self._folder = folder
        self.fingerprint = fingerprint
        """Identifies the state of the corpus: 64 hexadecimal digits."""
        self._live = sum(int(segment.live.sum()) for segment in self._segments)
        self._authors = np.concatenate([np.zeros(0, np.uint64), *(segment.authors for segment in self._segments)])

    @classmethod
    def open(cls, folder: Path) -> Corpus:
        """The last committed state of the corpus in that folder.

        Raises:
            NotACorpus: there is none.
            CorpusVersionUnknown: another version made it.
            CorpusDamaged: a file is missing, has another length, or (up to `SMALL` bytes) other contents.
        """
        for attempt in range(_ATTEMPTS):
            manifest = manifests.read(folder)
            try:
                segments = [open_segment(folder, entry) for entry in manifest.segments]
            except CorpusDamaged:
                # A writer may have merged the segments away since the manifest was read.
                if attempt + 1 < _ATTEMPTS and manifests.read(folder) != manifest:
                    continue
                raise
            return cls(segments, manifest.fingerprint, str(folder))
        raise AssertionError("unreachable")

    @classmethod
    def of(cls, documents: Iterable[tuple[Source, Prepared]]) -> Corpus:
        """A corpus of these texts that lasts as long as the object: nothing of it stays on the disk.

        Sources may share an identifier: two deposits of the same bytes.
        """
        with tempfile.TemporaryDirectory(prefix="precheck-") as name:
            segments: list[Segment] = []
            waiting = iter(documents)
            while piece := _build(Path(name) / str(len(segments)), waiting):
                segments.append(piece)
        ids = sorted(segment.id(number) for segment in segments for number in range(len(segment)))
        return cls(segments, hashlib.sha256("\n".join(ids).encode()).hexdigest())

    def __add__(self, other: Corpus) -> Corpus:
        """Both as one: the documents of this one keep their numbers, those of the other follow."""
        both = hashlib.sha256(f"{self.fingerprint}\n{other.fingerprint}".encode()).hexdigest()
        return Corpus([*self._segments, *other._segments], both, self._folder)

    def __len__(self) -> int:
        return self._live

    def __iter__(self) -> Iterator[int]:
        for base, segment in zip(self._bases, self._segments, strict=True):
            yield from (base + int(number) for number in np.flatnonzero(segment.live))

    def source(self, doc: int) -> Source:
        """What is known of a document."""
        segment, number = self._place(doc)
        with self._damage():
            return segment.catalogue.source(number)

    def sources(self) -> Iterator[Source]:
        """What is known of all documents, in order."""
        for segment in self._segments:
            with self._damage():
                listed = list(segment.catalogue)
            yield from (source for number, source in enumerate(listed) if segment.live[number])

    def of_kinds(self, kinds: Collection[SourceKind]) -> list[int]:
        """The documents of these kinds, in order, without a look at the catalogue."""
        return [
            base + int(number)
            for base, segment in zip(self._bases, self._segments, strict=True)
            for number in np.flatnonzero(segment.live & segment.of_kinds(kinds))
        ]

    def find(self, source_id: str) -> int | None:
        """The document whose bytes have that SHA-256 (hexadecimal)."""
        for base, segment in zip(self._bases, self._segments, strict=True):
            with self._damage():
                number = segment.catalogue.find(source_id)
            if number is not None and segment.live[number]:
                return base + number
        return None

    def prepared(self, doc: int) -> Prepared:
        """The text of a document, ready for comparing."""
        segment, number = self._place(doc)
        with self._damage():
            return segment.prepared(number)

    def nominate(self, prepared: Prepared, limit: int = 100) -> list[Nomination]:
        """At most `limit` documents that may hold passages of the text, best first; the text itself is not left out."""
        with self._damage():
            return nominate(self._segments, self._bases, prepared, limit)

    def common(self, stems: Numbers, author: str = "", authors: int = 3) -> Flags:
        """For each run of `PHRASE_WORDS` of the stems, by the place of its first word: whether it stands in the
        dossiers of `authors` or more authors other than `author` (a key; "" for nobody).

        Sources without an author count as one author each. Only sources that are dossiers count.
        """
        runs = grams(stems, PHRASE_WORDS)
        hashes = distinct(runs)
        own = author_number(author) if author else None
        pairs = [np.zeros((2, 0), np.uint64)]
        for segment in self._segments:
            dossiers = segment.of_kinds((SourceKind.DOSSIER,))
            with self._damage():
                features, documents = segment.phrases.find(hashes)
                counted = segment.live[documents] & dossiers[documents]
                people = segment.authors[documents]
            if own is not None:
                counted &= people != np.uint64(own)
            pairs.append(np.stack([features[counted].astype(np.uint64), people[counted]]))
        seen = _distinct_columns(np.concatenate(pairs, axis=1))
        enough = np.bincount(seen, minlength=len(hashes)) >= authors
        flags: Flags = enough[np.searchsorted(hashes, runs)]
        return flags

    def idf(self, stems: Numbers) -> NDArray[np.float64]:
        """The inverse document frequency of each stem in the corpus; the greatest for one that is not there."""
        counts = np.zeros(len(stems), np.int64)
        for segment in self._segments:
            with self._damage():
                counts += segment.counts(stems)
        return idf(counts, len(self))

    def close(self) -> None:
        """Close the catalogues; nothing may be asked afterwards."""
        for segment in self._segments:
            segment.catalogue.close()

    def _place(self, doc: int) -> tuple[Segment, int]:
        if not 0 <= doc < sum(map(len, self._segments)):
            raise IndexError(doc)
        index = bisect_right(self._bases, doc) - 1
        while not len(self._segments[index]):
            index -= 1
        return self._segments[index], doc - self._bases[index]

    @contextlib.contextmanager
    def _damage(self) -> Iterator[None]:
        """Whatever goes wrong while a file is read, in the words of the corpus."""
        try:
            yield
        except (ValueError, LookupError, sqlite3.Error, UnicodeError, MemoryError) as error:
            raise CorpusDamaged(folder=self._folder, reason=str(error)) from error


def _distinct_columns(pairs: NDArray[np.uint64]) -> NDArray[np.int64]:
    """The first numbers of the distinct columns."""
    order = np.lexsort((pairs[1], pairs[0]))
    ordered = pairs[:, order]
    new = np.ones(ordered.shape[1], np.bool_)
    new[1:] = (ordered[:, 1:] != ordered[:, :-1]).any(axis=0)
    first: NDArray[np.int64] = ordered[0, new].astype(np.int64)
    return first


def _build(folder: Path, documents: Iterator[tuple[Source, Prepared]]) -> Segment | None:
    folder.mkdir()
    builder = SegmentBuilder(folder)
    for source, prepared in documents:
        builder.add(source, prepared)
        if builder.full:
            break
    builder.finish()
    return Segment(folder) if len(builder) else None


def open_segment(folder: Path, entry: SegmentEntry) -> Segment:
    """A segment of the corpus in `folder`. Raises `CorpusDamaged`."""
    place = folder / SEGMENTS / entry.name
    if {file.name for file in entry.files} != set(FILES):
        raise CorpusDamaged(folder=str(folder), reason=entry.name)
    for file in entry.files:
        path = place / file.name
        try:
            sound = path.stat().st_size == file.size
            if sound and file.size <= SMALL:
                sound = hashlib.sha256(path.read_bytes()).hexdigest() == file.sha256
        except OSError as error:
            raise CorpusDamaged(folder=str(folder), reason=f"{entry.name}/{file.name}: {error.strerror}") from None
        if not sound:
            raise CorpusDamaged(folder=str(folder), reason=f"{entry.name}/{file.name}")
    try:
        segment = Segment(place, entry.removed)
    except (OSError, ValueError, IndexError, sqlite3.Error) as error:
        raise CorpusDamaged(folder=str(folder), reason=f"{entry.name}: {error}") from None
    if len(segment) != entry.documents:
        raise CorpusDamaged(folder=str(folder), reason=entry.name)
    return segment
