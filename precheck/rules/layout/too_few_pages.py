"""L003: at least so many pages."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import ClassVar

from precheck.i18n import msg, msgs
from precheck.model.finding import Evidence, Status
from precheck.model.structure import Dossier, SectionKind
from precheck.rules.base import Case, Context, Hit, Need, Rule
from precheck.rules.pages import page_list, pages_of_kinds
from precheck.testing import make_dossier


@dataclass(frozen=True, slots=True)
class Options:
    """`minimum` pages; `uncounted`: kinds of sections whose pages do not count."""

    minimum: int = 10
    uncounted: tuple[SectionKind, ...] = ()


class TooFewPages(Rule[Options]):
    """The dossier has fewer pages than the institution asks for.

    What it checks
        The number of pages of the file. Every page counts (cover, contents and annexes too), unless the profile says
        otherwise.
    Why
        A dossier that is too short is refused for its format, before anybody reads it.
    How to fix
        Develop the parts that are short, or add the documents and traces that the parts speak of.
    Limits
        When the profile leaves some pages out of the count, they are found by their headings: a dossier that is long
        enough with them is then left to a human unless the count is certain.
    Options
        `minimum`: pages (10). `uncounted`: kinds of sections left out of the count: cover, contents, introduction,
        part, conclusion, bibliography, annex, other (none).
    """

    code = "L003"
    name = "too-few-pages"
    title = msg("The dossier has enough pages")
    requirements = (3,)
    needs: ClassVar[frozenset[Need]] = frozenset()
    options = Options

    def check(self, dossier: Dossier, options: Options, context: Context) -> Iterator[Hit]:
        del context
        total = len(dossier.document.pages)
        left_out = pages_of_kinds(dossier, options.uncounted)
        counted = total - len(left_out)
        expected = msgs("at least {count} page", "at least {count} pages", options.minimum)
        evidence = (Evidence(observed=msgs("{count} page", "{count} pages", counted), expected=expected),)
        data = {"pages": total, "counted": counted, "minimum": options.minimum}
        if counted >= options.minimum:
            yield Hit(Status.PASSED, msgs("{count} page", "{count} pages", counted), evidence, data=data)
            return
        text = msgs(
            "{count} page; minimum {minimum}", "{count} pages; minimum {minimum}", counted, minimum=options.minimum
        )
        hint = msg("Develop what is short: every page of the file counts.")
        if left_out:
            hint = msg("Develop what is short: these pages are not counted: {pages}.", pages=page_list(left_out))
        certain = total < options.minimum
        yield Hit(
            Status.FAILED if certain or _certain(dossier, options) else Status.TO_VERIFY, text, evidence, hint, data
        )

    def cases(self) -> Iterable[Case[Options]]:
        yield Case("enough", make_dossier(*["Bonjour."] * 10), Status.PASSED, ("10 pages",))
        yield Case("too short", make_dossier(*["Bonjour."] * 9), Status.FAILED, ("9 pages; minimum 10",))
        yield Case("a scan has pages too", make_dossier(*["<scan>"] * 12), Status.PASSED, ("12 pages",))


def _certain(dossier: Dossier, options: Options) -> bool:
    """Whether every section left out of the count was recognised with certainty."""
    return all(s.certain for s in dossier.structure.sections if s.kind in options.uncounted)
