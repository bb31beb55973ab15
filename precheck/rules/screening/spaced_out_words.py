"""O450: words are not spelt out with spaces."""

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


class SpacedOutWords(Rule[Options]):
    """Words are spelt out with a space after each letter, so that a program does not know them.

    What it checks
        Runs of five single letters or more within lines of text.
    Why
        Work is original when it can be compared: words taken apart are not recognised by a search.
    How to fix
        Write the words without spaces; to set letters wide, use the character spacing of the word processor.
    Limits
        A line that holds nothing else is a title set wide and is not counted. Some exports put spaces into text set
        wide: nothing ever fails. The comparison with other texts joins such words.
    Options
        `minimum`: how many such words in the dossier are pointed out (5).
    """

    code = "O450"
    name = "spaced-out-words"
    title = msg("Words are written without spaces between their letters")
    requirements = (50,)
    severity = Severity.WARNING
    needs: ClassVar[frozenset[Need]] = frozenset({Need.TEXT, Need.SCREENING})
    options = Options

    def check(self, dossier: Dossier, options: Options, context: Context) -> Iterator[Hit]:
        del context
        yield from disguise_hits(
            dossier,
            DisguiseKind.SPACED_OUT,
            options.minimum,
            lambda region: msgs(
                "Page {page}: one word is spelt out with spaces",
                "Page {page}: {count} words are spelt out with spaces",
                region.count,
                page=region.page,
            ),
            lambda count: msgs("one word spelt out", "{count} words spelt out", count),
            msg("words without spaces in them"),
            msg("Write these words without spaces between their letters."),
        )

    def cases(self) -> Iterable[Case[Options]]:
        yield Case("plain", make_dossier("Bonjour."), Status.PASSED, ("Nothing of the kind was found",))
        yield Case(
            "in the text",
            make_dossier(
                "Les e n f a n t s ont lu la\nc a r t e du q u a r t i e r avant\nde p a r t i r en v i s i t e."
            ),
            Status.TO_VERIFY,
            ("Page 1: 5 words are spelt out with spaces",),
        )
        yield Case(
            "titles",
            make_dossier("S O M M A I R E\nBonjour.", "B I L A N", "A N N E X E S", "P R O J E T", "D O S S I E R"),
            Status.PASSED,
            ("Nothing of the kind was found",),
        )
        yield Case("a scan", make_dossier(SCAN), Status.UNVERIFIABLE)
