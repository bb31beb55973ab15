"""I012: the other candidates who took part."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from precheck.i18n import msg
from precheck.model.finding import Evidence, Severity, Status
from precheck.model.structure import Certainty, Dossier
from precheck.rules.base import Case, Context, Hit, NoOptions, Rule, span_evidence
from precheck.structure.collaboration import REACH, WITH
from precheck.structure.folding import fold
from precheck.structure.labels import name_runs
from precheck.structure.names import PersonName
from precheck.testing import SCAN, make_dossier

CO_AUTHOR = re.compile(
    r"binome|trinome|equipier|equipiere|co-?(?:ecrit|redige|auteur)|(?:dossier|rapport)[^.;:\n]{0,40} avec"
)


class CollaboratorNamed(Rule[NoOptions]):
    """The dossier speaks of a co-author without naming them, or names somebody: the jury wants to know.

    What it checks
        Names after “en collaboration avec”, “avec la participation de”, “mon binôme”, “co-écrit avec” and the like, and
        several authors after a label on the cover.
    Why
        The institution asks for the surname and first name of the other candidates who collaborated.
    How to fix
        Give the surname and first name of each candidate with whom you worked.
    Limits
        Whether those named are candidates is for a human. Working with unnamed colleagues is no fault: only words
        that speak of a co-author, without a name near, are pointed out.
    Options
        None.
    """

    code = "I012"
    name = "collaborator-named"
    title = msg("Other candidates who took part are named")
    requirements = (12,)
    severity = Severity.WARNING

    def check(self, dossier: Dossier, options: NoOptions, context: Context) -> Iterator[Hit]:
        del options, context
        hits = [*_co_authors(dossier), *_in_the_text(dossier)]
        named = any(hit.status is Status.PASSED for hit in hits)
        # Once a collaborator is named, « mon binôme » alone says who that is.
        hits = [hit for hit in hits if hit.status is Status.PASSED] if named else hits[:1]
        if not hits:
            yield Hit(Status.NOT_APPLICABLE, msg("Nothing speaks of another candidate who took part"))
        yield from hits

    def cases(self) -> Iterable[Case[NoOptions]]:
        cover = "Présenté par : Marie DUPONT"
        yield Case(
            "named",
            make_dossier(cover, "# Introduction\nProjet mené en collaboration avec Paul MARTIN, de ma classe."),
            Status.PASSED,
            ("A collaborator is named on page 2: Paul MARTIN",),
        )
        yield Case(
            "two authors",
            make_dossier("Auteurs : Marie DUPONT et Paul MARTIN", "# Introduction", candidate="DUPONT Marie"),
            Status.PASSED,
            ("A collaborator is named on page 1: Paul MARTIN",),
        )
        yield Case(
            "not named",
            make_dossier(cover, "# Introduction\nAvec mon binôme, nous avons partagé le travail."),
            Status.TO_VERIFY,
            ("A co-author is spoken of on page 2, without a name near",),
        )
        yield Case(
            "pupils in pairs, colleagues",
            make_dossier(
                cover, "# Introduction\nLes élèves travaillent en binôme, en collaboration avec mes collègues."
            ),
            Status.NOT_APPLICABLE,
        )
        yield Case("a scan", make_dossier(SCAN), Status.UNVERIFIABLE)


def _co_authors(dossier: Dossier) -> Iterator[Hit]:
    """The names after a label on the cover that are not the candidate's."""
    names = [s for s in dossier.identity.names if s.source == "label" and s.certainty is Certainty.CERTAIN]
    candidate = dossier.deposit.candidate
    own = set(PersonName.parse(candidate.name).words) if candidate else set()
    others = [s for s in names if not own & set(PersonName.parse(s.text).words)] if own else names[1:]
    if len(names) < 2:
        return
    for sighting in others:
        text = msg("A collaborator is named on page {page}: {name}", page=sighting.page, name=sighting.text)
        yield Hit(Status.PASSED, text, (Evidence(sighting.page, sighting.bbox, sighting.text),))


def _in_the_text(dossier: Dossier) -> Iterator[Hit]:
    document = dossier.document
    folded = fold(document.text)
    seen: set[str] = set()
    unnamed = False
    for match in WITH.finditer(folded):
        after = re.split(r"[.;!?\f]\s", document.text[match.end() : match.end() + REACH])[0].replace("\n", " ")
        runs = [run for run in name_runs(after) if run.start <= 60]
        for run in runs:
            if fold(run.text) in seen:
                continue
            seen.add(fold(run.text))
            start = match.end() + run.start
            evidence = span_evidence(document, match.start(), start + len(run.text))
            text = msg("A collaborator is named on page {page}: {name}", page=evidence[0].page, name=run.text)
            yield Hit(Status.PASSED, text, evidence)
        if not runs and not unnamed and CO_AUTHOR.search(match[0]):
            unnamed = True
            evidence = span_evidence(document, match.start(), match.end())
            text = msg("A co-author is spoken of on page {page}, without a name near", page=evidence[0].page)
            hint = msg("If another candidate took part, give their surname and first name.")
            yield Hit(Status.TO_VERIFY, text, evidence, hint)
