"""O150: words are written in the letters of one script."""

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

_ALTERED = "Lеs еnfаnts оnt lu lа cаrtе du quаrtiеr аvаnt dе pаrtir"
"""Cyrillic letters among the Latin ones."""


@dataclass(frozen=True, slots=True)
class Options:
    """`minimum`: from how many such words in the dossier on they are pointed out."""

    minimum: int = 5


class LookAlikeLetters(Rule[Options]):
    """Words hold letters of another script that look like Latin ones, so that a program does not know the words.

    What it checks
        Words that mix Latin letters with Cyrillic, Greek or other letters that look the same.
    Why
        Work is original when it can be compared: words altered in this way are not recognised by a search.
    How to fix
        Type these words again, or paste them as plain text from where they were written.
    Limits
        A word all in another script, a Greek letter in a formula and phonetic writing are ordinary and not counted.
        Some fonts and keyboards mix scripts without anybody's wish: nothing ever fails. The comparison with other texts
        reads such words as a person does.
    Options
        `minimum`: how many such words in the dossier are pointed out (5).
    """

    code = "O150"
    name = "look-alike-letters"
    title = msg("Words are written in the letters of one script")
    requirements = (50,)
    severity = Severity.WARNING
    needs: ClassVar[frozenset[Need]] = frozenset({Need.TEXT, Need.SCREENING})
    options = Options

    def check(self, dossier: Dossier, options: Options, context: Context) -> Iterator[Hit]:
        del context
        yield from disguise_hits(
            dossier,
            DisguiseKind.HOMOGLYPH,
            options.minimum,
            lambda region: msgs(
                "Page {page}: one word holds letters of another script that look like Latin ones",
                "Page {page}: {count} words hold letters of another script that look like Latin ones",
                region.count,
                page=region.page,
            ),
            lambda count: msgs("one word in mixed scripts", "{count} words in mixed scripts", count),
            msg("Latin letters only within a word"),
            msg("Type these words again, or paste them as plain text."),
        )

    def cases(self) -> Iterable[Case[Options]]:
        yield Case("plain", make_dossier("Bonjour."), Status.PASSED, ("Nothing of the kind was found",))
        yield Case(
            "Cyrillic among Latin letters",
            make_dossier(f"# Introduction\n{_ALTERED}."),
            Status.TO_VERIFY,
            ("Page 1: 9 words hold letters of another script that look like Latin ones",),
        )
        yield Case(
            "formulas, phonetics, a foreign word",
            make_dossier(
                "L'angle α = 2π, la masse ρgh, [kɑʁt], le mot рак en russe, 5 μm et Δx ou αx, βx, γx, νt, κm."
            ),
            Status.PASSED,
            ("Nothing of the kind was found",),
        )
        yield Case(
            "a handful",
            make_dossier("La cаrte du quаrtier."),
            Status.PASSED,
            ("A handful only, which means nothing: 2, where 5 would",),
        )
        yield Case("a scan", make_dossier(SCAN), Status.UNVERIFIABLE)
