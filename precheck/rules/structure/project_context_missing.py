"""S010: the context of a single project, in part 1."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from precheck.i18n import msg
from precheck.model.finding import Severity, Status
from precheck.model.structure import Dossier
from precheck.rules.base import Case, Context, Hit, Rule
from precheck.rules.cues import WHOLE, Cue, cue, find_words, look_for, part_area, span_shown
from precheck.rules.examples import four_parts
from precheck.testing import SCAN, make_dossier


@dataclass(frozen=True, slots=True)
class Options:
    """`single`: words that announce one project for the whole dossier; `cues`: the context that `part` then gives."""

    part: int = 1
    single: tuple[str, ...] = cue(
        "",
        "un seul projet | seul et même projet | un même projet | projet unique | unique projet | projet singulier"
        " | un projet unique | mon projet | notre projet | le projet que je présente | le projet présenté | ce projet"
        " | fil rouge | fil conducteur",
    ).words
    cues: tuple[Cue, ...] = (
        cue("objet du projet", "objet | sujet | thème | projet | contexte | problématique | il s'agit de"),
        cue("objectifs", "objectif | but | finalité | visée | vise | visait | attendu"),
        cue(
            "niveau",
            "niveau | cycle | classe de | CP | CE1 | CE2 | CM1 | CM2 | sixième | cinquième | quatrième | troisième"
            " | seconde | première | terminale | 6e | 5e | 4e | 3e | 2nde | 1re | 1ère | maternelle | élémentaire"
            " | petite section | moyenne section | grande section | licence | master | BTS | CAP | bac pro | lycée"
            " | collège | école",
        ),
        cue(
            "durée",
            "durée | semaine | séances | heure | trimestre | semestre | mois | minutes | période | année scolaire"
            " | calendrier",
        ),
    )


class ProjectContextMissing(Rule[Options]):
    """A dossier built on one project does not give its context in part 1.

    What it checks
        When the dossier says that it rests on one project: that part 1 speaks of its object, aims, level and duration.
    Why
        With one project for four parts, the jury needs its context at the start.
    How to fix
        Begin part 1 with the project: what it is about, what it aims at, for which level, how long it lasts.
    Limits
        A single project is recognised by words such as "un seul projet" or "fil rouge"; a dossier that does not say so
        is not checked. Words are no proof. Nothing ever fails.
    Options
        `part`: number of the part (1). `single`: words that announce one project. `cues`: what the context
        holds.
    """

    code = "S010"
    name = "project-context-missing"
    title = msg("The context of a single project, in part 1")
    requirements = (10,)
    severity = Severity.WARNING
    options = Options

    def check(self, dossier: Dossier, options: Options, context: Context) -> Iterator[Hit]:
        del context
        announced = find_words(dossier, options.single, part_area(dossier, WHOLE).spans)
        if announced is None:
            yield Hit(Status.NOT_APPLICABLE, msg("The dossier does not announce one project for all its parts."))
            return
        said = span_shown(dossier.document, announced)
        page = said[0].page if said else None
        yield Hit(Status.PASSED, msg("One project is announced on page {page}", page=page), said)
        hint = msg("Say at the start of part 1 what the project is about, its aims, its level and its duration.")
        yield from look_for(dossier, part_area(dossier, options.part), options.cues, hint)

    def cases(self) -> Iterable[Case[Options]]:
        announced = "# Introduction\nUn seul projet traverse ce dossier."
        yield Case(
            "given",
            four_parts(
                {1: "Le thème : la rivière. Le but : lire une carte.\nUn cours moyen de cycle 3, six heures."},
                introduction=announced,
            ),
            Status.PASSED,
            (
                "One project is announced on page 1",
                "Seen in part 1, page 2: objet du projet",
                "Seen in part 1, page 2: objectifs",
                "Seen in part 1, page 2: niveau",
                "Seen in part 1, page 2: durée",
            ),
        )
        yield Case(
            "not given",
            four_parts({1: "Le thème : la rivière."}, introduction=announced),
            Status.TO_VERIFY,
            (
                "One project is announced on page 1",
                "Seen in part 1, page 2: objet du projet",
                "Not seen in part 1: objectifs ; niveau ; durée",
            ),
        )
        yield Case("several situations", four_parts(), Status.NOT_APPLICABLE)
        yield Case("a scan", make_dossier(SCAN), Status.UNVERIFIABLE)
