"""C045: the kinds of e-mail addresses."""

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
            "adresse professionnelle",
            "adresse professionnelle | adresse électronique professionnelle "
            "| adresse de courriel professionnelle | adresse mail professionnelle "
            "| adresse e-mail professionnelle | adresse académique | adresse électronique académique "
            "| adresse mail académique | adresse universitaire | adresse étudiante | adresse institutionnelle "
            "| adresse fonctionnelle | messagerie professionnelle | messagerie académique | webmail académique "
            "| courrier académique | boîte professionnelle | boîte académique | mail professionnel "
            "| mail académique | courriel professionnel | courriel académique | compte professionnel "
            "| compte académique",
        ),
        cue(
            "autres adresses",
            "adresse personnelle | adresse privée | adresse électronique personnelle | adresse mail personnelle "
            "| adresse e-mail personnelle | adresse de courriel personnelle | messagerie personnelle "
            "| messagerie privée | messagerie interne | messagerie de l'ENT | boîte personnelle | boîte privée "
            "| mail personnel | courriel personnel | compte personnel | gmail | hotmail | outlook | yahoo "
            "| laposte | alias | adresse jetable | adresse dédiée | adresse de classe | adresse générique "
            "| seconde adresse | deuxième adresse | troisième adresse | types d'adresse | plusieurs adresse "
            "| trois adresse | deux adresse | quatre adresse | adresse de l'école | adresse de l'établissement",
        ),
    )


class EmailAddresses(CueRule):
    """Part 3 does not describe the kinds of e-mail addresses and their uses.

    What it checks
        That part 3 speaks of a professional address and of another one.
    Why
        The specification asks which address is used for which use and which correspondent.
    How to fix
        Name your kinds of addresses (professional, personal, of the placement school) and say what each is for.
    Limits
        Words are no proof: what was found is shown on its page, for a human to judge. Nothing ever fails.
    Options
        `part`: number of the part to look in (3); 0 for the whole dossier. `cues`: name and words of what to look
        for; a word may take a plural or feminine ending, and `*` stands for any ending.
    """

    code = "C045"
    name = "email-addresses"
    title = msg("The kinds of e-mail addresses, by use")
    requirements = (45,)
    options = Options
    hint = msg("Say which kinds of e-mail addresses you have, and which you use for whom.")

    def cases(self) -> Iterable[Case[PartCues]]:
        yield Case(
            "seen",
            four_parts({3: "Mon adresse académique sert au travail, ma messagerie personnelle au reste."}),
            Status.PASSED,
            ("Seen in part 3, page 4: adresse professionnelle", "Seen in part 3, page 4: autres adresses"),
        )
        yield Case(
            "not seen",
            four_parts(),
            Status.TO_VERIFY,
            ("Not seen in part 3: adresse professionnelle ; autres adresses",),
        )
        yield Case("a scan", make_dossier(SCAN), Status.UNVERIFIABLE)
