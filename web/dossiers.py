"""A dossier as an evaluator sees it: what was found, and where on the pages, ready for a template."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from precheck.model.finding import Evidence, Finding
from precheck.model.geometry import BBox
from precheck.model.report import Report
from precheck.report.matches import boxes_of, by_source
from precheck.report.phrases import clause_text
from precheck.report.plain import Voice, page_ranges, shorten
from precheck.report.points import BOX_MARGIN
from precheck.report.view import Item, items, observed_of, pages_of, quote_of
from precheck.report.wording import URGENCY_SIGN, URGENCY_TITLE
from web.passages import anchor

PASSAGES = 200
"""Passages framed on the pages; the others are on the page of passages."""
_QUOTE = 400
_LABELS = 4
"""Numbers written beside one frame."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A frame on a page: where a link from the findings leads, and where the frame leads back to.

    `colour` is that of a source, "" for a finding, whose urgency is the `style`.
    """

    anchor: str
    back: str
    box: BBox
    style: str
    colour: str
    label: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page: number from 1, size in points, and its frames."""

    number: int
    width: float
    height: float
    marks: tuple[Mark, ...]

    @property
    def findings(self) -> str:
        """The numbers of the findings on it: "1, 3"."""
        return ", ".join(dict.fromkeys(mark.back.removeprefix("finding-") for mark in self.marks if not mark.colour))

    @property
    def passages(self) -> str:
        """The labels of the passages on it: "1.1, 2.1"."""
        return ", ".join(dict.fromkeys(mark.label for mark in self.marks if mark.colour and mark.label))


@dataclass(frozen=True, slots=True)
class Spot:
    """One thing said of a place; `links` are pages with the anchors of their first frames."""

    message: str
    quote: str
    observed: str
    expected: str
    links: tuple[tuple[int, str], ...]


@dataclass(frozen=True, slots=True)
class Concern:
    """What a rule, or several that say the same, asks to be looked at."""

    number: int
    anchor: str
    urgency: str
    urgency_title: str
    sign: str
    heading: str
    titles: tuple[tuple[str, str], ...]
    """The code and the title of each rule."""
    pages: str
    spots: tuple[Spot, ...]
    clauses: tuple[str, ...]


def concerns(report: Report, voice: Voice) -> tuple[Concern, ...]:
    """All there is to look at, the gravest first."""
    return tuple(_concern(number, item, voice) for number, item in enumerate(items(report), 1))


def _concern(number: int, item: Item, voice: Voice) -> Concern:
    single = item.single is not None
    spots = (_spot(number, place, finding, voice, single) for place, finding in enumerate(item.findings, 1))
    return Concern(
        number,
        f"finding-{number}",
        item.urgency.value,
        voice(URGENCY_TITLE[item.urgency]),
        URGENCY_SIGN[item.urgency],
        voice(item.heading),
        tuple((outcome.code, voice.constant(outcome.title)) for outcome in item.outcomes),
        page_ranges(item.pages),
        tuple(spot for spot in spots if any((spot.message, spot.quote, spot.observed, spot.links))),
        tuple(clause_text(clause, voice) for clause in item.clauses),
    )


def _spot(number: int, place: int, finding: Finding, voice: Voice, single: bool) -> Spot:
    """What is said of one place; its message is the heading's where the concern has but one to say."""
    observed, expected = observed_of(finding.evidence)
    return Spot(
        "" if single else voice(finding.message),
        shorten(voice.quotation(quote_of(finding.evidence)), _QUOTE),
        voice(observed),
        voice(expected),
        tuple((page, f"box-{number}-{place}-{page}") for page in pages_of([finding])),
    )


def sheets(report: Report) -> tuple[Sheet, ...]:
    """The pages with the frames of what was found."""
    marks: dict[int, list[Mark]] = {}
    for page, mark in _passages(report):
        marks.setdefault(page, []).append(mark)
    for number, item in enumerate(items(report), 1):
        for place, finding in enumerate(item.findings, 1):
            for page, mark in _marks(number, place, item.urgency.value, finding.evidence):
                marks.setdefault(page, []).append(mark)
    return tuple(
        Sheet(page.number, page.width, page.height, _told_once(marks.get(page.number, ())))
        for page in report.dossier.document.pages
    )


def _told_once(marks: Sequence[Mark]) -> tuple[Mark, ...]:
    """Frames around the same words: the first bears the numbers of all, the others are drawn over nothing."""
    labels: dict[BBox, list[str]] = {}
    for mark in marks:
        known = labels.setdefault(mark.box, [])
        if not mark.colour and mark.label not in known:
            known.append(mark.label)
    told: list[Mark] = []
    seen: set[BBox] = set()
    for mark in marks:
        if mark.colour:
            told.append(mark)
        elif mark.box in seen:
            told.append(replace(mark, style=f"{mark.style} again", label=""))
        else:
            seen.add(mark.box)
            told.append(replace(mark, label=", ".join(labels[mark.box][:_LABELS])))
    return tuple(told)


def _marks(number: int, place: int, style: str, evidence: Sequence[Evidence]) -> list[tuple[int, Mark]]:
    """A frame for each piece of evidence with a box; the first of a page bears the anchor."""
    found: list[tuple[int, Mark]] = []
    for each in evidence:
        if each.page is None or each.bbox is None:
            continue
        first = all(page != each.page for page, _ in found)
        anchor = f"box-{number}-{place}-{each.page}" if first else ""
        found.append(
            (each.page, Mark(anchor, f"finding-{number}", each.bbox.grown(BOX_MARGIN), style, "", str(number)))
        )
    return found


def _passages(report: Report) -> list[tuple[int, Mark]]:
    """The lines of the passages; the first line of a passage on a page bears its anchor and its label, so that no
    source is told by its colour alone."""
    originality = report.dossier.originality
    if originality is None:
        return []
    shown = [(group.colour, found) for group in by_source(originality) for found in group.found][:PASSAGES]
    made: list[tuple[int, Mark]] = []
    begun: set[str] = set()
    for tint, found in shown:
        for page, box in boxes_of(report.dossier, found.match.passage):
            name = anchor(found.label, page)
            first = name not in begun
            begun.add(name)
            back, label = f"passage-{found.label.replace('.', '-')}", found.label if first else ""
            made.append((page, Mark(name if first else "", back, box, "match", tint, label)))
    return made


def anchors(found: Sequence[Sheet]) -> Mapping[str, int]:
    """The anchors that there are, with their pages: evidence without a box leads to the whole page."""
    return {mark.anchor: sheet.number for sheet in found for mark in sheet.marks if mark.anchor}
