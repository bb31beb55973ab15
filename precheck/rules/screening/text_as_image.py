"""O650: pages of text hold text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import ClassVar

from precheck.i18n import msg, msgs
from precheck.model.document import Document
from precheck.model.finding import Evidence, Severity, Status
from precheck.model.geometry import BBox
from precheck.model.structure import Dossier, SectionKind
from precheck.model.surface import PageSurface
from precheck.rules.base import Case, Context, Hit, Need, Rule
from precheck.rules.examples import filler
from precheck.rules.pages import pages_of_kinds
from precheck.rules.veils import undrawn_hits
from precheck.testing import SCAN, make_document, make_dossier


@dataclass(frozen=True, slots=True)
class Options:
    """`lines`: from how many lines of print in the pictures of a page on it is pointed out."""

    lines: int = 12


class TextAsImage(Rule[Options]):
    """A page shows running text as a picture, which a program cannot read, in a dossier whose other pages are text.

    What it checks
        Lines of running text in large pictures, without a text layer, outside the annexes.
    Why
        Work is original when it can be compared: a picture of a text is not.
    How to fix
        Put the text itself in the dossier; quote it, with its source, when it is somebody else's.
    Limits
        Lines are counted, not read. Screens, tables, program code and handwriting are mostly not taken for running
        text; a scanned page in the middle of the dossier is, and a human decides. A dossier that is a scan
        throughout cannot be looked at. Nothing ever fails.
    Options
        `lines`: how many lines of running text in the pictures of a page are pointed out (12).
    """

    code = "O650"
    name = "text-as-image"
    title = msg("Running text is text, not a picture of it")
    requirements = (50,)
    severity = Severity.WARNING
    needs: ClassVar[frozenset[Need]] = frozenset({Need.TEXT, Need.SCREENING, Need.SURFACE})
    options = Options

    def check(self, dossier: Dossier, options: Options, context: Context) -> Iterator[Hit]:
        del context
        annexes = pages_of_kinds(dossier, (SectionKind.ANNEX,))
        pages = [s for s in dossier.document.surfaces if s.picture_lines >= options.lines and s.page not in annexes]
        for surface in pages:
            observed = msgs(
                "one line of text in a picture", "{count} lines of text in a picture", surface.picture_lines
            )
            text = msg("Page {page} shows running text as a picture", page=surface.page)
            hint = msg("Put the text itself in the dossier; if it is somebody else's, quote it and give its source.")
            evidence = Evidence(surface.page, surface.picture, "", observed, msg("text that a program can read"))
            yield Hit(Status.TO_VERIFY, text, (evidence,), hint, {"lines": surface.picture_lines})
        if dossier.document.surfaces and not pages:
            yield Hit(Status.PASSED, msg("No picture outside the annexes shows running text"))
        yield from undrawn_hits(dossier)

    def cases(self) -> Iterable[Case[Options]]:
        yield Case(
            "figures",
            make_dossier(document=_with_picture(3)),
            Status.PASSED,
            ("No picture outside the annexes shows running text",),
        )
        yield Case(
            "a page of text as a picture",
            make_dossier(document=_with_picture(30)),
            Status.TO_VERIFY,
            ("Page 2 shows running text as a picture",),
        )
        yield Case("a scan", make_dossier(SCAN), Status.UNVERIFIABLE)


def _with_picture(lines: int) -> Document:
    surfaces = (PageSurface(1, 500), PageSurface(2, picture_lines=lines, picture=BBox(0, 0, 595, 842)))
    return make_document(f"# Introduction\n{filler(20)}", SCAN, surfaces=surfaces)
