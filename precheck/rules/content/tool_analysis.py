"""C037: the analysis of the tool."""

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
            "caractéristiques de l'outil",
            "caractéristique | fonctionnalité | logiciel | application | interface | support choisi "
            "| plateforme | outil choisi | choix de l'outil | choix du support | choix du logiciel",
        ),
        cue(
            "avantages et inconvénients",
            "avantage | inconvénient | limite | point fort | point faible | atout | défaut | faiblesse",
        ),
        cue(
            "apport pédagogique",
            "plus-value | valeur ajoutée | apport | apporte | apporter | bénéfice | intérêt | gain | pertinence "
            "| pertinent",
        ),
    )


class ToolAnalysis(CueRule):
    """Part 1 does not analyse the tool that was chosen.

    What it checks
        That part 1 speaks of the characteristics of the tool, of its advantages and drawbacks, and of what it adds.
    Why
        The choice of the tool shows that the candidate can weigh technologies against the aim.
    How to fix
        Describe the tool, its advantages and drawbacks for this class, and what it adds to learning.
    Limits
        Words are no proof: what was found is shown on its page, for a human to judge. Nothing ever fails.
    Options
        `part`: number of the part to look in (1); 0 for the whole dossier. `cues`: name and words of what to look
        for; a word may take a plural or feminine ending, and `*` stands for any ending.
    """

    code = "C037"
    name = "tool-analysis"
    title = msg("The tool: characteristics, pros and cons, added value")
    requirements = (37,)
    options = Options
    hint = msg("Describe the tool: its characteristics, its advantages and drawbacks, what it adds.")

    def cases(self) -> Iterable[Case[PartCues]]:
        yield Case(
            "seen",
            four_parts({1: "Ce logiciel a un avantage et un inconvénient ; son apport est net."}),
            Status.PASSED,
            (
                "Seen in part 1, page 2: caractéristiques de l'outil",
                "Seen in part 1, page 2: avantages et inconvénients",
                "Seen in part 1, page 2: apport pédagogique",
            ),
        )
        yield Case(
            "not seen",
            four_parts(),
            Status.TO_VERIFY,
            ("Not seen in part 1: caractéristiques de l'outil ; avantages et inconvénients ; apport pédagogique",),
        )
        yield Case("a scan", make_dossier(SCAN), Status.UNVERIFIABLE)
