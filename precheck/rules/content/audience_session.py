"""C074: a session taught before an audience."""

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
            "séance d'enseignement",
            "séance | atelier | leçon | heure de cours | situation d'enseignement",
        ),
        cue(
            "devant un public",
            "devant public | devant un public | devant les élève | devant la classe | devant une classe "
            "| mes élève | ma classe | les élève | les étudiant | les stagiaire | les adulte | les participant "
            "| les apprenant | classe de",
        ),
    )


class AudienceSession(CueRule):
    """Nothing shows a session taught before an audience.

    What it checks
        That the dossier speaks of a session with digital tools, and of the pupils or adults who attended it.
    Why
        The notice asks for the proof that such a session was taught before an audience.
    How to fix
        Describe the session, say before whom it was taught, and add a trace of it.
    Limits
        Words are no proof: what was found is shown on its page, for a human to judge. Nothing ever fails.
    Options
        `part`: number of the part to look in (0); 0 for the whole dossier. `cues`: name and words of what to look
        for; a word may take a plural or feminine ending, and `*` stands for any ending.
    """

    code = "C074"
    name = "audience-session"
    title = msg("A session taught with digital tools before an audience")
    requirements = (74,)
    options = Options
    hint = msg("Describe one session that you taught with digital tools, say before whom, and add a trace.")

    def cases(self) -> Iterable[Case[PartCues]]:
        yield Case(
            "seen",
            four_parts({2: "La séance fut donnée devant une classe de sixième."}),
            Status.PASSED,
            ("Seen in the dossier, page 3: séance d'enseignement", "Seen in the dossier, page 3: devant un public"),
        )
        yield Case(
            "not seen",
            four_parts(),
            Status.TO_VERIFY,
            ("Not seen in the dossier: séance d'enseignement ; devant un public",),
        )
        yield Case("a scan", make_dossier(SCAN), Status.UNVERIFIABLE)
