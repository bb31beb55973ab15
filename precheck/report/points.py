"""What there is to do, in words: items with their places and pictures, ready for a page whatever its format."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from precheck.i18n import msg
from precheck.model.finding import Finding
from precheck.model.geometry import BBox
from precheck.model.structure import Dossier
from precheck.report.album import Album
from precheck.report.phrases import clause_text, page_phrase
from precheck.report.plain import Voice, page_ranges
from precheck.report.shots import Shot, item_shots
from precheck.report.view import Item, by_urgency, observed_of, pages_of, quote_of
from precheck.report.wording import URGENCY_LEAD, URGENCY_SIGN, URGENCY_TITLE, Urgency

BOX_MARGIN = 2.0
"""Points between the words and the frame drawn around them."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A picture: its id in the album, the region it shows and the frames on it, in points of the page.

    `description` is its text alternative.
    """

    picture: str
    view: BBox
    boxes: tuple[BBox, ...]
    whole_page: bool
    caption: str
    description: str


@dataclass(frozen=True, slots=True)
class Place:
    """One finding of a point. `message` is "" where the point's heading says it already."""

    pages: str
    message: str
    quote: str
    observed: str
    expected: str
    figures: tuple[Figure, ...]


@dataclass(frozen=True, slots=True)
class Point:
    """One thing to do, numbered through the report.

    `title` is the rule's title where the heading does not say it; `rules` are the titles of several rules that say
    the same.
    """

    number: int
    sign: str
    heading: str
    title: str
    pages: str
    codes: str
    requirements: str
    rules: tuple[str, ...]
    places: tuple[Place, ...]
    hints: tuple[str, ...]
    clauses: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """The points of one urgency; `rules` counts the rules behind them."""

    urgency: Urgency
    title: str
    lead: str
    rules: int
    points: tuple[Point, ...]


def groups(found: Sequence[Item], dossier: Dossier, voice: Voice, album: Album) -> tuple[Group, ...]:
    """All points under their urgency, pictures placed in the album."""
    made: list[Group] = []
    number = 1
    for urgency, chosen in by_urgency(found):
        points = tuple(_point(item, number + index, dossier, voice, album) for index, item in enumerate(chosen))
        number += len(points)
        rules = sum(len(item.outcomes) for item in chosen)
        made.append(Group(urgency, voice(URGENCY_TITLE[urgency]), voice(URGENCY_LEAD[urgency]), rules, points))
    return tuple(made)


def _point(item: Item, number: int, dossier: Dossier, voice: Voice, album: Album) -> Point:
    single = item.single
    titles = tuple(voice.constant(outcome.title) for outcome in item.outcomes)
    places = (
        _place(finding, chosen, single is None, dossier, voice, album)
        for finding, chosen in zip(item.findings, item_shots(dossier.document, item), strict=True)
    )
    return Point(
        number,
        URGENCY_SIGN[item.urgency],
        voice(item.heading),
        titles[0] if single is not None and len(titles) == 1 else "",
        voice(page_phrase(item.pages)),
        ", ".join(item.codes),
        page_ranges(item.requirements),
        titles if len(titles) > 1 else (),
        tuple(p for p in places if any((p.message, p.quote, p.observed, p.expected, p.figures))),
        tuple(voice(hint) for hint in item.hints),
        tuple(clause_text(clause, voice) for clause in item.clauses),
    )


def _place(
    finding: Finding, chosen: Sequence[Shot], with_message: bool, dossier: Dossier, voice: Voice, album: Album
) -> Place:
    observed, expected = observed_of(finding.evidence)
    quote = voice.quotation(quote_of(finding.evidence))
    return Place(
        voice(page_phrase(pages_of([finding]))),
        voice(finding.message) if with_message else "",
        quote,
        voice(observed),
        voice(expected),
        tuple(
            Figure(
                picture,
                shot.request.bbox,
                tuple(box.grown(BOX_MARGIN) for box in shot.boxes),
                shot.whole_page,
                _caption(shot.page, dossier, voice),
                _description(shot, quote, voice),
            )
            for shot in chosen
            if (picture := album.place(shot.request)) is not None
        ),
    )


def _caption(page: int, dossier: Dossier, voice: Voice) -> str:
    """The page's name, "Page 4", with the number printed there when it is another."""
    printed = dossier.structure.numbering.printed
    number = printed[page - 1] if page <= len(printed) else None
    if number is None or number.label == str(page):
        return voice(msg("Page {page}", page=page))
    return voice(msg("Page {page} of the file, numbered {label}", page=page, label=number.label))


def _description(shot: Shot, quote: str, voice: Voice) -> str:
    """The text alternative of a picture."""
    if shot.whole_page:
        return voice(msg("Picture of page {page}", page=shot.page))
    if not quote:
        return voice(msg("Extract of page {page}, the place framed", page=shot.page))
    return voice(msg("Extract of page {page}, with {quote} framed", page=shot.page, quote=quote))
