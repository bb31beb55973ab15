"""L004: at most so many pages."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import ClassVar

from precheck.i18n import msg, msgs
from precheck.model.finding import Evidence, Status
from precheck.model.structure import Dossier, SectionKind
from precheck.rules.base import Case, Context, Hit, Need, Rule
from precheck.rules.pages import is_read, page_list, pages_of_kinds
from precheck.testing import make_dossier


@dataclass(frozen=True, slots=True)
class Options:
    """`maximum` pages; `uncounted`: kinds of sections whose pages do not count."""

    maximum: int = 20
    uncounted: tuple[SectionKind, ...] = ()


class TooManyPages(Rule[Options]):
    """The dossier has more pages than the institution allows.

    What it checks
        The number of pages of the file. Every page counts (cover, contents and annexes too), unless the profile says
        otherwise.
    Why
        A dossier that is too long is refused for its format, before anybody reads it.
    How to fix
        Cut, or move what is not needed out of the dossier; a link to an on-line document takes one line.
    Limits
        When the profile leaves annexes out of the count, they are found by their headings. Pages in excess that may be
        annexes without a heading (pictures, pages that belong to no part) are left to a human.
    Options
        `maximum`: pages (20). `uncounted`: kinds of sections left out of the count: cover, contents, introduction,
        part, conclusion, bibliography, annex, other (none).
    """

    code = "L004"
    name = "too-many-pages"
    title = msg("The dossier does not have too many pages")
    requirements = (4,)
    needs: ClassVar[frozenset[Need]] = frozenset()
    options = Options

    def check(self, dossier: Dossier, options: Options, context: Context) -> Iterator[Hit]:
        del context
        total = len(dossier.document.pages)
        left_out = pages_of_kinds(dossier, options.uncounted)
        counted = total - len(left_out)
        expected = msgs("at most {count} page", "at most {count} pages", options.maximum)
        evidence = (Evidence(observed=msgs("{count} page", "{count} pages", counted), expected=expected),)
        data = {"pages": total, "counted": counted, "maximum": options.maximum}
        if counted <= options.maximum:
            yield Hit(Status.PASSED, msgs("{count} page", "{count} pages", counted), evidence, data=data)
            return
        text = msgs(
            "{count} page; maximum {maximum}", "{count} pages; maximum {maximum}", counted, maximum=options.maximum
        )
        hint = msg("Shorten the dossier: every page of the file counts, cover and annexes included.")
        if options.uncounted:
            hint = msg("Shorten the dossier; pages left out of this count: {pages}.", pages=page_list(left_out) or "0")
        failed = not options.uncounted or _all_body(dossier, options, left_out)
        yield Hit(Status.FAILED if failed else Status.TO_VERIFY, text, evidence, hint, data)

    def cases(self) -> Iterable[Case[Options]]:
        yield Case("short enough", make_dossier(*["Bonjour."] * 20), Status.PASSED, ("20 pages",))
        yield Case("too long", make_dossier(*["Bonjour."] * 22), Status.FAILED, ("22 pages; maximum 20",))
        yield Case(
            "scanned pages that may be annexes",
            make_dossier(*["Bonjour."] * 8, "<scan>"),
            Status.TO_VERIFY,
            ("9 pages; maximum 8",),
            Options(8, (SectionKind.ANNEX,)),
        )
        yield Case("a scan has pages too", make_dossier(*["<scan>"] * 21), Status.FAILED, ("21 pages; maximum 20",))


def _all_body(dossier: Dossier, options: Options, left_out: frozenset[int]) -> bool:
    """Whether all pages in excess are certainly body: read, without pictures, in a section found with certainty."""
    body: set[int] = set()
    for section in dossier.structure.sections:
        if section.certain and section.kind in (SectionKind.PART, SectionKind.CONCLUSION, SectionKind.INTRODUCTION):
            body.update(range(section.start_page, section.end_page + 1))
    counted = [page.number for page in dossier.document.pages if page.number not in left_out]
    excess = counted[options.maximum :]
    pages = dossier.document.pages
    return all(number in body and is_read(dossier, number) and not pages[number - 1].images for number in excess)
