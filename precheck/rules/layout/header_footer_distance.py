"""L106: where header and footer stand."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import ClassVar

from precheck.i18n import msg
from precheck.model.finding import Evidence, Status
from precheck.model.geometry import BBox
from precheck.model.structure import Dossier
from precheck.rules.base import Case, Context, Hit, Need, Rule
from precheck.rules.examples import laid_out
from precheck.rules.pages import page_list
from precheck.rules.typography import CENTIMETRE, body_layouts, not_measured
from precheck.testing import make_dossier

SEVERAL = 2
"""Pages on which header or footer must stand too near the edge before it fails."""


@dataclass(frozen=True, slots=True)
class Options:
    """Distance from the edge in centimetres, what is accepted around it, and how much nearer makes it fail."""

    distance: float = 1.25
    tolerance: float = 0.3
    fails: float = 0.4


class HeaderFooterDistance(Rule[Options]):
    """Header or footer do not stand where it is asked for.

    What it checks
        The distance from the upper edge of the page to the top of what repeats there, and from the lower edge to the
        bottom of what repeats there.
    Why
        The format is asked for to the millimetre, so that all dossiers offer the same room.
    How to fix
        Set the distance of header and footer from the edge in the page set-up.
    Limits
        An empty line in a footer lifts its text: further from the edge is to verify, never failed. Without header and
        footer there is nothing to measure. It fails when the text stands clearly nearer to the edge on two pages or
        more.
    Options
        `distance`: from the edge, in centimetres (1.25). `tolerance`: accepted on both sides (0.3). `fails`: how much
        nearer makes it fail (0.4).
    """

    code = "L106"
    name = "header-footer-distance"
    title = msg("Header and footer stand where it is asked for")
    requirements = ()
    needs: ClassVar[frozenset[Need]] = frozenset({Need.TEXT, Need.LAYOUT})
    options = Options

    def check(self, dossier: Dossier, options: Options, context: Context) -> Iterator[Hit]:
        del context
        layouts = body_layouts(dossier)
        if not layouts:
            yield from not_measured()
            return
        measured: list[tuple[int, BBox, float]] = []
        for layout in layouts:
            height = dossier.document.pages[layout.page - 1].height
            if layout.header:
                measured.append((layout.page, layout.header, layout.header.top / CENTIMETRE))
            if layout.footer:
                measured.append((layout.page, layout.footer, (height - layout.footer.bottom) / CENTIMETRE))
        if not measured:
            yield Hit(Status.NOT_APPLICABLE, msg("No header and no footer was seen."))
            return
        off = [entry for entry in measured if abs(entry[2] - options.distance) > options.tolerance]
        near = {page for page, _, distance in measured if options.distance - distance > options.fails}
        shown = off or measured[:2]
        evidence = tuple(
            Evidence(
                page,
                box,
                observed=msg("{distance:.2f} cm from the edge", distance=distance),
                expected=msg("{distance:g} cm from the edge", distance=options.distance),
            )
            for page, box, distance in shown[:3]
        )
        if not off:
            text = msg("Header and footer stand {distance:g} cm from the edge", distance=options.distance)
            yield Hit(Status.PASSED, text, evidence)
            return
        pages = page_list(page for page, _, _ in off)
        text = msg(
            "Header or footer do not stand {distance:g} cm from the edge on p. {pages}",
            distance=options.distance,
            pages=pages,
        )
        hint = msg("Set the distance of header and footer in the page set-up, and remove empty lines in them.")
        failed = len(near) >= min(SEVERAL, len(layouts))
        yield Hit(Status.FAILED if failed else Status.TO_VERIFY, text, evidence, hint)

    def cases(self) -> Iterable[Case[Options]]:
        yield Case(
            "1.25 cm",
            laid_out(header=BBox(71, 36, 300, 47), footer=BBox(290, 795, 300, 806)),
            Status.PASSED,
            ("Header and footer stand 1.25 cm from the edge",),
        )
        yield Case(
            "too near",
            laid_out(footer=BBox(290, 817, 300, 828)),
            Status.FAILED,
            ("Header or footer do not stand 1.25 cm from the edge on p. 1, 2",),
        )
        yield Case(
            "further",
            laid_out(footer=BBox(290, 770, 300, 781)),
            Status.TO_VERIFY,
            ("Header or footer do not stand 1.25 cm from the edge on p. 1, 2",),
        )
        yield Case("none", laid_out(), Status.NOT_APPLICABLE)
        yield Case("a scan", make_dossier("<scan>"), Status.UNVERIFIABLE)
