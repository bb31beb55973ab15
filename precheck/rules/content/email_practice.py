"""C046: how professional e-mail is written."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from precheck.i18n import msg
from precheck.model.finding import Status
from precheck.rules.base import Case
from precheck.rules.cues import Cue, CueRule, PartCues
from precheck.rules.examples import four_parts
from precheck.testing import SCAN, make_dossier


@dataclass(frozen=True, slots=True)
class Options(PartCues):
    """`part`: where the practice is described; `cues`: what its description should hold."""

    part: int = 3


class EmailPractice(CueRule):
    """The description of e-mail practice leaves out something that the institution asks for.

    What it checks
        That words for each point of the profile (subject, greeting, signature, formats, size) stand in part 3.
    Why
        The specification lists what the candidate says about writing professional e-mail.
    How to fix
        Describe one message that you sent, point by point.
    Limits
        Words are no proof: what was found is shown on its page, for a human to judge. Nothing ever fails.
    Options
        `part`: number of the part to look in (3); 0 for the whole dossier. `cues`: name and words of each point; a
        word may take a plural or feminine ending, and `*` stands for any ending. Without cues the rule does not apply.
    """

    code = "C046"
    name = "email-practice"
    title = msg("The practice of professional e-mail is described")
    requirements = (46,)
    options = Options
    hint = msg("Describe how you write a professional e-mail, point by point.")

    def cases(self) -> Iterable[Case[PartCues]]:
        asked = Options(cues=(Cue("objet du courriel", ("objet",)), Cue("signature", ("signature", "je signe"))))
        yield Case(
            "both",
            four_parts({3: "L'objet est court, la signature complète."}),
            Status.PASSED,
            ("Seen in part 3, page 4: objet du courriel", "Seen in part 3, page 4: signature"),
            asked,
        )
        yield Case(
            "none",
            four_parts(),
            Status.TO_VERIFY,
            ("Not seen in part 3: objet du courriel ; signature",),
            asked,
        )
        yield Case("nothing asked for", four_parts(), Status.NOT_APPLICABLE)
        yield Case("a scan", make_dossier(SCAN), Status.UNVERIFIABLE, (), asked)
