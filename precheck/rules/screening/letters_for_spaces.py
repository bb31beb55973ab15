"""O350: spaces between words are spaces."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import ClassVar

from precheck.i18n import Message, msg, msgs
from precheck.model.document import Document
from precheck.model.finding import Severity, Status
from precheck.model.structure import Dossier
from precheck.model.surface import PageSurface, Unseen, Veil
from precheck.rules.base import Case, Context, Hit, Need, Rule
from precheck.rules.veils import MAX_REGIONS, Region, passed, region_evidence, regions, undrawn_hits, unread_hits
from precheck.structure.disguise import DisguiseKind, find_disguises
from precheck.structure.hidden import merged, stands_for_space
from precheck.testing import SCAN, make_document, make_dossier


@dataclass(frozen=True, slots=True)
class Options:
    """`minimum`: from how many such places in the dossier on they are pointed out; `glued`: the same for words that
    are only known to be glued by their halves."""

    minimum: int = 12
    glued: int = 4


class LettersForSpaces(Rule[Options]):
    """Letters stand where spaces should be, or are strewn between words, so that a program reads other words.

    What it checks
        Single letters that cannot be seen on the drawn page and stand between two words; single letters strewn between
        words; words made of two words of the dossier with a letter between them.
    Why
        Work is original when it can be compared: a text whose spaces are letters is one that no search knows, while a
        person sees spaces.
    How to fix
        Write the text again with ordinary spaces.
    Limits
        Variables of formulas are few and always the same, and not counted. Without a drawing of the page, only what the
        words show is seen. Nothing ever fails. The comparison with other texts leaves hidden and stray letters out.
    Options
        `minimum`: how many such letters in the dossier are pointed out (12); `glued`: how many glued words are, when
        nothing but their halves shows it (4).
    """

    code = "O350"
    name = "letters-for-spaces"
    title = msg("The spaces between words are spaces")
    requirements = (50,)
    severity = Severity.WARNING
    needs: ClassVar[frozenset[Need]] = frozenset({Need.TEXT, Need.SCREENING, Need.SURFACE})
    options = Options

    def check(self, dossier: Dossier, options: Options, context: Context) -> Iterator[Hit]:
        del context
        document = dossier.document
        hidden = [
            (run.start, run.end)
            for surface in document.surfaces
            for run in surface.unseen
            if stands_for_space(document, run)
        ]
        disguises = find_disguises(document)
        strewn = [(item.start, item.end) for item in disguises if item.kind is DisguiseKind.STRAY]
        glued = [(item.start, item.end) for item in disguises if item.kind is DisguiseKind.GLUED]
        letters = merged([*hidden, *strewn])
        spans = merged([*letters, *glued]) if len(glued) >= options.glued else letters
        told = len(letters) >= options.minimum or len(glued) >= options.glued
        if not told:
            yield passed(len(letters), options.minimum)
        for region in regions(document, spans)[:MAX_REGIONS] if told else ():
            unseen = sum(region.start <= start < region.end for start, _ in hidden)
            evidence = region_evidence(document, region, _observed(region.count), msg("spaces between the words"))
            hint = msg("Write this text again with ordinary spaces.")
            yield Hit(
                Status.TO_VERIFY, _told(region, unseen), (evidence,), hint, {"count": region.count, "unseen": unseen}
            )
        yield from unread_hits(dossier)
        yield from undrawn_hits(dossier)

    def cases(self) -> Iterable[Case[Options]]:
        seen = (PageSurface(1),)
        yield Case(
            "plain",
            make_dossier(document=make_document("Bonjour.", surfaces=seen)),
            Status.PASSED,
            ("Nothing of the kind was found",),
        )
        yield Case(
            "white letters for spaces",
            make_dossier(document=_with_white_letters()),
            Status.TO_VERIFY,
            ("Page 1: 14 letters that cannot be seen stand between words",),
        )
        strewn = "La b carte g du k quartier m tient r sur w le c mur d du f fond h et p chacun s colle n un mot"
        yield Case(
            "letters strewn between words",
            make_dossier(document=make_document(strewn, surfaces=seen)),
            Status.TO_VERIFY,
            ("Page 1: 13 single letters stand between words or in place of spaces",),
        )
        yield Case(
            "variables",
            make_dossier(document=make_document("La droite d coupe le plan p en n points, de x à y.", surfaces=seen)),
            Status.PASSED,
            ("Nothing of the kind was found",),
        )
        yield Case(
            "not drawn",
            make_dossier("Bonjour."),
            Status.UNVERIFIABLE,
            (
                "Nothing of the kind was found",
                "These pages could not be drawn and compared with their text: 1",
            ),
        )
        yield Case("a scan", make_dossier(SCAN), Status.UNVERIFIABLE)


def _told(region: Region, unseen: int) -> Message:
    if unseen:
        return msgs(
            "Page {page}: one letter that cannot be seen stands between words",
            "Page {page}: {count} letters that cannot be seen stand between words",
            unseen,
            page=region.page,
        )
    return msgs(
        "Page {page}: one single letter stands between words or in place of a space",
        "Page {page}: {count} single letters stand between words or in place of spaces",
        region.count,
        page=region.page,
    )


def _observed(count: int) -> Message:
    return msgs("one letter between words", "{count} letters between words", count)


def _with_white_letters() -> Document:
    """A line whose spaces are letters, which the drawn page does not show."""
    line = "lesjenfantsiontlluilajcarteldujquartiertavantjdeipartirlenjvisitetpuisjchaque"
    places = [3, 11, 15, 18, 21, 27, 30, 39, 45, 48, 55, 58, 65, 70]
    unseen = tuple(Unseen(place, place + 1, Veil.COLOUR, 1) for place in places)
    return make_document(line, surfaces=(PageSurface(1, len(line), unseen=unseen),))
