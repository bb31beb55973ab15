"""C033: the sequence in outline, one session in detail."""

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
            "grandes lignes de la séquence",
            "séquence | progression | plan de travail | grandes lignes | module | projet de classe "
            "| projet pédagogique",
        ),
        cue(
            "une séance en détail",
            "séance | atelier | heure de cours | leçon",
        ),
    )


class SequenceAndSession(CueRule):
    """Part 1 does not show the sequence and one session.

    What it checks
        That part 1 speaks of a sequence and of a session.
    Why
        The specification asks for the sequence in outline and for one session in detail.
    How to fix
        Give the outline of the sequence, then describe one session step by step.
    Limits
        Words are no proof: what was found is shown on its page, for a human to judge. Nothing ever fails.
    Options
        `part`: number of the part to look in (1); 0 for the whole dossier. `cues`: name and words of what to look
        for; a word may take a plural or feminine ending, and `*` stands for any ending.
    """

    code = "C033"
    name = "sequence-and-session"
    title = msg("The sequence in outline and one session in detail")
    requirements = (33,)
    options = Options
    hint = msg("Give the outline of the sequence, then describe one of its sessions in detail.")

    def cases(self) -> Iterable[Case[PartCues]]:
        yield Case(
            "seen",
            four_parts({1: "La séquence compte six temps, la séance trois est décrite."}),
            Status.PASSED,
            ("Seen in part 1, page 2: grandes lignes de la séquence", "Seen in part 1, page 2: une séance en détail"),
        )
        yield Case(
            "not seen",
            four_parts(),
            Status.TO_VERIFY,
            ("Not seen in part 1: grandes lignes de la séquence ; une séance en détail",),
        )
        yield Case("a scan", make_dossier(SCAN), Status.UNVERIFIABLE)
