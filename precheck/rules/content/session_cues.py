"""C034: what the description of the session holds."""

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
    """`part`: where the session is described; `cues`: what its description should hold."""

    part: int = 1


class SessionCues(CueRule):
    """The description of the session leaves out something that the institution asks for.

    What it checks
        That words for each point of the profile (objectives, competences, activities, assessment...) stand in part 1.
    Why
        The specification lists what the detailed description of a session holds.
    How to fix
        Describe the session under these points, in this order; say so when one does not apply.
    Limits
        Words are no proof: they may stand elsewhere in part 1 than in the session. What was found is shown on its
        page, for a human to judge. Nothing ever fails.
    Options
        `part`: number of the part to look in (1); 0 for the whole dossier. `cues`: name and words of each point; a
        word may take a plural or feminine ending, and `*` stands for any ending. Without cues the rule does not apply.
    """

    code = "C034"
    name = "session-cues"
    title = msg("The session is described point by point")
    requirements = (34,)
    options = Options
    hint = msg("Complete the description of the session with these points, or say why they do not apply.")

    def cases(self) -> Iterable[Case[PartCues]]:
        asked = Options(
            cues=(
                Cue("objectifs poursuivis", ("objectif",)),
                Cue("moyens de différenciation", ("différenci*", "besoins particuliers")),
            )
        )
        yield Case(
            "both",
            four_parts({1: "Deux objectifs.\nUne aide différenciée."}),
            Status.PASSED,
            ("Seen in part 1, page 2: objectifs poursuivis", "Seen in part 1, page 2: moyens de différenciation"),
            asked,
        )
        yield Case(
            "one is missing",
            four_parts({1: "Deux objectifs."}),
            Status.TO_VERIFY,
            ("Seen in part 1, page 2: objectifs poursuivis", "Not seen in part 1: moyens de différenciation"),
            asked,
        )
        yield Case("nothing asked for", four_parts(), Status.NOT_APPLICABLE)
        yield Case("a scan", make_dossier(SCAN), Status.UNVERIFIABLE, (), asked)
