"""C043: a monitoring strategy."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from precheck.i18n import msg
from precheck.model.finding import Status
from precheck.rules.base import Case
from precheck.rules.cues import Cue, CueRule, PartCues, cue
from precheck.rules.examples import four_parts
from precheck.testing import SCAN, make_dossier


@dataclass(frozen=True, slots=True)
class Options(PartCues):
    """`part`: where to look, 0 for the whole dossier; `cues`: what to look for there."""

    part: int = 2
    cues: tuple[Cue, ...] = (
        cue(
            "veille",
            "veille | veiller | se tenir informé | me tenir informé | se tenir au courant | me tenir au courant "
            "| actualité de la recherche | surveiller",
        ),
        cue(
            "stratégie",
            "stratégie | méthode | démarche | fréquence | régulièrement | quotidien* | hebdomadaire* "
            "| chaque semaine | chaque jour | chaque matin | chaque mois | une fois par | critère | trier | tri "
            "| sélection* | alerte | abonn* | thématique | thème de veille | sujet de veille | je consulte "
            "| routine | cycle | heure par semaine | minute par jour",
        ),
    )


class MonitoringStrategy(CueRule):
    """Part 2 does not describe how the candidate keeps watch.

    What it checks
        That part 2 speaks of keeping watch (veille), and of how it is done: how often, with which channels, about what.
    Why
        The specification asks for work that shows a strategy, not a list of sites alone.
    How to fix
        Say on which questions you keep watch, with which tools, how often, and what you do with what you find.
    Limits
        Words are no proof: what was found is shown on its page, for a human to judge. Nothing ever fails.
    Options
        `part`: number of the part to look in (2); 0 for the whole dossier. `cues`: name and words of what to look
        for; a word may take a plural or feminine ending, and `*` stands for any ending.
    """

    code = "C043"
    name = "monitoring-strategy"
    title = msg("A strategy of pedagogical and scientific monitoring")
    requirements = (43,)
    options = Options
    hint = msg("Say on what you keep watch, with which tools, how often, and what you do with it.")

    def cases(self) -> Iterable[Case[PartCues]]:
        yield Case(
            "seen",
            four_parts({2: "Ma veille suit une stratégie."}),
            Status.PASSED,
            ("Seen in part 2, page 3: veille", "Seen in part 2, page 3: stratégie"),
        )
        yield Case("not seen", four_parts(), Status.TO_VERIFY, ("Not seen in part 2: veille ; stratégie",))
        yield Case("a scan", make_dossier(SCAN), Status.UNVERIFIABLE)
