"""An inverted index in two arrays: which documents of a segment hold a feature (a hashed word or run of words).

A feature's hash is cut in three: its first bits number a bucket, the next stand in the posting as a check, the rest is
dropped. Within 32 bits a posting holds the check and the document; the postings of a bucket lie together, in order, so
that a look-up reads one short run of a mapped file and there is no list of features to search. A feature of more
documents than the cut keeps the first of them only, one more than the cut: enough to see that it is common.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

Hashes = NDArray[np.uint64]
T = TypeVar("T", bound=np.generic)

MAX_DOCUMENTS = 1 << 16
"""Of one segment: a document's number and its check share 32 bits."""
MAX_KEYS = 1 << 31
_HELD = 1 << 20
"""Keys held in memory, 8 MiB of them, before they are put aside in files: those of some 200 dossiers."""
_PARTS = 64
_DOCUMENT = np.uint64(0xFFFF)
_MIN_BITS, _MAX_BITS = 12, 27
_PER_BUCKET = 4
_PART_STARTS = np.arange(1, _PARTS, dtype=np.uint64) << np.uint64(58)


class Collector:
    """Gathers the features of documents, added in order. What exceeds the memory is put aside in `folder`."""

    def __init__(self, folder: Path, name: str) -> None:
        self._folder, self._name = folder, name
        self._held: list[Hashes] = []
        self._waiting = 0
        self._aside = False
        self.total = 0
        """Pairs of feature and document so far."""

    def add(self, hashes: Hashes, document: int) -> None:
        """Features of a document (the first 48 bits count), in any order, repeated or not."""
        keys = distinct((hashes & ~_DOCUMENT) | np.uint64(document))
        self._held.append(keys)
        self._waiting += len(keys)
        self.total += len(keys)
        if self._waiting > _HELD:
            self._put_aside()

    def _put_aside(self) -> None:
        pieces: list[list[Hashes]] = [[] for _ in range(_PARTS)]
        for keys in self._held:
            for piece, part in zip(pieces, np.split(keys, np.searchsorted(keys, _PART_STARTS)), strict=True):
                piece.append(part)
        for number, piece in enumerate(pieces):
            with self._part(number).open("ab") as file:
                file.writelines(keys.tobytes() for keys in piece)
        self._held, self._waiting, self._aside = [], 0, True

    def _part(self, number: int) -> Path:
        return self._folder / f"{self._name}.{number:02}.part"

    def parts(self) -> Iterator[Hashes]:
        """All keys (48 bits of hash, 16 of document) in ascending order, piece by piece."""
        if not self._aside:
            yield _merged(np.concatenate([np.zeros(0, np.uint64), *self._held]))
            return
        self._put_aside()
        for number in range(_PARTS):
            keys = np.fromfile(self._part(number), np.uint64)
            self._part(number).unlink()
            yield _merged(keys)


def distinct(numbers: NDArray[T]) -> NDArray[T]:
    """The distinct numbers, ascending: `numpy.unique`, which takes four times as long."""
    ordered = np.sort(numbers)
    new = np.ones(len(ordered), np.bool_)
    new[1:] = ordered[1:] != ordered[:-1]
    return ordered[new]


def _merged(keys: Hashes) -> Hashes:
    """Keys in order, of runs that are in order already: the stable sort makes use of that."""
    keys.sort(kind="stable")
    return keys


def write(collector: Collector, postings: Path, buckets: Path, documents: int, cut: int) -> None:
    """Write the two arrays, postings and where each bucket begins."""
    layout = _Layout.of(documents, collector.total)
    with postings.open("wb") as postings_file, buckets.open("wb") as buckets_file:
        counts = np.zeros(1 << layout.bucket_bits, np.uint32)
        for keys in collector.parts():
            kept = layout.narrow(keys)
            features = kept >> np.uint64(layout.document_bits)
            rare = np.ones(len(kept), np.bool_)
            rare[cut + 1 :] = features[cut + 1 :] != features[: -cut - 1]
            kept = kept[rare]
            if len(kept):
                bucket = (kept >> np.uint64(32)).astype(np.int64)
                count = np.bincount(bucket - bucket[0])
                counts[bucket[0] : bucket[0] + len(count)] += count.astype(np.uint32)
            postings_file.write(kept.astype("<u4").tobytes())
        starts = np.zeros(len(counts) + 1, "<u4")
        np.cumsum(counts, out=starts[1:])
        buckets_file.write(starts.tobytes())


@dataclass(frozen=True, slots=True)
class _Layout:
    """How many bits number the buckets and the documents."""

    bucket_bits: int
    document_bits: int

    @classmethod
    def of(cls, documents: int, total: int) -> _Layout:
        document_bits = max(1, (documents - 1).bit_length())
        wanted = (total // _PER_BUCKET).bit_length()
        return cls(min(max(wanted, _MIN_BITS), _MAX_BITS, 16 + document_bits), document_bits)

    @property
    def check_bits(self) -> int:
        return 32 - self.document_bits

    def narrow(self, keys: Hashes) -> Hashes:
        """Bucket, check and document of each key, as `bucket << 32 | posting`."""
        narrow = keys >> np.uint64(64 - self.bucket_bits - self.check_bits)
        narrow <<= np.uint64(self.document_bits)
        narrow |= keys & _DOCUMENT
        return narrow


@dataclass(frozen=True, slots=True, eq=False)
class Postings:
    """The two arrays of a segment of so many documents, to look features up."""

    postings: NDArray[np.uint32]
    buckets: NDArray[np.uint32]
    documents: int

    def find(self, hashes: Hashes) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
        """Pairs of (index of a feature in `hashes`, document that holds it), by feature, then document.

        Raises:
            IndexError, ValueError: the arrays are damaged.
        """
        layout = _Layout((len(self.buckets) - 1).bit_length() - 1, max(1, (self.documents - 1).bit_length()))
        bucket = (hashes >> np.uint64(64 - layout.bucket_bits)).astype(np.int64)
        starts = self.buckets[bucket].astype(np.int64)
        lengths = self.buckets[bucket + 1].astype(np.int64) - starts
        if len(lengths) and (lengths.min() < 0 or starts.max() > len(self.postings)):
            raise ValueError("the buckets are not in order")
        which = np.repeat(np.arange(len(hashes), dtype=np.int32), lengths)
        first = starts - np.cumsum(lengths) + lengths
        found = self.postings[np.repeat(first, lengths) + np.arange(len(which))]
        checks = (hashes >> np.uint64(64 - layout.bucket_bits - layout.check_bits)).astype(np.uint32)
        checks <<= np.uint32(layout.document_bits)
        right = np.flatnonzero((found ^ checks[which]) < np.uint32(1 << layout.document_bits))
        documents = found[right] & np.uint32((1 << layout.document_bits) - 1)
        return which[right], documents.astype(np.int32)


def mapped(path: Path, kind: Any) -> NDArray[Any]:
    """A file of numbers, mapped to memory, read only."""
    if not path.stat().st_size:
        return np.zeros(0, kind)
    return np.asarray(np.memmap(path, kind, "r"))
