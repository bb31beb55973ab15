"""C900: pupils who could be recognised in the traces."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from precheck.i18n import msg
from precheck.model.document import Line
from precheck.model.finding import Evidence, Severity, Status
from precheck.model.structure import Dossier, SectionKind
from precheck.rules.base import Case, Context, Hit, NoOptions, Rule, line_evidence, span_evidence
from precheck.rules.pages import page_list, unread_pages
from precheck.structure.folding import fold
from precheck.structure.labels import is_surname_and_first_name, name_runs
from precheck.structure.names import PersonName
from precheck.structure.ner import persons
from precheck.structure.places import Places
from precheck.testing import SCAN, make_document, make_dossier

NAME = re.compile(r"[A-ZÀ-ÖØ-Þ][\w'-]+ (?:(?:de|du|d'|le|la|van|el|ben) ?)?[A-ZÀ-ÖØ-Þ][\w'-]+")
PUPIL = re.compile(
    r"\b(?:eleves?|camarades?|copies?|cahiers?|productions?|dessins?|reponses?|textes?|travail|exposes?|evaluations?|bilan"
    r"|fiches?|affiches?|carnets?)\b[^.;\n]{0,25}(?:\bde |\bd'|\bpar |: |- |\()$|\beleve(?: n ?[o°] ?\d+)? ?:? ?$"
)
CERTAINLY_PUPIL = re.compile(
    r"\beleve(?: n ?[o°] ?\d+)? ?:? ?$"
    r"|\b(?:copie|cahier|production|dessin|reponse|expose|texte) (?:de l'eleve |de |d')$"
)
PHOTOGRAPH = re.compile(
    r"\bphoto(?:graphie)?s? (?:de |des |d'|avec |ou )?(?:la |ma |les |mes |nos |un |une )?"
    r"(?:classe|eleve|enfant|groupe)s?\b"
    r"|\btrombinoscope|\beleves? (?:en photo|photographies?)"
)
SKIPPED = (SectionKind.COVER, SectionKind.CONTENTS, SectionKind.BIBLIOGRAPHY)
CAPTION = 90
"""Code points: no caption is longer."""
LIST = 3
"""So many lines one after the other that are each a surname and a first name make a list of a class."""


class RecognisablePupils(Rule[NoOptions]):
    """Pupils could be recognised: full names, lists of a class, photographs.

    What it checks
        Surnames with first names after words such as “élève”, “copie de”, “production de”; lists of names; photographs
        of pupils that a caption tells, on a page with a picture.
    Why
        A dossier is read and kept: pupils are minors, and competence A3.3 is about protecting them.
    How to fix
        Keep first names or initials only, blur faces and cross names out in the pictures of their work.
    Limits
        Names inside pictures cannot be seen, and some names found are those of authors. It is a notice, for a human to
        look at; nothing ever fails.
    Options
        None.
    """

    code = "C900"
    name = "recognisable-pupils"
    title = msg("Pupils cannot be recognised in the traces")
    requirements = ()
    severity = Severity.INFO

    def check(self, dossier: Dossier, options: NoOptions, context: Context) -> Iterator[Hit]:
        del options, context
        hint = msg("Check that pupils stay anonymous: first names or initials only, blurred faces.")
        names = list(_names(dossier))
        if names:
            pages = page_list(evidence.page for evidence in names if evidence.page)
            text = msg("Full names that may be those of pupils, page {pages}", pages=pages)
            yield Hit(Status.TO_VERIFY, text, tuple(names[:10]), hint)
        photographs = list(_photographs(dossier))
        if photographs:
            pages = page_list(evidence.page for evidence in photographs if evidence.page)
            text = msg("Photographs that may show pupils, page {pages}", pages=pages)
            yield Hit(Status.TO_VERIFY, text, tuple(photographs[:5]), hint)
        unread = unread_pages(dossier)
        if unread:
            text = msg("What these pages show of pupils could not be read: {pages}", pages=page_list(unread))
            yield Hit(Status.UNVERIFIABLE, text, (Evidence(unread[0]),), hint)
        elif not names and not photographs:
            yield Hit(Status.PASSED, msg("No full name of a pupil was seen"))

    def cases(self) -> Iterable[Case[NoOptions]]:
        yield Case(
            "first names",
            make_dossier("Marie DUPONT", "# Introduction\nLa copie de Léa et celle de Tom montrent deux démarches."),
            Status.PASSED,
            ("No full name of a pupil was seen",),
        )
        yield Case(
            "a full name",
            make_dossier("Marie DUPONT", "# Introduction\nVoici la copie de Léa MARTIN, corrigée."),
            Status.TO_VERIFY,
            ("Full names that may be those of pupils, page 2",),
        )
        yield Case(
            "a list of the class",
            make_dossier("Dossier", "# Introduction\nLes groupes\nLéa MARTIN\nTom PETIT\nZoé KABORÉ\nFin."),
            Status.TO_VERIFY,
            ("Full names that may be those of pupils, page 2",),
        )
        yield Case(
            "a photograph",
            make_dossier(
                document=make_document("Dossier", "# Introduction\nPhoto des élèves pendant la visite", images=[2])
            ),
            Status.TO_VERIFY,
            ("Photographs that may show pupils, page 2",),
        )
        yield Case("a scan", make_dossier(SCAN), Status.UNVERIFIABLE)


def _is_trace(position: int, dossier: Dossier, places: Places) -> bool:
    """Whether traces may be there: not on the cover, nor in contents tables, bibliography and running headers."""
    line, section = places.line(position), places.section(position)
    if line is None or line.page == 1 or line.start in dossier.structure.furniture:
        return False
    return section is None or section.kind not in SKIPPED


def _names(dossier: Dossier) -> Iterator[Evidence]:
    """Full names that may be pupils', the author's own left out."""
    document = dossier.document
    folded = fold(document.text)
    places = Places(document, dossier.structure)
    candidate = dossier.deposit.candidate
    own = [sighting.text for sighting in dossier.identity.names] + ([candidate.name] if candidate else [])
    authors = {word for name in own for word in PersonName.parse(name).words}
    listed: list[Line] = []
    for match in NAME.finditer(document.text):
        before = folded[max(0, match.start() - 60) : match.start()].rpartition("\n")[2].rpartition("\f")[2]
        pupil = PUPIL.search(before) is not None
        if not pupil and before.strip(" -•*.0123456789)"):
            continue
        if not _is_trace(match.start(), dossier, places) or authors & set(PersonName.parse(match[0]).words):
            continue
        line = places.line(match.start())
        run = next(name_runs(document.text[match.start() : line.end]), None) if line else None
        if line is None or run is None or run.start > 0:
            continue
        in_capitals = is_surname_and_first_name(run.text)
        if pupil and (in_capitals or (CERTAINLY_PUPIL.search(before) and persons(line.text))):
            yield from span_evidence(document, match.start(), match.start() + len(run.text))
        elif not pupil and in_capitals and match.start() + len(run.text) >= line.end - 1:
            if listed and places.next_line(listed[-1]) is not line:
                yield from _list_of_a_class(listed)
                listed = []
            listed.append(line)
    yield from _list_of_a_class(listed)


def _list_of_a_class(listed: list[Line]) -> Iterator[Evidence]:
    if len(listed) >= LIST:
        yield from map(line_evidence, listed)


def _photographs(dossier: Dossier) -> Iterator[Evidence]:
    """Captions that speak of pupils in photographs, on pages with a picture."""
    document = dossier.document
    if not any(page.images for page in document.pages):
        return
    places = Places(document, dossier.structure)
    for match in PHOTOGRAPH.finditer(fold(document.text)):
        line = places.line(match.start())
        # A caption is short and opens with the word, or with « Figure 3 : »; a sentence about photographs is none.
        if line is None or len(line.text) > CAPTION or (match.start() > line.start and ":" not in line.text[:20]):
            continue
        if document.pages[line.page - 1].images and _is_trace(match.start(), dossier, places):
            yield line_evidence(line)
