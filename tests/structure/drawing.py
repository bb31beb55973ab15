"""Documents drawn line by line, where `make_document` is not free enough: places, sizes, hidden numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from precheck.model.document import Document, Image, Ink, Line, Page, TextState
from precheck.model.geometry import BBox
from precheck.model.offsets import OffsetMap
from precheck.structure.view import View
from precheck.testing import make_document

WIDTH, HEIGHT = 595.0, 842.0
PARAGRAPH = "Les élèves lisent le document partagé, puis ils répondent aux questions posées par le groupe."


@dataclass(frozen=True)
class Drawn:
    """A line: its text, top and left in points, size, weight, and whether it can be seen."""

    text: str
    top: float
    left: float = 71.0
    size: float = 11.0
    bold: bool = False
    visible: bool = True


def paragraphs(rows: int, top: float = 100.0, pitch: float = 14.0) -> list[Drawn]:
    """`rows` lines of body text."""
    return [Drawn(PARAGRAPH, top + pitch * row) for row in range(rows)]


def draw(*pages: Sequence[Drawn], images: Sequence[tuple[int, BBox]] = ()) -> Document:
    """A document of these lines, in the order given, letters half as wide as high."""
    built: list[Page] = []
    texts: list[str] = []
    position = 0
    for number, drawn in enumerate(pages, 1):
        lines: list[Line] = []
        inks: list[Ink] = []
        for item in drawn:
            edges: list[float] = []
            x = item.left
            for word in item.text.split(" "):
                edges += [x, x + item.size / 2 * len(word)]
                x = edges[-1] + item.size / 2
            box = BBox(item.left, item.top, edges[-1], item.top + item.size)
            line = Line(number, position, item.text, box, tuple(edges), "Carlito", item.size, item.bold)
            lines.append(line)
            inks += [Ink(word.start, 0.2 if item.visible else 0.0) for word in line.words()]
            position = line.end + 1
        position += not lines
        texts.append("\n".join(line.text for line in lines))
        state = TextState.READ if lines else TextState.BLANK
        shown = tuple(Image(box) for page, box in images if page == number)
        built.append(Page(number, WIDTH, HEIGHT, state, tuple(lines), shown, ink=tuple(inks)))
    text = "\f".join(texts)
    return Document("dossier.pdf", "0" * 64, len(text), tuple(built), text, text, OffsetMap())


def view_of(*pages: str, header: str = "", footer: str = "") -> View:
    """The view of a document made by `make_document`."""
    return View(make_document(*pages, header=header, footer=footer))
