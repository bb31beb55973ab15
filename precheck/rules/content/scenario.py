"""C031: the scenario of the sequence."""

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

    part: int = 1
    cues: tuple[Cue, ...] = (
        cue(
            "scénario pédagogique",
            "scénario* | scénaris* | déroulement | déroulé | fiche de préparation | fiche de séance "
            "| fiche de séquence | fiche pédagogique | plan de séance | plan de séquence | plan de la séance "
            "| plan de la séquence | tableau de séance | tableau de séquence | trame de la séance "
            "| trame de la séquence | démarche pédagogique | dispositif pédagogique | schéma "
            "| étape de la séance | phase de la séance",
        ),
    )


class Scenario(CueRule):
    """Nothing says that part 1 holds a scenario.

    What it checks
        That part 1 speaks of a scenario, a course of the session, a preparation sheet, a table or a scheme.
    Why
        The specification asks for the learning situation as a scenario, in text, scheme or table.
    How to fix
        Describe the scenario under a heading that says so, or put it in a table.
    Limits
        Words are no proof: what was found is shown on its page, for a human to judge. Nothing ever fails.
    Options
        `part`: number of the part to look in (1); 0 for the whole dossier. `cues`: name and words of what to look
        for; a word may take a plural or feminine ending, and `*` stands for any ending.
    """

    code = "C031"
    name = "scenario"
    title = msg("A scenario of the learning situation")
    requirements = (31,)
    options = Options
    hint = msg("Describe the scenario as text, scheme or table, and name it.")

    def cases(self) -> Iterable[Case[PartCues]]:
        yield Case(
            "seen",
            four_parts({1: "Le scénario tient en quatre temps."}),
            Status.PASSED,
            ("Seen in part 1, page 2: scénario pédagogique",),
        )
        yield Case("not seen", four_parts(), Status.TO_VERIFY, ("Not seen in part 1: scénario pédagogique",))
        yield Case("a scan", make_dossier(SCAN), Status.UNVERIFIABLE)
