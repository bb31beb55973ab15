"""L107: no indent at the first line of a paragraph."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from statistics import median
from typing import ClassVar

from precheck.i18n import msg
from precheck.model.finding import Evidence, Status
from precheck.model.structure import Dossier
from precheck.rules.base import Case, Context, Hit, Need, Rule
from precheck.rules.examples import laid_out
from precheck.rules.typography import CENTIMETRE, body_layouts, not_measured, pages_shown
from precheck.testing import make_dossier


@dataclass(frozen=True, slots=True)
class Options:
    """From how many centimetres a first line is indented, and which shares of the paragraphs are to verify or fail."""

    smallest: float = 0.2
    to_verify_from: float = 0.2
    fails_from: float = 0.5
    fewest: int = 3


class FirstLineIndent(Rule[Options]):
    """The first line of paragraphs is indented.

    What it checks
        How far the first line of each paragraph begins to the right of the lines below it.
    Why
        The format asks for paragraphs without indent.
    How to fix
        Set the special indent of the first line to none in the paragraph format of the body style.
    Limits
        Only paragraphs of two lines or more whose start can be told are measured, lists and tables left out. It fails
        when half of them or more are indented; some are to verify.
    Options
        `smallest`: in centimetres, what counts as an indent (0.2). `to-verify-from` and `fails-from`: shares of the
        paragraphs (0.2 and 0.5). `fewest`: paragraphs needed to say anything (3).
    """

    code = "L107"
    name = "first-line-indent"
    title = msg("Paragraphs begin without an indent")
    requirements = ()
    needs: ClassVar[frozenset[Need]] = frozenset({Need.TEXT, Need.LAYOUT})
    options = Options

    def check(self, dossier: Dossier, options: Options, context: Context) -> Iterator[Hit]:
        del context
        layouts = [layout for layout in body_layouts(dossier) if layout.indents]
        smallest = options.smallest * CENTIMETRE
        indents = [indent for layout in layouts for indent in layout.indents]
        if len(indents) < options.fewest:
            yield from not_measured()
            return
        large = [indent for indent in indents if indent > smallest]
        share = len(large) / len(indents)
        data = {"paragraphs": len(indents), "indented": len(large)}
        params = {"indented": len(large), "paragraphs": len(indents)}
        if share < options.to_verify_from:
            text = msg("{indented} paragraphs out of {paragraphs} begin with an indent", **params)
            yield Hit(Status.PASSED, text, pages_shown(layouts, 1), data=data)
            return
        text = msg(
            "{indented} paragraphs out of {paragraphs} begin with an indent, of {width:.1f} cm",
            width=median(large) / CENTIMETRE,
            **params,
        )
        evidence = tuple(
            Evidence(layout.page, layout.body, expected=msg("no indent"))
            for layout in layouts
            if any(indent > smallest for indent in layout.indents)
        )[:3]
        hint = msg("Set the indent of the first line to none in the paragraph format of your body style.")
        failed = share >= options.fails_from
        yield Hit(Status.FAILED if failed else Status.TO_VERIFY, text, evidence, hint, data)

    def cases(self) -> Iterable[Case[Options]]:
        yield Case(
            "none",
            laid_out(indents=(0.0, 0.0, 0.0, 0.0)),
            Status.PASSED,
            ("0 paragraphs out of 8 begin with an indent",),
        )
        yield Case(
            "everywhere",
            laid_out(indents=(22.7, 22.7, 22.7, 0.0)),
            Status.FAILED,
            ("6 paragraphs out of 8 begin with an indent, of 0.8 cm",),
        )
        yield Case(
            "here and there",
            laid_out(indents=(22.7, 0.0, 0.0, 0.0)),
            Status.TO_VERIFY,
            ("2 paragraphs out of 8 begin with an indent, of 0.8 cm",),
        )
        yield Case("a scan", make_dossier("<scan>"), Status.UNVERIFIABLE)
