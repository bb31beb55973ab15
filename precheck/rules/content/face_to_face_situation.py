"""C070: a real face-to-face situation."""

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

    part: int = 0
    cues: tuple[Cue, ...] = (
        cue(
            "situation réelle en face à face",
            "situation réelle | face à face | présentiel | ma classe | mes élève | mes étudiant | mes stagiaire "
            "| avec les élève | élève ont | étudiant ont | stagiaire ont | devant la classe | devant une classe "
            "| devant les élève | j'ai mené | j'ai animé | j'ai conduit | j'ai enseigné | en classe de "
            "| mise en œuvre en classe | stage en responsabilité | en classe",
        ),
    )


class FaceToFaceSituation(CueRule):
    """Nothing says that a situation was taught face to face.

    What it checks
        That the dossier speaks of a situation of teaching or training that the candidate led, face to face.
    Why
        At least one real situation, face to face, is a condition of the certificate.
    How to fix
        Say when, where and before whom you led the situation.
    Limits
        Words are no proof: what was found is shown on its page, for a human to judge. Nothing ever fails.
    Options
        `part`: number of the part to look in (0); 0 for the whole dossier. `cues`: name and words of what to look
        for; a word may take a plural or feminine ending, and `*` stands for any ending.
    """

    code = "C070"
    name = "face-to-face-situation"
    title = msg("A real situation of teaching, face to face")
    requirements = (70,)
    options = Options
    hint = msg("Say when, where and before whom you led a real situation, face to face.")

    def cases(self) -> Iterable[Case[PartCues]]:
        yield Case(
            "seen",
            four_parts({2: "La situation réelle fut menée en face à face."}),
            Status.PASSED,
            ("Seen in the dossier, page 3: situation réelle en face à face",),
        )
        yield Case(
            "not seen", four_parts(), Status.TO_VERIFY, ("Not seen in the dossier: situation réelle en face à face",)
        )
        yield Case("a scan", make_dossier(SCAN), Status.UNVERIFIABLE)
