"""O550: all text can be seen."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import ClassVar

from precheck.i18n import Message, msg, msgs
from precheck.model.document import Document
from precheck.model.finding import Evidence, Severity, Status
from precheck.model.structure import Dossier
from precheck.model.surface import PageSurface, Unseen, Veil
from precheck.rules.base import Case, Context, Hit, Need, Rule
from precheck.rules.veils import MAX_REGIONS, REACH, Region, passed, region_evidence, undrawn_hits
from precheck.structure.hidden import stands_for_space
from precheck.structure.places import furniture_spans
from precheck.testing import SCAN, make_document, make_dossier

WHY = {
    Veil.COLOUR: msg("it has the colour of what lies behind it"),
    Veil.INVISIBLE: msg("it is drawn without ink"),
    Veil.TINY: msg("it is too small to be read"),
    Veil.OFF_PAGE: msg("it lies off the page"),
    Veil.COVERED: msg("something covers it, or its letters show nothing"),
}


@dataclass(frozen=True, slots=True)
class Options:
    """`minimum`: from how many hidden letters in the dossier on they are pointed out."""

    minimum: int = 100


@dataclass(frozen=True, slots=True)
class _Veiled:
    """A region of hidden text, why it is not seen, and how many letters it has."""

    region: Region
    veil: Veil
    letters: int


class HiddenText(Rule[Options]):
    """The file holds text that nobody sees on the page.

    What it checks
        Each page is drawn with and without its text. Text of which nothing shows is hidden: white on white, drawn
        without ink, too small, off the page, or under a picture or a shape.
    Why
        Work is original when what is compared is what is read: hidden text changes the one and not the other.
    How to fix
        Remove the hidden text, or make it visible; remove what lies outside the page.
    Limits
        White text on a dark ground is seen. The layer that character recognition leaves over a scan is not counted, nor
        are running headers, footers and page numbers. Cropped figures may leave text behind without anybody's wish:
        nothing ever fails. The comparison with other texts leaves hidden text out.
    Options
        `minimum`: how many hidden letters in the dossier are pointed out (100).
    """

    code = "O550"
    name = "hidden-text"
    title = msg("All text can be seen")
    requirements = (50,)
    severity = Severity.WARNING
    needs: ClassVar[frozenset[Need]] = frozenset({Need.TEXT, Need.SCREENING, Need.SURFACE})
    options = Options

    def check(self, dossier: Dossier, options: Options, context: Context) -> Iterator[Hit]:
        del context
        document = dossier.document
        found = _veiled(dossier)
        total = sum(veiled.letters for veiled in found)
        if not document.surfaces:
            yield from undrawn_hits(dossier)
            return
        if total < options.minimum:
            yield passed(total, options.minimum)
        else:
            for veiled in found[:MAX_REGIONS]:
                yield _hit(document, veiled)
        yield from undrawn_hits(dossier)

    def cases(self) -> Iterable[Case[Options]]:
        yield Case("all seen", make_dossier(document=_with_hidden()), Status.PASSED, ("Nothing of the kind was found",))
        yield Case(
            "white and tiny",
            make_dossier(document=_with_hidden(Veil.COLOUR, Veil.TINY)),
            Status.TO_VERIFY,
            (
                "Page 1: 62 letters cannot be seen: it has the colour of what lies behind it",
                "Page 1: 62 letters cannot be seen: it is too small to be read",
            ),
        )
        yield Case(
            "a handful",
            make_dossier(document=_with_hidden(Veil.COVERED)),
            Status.PASSED,
            ("A handful only, which means nothing: 62, where 100 would",),
        )
        yield Case(
            "not drawn",
            make_dossier("Bonjour."),
            Status.UNVERIFIABLE,
            ("These pages could not be drawn and compared with their text: 1",),
        )
        yield Case("a scan", make_dossier(SCAN), Status.UNVERIFIABLE)


def _veiled(dossier: Dossier) -> list[_Veiled]:
    """The regions of hidden text, running headers and letters in place of spaces left out."""
    document = dossier.document
    furniture = furniture_spans(document, dossier.structure)
    found: list[_Veiled] = []
    for surface in document.surfaces:
        for run in surface.unseen:
            if stands_for_space(document, run) or any(start <= run.start < end for start, end in furniture):
                continue
            last = found[-1] if found else None
            if last and _goes_on(last, surface.page, run):
                region = Region(surface.page, last.region.start, max(run.end, last.region.end), last.region.count + 1)
                found[-1] = _Veiled(region, run.veil, last.letters + run.letters)
            else:
                found.append(_Veiled(Region(surface.page, run.start, run.end, 1), run.veil, run.letters))
    return found


def _goes_on(last: _Veiled, page: int, run: Unseen) -> bool:
    return last.region.page == page and last.veil is run.veil and run.start - last.region.end < REACH


def _hit(document: Document, veiled: _Veiled) -> Hit:
    page = veiled.region.page
    observed = msgs("one letter that cannot be seen", "{count} letters that cannot be seen", veiled.letters)
    evidence = region_evidence(document, veiled.region, observed, msg("text that can be seen"))
    if veiled.veil is Veil.OFF_PAGE:
        evidence = Evidence(page, None, evidence.quote, evidence.observed, evidence.expected)
    data = {"letters": veiled.letters, "why": veiled.veil.value}
    hint = msg("Remove this text, or make it visible.")
    return Hit(Status.TO_VERIFY, _told(page, veiled), (evidence,), hint, data)


def _told(page: int, veiled: _Veiled) -> Message:
    return msgs(
        "Page {page}: one letter cannot be seen: {why}",
        "Page {page}: {count} letters cannot be seen: {why}",
        veiled.letters,
        page=page,
        why=WHY[veiled.veil],
    )


def _with_hidden(*veils: Veil) -> Document:
    """A line that is seen, then a line for each way to hide it."""
    line = "une phrase que personne ne lit et qui ne sert qu'à un programme de lecture"
    start = len("Bonjour.\n")
    unseen = tuple(
        Unseen(
            start + index * (len(line) + 1),
            start + index * (len(line) + 1) + len(line),
            veil,
            62,
        )
        for index, veil in enumerate(veils)
    )
    return make_document("\n".join(["Bonjour.", *[line] * len(veils)]), surfaces=(PageSurface(1, 100, unseen=unseen),))
