"""The section map: which stretch of the dossier is what, measured in pages and fractions of a page."""

from __future__ import annotations

import itertools
import math
from dataclasses import dataclass

from precheck.model.document import Document
from precheck.model.structure import Dossier, Section, SectionKind, Structure
from precheck.report.plain import page_ranges


@dataclass(frozen=True, slots=True)
class Stretch:
    """A section on the strip, from `start` to `end` in pages (0 is the top of page 1, 1.5 the middle of page 2).

    `start_page` and `end_page` are the pages on which it can be seen.
    """

    kind: SectionKind
    number: int | None
    title: str
    start: float
    end: float
    start_page: int
    end_page: int
    length_pages: float | None


def strip(dossier: Dossier) -> tuple[Stretch, ...]:
    """The sections in order, without gaps, over the whole file. A section that takes no room is left out."""
    document, structure = dossier.document, dossier.structure
    total = float(len(document.pages))
    starts = [_place(document, structure, section) for section in structure.sections]
    if not starts:
        return ()
    starts[0] = 0.0
    starts = list(itertools.accumulate(starts, max))
    ends = [*starts[1:], total]
    return tuple(
        Stretch(
            section.kind,
            section.number,
            section.heading.title or section.heading.text if section.heading else "",
            start,
            end,
            math.floor(start) + 1,
            math.ceil(end),
            section.length_pages,
        )
        for section, start, end in zip(structure.sections, starts, ends, strict=True)
        if end > start
    )


def _place(document: Document, structure: Structure, section: Section) -> float:
    """Where a section begins: the top of its page when nothing but furniture stands above it, the bottom when nothing
    but furniture follows."""
    page = document.pages[section.start_page - 1]
    body = [line for line in page.lines if line.start not in structure.furniture]
    first = next((line for line in body if line.end > section.start), None)
    if first is None and body:
        return float(page.number)
    if first is None or first is body[0] or not page.height:
        return float(page.number - 1)
    return page.number - 1 + min(max(first.bbox.top / page.height, 0.0), 1.0)


def printed_pages(dossier: Dossier, start_page: int, end_page: int) -> str:
    """The numbers printed on these pages, as ranges when they are Arabic: "3–6", "ii, iii"; "" for none."""
    numbers = [n for n in dossier.structure.numbering.printed[start_page - 1 : end_page] if n is not None]
    if not numbers:
        return ""
    if any(number.roman for number in numbers):
        return ", ".join(number.label for number in numbers)
    return page_ranges(number.value for number in numbers)
