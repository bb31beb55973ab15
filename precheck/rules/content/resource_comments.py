"""C042: a comment on each site."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from precheck.i18n import msg, msgs
from precheck.model.finding import Severity, Status
from precheck.model.structure import Dossier
from precheck.rules.base import Case, Context, Hit, Rule
from precheck.rules.cues import Area, part_area
from precheck.rules.examples import four_parts
from precheck.rules.links import Address, addresses_in
from precheck.testing import SCAN, make_dossier


@dataclass(frozen=True, slots=True)
class Options:
    """`part` that lists the sites; `words` that a comment has at least."""

    part: int = 2
    words: int = 8


class ResourceComments(Rule[Options]):
    """Sites are listed without a comment.

    What it checks
        That some words stand before or after each address of part 2, up to the next address.
    Why
        The specification asks that each site be commented and justified briefly.
    How to fix
        Say for each site what you find there and what you did with it, in a line or two.
    Limits
        Only words are counted; whether they comment the site is for a human. Addresses close together in one sentence
        count as one. Without an address in part 2 there is nothing to see. Nothing ever fails.
    Options
        `part`: number of the part that lists the sites (2); 0 for the whole dossier. `words`: from how many words on
        an address counts as commented (8).
    """

    code = "C042"
    name = "resource-comments"
    title = msg("A comment on each site")
    requirements = (42,)
    severity = Severity.WARNING
    options = Options

    def check(self, dossier: Dossier, options: Options, context: Context) -> Iterator[Hit]:
        del context
        area = part_area(dossier, options.part)
        found = [address for address in addresses_in(dossier, area) if address.position is not None]
        if not found:
            text = msg("No address was seen in {area}: no comment can be looked for", area=area.name)
            yield Hit(Status.UNVERIFIABLE, text)
            return
        bare = list(_without_comment(dossier, area, found, options.words))
        if bare:
            text = msgs("{count} address without a comment", "{count} addresses without a comment", len(bare))
            hint = msg("Say in a line what you find on each site and what you did with it.")
            yield Hit(Status.TO_VERIFY, text, tuple(address.evidence() for address in bare), hint)
        else:
            text = msgs(
                "{count} address, with words around it", "{count} addresses, with words around them", len(found)
            )
            yield Hit(Status.PASSED, text, tuple(address.evidence() for address in found[:5]))

    def cases(self) -> Iterable[Case[Options]]:
        comment = "J'y trouve les programmes et des idées de séances à adapter en classe."
        yield Case(
            "commented",
            four_parts({2: f"https://eduscol.education.fr\n{comment}"}),
            Status.PASSED,
            ("1 address, with words around it",),
        )
        bare = "\n".join(f"www.exemple{number}.fr" for number in range(1, 6))
        yield Case(
            "a bare list",
            four_parts({2: f"{bare}\nwww.exemple6.fr"}),
            Status.TO_VERIFY,
            ("5 addresses without a comment",),
        )
        yield Case(
            "no address",
            four_parts(),
            Status.UNVERIFIABLE,
            ("No address was seen in part 2: no comment can be looked for",),
        )
        yield Case("a scan", make_dossier(SCAN), Status.UNVERIFIABLE)


def _without_comment(dossier: Dossier, area: Area, found: list[Address], words: int) -> Iterator[Address]:
    """The addresses with fewer than `words` words on both sides, up to the next address or the end of the area."""
    text = dossier.document.text
    for span in area.spans:
        inside = [a for a in found if a.position is not None and span.start <= a.position < span.end]
        marks = [span.start, *(a.position or 0 for a in inside), span.end]
        around = [_words(text[start:end]) for start, end in pairwise(marks)]
        for address, before, after in zip(inside, around, around[1:], strict=False):
            if before < words and after < words:
                yield address


def _words(text: str) -> int:
    """How many words of three letters or more, addresses left out."""
    return sum(
        len(word) > 2 and "/" not in word and "www" not in word and "." not in word[:-1] for word in text.split()
    )
