"""A dossier as it was read: pages, lines, boxes, images and links, and nothing that was concluded from them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from precheck.model.geometry import BBox, union
from precheck.model.offsets import OffsetMap
from precheck.model.surface import PageSurface


class TextState(StrEnum):
    """What could be read on a page."""

    READ = "read"
    BLANK = "blank"
    """Nothing is drawn on the page."""
    IMAGE = "image"
    """The page shows something, but holds no text: a scan or a picture."""
    GARBLED = "garbled"
    """There is a text layer, but it is not the words that are seen."""


@dataclass(frozen=True, slots=True)
class Word:
    """A run without spaces. `start` and `end` are code points in `Document.text`."""

    text: str
    start: int
    end: int
    bbox: BBox


@dataclass(frozen=True, slots=True)
class Line:
    """A line of text as the reader found it, words separated by one space.

    `start` is the position of its first code point in `Document.text`. `edges` holds x0 and x1 of each word, in
    points. `size` is the nominal font size in points, `rotated` says that the text does not run left to right.
    """

    page: int
    start: int
    text: str
    bbox: BBox
    edges: tuple[float, ...]
    font: str = ""
    size: float = 0.0
    bold: bool = False
    rotated: bool = False

    @property
    def end(self) -> int:
        return self.start + len(self.text)

    def words(self) -> Iterator[Word]:
        """The words of the line, from left to right, with their boxes."""
        position = 0
        for index, text in enumerate(self.text.split(" ")):
            start = self.start + position
            x0, x1 = self.edges[2 * index], self.edges[2 * index + 1]
            yield Word(text, start, start + len(text), BBox(x0, self.bbox.top, x1, self.bbox.bottom))
            position += len(text) + 1

    def box(self, start: int, end: int) -> BBox:
        """The box of the words that the span `[start, end)` of `Document.text` touches."""
        if self.rotated:
            return self.bbox
        boxes = [word.bbox for word in self.words() if word.start < end and start < word.end]
        return union(boxes) if boxes else self.bbox


@dataclass(frozen=True, slots=True)
class Image:
    """A picture placed on a page."""

    bbox: BBox


@dataclass(frozen=True, slots=True)
class Link:
    """A link area: to an address (`uri`) or to a page of the same file (`target`, from 1)."""

    bbox: BBox
    uri: str | None = None
    target: int | None = None


@dataclass(frozen=True, slots=True)
class Ink:
    """Whether a number in the margin can be seen: share of the pixels of its box that differ from the background."""

    start: int
    share: float


@dataclass(frozen=True, slots=True)
class Page:
    """A page, numbered from 1, as it is shown (rotation applied). Sizes in points."""

    number: int
    width: float
    height: float
    state: TextState
    lines: tuple[Line, ...] = ()
    images: tuple[Image, ...] = ()
    links: tuple[Link, ...] = ()
    ink: tuple[Ink, ...] = ()
    label: str | None = None


@dataclass(frozen=True, slots=True)
class OutlineItem:
    """An entry of the bookmarks: its depth from 0, its title, its page from 1 when it has one."""

    level: int
    title: str
    page: int | None


@dataclass(frozen=True, slots=True)
class Metadata:
    """What the file says of itself; never trusted as evidence."""

    title: str = ""
    author: str = ""
    subject: str = ""
    creator: str = ""
    producer: str = ""
    created: str = ""


@dataclass(frozen=True, slots=True)
class FontUse:
    """A font at a size on a page, and how many characters are set in it."""

    font: str
    size: float
    characters: int


@dataclass(frozen=True, slots=True)
class PageLayout:
    """Typography of one page, measured only when a rule asks for it. Lengths in points.

    `body` is the box of the text between header and footer; `header` and `footer` the boxes of what repeats there.
    `pitches` are the distances between the baselines of successive lines of one paragraph, `indents` how far the
    first line of each paragraph starts to the right of the lines below it.
    """

    page: int
    fonts: tuple[FontUse, ...]
    body: BBox | None
    header: BBox | None
    footer: BBox | None
    pitches: tuple[float, ...]
    indents: tuple[float, ...]
    tables: int = 0


@dataclass(frozen=True, slots=True)
class Document:
    """A dossier as it was read.

    `text` is the whole text, normalised (see `precheck.reading.normalise`), lines ended by "\\n" and pages by "\\f";
    `raw` is what the file holds and `offsets` leads from `text` to `raw`. `sha256` is that of the bytes.
    `layouts` is empty unless typography was asked for, `surfaces` unless it was asked what of the text is seen; a page
    that was not measured has none.
    """

    name: str
    sha256: str
    size: int
    pages: tuple[Page, ...]
    text: str
    raw: str
    offsets: OffsetMap
    metadata: Metadata = Metadata()
    outline: tuple[OutlineItem, ...] = ()
    attachments: tuple[str, ...] = ()
    encrypted: bool = False
    layouts: tuple[PageLayout, ...] = ()
    surfaces: tuple[PageSurface, ...] = ()

    @property
    def lines(self) -> Iterator[Line]:
        """All lines in reading order."""
        for page in self.pages:
            yield from page.lines

    @property
    def readable(self) -> bool:
        """Whether every page that shows something has a text that can be trusted."""
        return all(page.state in (TextState.READ, TextState.BLANK) for page in self.pages)

    @property
    def has_text(self) -> bool:
        """Whether any page can be read."""
        return any(page.state is TextState.READ for page in self.pages)

    @property
    def unread_pages(self) -> tuple[int, ...]:
        """Numbers of the pages whose text could not be read."""
        return tuple(p.number for p in self.pages if p.state in (TextState.IMAGE, TextState.GARBLED))

    def lines_in(self, start: int, end: int) -> list[Line]:
        """The lines that the span `[start, end)` of `text` touches, in order."""
        return [
            line
            for page in self.pages
            if page.lines and page.lines[0].start < end and start < page.lines[-1].end
            for line in page.lines
            if line.start < end and start < line.end
        ]

    def boxes(self, start: int, end: int) -> list[tuple[int, BBox]]:
        """Page and box of each line that the span `[start, end)` of `text` touches, the box cut to whole words."""
        return [(line.page, line.box(start, end)) for line in self.lines_in(start, end)]
