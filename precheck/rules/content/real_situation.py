"""C032: a real teaching situation."""

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
            "mise en œuvre en situation réelle",
            "situation réelle | mise en œuvre | mis en œuvre | mettre en œuvre | ma classe | mes classe "
            "| mes élève | mes étudiant | mes stagiaire | nos élève | avec les élève | mon stage | en stage "
            "| durant le stage | face à face | présentiel | monitorat | tutorat | cours particulier | j'ai mené "
            "| j'ai conduit | j'ai animé | j'ai enseigné | j'ai expérimenté | s'est déroulé* | a eu lieu "
            "| élève ont | étudiant ont | stagiaire ont | devant la classe | devant une classe | devant moi "
            "| avec moi | en classe de | la classe compte | la classe comptait | groupe classe | élèves sur "
            "| grande section | moyenne section | petite section | classe de CP | classe de CE1 | classe de CE2 "
            "| classe de CM1 | classe de CM2 | classe de sixième | classe de cinquième | classe de quatrième "
            "| classe de troisième | classe de seconde | classe de première | classe de terminale "
            "| expérimentation",
        ),
    )


class RealSituation(CueRule):
    """Nothing says that the situation of part 1 took place.

    What it checks
        That part 1 says where and with whom the situation took place: a class, a placement, a tutorial.
    Why
        A real situation of teaching or training is the main demand of the certification.
    How to fix
        Say when, where and with which pupils or students the situation took place.
    Limits
        Words are no proof: what was found is shown on its page, for a human to judge. Nothing ever fails.
    Options
        `part`: number of the part to look in (1); 0 for the whole dossier. `cues`: name and words of what to look
        for; a word may take a plural or feminine ending, and `*` stands for any ending.
    """

    code = "C032"
    name = "real-situation"
    title = msg("A situation that really took place")
    requirements = (32,)
    options = Options
    hint = msg("Say where, when and with which pupils or students the situation took place.")

    def cases(self) -> Iterable[Case[PartCues]]:
        yield Case(
            "seen",
            four_parts({1: "La mise en œuvre a eu lieu en mars."}),
            Status.PASSED,
            ("Seen in part 1, page 2: mise en œuvre en situation réelle",),
        )
        yield Case(
            "not seen", four_parts(), Status.TO_VERIFY, ("Not seen in part 1: mise en œuvre en situation réelle",)
        )
        yield Case("a scan", make_dossier(SCAN), Status.UNVERIFIABLE)
