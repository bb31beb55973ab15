"""Pages of raw lines, from whichever library read them, to the text of a `Document` and its offsets."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from precheck.model.document import Line
from precheck.model.geometry import BBox
from precheck.model.offsets import Edit, OffsetMap
from precheck.reading.normalise import normalise


@dataclass(frozen=True, slots=True)
class RawLine:
    """A line as a library gave it: words, x0 and x1 of each in points, top and bottom of the line in points."""

    words: tuple[str, ...]
    edges: tuple[float, ...]
    top: float
    bottom: float
    font: str = ""
    size: float = 0.0
    bold: bool = False
    rotated: bool = False


@dataclass(frozen=True, slots=True)
class Assembled:
    """The text of a document, what it was made from, the map between them, and the lines of each page."""

    text: str
    raw: str
    offsets: OffsetMap
    lines: tuple[tuple[Line, ...], ...]


def assemble(pages: Sequence[Sequence[RawLine]]) -> Assembled:
    """One text for all pages: words joined by spaces, lines by "\\n", pages by "\\f"."""
    texts: list[str] = []
    raws: list[str] = []
    edits: list[Edit] = []
    placed: list[tuple[Line, ...]] = []
    start = raw_start = 0
    for number, page in enumerate(pages, 1):
        lines: list[Line] = []
        page_texts: list[str] = []
        page_raws: list[str] = []
        for row in page:
            raw = " ".join(row.words)
            text, edges, offsets = _normalised(row, raw)
            if not text:
                continue
            edits += (
                Edit(e.start + start, e.end + start, e.original_start + raw_start, e.original_end + raw_start)
                for e in offsets.edits
            )
            box = BBox(min(edges), row.top, max(edges), row.bottom)
            lines.append(Line(number, start, text, box, edges, row.font, row.size, row.bold, row.rotated))
            page_texts.append(text)
            page_raws.append(raw)
            start += len(text) + 1
            raw_start += len(raw) + 1
        if not lines:
            start += 1
            raw_start += 1
        texts.append("\n".join(page_texts))
        raws.append("\n".join(page_raws))
        placed.append(tuple(lines))
    return Assembled("\f".join(texts), "\f".join(raws), OffsetMap(tuple(edits)), tuple(placed))


def _normalised(row: RawLine, raw: str) -> tuple[str, tuple[float, ...], OffsetMap]:
    """The line's text, with the edges of its words; words that vanish (a lone soft hyphen) take their edges along."""
    text, offsets = normalise(raw)
    if not offsets.edits or (len(text.split()) == len(row.words) and text == " ".join(text.split())):
        return text, row.edges, offsets
    words: list[str] = []
    edges: list[float] = []
    edits: list[Edit] = []
    start = raw_start = 0
    for index, word in enumerate(row.words):
        folded = "".join(normalise(word)[0].split())
        if folded:
            if words:
                start += 1
            if folded != word:
                edits.append(Edit(start, start + len(folded), raw_start, raw_start + len(word)))
            words.append(folded)
            edges += row.edges[2 * index : 2 * index + 2]
            start += len(folded)
        else:
            # The space before the vanished word goes with it; at the beginning of a line, the space after it.
            first = not words
            edits.append(Edit(start, start, raw_start - (not first), raw_start + len(word) + first))
        raw_start += len(word) + 1
    return " ".join(words), tuple(edges), OffsetMap(tuple(edits))
