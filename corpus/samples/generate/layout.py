"""What every producer is told, and what it tells back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from corpus.samples.generate.dossier import Dossier
from corpus.samples.generate.markup import plain

POINTS_PER_CM = 72 / 2.54
PAGE_WIDTH = 595.28
PAGE_HEIGHT = 841.89


@dataclass(frozen=True, slots=True)
class Style:
    """How a dossier is set. Lengths are points; ``leading`` multiplies the font size."""

    size: float = 11
    leading: float = 1.35
    margin_side: float = 2.5 * POINTS_PER_CM
    margin_top: float = 2.3 * POINTS_PER_CM
    margin_bottom: float = 2.2 * POINTS_PER_CM
    family: str = ""
    colour: str = "#1f3864"
    break_before_parts: bool = True
    header: bool = True
    header_name: bool = False
    header_text: str = ""
    footer_align: str = "center"
    header_from_edge: float = 1.25 * POINTS_PER_CM
    footer_from_edge: float = 1.1 * POINTS_PER_CM
    paragraph_gap: float = 6
    first_indent: float = 0
    contents: bool = True
    cover: bool = True
    figure_scale: float = 1.0

    @property
    def body_height(self) -> float:
        """Height left to the text on a page, in points."""
        return PAGE_HEIGHT - self.margin_top - self.margin_bottom


@dataclass(frozen=True, slots=True)
class Extent:
    """Where a section's text begins and ends; ``top`` and ``bottom`` from the page's top."""

    start_page: int
    top: float
    end_page: int
    bottom: float


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the contents table."""

    title: str
    depth: int
    page: int


@dataclass
class Record:
    """What a producer laid out, filled while it draws."""

    pages: int = 0
    sections: dict[str, Extent] = field(default_factory=dict)
    entries: list[Entry] = field(default_factory=list)
    contents_pages: list[int] = field(default_factory=list)

    def seen(self, key: str, page: int, top: float, bottom: float) -> None:
        """Note that some of the section's text is drawn on ``page`` from ``top`` to ``bottom``."""
        old = self.sections.get(key)
        if old is None:
            self.sections[key] = Extent(page, top, page, bottom)
        else:
            self.sections[key] = Extent(old.start_page, old.top, page, bottom)

    def length(self, key: str, style: Style) -> float:
        """The section's text height in body heights."""
        extent = self.sections[key]
        pages = extent.end_page - extent.start_page
        return pages + (extent.bottom - extent.top) / style.body_height


Labels = Callable[[int, Record], list[str]]
"""Gives the number printed on each page ("" for none) of a dossier of so many pages."""


@dataclass(frozen=True, slots=True)
class Job:
    """One rendering: the dossier, its style, the contents and the numbers to print."""

    dossier: Dossier
    style: Style
    entries: tuple[Entry, ...]
    labels: tuple[str, ...]
    title: str = ""
    author: str = ""

    def label(self, page: int) -> str:
        """The number printed on physical page ``page`` (from 1)."""
        return self.labels[page - 1] if page <= len(self.labels) else ""

    @property
    def running_head(self) -> str:
        """The text at the top of each page."""
        facts = self.dossier.facts
        if self.style.header_text:
            return self.style.header_text
        if self.style.header_name:
            return f"{facts.candidate} – {facts.running}"
        return facts.running if self.style.header else ""


Producer = Callable[[Job], tuple[bytes, Record]]


def first_entries(dossier: Dossier) -> tuple[Entry, ...]:
    """The contents lines before the pages are known: same number of lines, page 0."""
    entries: list[Entry] = []
    for section in dossier.sections:
        entries.append(Entry(plain(section.title), 1, 0))
        entries += [
            Entry(plain(block.spans), 2, 0) for block in section.blocks if block.kind == "heading" and block.depth == 2
        ]
    return tuple(entries)


def render(
    producer: Producer, dossier: Dossier, style: Style, labels: Labels, author: str
) -> tuple[bytes, Record, list[str]]:
    """Lay the dossier out twice, the second time with its page numbers known."""
    title = f"{dossier.facts.title} – {dossier.facts.kind}"
    _, draft = producer(Job(dossier, style, first_entries(dossier), (), title, author))
    printed = labels(draft.pages, draft)
    job = Job(dossier, style, tuple(draft.entries), tuple(printed), title, author)
    data, record = producer(job)
    if record != draft:
        raise RuntimeError(f"{dossier.facts.title}: the layout moved between the two passes")
    return data, record, printed
