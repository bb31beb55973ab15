"""A segment: some documents with all that comparing them needs, in files that never change once they are written.

| file | holds |
|---|---|
| `catalogue.sqlite` | titles, authors, years… (`precheck.similarity.index.catalogue`) |
| `documents.bin` | one entry a document: identifier, author, kind, where its record lies |
| `texts.bin` | the records (`precheck.similarity.index.packing`) |
| `words.bin`, `counts.bin` | the distinct stems, ascending, and how many documents hold each |
| `terms.bin`, `terms-at.bin` | which documents hold a content stem (`precheck.similarity.index.postings`) |
| `phrases.bin`, `phrases-at.bin` | which documents hold a run of `PHRASE_WORDS` words |
"""

from __future__ import annotations

import contextlib
import hashlib
import weakref
from collections.abc import Collection
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from precheck.model.match import Source, SourceKind
from precheck.similarity.grams import PHRASE_WORDS, grams
from precheck.similarity.index import catalogue, postings
from precheck.similarity.index.packing import pack, unpack, words_of
from precheck.similarity.index.postings import Collector, Postings, distinct, mapped
from precheck.similarity.prepared import Flags, Numbers, Prepared

TERM_CUT = 500
"""A stem in more documents than this nominates none."""
PHRASE_CUT = 48
"""The same for a run of words."""
FILES = (
    "catalogue.sqlite",
    "documents.bin",
    "texts.bin",
    "words.bin",
    "counts.bin",
    "terms.bin",
    "terms-at.bin",
    "phrases.bin",
    "phrases-at.bin",
)
_KINDS = tuple(SourceKind)
_ENTRY = np.dtype([("id", "u1", 32), ("author", "<u8"), ("start", "<u8"), ("size", "<u4"), ("kind", "<u4")])


