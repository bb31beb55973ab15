"""A text made ready for comparing: done once a text, kept by its content, and read many times.

What alteration hides is undone first (`precheck.structure.disguise`), hyphenated line ends are joined, page furniture
is left out. Words are numbers (`precheck.similarity.words`) with their place in the text as it was given.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from precheck.model.offsets import OffsetMap, substitute
from precheck.reading.normalise import normalise
from precheck.similarity.gluing import part_glued
from precheck.similarity.words import guess_language, numbering
from precheck.structure.disguise import unveil

Numbers: TypeAlias = NDArray[np.uint32]
Places: TypeAlias = NDArray[np.int32]
Flags: TypeAlias = NDArray[np.bool_]

VERSION = 2
"""Of the preparation: a text prepared by another version is prepared again."""
MAX_CHARACTERS = 4_000_000
MAX_SENTENCE = 60
"""Words: a longer run without a full stop is cut."""

_WORD = re.compile(r"[^\W_]+")
_LINE_END = re.compile(r"(?<=[^\W\d_])-[ \t]*\n[ \t]*(?=[a-zà-ÿœ])")
# A run of dots is looked at from its beginning, a run of line ends from its last one: from each place, a long one would
# take hours.
_SENTENCE_END = re.compile(r"(?<![.!?…])[.!?…]+[\s»”\")\]]|[;:]\s|\n[ \t\r]*\n|\n[^\S\n]*(?=[-•*–▪►➢✓]\s)")
_PARAGRAPH_END = re.compile(r"\n[ \t\r]*\n\s*")
_DIGITS = re.compile(r"\d+")
_SHORT_LINE = 80
_REPEATS = 3


@dataclass(frozen=True, slots=True, eq=False)
class Prepared:
    """A text ready for comparing; all arrays but the last two have one entry a word.

    `stems` are the numbers of the words, `starts` and `ends` their places in `text` in code points, `content` is False
    for small words. `sentences` and `paragraphs` hold the index of the first word of each, ascending.
    """

    text: str
    language: str
    stems: Numbers
    starts: Places
    ends: Places
    content: Flags
    sentences: Places
    paragraphs: Places

    def __len__(self) -> int:
        return len(self.stems)

    def span(self, first: int, last: int) -> tuple[int, int]:
        """The span of `text`, in code points, from the word `first` to the word before `last`."""
        return int(self.starts[first]), int(self.ends[last - 1])

    def words_in(self, start: int, end: int) -> tuple[int, int]:
        """The words `[first, last)` that the span `[start, end)` of `text` touches."""
        return int(np.searchsorted(self.ends, start, "right")), int(np.searchsorted(self.starts, end, "left"))


def prepare(
    text: str,
    *,
    skipped: Sequence[tuple[int, int]] | None = None,
    paragraphs: Sequence[int] | None = None,
    language: str | None = None,
) -> Prepared:
    """Prepare a text.

    Args:
        text: at most `MAX_CHARACTERS` code points are looked at.
        skipped: spans of `text` that are no words of the author (running headers), in order; None: short lines that
            repeat are taken for running headers.
        paragraphs: where paragraphs begin in `text`, ascending; None: blank lines part them.
        language: "fr" or "en"; None: guessed.
    """
    body = text[:MAX_CHARACTERS]
    blanked = _blank(body, _repeated_lines(body) if skipped is None else skipped)
    plain, offsets = _plain(blanked)
    language = language or guess_language(plain)
    plain = part_glued(plain, language)
    number = numbering(language)
    spans = [match.span() for match in _WORD.finditer(plain)]
    pairs = [number(plain[start:end]) for start, end in spans]
    places = np.array(spans, np.int64).reshape(-1, 2)
    starts, ends = _original_places(offsets, places[:, 0], places[:, 1])
    first_letters = places[:, 0]
    if paragraphs is None:
        breaks = [0, *(match.end() for match in _PARAGRAPH_END.finditer(plain))]
        paragraph_words = np.unique(np.searchsorted(first_letters, breaks))
    else:
        paragraph_words = np.unique(np.searchsorted(starts, [0, *paragraphs]))
    ends_of_sentences = [0, *(match.end() for match in _SENTENCE_END.finditer(plain))]
    sentence_words = np.union1d(np.searchsorted(first_letters, ends_of_sentences), paragraph_words)
    count = len(spans)
    return Prepared(
        text,
        language,
        np.array([stem for stem, _ in pairs], np.uint32),
        starts,
        ends,
        np.array([content for _, content in pairs], np.bool_),
        _cut_long(sentence_words[sentence_words < count], count),
        paragraph_words[paragraph_words < count].astype(np.int32),
    )


def _blank(text: str, spans: Sequence[tuple[int, int]]) -> str:
    """The text with these spans as spaces; a hyphen before one still joins what it parts."""
    if not spans:
        return text
    pieces, done = [], 0
    for start, end in spans:
        pieces += [text[done:start], " " * (end - start)]
        done = end
    return "".join([*pieces, text[done:]])


def _repeated_lines(text: str) -> list[tuple[int, int]]:
    """Spans of the short lines that stand three times or more, digits aside: running headers of a text without pages,
    and lines that hold a number alone."""
    lines = [match.span() for match in re.finditer(r"[^\n\f]+", text)]
    short = [(start, end) for start, end in lines if end - start <= _SHORT_LINE]
    keys = [_DIGITS.sub("#", text[start:end]).strip() for start, end in short]
    usage = Counter(keys)
    return [span for span, key in zip(short, keys, strict=True) if key == "#" or (key and usage[key] >= _REPEATS)]


def _plain(text: str) -> tuple[str, OffsetMap]:
    normal, first = normalise(text)
    bare, second, _ = unveil(normal)
    joined, third = substitute(_LINE_END, lambda match: "", bare)
    return joined, first.then(second).then(third)


def _original_places(offsets: OffsetMap, starts: NDArray[np.int64], ends: NDArray[np.int64]) -> tuple[Places, Places]:
    """Where words of the new text stand in the original, as `OffsetMap.original` says for one span, for all at once."""
    if not offsets.edits:
        return starts.astype(np.int32), ends.astype(np.int32)
    edits = np.array([(e.start, e.end, e.original_start, e.original_end) for e in offsets.edits], np.int64)
    index = np.searchsorted(edits[:, 0], starts, "right") - 1
    edit = edits[np.maximum(index, 0)]
    inside = (starts < edit[:, 1]) | ((edit[:, 0] == edit[:, 1]) & (starts == edit[:, 1]))
    # A deletion right before a word is no part of the word.
    inside &= edit[:, 0] < edit[:, 1]
    moved = np.where(inside, edit[:, 2], edit[:, 3] + starts - edit[:, 1])
    original_starts = np.where(index < 0, starts, moved)
    index = np.searchsorted(edits[:, 0], ends - 1, "right") - 1
    edit = edits[np.maximum(index, 0)]
    moved = np.where(ends <= edit[:, 1], edit[:, 3], edit[:, 3] + ends - edit[:, 1])
    original_ends = np.where(index < 0, ends, moved)
    return original_starts.astype(np.int32), np.maximum(original_ends, original_starts).astype(np.int32)


def _cut_long(sentences: NDArray[np.int64], count: int) -> Places:
    """The same sentences, those of more than `MAX_SENTENCE` words cut."""
    bounds = [*map(int, sentences), count]
    cut = [word for first, last in pairwise(bounds) for word in range(first, last, MAX_SENTENCE)]
    return np.array(cut, np.int32)
