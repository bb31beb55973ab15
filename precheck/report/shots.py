"""Which pictures of the pages a report shows: the evidence boxes gathered into as few crops as possible."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from precheck.model.document import Document, Page
from precheck.model.finding import Evidence
from precheck.model.geometry import BBox, union
from precheck.model.match import Passage
from precheck.model.picture import SCALE, CropRequest
from precheck.model.report import Report
from precheck.model.structure import Dossier
from precheck.report.matches import boxes_of, by_source
from precheck.report.view import Item, items

MARGIN = 36.0
"""Points shown above and below the evidence: two or three lines of text."""
MIN_HEIGHT = 110.0
SIDE_MARGIN = 12.0
MAX_HEIGHT = 330.0
"""Points: evidence spread further apart than this on one page takes several pictures."""
PAGE_SCALE = 40 / 72
"""Pixels per point of a whole page, shown when the evidence is the page itself."""
PER_FINDING = 3
PER_ITEM = 6
PER_REPORT = 40
PER_SCREENING = 40
PASSAGES = 150
"""Passages shown side by side; the others are counted."""


@dataclass(frozen=True, slots=True)
class Shot:
    """A picture and the boxes to draw on it, in points of the page."""

    request: CropRequest
    boxes: tuple[BBox, ...]

    @property
    def page(self) -> int:
        return self.request.page

    @property
    def whole_page(self) -> bool:
        return self.request.scale == PAGE_SCALE


def shots(document: Document, evidence: Sequence[Evidence]) -> tuple[Shot, ...]:
    """The pictures for the evidence of one finding, at most `PER_FINDING`, in the order of the pages."""
    by_page: dict[int, list[BBox]] = {}
    for e in evidence:
        if e.page is not None and 1 <= e.page <= len(document.pages):
            boxes = by_page.setdefault(e.page, [])
            if e.bbox is not None:
                boxes.append(e.bbox)
    taken: list[Shot] = []
    for number in sorted(by_page):
        page = document.pages[number - 1]
        boxes = [box for box in (b.clipped(page.width, page.height) for b in by_page[number]) if _has_area(box)]
        taken += [_crop(page, group) for group in _clusters(boxes)] or [_whole(page, ())]
    return tuple(taken[:PER_FINDING])


def _has_area(box: BBox) -> bool:
    return box.width > 0 and box.height > 0


def _clusters(boxes: Iterable[BBox]) -> list[list[BBox]]:
    """Boxes from top to bottom, in groups that fit one picture."""
    groups: list[list[BBox]] = []
    for box in sorted(boxes, key=lambda b: (b.top, b.x0)):
        if groups and union([*groups[-1], box]).height <= MAX_HEIGHT:
            groups[-1].append(box)
        else:
            groups.append([box])
    return groups


def _crop(page: Page, boxes: Sequence[BBox]) -> Shot:
    """Some lines around the boxes, as wide as the text of the page."""
    around = union(boxes)
    margin = max(MARGIN, (MIN_HEIGHT - around.height) / 2)
    wide = union([*boxes, *(line.bbox for line in page.lines)]).grown(SIDE_MARGIN)
    region = BBox(wide.x0, around.top - margin, wide.x1, around.bottom + margin).clipped(page.width, page.height)
    # Whole points: boxes that differ by a hair give the same request, and files the same bytes.
    x0, top, x1, bottom = map(math.floor, (region.x0, region.top, -region.x1, -region.bottom))
    return Shot(CropRequest(page.number, BBox(float(x0), float(top), float(-x1), float(-bottom)), SCALE), tuple(boxes))


def _whole(page: Page, boxes: Sequence[BBox]) -> Shot:
    return Shot(CropRequest(page.number, BBox(0.0, 0.0, page.width, page.height), PAGE_SCALE), tuple(boxes))


def passage_shots(dossier: Dossier, passage: Passage) -> tuple[Shot, ...]:
    """Where a passage begins: the page, small, and its first lines; empty where nothing of it stands on a page."""
    boxes = [(page, box) for page, box in boxes_of(dossier, passage) if _has_area(box)]
    if not boxes:
        return ()
    page = dossier.document.pages[boxes[0][0] - 1]
    here = [box.clipped(page.width, page.height) for number, box in boxes if number == page.number]
    first = _clusters(here)[0]
    return (_crop(page, first), _whole(page, here)) if _has_area(union(here)) else ()


def item_shots(document: Document, item: Item) -> tuple[tuple[Shot, ...], ...]:
    """The pictures of each finding of an item, at most `PER_ITEM` in all."""
    left = PER_ITEM
    chosen: list[tuple[Shot, ...]] = []
    for finding in item.findings:
        some = shots(document, finding.evidence)[:left]
        left -= len(some)
        chosen.append(some)
    return tuple(chosen)


def crop_requests(report: Report) -> tuple[CropRequest, ...]:
    """Every picture that the HTML and PDF reports would like, each once, the most urgent first, at most
    `PER_REPORT` for the rules and `PER_SCREENING` for the passages to review: to be drawn in one go and handed to the
    renderers as `Pictures`."""
    document = report.dossier.document
    wanted: dict[CropRequest, None] = {}
    for item in items(report):
        for chosen in item_shots(document, item):
            wanted.update(dict.fromkeys(shot.request for shot in chosen))
    for_rules = tuple(wanted)[:PER_REPORT]
    if report.dossier.originality is None:
        return for_rules
    shown = [found.match.passage for group in by_source(report.dossier.originality) for found in group.found]
    more = dict.fromkeys(
        shot.request for passage in shown[:PASSAGES] for shot in passage_shots(report.dossier, passage)
    )
    return (*for_rules, *[request for request in more if request not in for_rules][:PER_SCREENING])
