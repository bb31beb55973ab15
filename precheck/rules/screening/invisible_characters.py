"""O250: words hold no invisible characters."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import ClassVar

from precheck.i18n import msg, msgs
from precheck.model.finding import Severity, Status
from precheck.model.structure import Dossier
from precheck.rules.base import Case, Context, Hit, Need, Rule
from precheck.rules.veils import disguise_hits
from precheck.structure.disguise import DisguiseKind
from precheck.testing import SCAN, make_dossier


@dataclass(frozen=True, slots=True)
class Options:
    """`minimum`: from how many such words in the dossier on they are pointed out."""

    minimum: int = 5


class InvisibleCharacters(Rule[Options]):
    """Words hold characters that nobody sees, so that a program does not know the words.

    What it checks
        Characters without width and soft hyphens between two letters of a word.
    Why
        Work is original when it can be compared: words cut by invisible characters are not recognised by a search.
    How to fix
        Type these words again; in a word processor, replace the invisible characters by nothing.
    Limits
        A soft hyphen at the end of a line, a mark at the start of a text, a joiner in an emoji and what Arabic or
        Persian words need are ordinary and not counted. Pages copied from the web may bring soft hyphens: nothing ever
        fails. The comparison with other texts leaves these characters out.
    Options
        `minimum`: how many such words in the dossier are pointed out (5).
    """

    code = "O250"
    name = "invisible-characters"
    title = msg("Words hold no invisible characters")
    requirements = (50,)
    severity = Severity.WARNING
    needs: ClassVar[frozenset[Need]] = frozenset({Need.TEXT, Need.SCREENING})
    options = Options

    def check(self, dossier: Dossier, options: Options, context: Context) -> Iterator[Hit]:
        del context
        yield from disguise_hits(
            dossier,
            DisguiseKind.ZERO_WIDTH,
            options.minimum,
            lambda region: msgs(
                "Page {page}: one word holds invisible characters",
                "Page {page}: {count} words hold invisible characters",
                region.count,
                page=region.page,
            ),
            lambda count: msgs(
                "one word cut by invisible characters", "{count} words cut by invisible characters", count
            ),
            msg("letters only within a word"),
            msg("Type these words again, or replace the invisible characters by nothing."),
        )

    def cases(self) -> Iterable[Case[Options]]:
        yield Case("plain", make_dossier("Bonjour."), Status.PASSED, ("Nothing of the kind was found",))
        yield Case(
            "within words",
            make_dossier("Les en\u200bfants ont lu la car\u200dte du quar\u2060tier av\u200cant de par\u200btir."),
            Status.TO_VERIFY,
            ("Page 1: 5 words hold invisible characters",),
        )
        yield Case(
            "emoji and marks",
            make_dossier("\ufeffBonjour \U0001f469\u200d\U0001f3eb, ❤\ufe0f\u200b et می\u200cخواهم."),
            Status.PASSED,
            ("Nothing of the kind was found",),
        )
        yield Case("a scan", make_dossier(SCAN), Status.UNVERIFIABLE)
