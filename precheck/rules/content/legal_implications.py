"""C048: the legal and ethical implications."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from precheck.i18n import msg
from precheck.model.finding import Severity, Status
from precheck.model.structure import Dossier
from precheck.rules.base import Case, Context, Hit, Rule
from precheck.rules.cues import Cue, cue, look_for, part_area
from precheck.rules.examples import four_parts
from precheck.testing import SCAN, make_dossier


@dataclass(frozen=True, slots=True)
class Options:
    """`part` to look in, `at_least` so many of the `cues` to find there."""

    part: int = 4
    at_least: int = 3
    cues: tuple[Cue, ...] = (
        cue(
            "droit à l'image",
            "droit à l'image | droits à l'image | autorisation de prise de vue | captation | photographie d'élève"
            " | droit à la voix | image des élèves | flout* | visage",
        ),
        cue(
            "propriété intellectuelle et droit d'auteur",
            "propriété intellectuelle | droit d'auteur | droits d'auteur | creative commons | licence libre | copyright"
            " | exception pédagogique | œuvre protégée | libre de droits | droit de citation | licence",
        ),
        cue(
            "données personnelles",
            "donnée personnelle | données à caractère personnel | RGPD | CNIL | informatique et libertés | vie privée"
            " | confidentialité | protection des données | données nominatives | identité numérique | anonym*"
            " | pseudonym*",
        ),
        cue(
            "protection des mineurs",
            "protection des mineurs | mineur | autorisation parentale | accord des parents | autorisation des parents"
            " | représentant légal | représentants légaux | responsable légal | responsables légaux | cyberharcèlement"
            " | harcèlement | contenus inappropriés | contenu choquant",
        ),
        cue("chartes d'usage", "charte | règlement intérieur | code de conduite | règles d'usage"),
        cue(
            "sécurité et filtrage",
            "filtrage | filtre | sécurité | mot de passe | antivirus | pare-feu | proxy | virus | liste noire"
            " | hameçonnage | phishing | sauvegarde",
        ),
        cue(
            "validité des informations",
            "fiabilité | validité | vérification des sources | vérifier les sources | vérifier l'information"
            " | croiser les sources | esprit critique | fausses nouvelles | infox | désinformation | source fiable"
            " | critères de validité | évaluer l'information | fake news",
        ),
        cue("liberté d'expression", "liberté d'expression | diffamation | injure | propos | modération | publication"),
    )


class LegalImplications(Rule[Options]):
    """Part 4 does not list the legal and ethical implications of the situations.

    What it checks
        That part 4 speaks of several of the usual questions: image rights, copyright, personal data, minors, charters,
        security, reliability of information, freedom of expression.
    Why
        The specification asks for a list of the implications, and for the choice made for each.
    How to fix
        List the questions that your situation raises, and say for each what you did to respect the law.
    Limits
        Whether the list is complete and each choice is given is for a human. Nothing ever fails.
    Options
        `part`: number of the part to look in (4); 0 for the whole dossier. `at-least`: how many questions make a pass
        (3). `cues`: name and words of each question.
    """

    code = "C048"
    name = "legal-implications"
    title = msg("A list of legal and ethical implications, with a choice for each")
    requirements = (48,)
    severity = Severity.WARNING
    options = Options

    def check(self, dossier: Dossier, options: Options, context: Context) -> Iterator[Hit]:
        del context
        hint = msg("List the legal and ethical questions that your situation raises, with your choice for each.")
        yield from look_for(dossier, part_area(dossier, options.part), options.cues, hint, options.at_least)

    def cases(self) -> Iterable[Case[Options]]:
        few = Options(4, 1, (Cue("droit à l'image", ("droit à l'image",)), Cue("chartes", ("charte",))))
        yield Case(
            "enough of them",
            four_parts({4: "Le droit à l'image des enfants."}),
            Status.PASSED,
            ("Seen in part 4, page 5: droit à l'image",),
            few,
        )
        yield Case("none", four_parts(), Status.TO_VERIFY, ("Not seen in part 4: droit à l'image ; chartes",), few)
        yield Case(
            "three of the usual ones",
            four_parts({4: "Les élèves sont mineurs : la charte, les mots de passe."}),
            Status.PASSED,
            (
                "Seen in part 4, page 5: protection des mineurs",
                "Seen in part 4, page 5: chartes d'usage",
                "Seen in part 4, page 5: sécurité et filtrage",
            ),
        )
        yield Case("a scan", make_dossier(SCAN), Status.UNVERIFIABLE)
