"""L102: the font of the body."""

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
from precheck.rules.typography import body_layouts, family, not_measured, pages_shown
from precheck.testing import make_dossier


@dataclass(frozen=True, slots=True)
class Options:
    """Families that are accepted, and from which shares of the characters it fails or passes."""

    fonts: tuple[str, ...] = ("Arial", "Liberation Sans", "Arimo", "Helvetica")
    fails_below: float = 0.5
    passes_from: float = 0.9


class BodyFont(Rule[Options]):
    """The text is not set in the font that is asked for.

    What it checks
        The families of the fonts that the characters of the body are set in, headers, footers and tables left out.
    Why
        A limit in pages means something only with one font.
    How to fix
        Select the whole text, set the font, and check the styles of headings and lists.
    Limits
        Fonts of the same drawing under another name are accepted as the profile lists them. Fonts whose name says
        nothing cannot be told. It fails when less than half of the characters are in an accepted font.
    Options
        `fonts`: accepted families (Arial, and fonts of the same widths: Liberation Sans, Arimo, Helvetica).
        `fails-below` and `passes-from`: shares of the characters (0.5 and 0.9); in between is to verify.
    """

    code = "L102"
    name = "body-font"
    title = msg("The text is set in the font that is asked for")
    requirements = ()
    needs: ClassVar[frozenset[Need]] = frozenset({Need.TEXT, Need.LAYOUT})
    options = Options

    def check(self, dossier: Dossier, options: Options, context: Context) -> Iterator[Hit]:
        del context
        layouts = body_layouts(dossier)
        uses = [use for layout in layouts for use in layout.fonts]
        total = sum(use.characters for use in uses)
        if not total:
            yield from not_measured()
            return
        accepted = {name.replace(" ", "").lower() for name in options.fonts}
        good = sum(use.characters for use in uses if family(use.font) in accepted) / total
        unknown = sum(use.characters for use in uses if family(use.font) is None) / total
        main = _main_font(uses)
        share = {"font": main, "share": round(100 * good)}
        data: dict[str, str | float] = {"font": main, "share": round(good, 3)}
        if good >= options.passes_from:
            text = msg("{share} % of the text is in an accepted font, mostly {font}", **share)
            yield Hit(Status.PASSED, text, pages_shown(layouts, 1), data=data)
            return
        expected = msg("one of: {fonts}", fonts=", ".join(options.fonts))
        wrong = [layout for layout in layouts if family(_main_font(layout.fonts)) not in accepted]
        evidence = tuple(
            Evidence(
                layout.page,
                layout.body,
                observed=msg("set in {font}", font=_main_font(layout.fonts)),
                expected=expected,
            )
            for layout in (wrong or layouts)[:3]
        )
        hint = msg("Select the whole text and set the font; check the styles of headings and lists too.")
        text = msg("{share} % of the text is in an accepted font; most of it is in {font}", **share)
        if unknown >= options.fails_below:
            text = msg("The names of the fonts in this file say nothing")
            yield Hit(Status.UNVERIFIABLE, text, evidence, hint, data)
        else:
            failed = good + unknown < options.fails_below
            yield Hit(Status.FAILED if failed else Status.TO_VERIFY, text, evidence, hint, data)

    def cases(self) -> Iterable[Case[Options]]:
        yield Case(
            "Arial",
            set_in(FontUse("ArialMT", 11, 950), FontUse("Arial-BoldMT", 14, 40), FontUse("Symbol", 11, 10)),
            Status.PASSED,
            ("99 % of the text is in an accepted font, mostly ArialMT",),
        )
        yield Case(
            "Times",
            set_in(FontUse("TimesNewRomanPSMT", 11, 900), FontUse("Arial-BoldMT", 14, 100)),
            Status.FAILED,
            ("10 % of the text is in an accepted font; most of it is in TimesNewRomanPSMT",),
        )
        yield Case(
            "mixed",
            set_in(FontUse("ABCDEF+Calibri", 11, 400), FontUse("ArialMT", 11, 600)),
            Status.TO_VERIFY,
            ("60 % of the text is in an accepted font; most of it is in ArialMT",),
        )
        yield Case(
            "no names",
            set_in(FontUse("CIDFont+F1", 11, 900)),
            Status.UNVERIFIABLE,
            ("The names of the fonts in this file say nothing",),
        )
        yield Case("a scan", make_dossier("<scan>"), Status.UNVERIFIABLE)


def _main_font(uses: Iterable[FontUse]) -> str:
    counts: Counter[str] = Counter()
    for use in uses:
        counts[use.font] += use.characters
    return max(counts, key=lambda font: (counts[font], font), default="")
