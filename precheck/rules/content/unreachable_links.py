"""C041: links that others can open."""

from __future__ import annotations

import ipaddress
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

from precheck.i18n import Message, msg, msgs
from precheck.model.finding import Evidence, Severity, Status
from precheck.model.structure import Dossier
from precheck.rules.base import Case, Context, Hit, Rule
from precheck.rules.cues import part_area
from precheck.rules.examples import four_parts
from precheck.rules.links import Address, addresses_in
from precheck.testing import SCAN, make_dossier

LOCAL = (".local", ".lan", ".home", ".internal", ".localdomain", ".intranet", ".test", ".invalid", ".example")


@dataclass(frozen=True, slots=True)
class Options:
    """`part` whose links are looked at."""

    part: int = 2


class UnreachableLinks(Rule[Options]):
    """A link leads where the evaluator cannot follow.

    What it checks
        That no link of part 2 leads to a file of one computer, a private network, or an address that cannot exist.
    Why
        The evaluator must be able to open the resources.
    How to fix
        Replace the address by the public one, and open it from another computer without logging in.
    Limits
        Nothing is opened: whether an address answers, and whether it asks for a password, is not tested, so this rule
        never says that links are reachable. Nothing ever fails.
    Options
        `part`: number of the part whose links are looked at (2); 0 for the whole dossier.
    """

    code = "C041"
    name = "unreachable-links"
    title = msg("No link to where the evaluator cannot follow")
    requirements = (41,)
    severity = Severity.WARNING
    options = Options

    def check(self, dossier: Dossier, options: Options, context: Context) -> Iterator[Hit]:
        del context
        found = addresses_in(dossier, part_area(dossier, options.part))
        wrong = [(address, reason) for address in found if (reason := _reason(address))]
        for address, reason in wrong:
            evidence = Evidence(
                address.page, address.bbox, address.uri, reason, msg("an address that anybody can open")
            )
            hint = msg("Give the public address, and try it from another computer.")
            text = msg("This link leads where the evaluator cannot follow: {reason}", reason=reason)
            yield Hit(Status.TO_VERIFY, text, (evidence,), hint)
        if not wrong:
            text = msgs("{count} address, not opened.", "{count} addresses, none of them opened.", len(found))
            yield Hit(Status.NOT_APPLICABLE, text if found else msg("No address to look at."))

    def cases(self) -> Iterable[Case[Options]]:
        yield Case("public", four_parts({2: "Voir https://eduscol.education.fr/."}), Status.NOT_APPLICABLE)
        yield Case(
            "a file of one computer",
            four_parts({2: "Voir la liste."}, links=[(3, "file:///C:/Users/lea/liste.docx")]),
            Status.TO_VERIFY,
            ("This link leads where the evaluator cannot follow: a file of one computer",),
        )
        yield Case(
            "a private network",
            four_parts({2: "Voir http://192.168.1.12/veille et http://localhost:8080/."}),
            Status.TO_VERIFY,
            (
                "This link leads where the evaluator cannot follow: a private network",
                "This link leads where the evaluator cannot follow: a private network",
            ),
        )
        yield Case("a scan", make_dossier(SCAN), Status.UNVERIFIABLE)


def _reason(address: Address) -> Message | None:
    """Why nobody else can open an address, None when somebody may."""
    uri = address.uri.strip()
    if uri.lower().startswith("file:") or uri[1:3] in (":\\", ":/") or uri.startswith("\\\\"):
        return msg("a file of one computer")
    if "://" not in uri:
        return None if address.printed or "." in uri else msg("not an address")
    try:
        parts = urlsplit(uri)
        host = parts.hostname or ""
    except ValueError:
        return msg("not an address")
    if parts.scheme.lower() not in ("http", "https", "ftp"):
        return None
    try:
        return None if ipaddress.ip_address(host).is_global else msg("a private network")
    except ValueError:
        pass
    if host == "localhost" or host.endswith(LOCAL):
        return msg("a private network")
    return None if "." in host.strip(".") else msg("not an address")
