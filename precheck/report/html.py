"""The report as one self-contained, accessible HTML page: no outside resource, readable on a phone, printable."""

from __future__ import annotations

import base64
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from precheck.i18n import Message, Translator, msg
from precheck.model.finding import Finding, Outcome
from precheck.model.geometry import BBox
from precheck.model.picture import CropRequest, Pictures
from precheck.model.report import Refusal, Report
from precheck.model.structure import Dossier, SectionKind
from precheck.report import wording
from precheck.report.matrix import Placement, matrix
from precheck.report.phrases import clause_text, count_phrases, page_phrase, section_name, structure_facts
from precheck.report.plain import Voice, page_ranges
from precheck.report.shots import Shot, item_shots
from precheck.report.strip import Stretch, printed_pages, strip
from precheck.report.view import Item, by_urgency, counts, items, observed_of, pages_of, quote_of, rooms

TEMPLATES = Path(__file__).with_name("templates")
BOX_MARGIN = 2.0
"""Points between the words and the frame drawn around them."""
NO_PICTURES: Pictures = {}


def render(result: Report | Refusal, translator: Translator, pictures: Pictures = NO_PICTURES) -> str:
    """The whole page. `pictures` are those of `precheck.report.shots.crop_requests`; a missing one is left out."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    voice = Voice(translator)
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.globals.update(_words(voice))
    if isinstance(result, Refusal):
        return environment.get_template("refusal.html").render(refusal=result)
    return environment.get_template("report.html").render(_report(result, voice, _Album(pictures)))


def _words(voice: Voice) -> dict[str, Any]:
    """What the templates may call; whatever they print goes through `voice`."""

    def gettext(msgid: str, **params: Any) -> str:
        return voice(Message(msgid, params))

    def ngettext(singular: str, plural: str, count: int, **params: Any) -> str:
        return voice(Message(singular, {"count": count, **params}, plural, count))

    return {
        "_": gettext,
        "ngettext": ngettext,
        "say": voice,
        "constant": voice.constant,
        "quotation": voice.quotation,
        "clause_text": lambda clause: clause_text(clause, voice),
        "page_ranges": page_ranges,
        "language": voice.language,
        "wording": wording,
    }


class _Album:
    """The pictures that a page shows, each embedded once however often it is shown."""

    def __init__(self, pictures: Pictures) -> None:
        self._pictures = pictures
        self._ids: dict[CropRequest, str] = {}

    def place(self, request: CropRequest) -> str | None:
        """The id of the picture drawn for `request`, None when there is none."""
        if request not in self._pictures:
            return None
        return self._ids.setdefault(request, f"picture-{len(self._ids) + 1}")

    @property
    def images(self) -> list[dict[str, Any]]:
        """Id, box and data address of every picture placed so far."""
        return [
            {"id": name, "box": request.bbox, "address": _data_address(self._pictures[request])}
            for request, name in self._ids.items()
        ]


def _data_address(picture: bytes) -> str:
    kind = "png" if picture.startswith(b"\x89PNG") else "jpeg"
    return f"data:image/{kind};base64,{base64.b64encode(picture).decode('ascii')}"


@dataclass(frozen=True, slots=True)
class _Figure:
    """A picture on the page: `view` is the region shown, `boxes` the frames, in points of the page."""

    picture: str
    view: BBox
    boxes: tuple[BBox, ...]
    whole_page: bool
    caption: str
    description: str


@dataclass(frozen=True, slots=True)
class _Place:
    """One finding of an item, ready to be shown."""

    pages: str
    message: str
    quote: str
    observed: str
    expected: str
    figures: tuple[_Figure, ...]


def _report(report: Report, voice: Voice, album: _Album) -> dict[str, Any]:
    found = items(report)
    figures = counts(report, found)
    dossier = report.dossier
    groups = [
        {
            "level": level,
            "count": sum(len(item.outcomes) for item in chosen),
            "items": [_item(item, number, dossier, voice, album) for number, item in chosen_numbers],
        }
        for (level, chosen), chosen_numbers in zip(by_urgency(found), _numbered(found), strict=True)
    ]
    return {
        "report": report,
        "document": dossier.document,
        "counts": figures,
        "verdict_counts": ", ".join(voice(phrase) for phrase in count_phrases(figures)),
        "groups": groups,
        "facts": structure_facts(report, voice),
        "stretches": [_stretch(stretch, dossier, voice) for stretch in strip(dossier)],
        "marks": _marks(found, len(dossier.document.pages)),
        "matrix": matrix(report),
        "placements": Placement,
        "rooms": [
            {"title": voice(room.title), "rules": [_rule(outcome, voice) for outcome in room.outcomes]}
            for room in rooms(report)
        ],
        "images": album,
    }


def _numbered(found: Sequence[Item]) -> list[list[tuple[int, Item]]]:
    """The items of each urgency with their running numbers."""
    numbers = {id(item): number for number, item in enumerate(found, 1)}
    return [[(numbers[id(item)], item) for item in chosen] for _, chosen in by_urgency(found)]


def _item(item: Item, number: int, dossier: Dossier, voice: Voice, album: _Album) -> dict[str, Any]:
    single = item.single
    places = [
        _place(finding, chosen, single is None, dossier, voice, album)
        for finding, chosen in zip(item.findings, item_shots(dossier.document, item), strict=True)
    ]
    return {
        "id": f"point-{number}",
        "number": number,
        "title": voice.constant(item.title),
        "heading": voice(single) if single is not None else voice.constant(item.title),
        "overline": voice.constant(item.title) if single is not None and len(item.outcomes) == 1 else "",
        "rules": [voice.constant(outcome.title) for outcome in item.outcomes] if len(item.outcomes) > 1 else [],
        "pages": voice(page_phrase(item.pages)),
        "codes": ", ".join(item.codes),
        "requirements": page_ranges(item.requirements),
        "places": [place for place in places if any((place.message, place.quote, place.observed, place.figures))],
        "hints": [voice(hint) for hint in item.hints],
        "clauses": item.clauses,
    }


def _place(
    finding: Finding, chosen: Sequence[Shot], with_message: bool, dossier: Dossier, voice: Voice, album: _Album
) -> _Place:
    observed, expected = observed_of(finding.evidence)
    quote = voice.quotation(quote_of(finding.evidence))
    return _Place(
        voice(page_phrase(pages_of([finding]))),
        voice(finding.message) if with_message else "",
        quote,
        voice(observed),
        voice(expected),
        tuple(
            _Figure(
                picture,
                shot.request.bbox,
                tuple(box.grown(BOX_MARGIN) for box in shot.boxes),
                shot.whole_page,
                _page_name(shot.page, dossier, voice),
                _description(shot, quote, voice),
            )
            for shot in chosen
            if (picture := album.place(shot.request)) is not None
        ),
    )


def _page_name(page: int, dossier: Dossier, voice: Voice) -> str:
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


def _stretch(stretch: Stretch, dossier: Dossier, voice: Voice) -> dict[str, Any]:
    total = len(dossier.document.pages)
    name = section_name(stretch.kind, stretch.number, voice)
    pages = range(stretch.start_page, stretch.end_page + 1)
    return {
        "kind": stretch.kind.value,
        "odd": bool(stretch.number and stretch.number % 2),
        "name": name,
        "short": str(stretch.number) if stretch.kind is SectionKind.PART and stretch.number else name[:1],
        "title": voice(stretch.title),
        "pages": voice(page_phrase(pages)),
        "printed": printed_pages(dossier, stretch.start_page, stretch.end_page),
        "length": stretch.length_pages,
        "left": f"{100 * stretch.start / total:.3f}",
        "width": f"{100 * (stretch.end - stretch.start) / total:.3f}",
    }


def _marks(found: Sequence[Item], total: int) -> list[dict[str, Any]]:
    """For each page the sign of the most urgent thing said about it."""
    signs: dict[int, wording.Urgency] = {}
    for item in found:
        for page in item.pages:
            signs.setdefault(page, item.urgency)
    return [{"page": page, "urgency": signs.get(page)} for page in range(1, total + 1)]


def _rule(outcome: Outcome, voice: Voice) -> Mapping[str, Any]:
    return {
        "outcome": outcome,
        "title": voice.constant(outcome.title),
        "word": voice(wording.STATUS_WORD[outcome.status]),
        "sign": wording.STATUS_SIGN[outcome.status],
        "reason": voice(outcome.reason),
        "pages": voice(page_phrase(pages_of(outcome.findings))),
        "requirements": page_ranges(outcome.requirements),
    }
