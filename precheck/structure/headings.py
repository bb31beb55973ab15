"""Headings: short lines that are numbered, larger, bold, or one of the words that open a section.

Size and weight are never required: many dossiers set their headings in the type of the body. The level comes from the
number where there is one, otherwise from the numbered headings that look the same, otherwise from the size.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from precheck.model.document import Line
from precheck.model.geometry import union
from precheck.model.structure import Heading
from precheck.structure.folding import fold
from precheck.structure.view import SHORT, View
from precheck.structure.words import Prefix, plain, split_prefix

LONGEST = 200
"""Code points of a heading of several lines."""
LONG = 60
"""Code points of a line that may go on in the next one."""
PLAIN = 90
"""Code points of a heading in the type of the body."""
LARGER = 0.6
"""Points above the body size from which a line is larger."""
DEEPEST = 6

_SENTENCE = re.compile(
    r"[,;]$|[a-z)]\.$|\b(?:et|de|des|du|la|le|les|un|une|que|qui|a|au|aux|en|dans|par|pour|sur|avec|ou)$"
)
_NUMBERED = re.compile(r"\W*(?:[Pp]artie|PARTIE|\d{1,2}[ .)–-]|[IVX]{1,4}[ .)–-])")
"""Long lines that are looked at all the same: the official titles of parts are long."""
_BULLET = re.compile(r"[•▪●○◦➢➤✓✔❖*→]|[-–—]\s|o\s")


@dataclass(frozen=True, slots=True)
class Style:
    """How a line looks, as far as it tells headings apart."""

    size: float
    bold: bool
    capitals: bool


@dataclass(frozen=True, slots=True)
class Candidate:
    """A line, or a few, that may open a section. `distinct` says that it does not look like the body."""

    lines: tuple[Line, ...]
    folded: str
    prefix: Prefix
    title: str
    """Folded, without number and signs around it."""
    style: Style
    distinct: bool
    level: int = 1

    @property
    def start(self) -> int:
        return self.lines[0].start

    @property
    def end(self) -> int:
        return self.lines[-1].end

    @property
    def page(self) -> int:
        return self.lines[0].page

    @property
    def top(self) -> float:
        return self.lines[0].bbox.top

    def heading(self) -> Heading:
        """As the rest of the product knows it."""
        text = " ".join(line.text for line in self.lines)
        number = text[: self.prefix.length].strip(" \t:.)-–—|•·")
        title = text[self.prefix.length :].strip(" \t-–—:|•·") if self.prefix.length else text
        box = union(line.bbox for line in self.lines)
        return Heading(self.page, self.start, self.end, box, text, number, title, self.level)


def find_headings(view: View, skipped: frozenset[int]) -> list[Candidate]:
    """Every line that may be a heading, in the order of the text, with its level. `skipped` lines are passed over."""
    found: list[Candidate] = []
    lines = [line for line in view.lines if line.start not in skipped]
    index = 0
    while index < len(lines):
        candidate = _candidate(view, lines, index)
        if candidate:
            found.append(candidate)
            index += len(candidate.lines)
        else:
            index += 1
    return list(_with_levels(found))


def _candidate(view: View, lines: list[Line], index: int) -> Candidate | None:
    line = lines[index]
    text = line.text
    larger = line.size > view.body_size + LARGER
    distinct = larger or (line.bold and not view.body_is_bold) or (len(text) > 3 and text.isupper())
    if len(text) > PLAIN and not (distinct and len(text) <= SHORT) and not _NUMBERED.match(text):
        return None
    if not distinct and (text[0].islower() or text[-1] in ",;"):
        return None
    folded = view.folded(line) or fold(text)
    prefix = split_prefix(folded)
    if not distinct and len(text) > PLAIN and prefix.depth != 1:
        return None
    if _BULLET.match(text) and not larger and prefix.style != "part":
        return None
    first = next((c for c in text[prefix.length :] if c.isalpha()), "")
    if not (first or prefix.style) or (first.islower() and not (prefix.style and distinct)):
        return None
    if first.islower() and prefix.style == "part" and text[: prefix.length].rstrip()[-1:].isalnum():
        return None  # "Partie 1 du dossier" goes on; "Première partie : parcours" is followed by its title
    group = [line, *_wrapped(view, lines, index)] if distinct else [line]
    whole = " ".join([folded, *(fold(part.text) for part in group[1:])])
    # A long numbered line may be cut anywhere: whether it is the title of a part is seen by its words.
    cut = len(text) > LONG and prefix.depth == 1
    if not larger and not cut and not (distinct and prefix.style) and _SENTENCE.search(whole):
        return None
    return Candidate(tuple(group), whole, prefix, plain(whole[prefix.length :]), style_of(line), distinct)


def _wrapped(view: View, lines: list[Line], index: int) -> Iterator[Line]:
    """The lines below that go on with the heading: same look, close, not numbered themselves."""
    above = lines[index]
    style = style_of(above)
    length = len(above.text)
    for line in lines[index + 1 : index + 4]:
        folded = view.folded(line)
        gap = line.bbox.top - above.bbox.bottom
        if folded is None or line.page != above.page or not -2 <= gap <= 0.6 * max(style.size, 8):
            return
        if style_of(line) != style or line.font != above.font or split_prefix(folded).style:
            return
        length += len(line.text)
        if length > LONGEST:
            return
        yield line
        above = line


def style_of(line: Line) -> Style:
    """The look of a line."""
    return Style(round(line.size, 0), line.bold, line.text.isupper())


def _with_levels(candidates: list[Candidate]) -> Iterator[Candidate]:
    styles: defaultdict[Style, list[int]] = defaultdict(list)
    nested = any(c.prefix.style in ("part", "chapter") and c.distinct for c in candidates)
    for candidate in candidates:
        if candidate.distinct and candidate.prefix.style:
            styles[candidate.style].append(_depth(candidate, nested))
    sizes = sorted({c.style.size for c in candidates if c.distinct}, reverse=True)
    for c in candidates:
        if c.prefix.style:
            level = _depth(c, nested)
        elif c.style in styles and c.distinct:
            level = sorted(styles[c.style])[len(styles[c.style]) // 2]
        elif c.distinct:
            level = 1 + sizes.index(c.style.size)
        else:
            level = 1
        yield Candidate(c.lines, c.folded, c.prefix, c.title, c.style, c.distinct, max(1, min(level, DEEPEST)))


def _depth(candidate: Candidate, nested: bool) -> int:
    """The level that the number gives; below parts and chapters, other numbers start one deeper."""
    deeper = nested and candidate.prefix.style in ("decimal", "roman", "letter")
    return candidate.prefix.depth + deeper