def author_number(author: str) -> int:
    """The number that stands for an author's key."""
    return int.from_bytes(hashlib.blake2b(author.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "little")


class SegmentBuilder:
    """Writes a segment into an empty folder; memory stays bounded however many documents are added."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._sources: list[Source] = []
        self._entries: list[tuple[list[int], int, int, int, int]] = []
        self._words: list[Numbers] = []
        self._counts = (np.zeros(0, np.uint32), np.zeros(0, np.uint32))
        self._waiting = 0
        self._terms = Collector(folder, "terms")
        self._phrases = Collector(folder, "phrases")
        self._texts = (folder / "texts.bin").open("wb")
        self._size = 0

    def __len__(self) -> int:
        return len(self._sources)

    @property
    def full(self) -> bool:
        """Whether the next document must go to another segment."""
        return len(self) >= postings.MAX_DOCUMENTS or self._phrases.total >= postings.MAX_KEYS

    def add(self, source: Source, prepared: Prepared) -> None:
        """Add a document."""
        self.add_record(source, pack(prepared), prepared.stems, prepared.content)

    def add_record(self, source: Source, record: bytes | memoryview, stems: Numbers, content: Flags) -> None:
        """Add a document that is packed already."""
        number = len(self)
        self._texts.write(record)
        author = author_number(source.author or source.id)
        entry = (list(bytes.fromhex(source.id)), author, self._size, len(record), _KINDS.index(source.kind))
        self._entries.append(entry)
        self._size += len(record)
        self._sources.append(source)
        words = distinct(stems)
        self._words.append(words)
        self._waiting += len(words)
        if self._waiting > 1 << 20:
            self._count_words()
        self._terms.add(grams(distinct(stems[content]), 1), number)
        self._phrases.add(grams(stems, PHRASE_WORDS), number)

    def _count_words(self) -> None:
        words = np.concatenate([np.zeros(0, np.uint32), *self._words])
        self._counts = add_counts(self._counts, (words, np.ones(len(words), np.uint32)))
        self._words, self._waiting = [], 0

    def finish(self) -> None:
        """Write what is still missing of the segment's files."""
        self._texts.close()
        self._count_words()
        (self._folder / "words.bin").write_bytes(self._counts[0].astype("<u4").tobytes())
        (self._folder / "counts.bin").write_bytes(self._counts[1].astype("<u4").tobytes())
        (self._folder / "documents.bin").write_bytes(np.array(self._entries, _ENTRY).tobytes())
        for name, collector, cut in (("terms", self._terms, TERM_CUT), ("phrases", self._phrases, PHRASE_CUT)):
            files = self._folder / f"{name}.bin", self._folder / f"{name}-at.bin"
            postings.write(collector, *files, len(self), cut)
        catalogue.write(self._folder / "catalogue.sqlite", self._sources)

    def abandon(self) -> None:
        """Close what is open; the folder is the caller's to remove."""
        # On a full disk, closing fails a second time: what is left in the buffer cannot be written.
        with contextlib.suppress(OSError):
            self._texts.close()


def add_counts(first: tuple[Numbers, Numbers], second: tuple[Numbers, Numbers]) -> tuple[Numbers, Numbers]:
    """Two countings (values, and how often each was seen) as one, the values ascending."""
    values = np.concatenate([first[0], second[0]])
    order = np.argsort(values, kind="stable")
    values = values[order]
    starts = np.flatnonzero(np.concatenate([np.ones(min(1, len(values)), np.bool_), values[1:] != values[:-1]]))
    counts = np.concatenate([first[1], second[1]])[order]
    return values[starts], np.add.reduceat(counts, starts).astype(np.uint32) if len(starts) else counts


class Segment:
    """A segment open for reading. Local document numbers run from 0; what raises on damage says so.

    `removed` are the documents that no longer count. Raises `OSError` when a file is missing, `ValueError` when one
    has another length than it must have.
    """

    def __init__(self, folder: Path, removed: tuple[int, ...] = ()) -> None:
        self._entries: NDArray[Any] = mapped(folder / "documents.bin", _ENTRY)
        self._texts = mapped(folder / "texts.bin", np.uint8).data
        self._words = mapped(folder / "words.bin", "<u4")
        self._word_counts = mapped(folder / "counts.bin", "<u4")
        count = len(self._entries)
        self.terms = Postings(mapped(folder / "terms.bin", "<u4"), mapped(folder / "terms-at.bin", "<u4"), count)
        self.phrases = Postings(mapped(folder / "phrases.bin", "<u4"), mapped(folder / "phrases-at.bin", "<u4"), count)
        self.live = np.ones(count, np.bool_)
        self.live[list(removed)] = False
        self.removed = removed
        self.authors = self._entries["author"].astype(np.uint64)
        self._kinds = self._entries["kind"].copy()
        self.order = np.ascontiguousarray(self._entries["id"][:, :8]).view(">u8")[:, 0].astype(np.uint64)
        """The first eight bytes of each identifier: an order that does not depend on when a document was added."""
        self._gone: tuple[Numbers, Numbers] | None = None
        self.catalogue = catalogue.Catalogue(folder / "catalogue.sqlite")
        weakref.finalize(self, self.catalogue.close)

    def __len__(self) -> int:
        return len(self._entries)

    def of_kinds(self, kinds: Collection[SourceKind]) -> Flags:
        """Which documents are of these kinds."""
        found: Flags = np.isin(self._kinds, [_KINDS.index(kind) for kind in kinds])
        return found

    def id(self, document: int) -> str:
        """The identifier of a document."""
        return bytes(self._entries["id"][document]).hex()

    def record(self, document: int) -> memoryview:
        """The record of a document, as it lies in the file."""
        entry = self._entries[document]
        start = int(entry["start"])
        return self._texts[start : start + int(entry["size"])]

    def prepared(self, document: int) -> Prepared:
        """The prepared text of a document. Raises `ValueError` when its record is damaged."""
        return unpack(self.record(document))

    def counts(self, stems: Numbers) -> NDArray[np.int64]:
        """In how many documents each stem stands, those removed left out."""
        found = _look_up(self._words, self._word_counts, stems)
        if self.removed:
            found = found - _look_up(*self._of_removed(), stems)
        return found

    def _of_removed(self) -> tuple[Numbers, Numbers]:
        if self._gone is None:
            gone = (np.zeros(0, np.uint32), np.zeros(0, np.uint32))
            for document in self.removed:
                stems = distinct(words_of(self.record(document))[0])
                gone = add_counts(gone, (stems, np.ones(len(stems), np.uint32)))
            self._gone = gone
        return self._gone


def _look_up(keys: Numbers, values: Numbers, wanted: Numbers) -> NDArray[np.int64]:
    """The value of each wanted key, 0 where there is none; `keys` ascend."""
    if not len(keys):
        return np.zeros(len(wanted), np.int64)
    place = np.minimum(np.searchsorted(keys, wanted), len(keys) - 1)
    return np.where(keys[place] == wanted, values[place].astype(np.int64), 0)
