"""C035: the documents given to the pupils."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from precheck.i18n import msg
from precheck.model.finding import Severity, Status
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
            "documents d'accompagnement",
            "document d'accompagnement | fiche | consigne | mode d'emploi | tutoriel | notice | guide "
            "| feuille de route | polycopié | document élève | document fourni | document distribué "
            "| document donné | support élève | livret | énoncé | capsule | aide-mémoire | carte mentale "
            "| questionnaire | support de cours",
        ),
    )


class AccompanyingDocuments(CueRule):
    """Nothing is said of the documents given to the pupils.

    What it checks
        That part 1 speaks of a document given to the pupils or students: instructions, action sheet, tutorial.
    Why
        The specification asks for these documents where there are any.
    How to fix
        Add the sheet or the instructions, or say that there were none.
    Limits
        There may have been no document: this is told as an information. Words are no proof: what was found is shown on
        its page, for a human to judge. Nothing ever fails.
    Options
        `part`: number of the part to look in (1); 0 for the whole dossier. `cues`: name and words of what to look
        for; a word may take a plural or feminine ending, and `*` stands for any ending.
    """

    code = "C035"
    name = "accompanying-documents"
    title = msg("The documents given to the pupils, if any")
    requirements = (35,)
    severity = Severity.INFO
    options = Options
    hint = msg("Add the documents given to the pupils, or say that there were none.")

    def cases(self) -> Iterable[Case[PartCues]]:
        yield Case(
            "seen",
            four_parts({1: "Une fiche de consignes leur a été remise."}),
            Status.PASSED,
            ("Seen in part 1, page 2: documents d'accompagnement",),
        )
        yield Case("not seen", four_parts(), Status.TO_VERIFY, ("Not seen in part 1: documents d'accompagnement",))
        yield Case("a scan", make_dossier(SCAN), Status.UNVERIFIABLE)
