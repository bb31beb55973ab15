"""L103: the size of the letters."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import ClassVar

from precheck.i18n import msg
from precheck.model.document import FontUse
from precheck.model.finding import Evidence, Status
from precheck.model.structure import Dossier
from precheck.rules.base import Case, Context, Hit, Need, Rule
from precheck.rules.examples import set_in
from precheck.rules.typography import body_layouts, not_measured, pages_shown
from precheck.testing import make_dossier


@dataclass(frozen=True, slots=True)
class Options:
    """Size in points, how much it may differ, and from which shares of the characters it fails or passes."""

    size: float = 11.0
    tolerance: float = 0.5
    fails_below: float = 0.5
    passes_from: float = 0.8


class FontSize(Rule[Options]):
    """The text is not set in the size that is asked for.

    What it checks
        The size of the characters of the body, headers, footers and tables left out.
    Why
        Smaller letters put more text on a page than others may.
    How to fix
        Select the whole text, set the size, and check the styles of lists and notes.
    Limits
        Headings, captions and notes may have another size: only the share of the text counts. It fails when less than
        half of the characters have the size asked for.
    Options
        `size` and `tolerance`: in points (11 and 0.5). `fails-below` and `passes-from`: shares of the characters (0.5
        and 0.8); in between is to verify.
    """

    code = "L103"
    name = "font-size"
    title = msg("The text is set in the size that is asked for")
    requirements = ()
    needs: ClassVar[frozenset[Need]] = frozenset({Need.TEXT, Need.LAYOUT})
    options = Options

    def check(self, dossier: Dossier, options: Options, context: Context) -> Iterator[Hit]:
        del context
        layouts = body_layouts(dossier)
        sizes: Counter[float] = Counter()
        for layout in layouts:
            for use in layout.fonts:
                sizes[use.size] += use.characters
        total = sum(sizes.values())
        if not total:
            yield from not_measured()
            return
        good = sum(count for size, count in sizes.items() if _fits(size, options)) / total
        main = max(sizes, key=lambda size: (sizes[size], size))
        data = {"size": main, "share": round(good, 3)}
        params = {"share": round(100 * good), "size": options.size, "main": main}
        if good >= options.passes_from:
            text = msg("{share} % of the text is in {size:g} points", **params)
            yield Hit(Status.PASSED, text, pages_shown(layouts, 1), data=data)
            return
        text = msg("{share} % of the text is in {size:g} points; most of it is in {main:g}", **params)
        expected = msg("{size:g} points", size=options.size)
        evidence = tuple(
            Evidence(
                layout.page, layout.body, observed=msg("{size:g} points", size=_main(layout.fonts)), expected=expected
            )
            for layout in layouts
            if not _fits(_main(layout.fonts), options)
        )[:3]
        hint = msg("Select the whole text and set the size; check the styles of lists and notes too.")
        failed = good < options.fails_below
        yield Hit(Status.FAILED if failed else Status.TO_VERIFY, text, evidence, hint, data)

    def cases(self) -> Iterable[Case[Options]]:
        yield Case(
            "11 points",
            set_in(FontUse("ArialMT", 11, 900), FontUse("Arial-BoldMT", 14, 100)),
            Status.PASSED,
            ("90 % of the text is in 11 points",),
        )
        yield Case(
            "10 points",
            set_in(FontUse("ArialMT", 10, 900), FontUse("Arial-BoldMT", 11, 100)),
            Status.FAILED,
            ("10 % of the text is in 11 points; most of it is in 10",),
        )
        yield Case(
            "many notes",
            set_in(FontUse("ArialMT", 11, 700), FontUse("ArialMT", 9, 300)),
            Status.TO_VERIFY,
            ("70 % of the text is in 11 points; most of it is in 11",),
        )
        yield Case("a scan", make_dossier("<scan>"), Status.UNVERIFIABLE)


def _fits(size: float, options: Options) -> bool:
    return abs(size - options.size) <= options.tolerance


def _main(uses: tuple[FontUse, ...]) -> float:
    return max(uses, key=lambda use: (use.characters, use.size)).size
