"""The pages of a dossier in small, with the lines of the passages to review on them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from precheck.i18n import msg, msgs
from precheck.model.document import Document
from precheck.model.geometry import BBox
from precheck.model.match import Originality
from precheck.report.matches import by_source, colour
from precheck.report.plain import Voice

MAX_PAGES = 60
"""A longer file shows only its pages that hold passages, and of those as many."""


@dataclass(frozen=True, slots=True)
class Bar:
    """A line of a passage, in points of the page."""

    box: BBox
    colour: str


@dataclass(frozen=True, slots=True)
class SmallPage:
    """A page: its size in points, the lines on it, the numbers of its sources, and the first passage on it."""

    number: int
    width: float
    height: float
    bars: tuple[Bar, ...]
    sources: str
    description: str
    label: str


def small_pages(originality: Originality, document: Document, voice: Voice) -> tuple[SmallPage, ...]:
    """All pages in order; none when nothing stands."""
    bars: dict[int, list[Bar]] = {}
    labels: dict[int, list[str]] = {}
    sources: dict[int, set[int]] = {}
    for group in by_source(originality):
        for found in group.found:
            for page, box in document.boxes(found.match.passage.start, found.match.passage.end):
                bars.setdefault(page, []).append(Bar(box, colour(group.number)))
                sources.setdefault(page, set()).add(group.number)
                if found.label not in labels.setdefault(page, []):
                    labels[page].append(found.label)
    if not bars:
        return ()
    pages = document.pages
    if len(pages) > MAX_PAGES:
        pages = tuple(page for page in pages if page.number in bars)[:MAX_PAGES]
    return tuple(
        SmallPage(
            page.number,
            page.width,
            page.height,
            tuple(bars.get(page.number, ())),
            ", ".join(map(str, sorted(sources.get(page.number, ())))),
            _description(page.number, labels, voice),
            labels[page.number][0] if page.number in labels else "",
        )
        for page in pages
    )


def _description(page: int, labels: Mapping[int, list[str]], voice: Voice) -> str:
    if page not in labels:
        return voice(msg("Page {page}: nothing to review", page=page))
    here = labels[page]
    there = ", ".join(here)
    return voice(
        msgs("Page {page}: passage {labels}", "Page {page}: passages {labels}", len(here), page=page, labels=there)
    )
