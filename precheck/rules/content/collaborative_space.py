"""C044: a collaborative space."""

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

    part: int = 3
    cues: tuple[Cue, ...] = (
        cue(
            "espace collaboratif de travail",
            "espace collaboratif | espace de travail | espace partagé | espace numérique | ENT | forum | blog "
            "| wiki | moodle | padlet | drive | google doc* | framapad | framateam | etherpad | pad | nextcloud "
            "| dropbox | onedrive | sharepoint | tribu | m@gistère | magistère | travail collaboratif "
            "| document partagé | dossier partagé | plateforme | cloud | nuage | pronote | éclat | teams "
            "| slack | trello | viaéduc | mur collaboratif | messagerie collaborative",
        ),
        cue(
            "regard réflexif",
            "réflexi* | recul | bilan | avec le recul | j'ai constaté | j'ai compris | j'ai appris "
            "| j'ai retenu | je retiens | limite | avantage | inconvénient | difficulté | intérêt | apport "
            "| apporté | enseignement que | posture | analyse | cette expérience | amélior* | à refaire "
            "| j'en tire | leçon | regret* | facilit* | permis",
        ),
    )


class CollaborativeSpace(CueRule):
    """Part 3 does not give a reflective account of a collaborative space.

    What it checks
        That part 3 speaks of a shared space (ENT, forum, blog, shared documents) and steps back from its use.
    Why
        The specification asks for a reflective and argued account of such a space.
    How to fix
        Choose one space, say who does what in it, and what you learnt from using it.
    Limits
        Words are no proof: what was found is shown on its page, for a human to judge. Nothing ever fails.
    Options
        `part`: number of the part to look in (3); 0 for the whole dossier. `cues`: name and words of what to look
        for; a word may take a plural or feminine ending, and `*` stands for any ending.
    """

    code = "C044"
    name = "collaborative-space"
    title = msg("A reflective account of a collaborative space")
    requirements = (44,)
    options = Options
    hint = msg("Describe a collaborative space that you used or set up, and step back from it.")

    def cases(self) -> Iterable[Case[PartCues]]:
        yield Case(
            "seen",
            four_parts({3: "L'espace collaboratif nous a appris ses limites."}),
            Status.PASSED,
            ("Seen in part 3, page 4: espace collaboratif de travail", "Seen in part 3, page 4: regard réflexif"),
        )
        yield Case(
            "not seen",
            four_parts(),
            Status.TO_VERIFY,
            ("Not seen in part 3: espace collaboratif de travail ; regard réflexif",),
        )
        yield Case("a scan", make_dossier(SCAN), Status.UNVERIFIABLE)
