"""L101: the size of the paper."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import ClassVar

from precheck.i18n import msg, msgs
from precheck.model.document import Page
from precheck.model.finding import Evidence, Status
from precheck.model.structure import Dossier, SectionKind
from precheck.rules.base import Case, Context, Hit, Need, Rule
from precheck.rules.pages import page_list, pages_of_kinds
from precheck.rules.typography import MILLIMETRE
from precheck.testing import make_document, make_dossier

CERTAIN = 2
"""Times the tolerance from which a size is another one for sure."""


@dataclass(frozen=True, slots=True)
class Options:
    """Size of a page in millimetres, and how much it may differ."""

    width: float = 210.0
    height: float = 297.0
    tolerance: float = 3.0


class PageSize(Rule[Options]):
    """The pages do not have the size that is asked for.

    What it checks
        Width and height of each page, as it is shown.
    Why
        A limit in pages means something only for pages of one size.
    How to fix
        Set the paper to the size asked for in the page set-up, then export again.
    Limits
        Pages in landscape, annexes, and single pages of another size are to verify: they may be inserted documents. It
        fails when most pages outside of the annexes clearly have another size.
    Options
        `width` and `height`: in millimetres (210 by 297, A4). `tolerance`: in millimetres (3).
    """

    code = "L101"
    name = "page-size"
    title = msg("The pages have the size that is asked for")
    requirements = ()
    needs: ClassVar[frozenset[Need]] = frozenset()
    options = Options

    def check(self, dossier: Dossier, options: Options, context: Context) -> Iterator[Hit]:
        del context
        pages = dossier.document.pages
        expected = msg("{width:g} × {height:g} mm", width=options.width, height=options.height)
        other = [page for page in pages if _excess(page, options) > options.tolerance]
        if not other:
            text = msgs("{count} page of {size}", "{count} pages of {size}", len(pages), size=expected)
            yield Hit(Status.PASSED, text)
            return
        annexes = pages_of_kinds(dossier, (SectionKind.ANNEX,))
        body = [page for page in pages if page.number not in annexes]
        clear = [p for p in body if _excess(p, options) > CERTAIN * options.tolerance and not _turned(p, options)]
        failed = 2 * len(clear) > len(body)
        evidence = tuple(
            Evidence(
                page.number,
                observed=msg(
                    "{width:.0f} × {height:.0f} mm", width=page.width / MILLIMETRE, height=page.height / MILLIMETRE
                ),
                expected=expected,
            )
            for page in other[:3]
        )
        text = msgs(
            "{count} page has another size: {pages}",
            "{count} pages have another size: {pages}",
            len(other),
            pages=page_list(page.number for page in other),
        )
        hint = msg("Set the paper size in the page set-up of your word processor and export again.")
        yield Hit(Status.FAILED if failed else Status.TO_VERIFY, text, evidence, hint)

    def cases(self) -> Iterable[Case[Options]]:
        yield Case("A4", make_dossier("Bonjour."), Status.PASSED, ("1 page of 210 × 297 mm",))
        yield Case("letter", _sized(612, 792, 2), Status.FAILED, ("2 pages have another size: 1, 2",))
        yield Case("landscape", _sized(842, 595, 1), Status.TO_VERIFY, ("1 page has another size: 1",))
        yield Case("a scan has a size too", make_dossier("<scan>"), Status.PASSED, ("1 page of 210 × 297 mm",))


def _excess(page: Page, options: Options) -> float:
    """By how many millimetres the worse side differs."""
    width, height = page.width / MILLIMETRE, page.height / MILLIMETRE
    return max(abs(width - options.width), abs(height - options.height))


def _turned(page: Page, options: Options) -> bool:
    """Whether the page is of the right size, turned."""
    return _excess(replace(page, width=page.height, height=page.width), options) <= options.tolerance


def _sized(width: float, height: float, pages: int) -> Dossier:
    document = make_document(*["Bonjour."] * pages)
    resized = tuple(replace(page, width=width, height=height) for page in document.pages)
    return make_dossier(document=replace(document, pages=resized))
