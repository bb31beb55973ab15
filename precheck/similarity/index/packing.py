"""A prepared text as bytes and back: arrays are read where they lie, in the mapped file, and checked on the way.

A record: a head (counts, widths, a CRC-32 of all that follows), then the arrays, then the text. Where words begin is
kept as steps from one to the next, and where they end as lengths, in the narrowest numbers that hold them.
"""

from __future__ import annotations

import struct
from typing import Any
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from precheck.similarity.prepared import Prepared

_HEAD = struct.Struct("<IIIIIBB2s")
"""CRC, words, sentences, paragraphs, bytes of text, widths of steps and of lengths, language."""
_ALIGN = 8
_WIDTHS = ((1, "<u1"), (2, "<u2"), (4, "<u4"))
_TYPES = dict(_WIDTHS)


def pack(prepared: Prepared) -> bytes:
    """The record of a prepared text, its length a multiple of eight bytes."""
    text = prepared.text.encode("utf-8", "surrogatepass")
    steps = _narrow(np.diff(prepared.starts, prepend=np.int32(0)))
    lengths = _narrow(prepared.ends - prepared.starts)
    body = b"".join(
        (
            prepared.stems.astype("<u4").tobytes(),
            prepared.sentences.astype("<u4").tobytes(),
            prepared.paragraphs.astype("<u4").tobytes(),
            steps.tobytes(),
            lengths.tobytes(),
            np.packbits(prepared.content).tobytes(),
            text,
        )
    )
    head = _HEAD.pack(
        0,
        len(prepared),
        len(prepared.sentences),
        len(prepared.paragraphs),
        len(text),
        steps.itemsize,
        lengths.itemsize,
        prepared.language.encode("ascii"),
    )
    record = head[4:] + body
    return crc32(record).to_bytes(4, "little") + record + bytes(-(4 + len(record)) % _ALIGN)


def unpack(record: memoryview) -> Prepared:
    """The prepared text of a record; its stems are a view of it.

    Raises:
        ValueError: the record is not what was written.
    """
    reader = _Record(record)
    count, language = reader.words, reader.language
    stems = reader.take("<u4", count)
    sentences = reader.take("<u4", reader.sentences).astype(np.int32)
    paragraphs = reader.take("<u4", reader.paragraphs).astype(np.int32)
    starts = np.cumsum(reader.take(_TYPES[reader.step_width], count), dtype=np.int32)
    ends = starts + reader.take(_TYPES[reader.length_width], count).astype(np.int32)
    content = np.unpackbits(reader.take("<u1", -(-count // 8)), count=count).view(np.bool_)
    return Prepared(reader.text(), language, stems, starts, ends, content, sentences, paragraphs)


def words_of(record: memoryview) -> tuple[NDArray[np.uint32], NDArray[np.bool_]]:
    """Stems and content flags of a record alone. Raises as `unpack`."""
    reader = _Record(record)
    stems = reader.take("<u4", reader.words)
    reader.at += 4 * (reader.sentences + reader.paragraphs) + (reader.step_width + reader.length_width) * reader.words
    return stems, np.unpackbits(reader.take("<u1", -(-reader.words // 8)), count=reader.words).view(np.bool_)


class _Record:
    """A record with a place to read on from; whole, or `ValueError`."""

    def __init__(self, record: memoryview) -> None:
        if len(record) < _HEAD.size:
            raise ValueError("a record is cut short")
        head = _HEAD.unpack_from(record)
        crc, self.words, self.sentences, self.paragraphs, self.text_bytes, self.step_width, self.length_width = head[:7]
        whole = (
            _HEAD.size
            + 4 * (self.words + self.sentences + self.paragraphs)
            + (self.step_width + self.length_width) * self.words
            + -(-self.words // 8)
            + self.text_bytes
        )
        if len(record) != whole + -whole % _ALIGN or crc32(record[4:whole]) != crc:
            raise ValueError("a record is not what was written")
        self._record = record
        self.language = head[7].decode("ascii")
        self.at = _HEAD.size

    def take(self, kind: str, count: int) -> NDArray[Any]:
        """The next `count` numbers."""
        found = np.frombuffer(self._record, kind, count, self.at)
        self.at += found.nbytes
        return found

    def text(self) -> str:
        """The text, after all numbers were taken."""
        return str(self._record[self.at : self.at + self.text_bytes], "utf-8", "surrogatepass")


def _narrow(numbers: NDArray[np.int32]) -> NDArray[Any]:
    """The same numbers, none negative, in the narrowest type."""
    if not len(numbers):
        return np.zeros(0, "<u1")
    if numbers.min() < 0:
        raise ValueError("the words of a text are in order")
    top = int(numbers.max())
    return numbers.astype(next(kind for width, kind in _WIDTHS if top < 1 << 8 * width))
