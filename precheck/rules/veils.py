"""What the rules on altered and hidden text share: regions of a page, their evidence, what could not be looked at."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from precheck.i18n import Message, msg
from precheck.model.document import Document, TextState
from precheck.model.finding import Evidence, Status
from precheck.model.geometry import union
from precheck.model.structure import Dossier
from precheck.rules.base import Hit
from precheck.rules.pages import page_list, unread_pages
from precheck.structure.disguise import DisguiseKind, find_disguises

REACH = 400
"""Code points: occurrences nearer than this on a page belong to one region."""
QUOTE = 160
"""Code points of a region that are quoted."""
MAX_REGIONS = 40
"""Findings of one rule: more would say nothing new."""


@dataclass(frozen=True, slots=True)
class Region:
    """Occurrences close together on one page: the span `[start, end)` of the text they lie in, and how many."""

    page: int
    start: int
    end: int
    count: int


def regions(document: Document, spans: Iterable[tuple[int, int]]) -> list[Region]:
    """Spans of `Document.text`, in order, gathered where they are close together on one page."""
    pages = [(page.lines[0].start, page.lines[-1].end, page.number) for page in document.pages if page.lines]
    found: list[Region] = []
    place = 0
    for start, end in spans:
        while place < len(pages) - 1 and pages[place][1] <= start:
            place += 1
        number = pages[place][2]
        last = found[-1] if found else None
        if last and last.page == number and start - last.end < REACH:
            found[-1] = Region(number, last.start, max(end, last.end), last.count + 1)
        else:
            found.append(Region(number, start, end, 1))
    return found


def region_evidence(document: Document, region: Region, observed: Message, expected: Message) -> Evidence:
    """One box around the words of a region, and the first of these words."""
    boxes = [box for page, box in document.boxes(region.start, region.end) if page == region.page]
    quote = " ".join(document.text[region.start : region.end].split())
    quote = quote if len(quote) <= QUOTE else quote[:QUOTE].rstrip() + "…"
    return Evidence(region.page, union(boxes) if boxes else None, quote, observed, expected)


def disguise_hits(
    dossier: Dossier,
    kind: DisguiseKind,
    minimum: int,
    told: Callable[[Region], Message],
    observed: Callable[[int], Message],
    expected: Message,
    hint: Message,
) -> Iterator[Hit]:
    """A hit for each region with altered words of that kind, when the document has `minimum` of them; or a pass."""
    document = dossier.document
    found = [disguise for disguise in find_disguises(document) if disguise.kind is kind and not disguise.ordinary]
    if len(found) < minimum:
        yield passed(len(found), minimum)
    else:
        for region in regions(document, [(disguise.start, disguise.end) for disguise in found])[:MAX_REGIONS]:
            evidence = region_evidence(document, region, observed(region.count), expected)
            data = {"count": region.count, "in_all": len(found)}
            yield Hit(Status.TO_VERIFY, told(region), (evidence,), hint, data)
    yield from unread_hits(dossier)


def passed(count: int, minimum: int) -> Hit:
    """The pass of a rule that counts occurrences: none, or too few to mean anything."""
    if count:
        text = msg("A handful only, which means nothing: {count}, where {minimum} would", count=count, minimum=minimum)
        return Hit(Status.PASSED, text, data={"count": count})
    return Hit(Status.PASSED, msg("Nothing of the kind was found"), data={"count": 0})


def unread_hits(dossier: Dossier) -> Iterator[Hit]:
    """What the pages whose text could not be read hold is not known."""
    unread = unread_pages(dossier)
    if unread:
        text = msg("The text of these pages could not be read: {pages}", pages=page_list(unread))
        yield Hit(Status.UNVERIFIABLE, text, (Evidence(unread[0]),))


def undrawn_hits(dossier: Dossier) -> Iterator[Hit]:
    """Pages that could not be drawn, so that nothing is known of what is seen of their text."""
    undrawn = undrawn_pages(dossier.document)
    if undrawn:
        text = msg("These pages could not be drawn and compared with their text: {pages}", pages=page_list(undrawn))
        yield Hit(Status.UNVERIFIABLE, text, (Evidence(undrawn[0]),))


def undrawn_pages(document: Document) -> Sequence[int]:
    """The numbers of the pages that show something and were not measured."""
    measured = {surface.page for surface in document.surfaces}
    return [p.number for p in document.pages if p.state is not TextState.BLANK and p.number not in measured]
