"""L104: the distance between lines."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from statistics import median
from typing import ClassVar

from precheck.i18n import msg
from precheck.model.document import PageLayout
from precheck.model.finding import Evidence, Status
from precheck.model.structure import Dossier
from precheck.rules.base import Case, Context, Hit, Need, Rule
from precheck.rules.examples import laid_out
from precheck.rules.typography import body_layouts, not_measured, pages_shown
from precheck.testing import make_dossier

FEWEST = 5
"""Distances between lines below which a file says nothing."""


@dataclass(frozen=True, slots=True)
class Options:
    """Distance between baselines over the size of the letters: at least, at most, and the doubt on both sides."""

    minimum: float = 1.0
    maximum: float = 1.25
    doubt: float = 0.1


class LineSpacing(Rule[Options]):
    """The lines are not spaced as it is asked for.

    What it checks
        The distance from baseline to baseline inside paragraphs, over the size of the letters: single spacing is about
        1.15 in Arial and Times, up to 1.22 in other fonts.
    Why
        Tight lines put more text on a page than others may; wide ones are not what is asked for.
    How to fix
        Set single line spacing for the whole text, not an exact height in points.
    Limits
        Tables are left out, and the space between paragraphs does not count. It fails when the median clearly leaves
        the range; close to it is to verify.
    Options
        `minimum` and `maximum`: ratio of the distance to the size (1.0 and 1.25). `doubt`: how far outside is still to
        verify (0.1).
    """

    code = "L104"
    name = "line-spacing"
    title = msg("The lines are spaced as it is asked for")
    requirements = ()
    needs: ClassVar[frozenset[Need]] = frozenset({Need.TEXT, Need.LAYOUT})
    options = Options

    def check(self, dossier: Dossier, options: Options, context: Context) -> Iterator[Hit]:
        del context
        layouts = [layout for layout in body_layouts(dossier) if layout.pitches]
        ratios = [pitch / _size(layout) for layout in layouts for pitch in layout.pitches]
        if len(ratios) < FEWEST:
            yield from not_measured()
            return
        ratio = median(ratios)
        data = {"ratio": round(ratio, 3)}
        expected = msg("{minimum:g} to {maximum:g} times the size", minimum=options.minimum, maximum=options.maximum)
        if options.minimum <= ratio <= options.maximum:
            text = msg("The lines are {ratio:.2f} times the size of the letters apart", ratio=ratio)
            yield Hit(Status.PASSED, text, pages_shown(layouts, 1), data=data)
            return
        text = msg(
            "The lines are {ratio:.2f} times the size of the letters apart; expected {expected}",
            ratio=ratio,
            expected=expected,
        )
        evidence = tuple(
            Evidence(
                layout.page,
                layout.body,
                observed=msg("{ratio:.2f} times the size", ratio=median(layout.pitches) / _size(layout)),
                expected=expected,
            )
            for layout in layouts[:3]
        )
        hint = msg("Set single line spacing for the whole text.")
        failed = not options.minimum - options.doubt <= ratio <= options.maximum + options.doubt
        yield Hit(Status.FAILED if failed else Status.TO_VERIFY, text, evidence, hint, data)

    def cases(self) -> Iterable[Case[Options]]:
        yield Case(
            "single",
            laid_out(pitches=(12.65,) * 10),
            Status.PASSED,
            ("The lines are 1.15 times the size of the letters apart",),
        )
        yield Case(
            "one and a half",
            laid_out(pitches=(19.0,) * 10),
            Status.FAILED,
            ("The lines are 1.73 times the size of the letters apart; expected 1 to 1.25 times the size",),
        )
        yield Case(
            "a little wide",
            laid_out(pitches=(14.3,) * 10),
            Status.TO_VERIFY,
            ("The lines are 1.30 times the size of the letters apart; expected 1 to 1.25 times the size",),
        )
        yield Case("a scan", make_dossier("<scan>"), Status.UNVERIFIABLE)


def _size(layout: PageLayout) -> float:
    """The size in points that most of the page is set in."""
    return max(layout.fonts, key=lambda use: (use.characters, use.size)).size
