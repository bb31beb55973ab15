"""C073: the portfolio, as a file or a link."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from precheck.i18n import msg, msgs
from precheck.model.finding import Evidence, Severity, Status
from precheck.model.structure import Dossier
from precheck.rules.base import Case, Context, Hit, Rule
from precheck.rules.examples import four_parts
from precheck.rules.links import body_addresses
from precheck.rules.pages import page_list, unread_pages
from precheck.testing import SCAN, make_dossier


@dataclass(frozen=True, slots=True)
class Options:
    """`pages` from which the file is taken for the portfolio itself, not for a page that links to it."""

    pages: int = 3


class PortfolioLink(Rule[Options]):
    """The deposit is neither a portfolio nor a link to one.

    What it checks
        That the file is long enough to be the portfolio, or gives an address where it may be.
    Why
        The notice accepts a digital dossier or a link to a personal space.
    How to fix
        Deposit the portfolio itself, or put its address, open to the evaluators, into the file.
    Limits
        Which of the addresses leads to the portfolio, and whether it opens, is for a human. Nothing ever fails.
    Options
        `pages`: from how many pages on the file is taken for the portfolio itself (3).
    """

    code = "C073"
    name = "portfolio-link"
    title = msg("The portfolio, as a file or as a link")
    requirements = (73,)
    severity = Severity.INFO
    options = Options

    def check(self, dossier: Dossier, options: Options, context: Context) -> Iterator[Hit]:
        del context
        total = len(dossier.document.pages)
        if total >= options.pages:
            yield Hit(Status.PASSED, msgs("{count} page: the file", "{count} pages: the portfolio is the file", total))
            return
        found = body_addresses(dossier)
        hint = msg("Deposit the portfolio, or put its address into the file and open it to the evaluators.")
        unread = unread_pages(dossier)
        if found:
            text = msgs("{count} address that may be the portfolio", "{count} addresses that may be it", len(found))
            yield Hit(Status.PASSED, text, tuple(address.evidence() for address in found[:5]))
        elif unread:
            text = msg("No address was seen; p. {pages} could not be read", pages=page_list(unread))
            yield Hit(Status.UNVERIFIABLE, text, tuple(Evidence(page) for page in unread), hint)
        else:
            text = msgs("{count} page without an address", "{count} pages without an address", total)
            yield Hit(Status.TO_VERIFY, text, (), hint)

    def cases(self) -> Iterable[Case[Options]]:
        yield Case("a whole dossier", four_parts(), Status.PASSED, ("8 pages: the portfolio is the file",))
        yield Case(
            "a page with its address",
            make_dossier("Mon portfolio : https://exemple.fr/lea"),
            Status.PASSED,
            ("1 address that may be the portfolio",),
        )
        yield Case("a page without", make_dossier("Mon portfolio."), Status.TO_VERIFY, ("1 page without an address",))
        yield Case(
            "a page and a picture",
            make_dossier("Mon portfolio.", SCAN),
            Status.UNVERIFIABLE,
            ("No address was seen; p. 2 could not be read",),
        )
