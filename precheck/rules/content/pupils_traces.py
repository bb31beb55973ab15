"""C036: traces of what the pupils did."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from precheck.i18n import msg, msgs
from precheck.model.finding import Severity, Status
from precheck.model.structure import Dossier, SectionKind
from precheck.rules.base import Case, Context, Hit, Rule
from precheck.rules.cues import Cue, cue, look_for, part_area
from precheck.rules.examples import four_parts
from precheck.rules.pages import pages_of
from precheck.rules.pictures import pictures
from precheck.testing import SCAN, make_dossier

SHOWN = 3


@dataclass(frozen=True, slots=True)
class Options:
    """`part` that should show traces; `cues`: words that speak of them."""

    part: int = 1
    cues: tuple[Cue, ...] = (
        cue(
            "traces de la mise en œuvre",
            "production d'élève | production des élèves | production de l'élève | productions réalisées"
            " | production d'étudiant | production des étudiants | travaux d'élèves | travaux des élèves"
            " | travaux des groupes | travaux réalisés | copie d'élève | copie d'un élève | trace d'activité | trace"
            " | extrait de production | exemple de production | capture d'écran | capture | photographie | photo"
            " | verbatim | enregistrement | carte réalisée | affiche réalisée | diaporama réalisé | production"
            " | réponse d'élève | réponses des élèves | figure | annexe",
        ),
    )


class PupilsTraces(Rule[Options]):
    """Nothing shows what the pupils or students did.

    What it checks
        That part 1 or the annexes hold pictures, or that part 1 speaks of productions, traces, captures or annexes.
    Why
        The specification asks for traces of the session: productions of pupils or students.
    How to fix
        Add a scan, a photograph or a screenshot of a production, without names or faces, and say what it shows.
    Limits
        What a picture shows is not looked at, and words are no proof: what was found is shown, for a human to judge.
        A picture smaller than a fiftieth of the page, or at the same place on three pages, is not counted. Nothing
        ever fails.
    Options
        `part`: number of the part that should show traces (1); 0 for the whole dossier. `cues`: name and words of what
        is looked for.
    """

    code = "C036"
    name = "pupils-traces"
    title = msg("Traces of what the pupils did")
    requirements = (36,)
    severity = Severity.WARNING
    options = Options

    def check(self, dossier: Dossier, options: Options, context: Context) -> Iterator[Hit]:
        del context
        area = part_area(dossier, options.part)
        annexes = [s for s in dossier.structure.sections if s.kind is SectionKind.ANNEX]
        pages = area.pages.union(*(pages_of(section) for section in annexes))
        seen = pictures(dossier.document, pages)
        if seen and area.spans:
            text = msgs("{count} picture that may be a trace", "{count} pictures that may be traces", len(seen))
            yield Hit(Status.PASSED, text, seen[:SHOWN])
            return
        hint = msg("Add a production of your pupils or students, without names or faces, and say what it shows.")
        yield from look_for(dossier, area, options.cues, hint)

    def cases(self) -> Iterable[Case[Options]]:
        yield Case(
            "a picture in part 1",
            four_parts(images=[2]),
            Status.PASSED,
            ("1 picture that may be a trace",),
        )
        yield Case(
            "spoken of",
            four_parts({1: "Une production d'élève est commentée."}),
            Status.PASSED,
            ("Seen in part 1, page 2: traces de la mise en œuvre",),
        )
        yield Case("none", four_parts(), Status.TO_VERIFY, ("Not seen in part 1: traces de la mise en œuvre",))
        yield Case("a scan", make_dossier(SCAN), Status.UNVERIFIABLE)
