"""L066: the slides of the oral are a PDF."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import ClassVar

from precheck.i18n import msg
from precheck.model.finding import Evidence, Status
from precheck.model.structure import Dossier
from precheck.rules.base import Case, Context, Hit, Need, NoOptions, Rule
from precheck.testing import make_dossier


class WrongSlidesFormat(Rule[NoOptions]):
    """The slides for the oral are not a PDF.

    What it checks
        That the slides given with the dossier can be read as a PDF.
    Why
        The jury shows them from its own computer.
    How to fix
        Export the slides to PDF from the presentation program.
    Limits
        Says nothing when no slides were given: they may come later.
    Options
        None.
    """

    code = "L066"
    name = "wrong-slides-format"
    title = msg("The slides of the oral are a PDF")
    requirements = (66,)
    needs: ClassVar[frozenset[Need]] = frozenset()

    def check(self, dossier: Dossier, options: NoOptions, context: Context) -> Iterator[Hit]:
        del options, context
        slides = dossier.deposit.slides
        if slides is None:
            yield Hit(Status.NOT_APPLICABLE, msg("No slides were given with the dossier."))
        elif slides:
            yield Hit(Status.PASSED, msg("The slides are a PDF"))
        else:
            evidence = Evidence(observed=msg("not a readable PDF"), expected=msg("a PDF"))
            hint = msg("Export the slides to PDF from your presentation program.")
            yield Hit(Status.FAILED, msg("The slides are not a readable PDF"), (evidence,), hint)

    def cases(self) -> Iterable[Case[NoOptions]]:
        yield Case("PDF slides", make_dossier("Bonjour.", slides=True), Status.PASSED, ("The slides are a PDF",))
        yield Case(
            "another format",
            make_dossier("Bonjour.", slides=False),
            Status.FAILED,
            ("The slides are not a readable PDF",),
        )
        yield Case("no slides", make_dossier("Bonjour."), Status.NOT_APPLICABLE)
