"""Maps between a text and the text it was made from, so that whatever is found can be shown on the page.

A normaliser never returns a bare string: it returns the new text and an `OffsetMap`. All offsets are code points.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Edit:
    """The span `[start, end)` of the new text stands for `[original_start, original_end)` of the original."""

    start: int
    end: int
    original_start: int
    original_end: int


@dataclass(frozen=True, slots=True)
class OffsetMap:
    """Edits in ascending order; everything between two edits is unchanged, only shifted."""

    edits: tuple[Edit, ...] = ()

    def original(self, start: int, end: int) -> tuple[int, int]:
        """The span of the original text that the span `[start, end)` of the new text comes from.

        A position inside an edit widens to the whole edit: half a ligature is the ligature.
        """
        return self._original_start(start), max(self._original_end(end), self._original_start(start))

    def forward(self, start: int, end: int) -> tuple[int, int]:
        """The span of the new text that the span `[start, end)` of the original became; widened as in `original`."""
        return _forward(self, start, end)

    def _before(self, position: int) -> Edit | None:
        index = bisect_right(self.edits, position, key=lambda edit: edit.start) - 1
        return self.edits[index] if index >= 0 else None

    def _original_start(self, position: int) -> int:
        edit = self._before(position)
        if edit is None:
            return position
        if position < edit.end or edit.start == edit.end == position:
            return edit.original_start
        return edit.original_end + position - edit.end

    def _original_end(self, position: int) -> int:
        edit = self._before(position - 1) if position else None
        if edit is None:
            return position
        if position <= edit.end:
            return edit.original_end
        return edit.original_end + position - edit.end

    def then(self, later: OffsetMap) -> OffsetMap:
        """The map of a text normalised twice: first by the maker of this map, then by the maker of `later`."""
        if not self.edits:
            return later
        if not later.edits:
            return self
        return OffsetMap(tuple(_compose(self, later)))


def _compose(first: OffsetMap, later: OffsetMap) -> list[Edit]:
    """Each edit of either map, in the coordinates of the last text, overlapping ones joined."""
    carried = []
    for edit in first.edits:
        start, end = _forward(later, edit.start, edit.end)
        carried.append(Edit(start, end, edit.original_start, edit.original_end))
    own = [Edit(e.start, e.end, *first.original(e.original_start, e.original_end)) for e in later.edits]
    joined: list[Edit] = []
    for edit in sorted([*carried, *own], key=lambda e: (e.start, e.end, e.original_start, e.original_end)):
        last = joined[-1] if joined else None
        if last and (edit.start < last.end or edit.original_start < last.original_end):
            joined[-1] = Edit(
                last.start,
                max(last.end, edit.end),
                min(last.original_start, edit.original_start),
                max(last.original_end, edit.original_end),
            )
        else:
            joined.append(edit)
    return joined


def _forward(later: OffsetMap, start: int, end: int) -> tuple[int, int]:
    """Where the span `[start, end)` of the text before `later` stands after it."""
    return _forward_one(later, start, False), _forward_one(later, end, True)


def _forward_one(later: OffsetMap, position: int, is_end: bool) -> int:
    index = bisect_right(later.edits, position, key=lambda edit: edit.original_start) - 1
    if index < 0:
        return position
    edit = later.edits[index]
    if position < edit.original_end:
        return edit.end if is_end and position > edit.original_start else edit.start
    return edit.end + position - edit.original_end


def substitute(
    pattern: re.Pattern[str], replacement: Callable[[re.Match[str]], str], text: str
) -> tuple[str, OffsetMap]:
    """`pattern.sub(replacement, text)`, with the map back to `text`. The pattern must not match the empty string."""
    pieces: list[str] = []
    edits: list[Edit] = []
    done = length = 0
    for match in pattern.finditer(text):
        new = replacement(match)
        if new == match[0]:
            continue
        pieces.append(text[done : match.start()])
        length += match.start() - done
        edits.append(Edit(length, length + len(new), match.start(), match.end()))
        pieces.append(new)
        length += len(new)
        done = match.end()
    if not edits:
        return text, OffsetMap()
    pieces.append(text[done:])
    return "".join(pieces), OffsetMap(tuple(edits))
