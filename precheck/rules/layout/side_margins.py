"""L105: the margins at the sides."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import ClassVar

from precheck.i18n import Message, msg
from precheck.model.document import PageLayout
from precheck.model.finding import Evidence, Status
from precheck.model.structure import Dossier
from precheck.rules.base import Case, Context, Hit, Need, Rule
from precheck.rules.examples import laid_out
from precheck.rules.pages import page_list
from precheck.rules.typography import CENTIMETRE, body_layouts, not_measured, pages_shown
from precheck.testing import make_dossier

SEVERAL = 2
"""Pages that must clearly break the margin before it fails."""


@dataclass(frozen=True, slots=True)
class Options:
    """Margins in centimetres, how much less is accepted, and how much less makes it fail."""

    left: float = 2.5
    right: float = 2.5
    tolerance: float = 0.15
    fails: float = 0.3


class SideMargins(Rule[Options]):
    """The text goes into the margins at the sides.

    What it checks
        The distance from the edges of the page to where several lines of the body begin and end.
    Why
        Narrow margins put more text on a page than others may.
    How to fix
        Set the margins in the page set-up; check paragraphs with negative indents.
    Limits
        Tables and single lines that stick out are left out. Wider margins are a fault only on the left, where lines
        begin, and then to verify. It fails when two pages or more clearly have a narrower margin.
    Options
        `left` and `right`: in centimetres (2.5). `tolerance`: how much less is accepted (0.15). `fails`: how much less
        makes it fail (0.3).
    """

    code = "L105"
    name = "side-margins"
    title = msg("The margins at the sides are as wide as it is asked for")
    requirements = ()
    needs: ClassVar[frozenset[Need]] = frozenset({Need.TEXT, Need.LAYOUT})
    options = Options

    def check(self, dossier: Dossier, options: Options, context: Context) -> Iterator[Hit]:
        del context
        layouts = [layout for layout in body_layouts(dossier) if layout.body]
        if not layouts:
            yield from not_measured()
            return
        lacking = {layout.page: _lack(dossier, layout, options) for layout in layouts}
        narrow = [layout for layout in layouts if lacking[layout.page] > options.tolerance]
        clear = [layout for layout in layouts if lacking[layout.page] > options.fails]
        expected = msg("{left:g} cm on the left, {right:g} cm on the right", left=options.left, right=options.right)
        if narrow:
            hint = msg("Set the margins in the page set-up of your word processor.")
            text = msg("The margins are too narrow on p. {pages}", pages=page_list(layout.page for layout in narrow))
            evidence = tuple(_shown(dossier, layout, expected) for layout in (clear or narrow)[:3])
            failed = len(clear) >= min(SEVERAL, len(layouts))
            yield Hit(Status.FAILED if failed else Status.TO_VERIFY, text, evidence, hint)
            return
        left = min(_margins(dossier, layout)[0] for layout in layouts)
        if left > options.left + options.fails:
            text = msg(
                "The left margin is {left:.1f} cm wide; expected {expected:g} cm", left=left, expected=options.left
            )
            yield Hit(Status.TO_VERIFY, text, tuple(_shown(dossier, layout, expected) for layout in layouts[:2]))
            return
        yield Hit(Status.PASSED, msg("The margins at the sides are kept on every page"), pages_shown(layouts, 1))

    def cases(self) -> Iterable[Case[Options]]:
        kept = "The margins at the sides are kept on every page"
        yield Case("2.5 cm", laid_out(left=71, right=524), Status.PASSED, (kept,))
        yield Case(
            "1.8 cm",
            laid_out(left=51, right=544),
            Status.FAILED,
            ("The margins are too narrow on p. 1, 2",),
        )
        yield Case(
            "a little narrow",
            laid_out(left=65, right=524),
            Status.TO_VERIFY,
            ("The margins are too narrow on p. 1, 2",),
        )
        yield Case(
            "3.5 cm on the left",
            laid_out(left=99, right=500),
            Status.TO_VERIFY,
            ("The left margin is 3.5 cm wide; expected 2.5 cm",),
        )
        yield Case("a scan", make_dossier("<scan>"), Status.UNVERIFIABLE)


def _margins(dossier: Dossier, layout: PageLayout) -> tuple[float, float]:
    """Left and right margins in centimetres."""
    assert layout.body
    width = dossier.document.pages[layout.page - 1].width
    return layout.body.x0 / CENTIMETRE, (width - layout.body.x1) / CENTIMETRE


def _lack(dossier: Dossier, layout: PageLayout, options: Options) -> float:
    """By how many centimetres the worse margin is too narrow."""
    left, right = _margins(dossier, layout)
    return max(options.left - left, options.right - right)


def _shown(dossier: Dossier, layout: PageLayout, expected: Message) -> Evidence:
    left, right = _margins(dossier, layout)
    observed = msg("{left:.1f} cm on the left, {right:.1f} cm on the right", left=left, right=right)
    return Evidence(layout.page, layout.body, observed=observed, expected=expected)
