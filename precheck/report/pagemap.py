"""The pages of a dossier in small, with the lines of the passages to review on them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from precheck.i18n import msg, msgs
from precheck.model.geometry import BBox, union
from precheck.model.match import Originality
from precheck.model.structure import Dossier
from precheck.report.matches import boxes_of, by_source, colour
from precheck.report.plain import Voice

MAX_PAGES = 60
"""A longer file shows only its pages that hold passages, and of those as many."""


THICKER = 5.0
"""Points added above and below a line, so that it can be seen on a page the size of a stamp."""


@dataclass(frozen=True, slots=True)
class Bar:
    """Lines of a passage that touch, in points of the page."""

    box: BBox
    colour: str
    label: str


@dataclass(frozen=True, slots=True)
class SmallPage:
    """A page: its size in points, the lines on it (the weightiest source last, so that it is drawn on top), the numbers
    of its sources, and the first passage on it."""

    number: int
    width: float
    height: float
    bars: tuple[Bar, ...]
    sources: str
    description: str
    label: str


def small_pages(originality: Originality, dossier: Dossier, voice: Voice) -> tuple[SmallPage, ...]:
    """All pages in order; none when nothing stands."""
    bars: dict[int, list[Bar]] = {}
    labels: dict[int, list[str]] = {}
    sources: dict[int, set[int]] = {}
    for group in by_source(originality):
        for found in group.found:
            for page, box in boxes_of(dossier, found.match.passage):
                here = bars.setdefault(page, [])
                tall = BBox(box.x0, box.top - THICKER, box.x1, box.bottom + THICKER)
                if here and here[-1].label == found.label and here[-1].box.bottom >= tall.top:
                    here[-1] = replace(here[-1], box=union((here[-1].box, tall)))
                else:
                    here.append(Bar(tall, colour(group.number), found.label))
                sources.setdefault(page, set()).add(group.number)
                if found.label not in labels.setdefault(page, []):
                    labels[page].append(found.label)
    if not bars:
        return ()
    pages = dossier.document.pages
    if len(pages) > MAX_PAGES:
        pages = tuple(page for page in pages if page.number in bars)[:MAX_PAGES]
    return tuple(
        SmallPage(
            page.number,
            page.width,
            page.height,
            tuple(reversed(bars.get(page.number, ()))),
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
