"""Reports built by hand: a dossier of six pages whose structure is written out, and outcomes of every status."""

from __future__ import annotations

from collections.abc import Sequence

from precheck.i18n import msg, msgs
from precheck.model.document import Document
from precheck.model.finding import Clause, Evidence, Finding, Outcome, Severity, Status
from precheck.model.geometry import BBox
from precheck.model.profile import Competence, Domain, Framework, Outline, PartSpec, Profile
from precheck.model.report import (
    CompetencePlace,
    DomainProjection,
    Projection,
    Refusal,
    ReminderNote,
    Report,
)
from precheck.model.structure import (
    Certainty,
    Deposit,
    Dossier,
    Heading,
    Identity,
    Numbering,
    NumberingVerdict,
    PrintedNumber,
    Section,
    SectionKind,
    Sighting,
    Structure,
)
from precheck.testing import SCAN, make_document

PAGES = (
    "# Dossier C2i2e\nCamille Exemple\nAnnée 2016-2017",
    "# Sommaire\nIntroduction 3\nPartie 1 4",
    "# Introduction\nCe dossier présente un projet.",
    "# Partie 1 : Concevoir une séance\nB2.1 et B3.1 sont mobilisées.\nA9.9 aussi.",
    "Suite de la partie 1.\n# Partie 2 : Veille\nA1.5 : une veille organisée.",
    "# Conclusion\nUn bilan.",
)
CLAUSE = Clause("Cahier des charges 2016-2017", "Format général du dossier", "10 pages minimum")

FRAMEWORK = Framework(
    "essai",
    "Référentiel d'essai",
    "texte d'essai",
    (
        Domain("A1", "Maîtrise de l'environnement", (Competence("A1.5", "Se tenir informé"),), 0),
        Domain("B2", "Conception", (Competence("B2.1", "Identifier"), Competence("B2.2", "Concevoir")), 1),
    ),
    2,
)
OUTLINE = Outline((PartSpec(1, "Concevoir", (), ("B2.1", "B2.2")), PartSpec(2, "Veille", (), ("A1.5",))))
PROFILE = Profile(
    "essai", "Dossier d'essai", "Université d'essai", "texte d'essai", ("2016-2017",), OUTLINE, FRAMEWORK, {}, {}
)


def box(document: Document, page: int, text: str) -> BBox:
    """The box of a line of that page."""
    return next(line.bbox for line in document.pages[page - 1].lines if text in line.text)


def heading_section(
    document: Document, kind: SectionKind, page: int, text: str, end: int, end_page: int, number: int | None = None
) -> Section:
    line = next(line for line in document.pages[page - 1].lines if text in line.text)
    title = line.text.split(" : ")[-1]
    heading = Heading(page, line.start, line.end, line.bbox, line.text, "", title, 1)
    return Section(kind, line.start, end, page, end_page, heading, number, True, 0.5 if number else 1.4)


def make_structured(*pages: str, name: str = "dossier.pdf") -> Dossier:
    """The dossier of `PAGES` (or other texts of the same headings), numbered in the footer from page 2 on."""
    document = make_document(*(pages or PAGES), footer="{page}", name=name)

    def start(page: int, text: str) -> int:
        return next(line.start for line in document.pages[page - 1].lines if text in line.text)

    contents, intro = start(2, "Sommaire"), start(3, "Introduction")
    one, two, end = start(4, "Partie 1"), start(5, "Partie 2"), start(6, "Conclusion")
    sections = (
        Section(SectionKind.COVER, 0, contents, 1, 1),
        heading_section(document, SectionKind.CONTENTS, 2, "Sommaire", intro, 2),
        heading_section(document, SectionKind.INTRODUCTION, 3, "Introduction", one, 3),
        heading_section(document, SectionKind.PART, 4, "Partie 1", two, 5, 1),
        heading_section(document, SectionKind.PART, 5, "Partie 2", end, 5, 2),
        heading_section(document, SectionKind.CONCLUSION, 6, "Conclusion", len(document.text), 6),
    )
    printed = (None, *(PrintedNumber(n, str(n), n, False, BBox(71, 800, 76, 811), str(n)) for n in range(2, 7)))
    furniture = frozenset(page.lines[-1].start for page in document.pages)
    headings = tuple(section.heading for section in sections if section.heading)
    structure = Structure(
        Numbering(NumberingVerdict.ALL_BUT_COVER, printed), furniture, (2,), headings, sections, 700.0
    )
    identity = Identity(
        names=(Sighting("Camille Exemple", "cover", Certainty.HINT, 1, box(document, 1, "Camille")),),
        years=(Sighting("2016-2017", "cover", Certainty.CERTAIN, 1, box(document, 1, "2016-2017")),),
    )
    return Dossier(document, structure, identity, (), Deposit())


def scanned_dossier() -> Dossier:
    """Two pages that are only pictures: nothing can be concluded."""
    document = make_document(SCAN, SCAN)
    numbering = Numbering(NumberingVerdict.NONE, (None, None))
    return Dossier(document, Structure(numbering, frozenset(), (), (), (), 0.0))


def outcome(
    code: str,
    name: str,
    status: Status,
    *findings: Finding,
    severity: Severity = Severity.ERROR,
    title: str = "At least the minimum of pages",
    requirements: tuple[int, ...] = (3,),
) -> Outcome:
    reason = findings[0].message if findings else None
    return Outcome(code, name, title, requirements, status, severity, reason, CLAUSE, findings)


def sample_outcomes(document: Document) -> tuple[Outcome, ...]:
    """One outcome of each status, with findings on the file, on a page and on a place."""
    too_few = Finding(
        "L003",
        Status.FAILED,
        Severity.ERROR,
        msgs(
            "{count} page; at least {minimum} are asked for",
            "{count} pages; at least {minimum} are asked for",
            6,
            minimum=10,
        ),
        (Evidence(observed=msg("{count} pages", count=6), expected=msg("{count} pages", count=10)),),
        CLAUSE,
        msg("Add what is missing, then export again."),
        {"pages": 6},
    )
    conclusion = Finding(
        "S213",
        Status.TO_VERIFY,
        Severity.WARNING,
        msg("The conclusion holds about {length:.1f} pages", length=1.9),
        (Evidence(6, box(document, 6, "Conclusion"), "Conclusion"),),
        CLAUSE,
    )
    quotations = tuple(
        Finding(
            "O052",
            Status.TO_VERIFY,
            Severity.WARNING,
            msg("This passage may be a quotation without quotation marks"),
            (Evidence(page, box(document, page, text), text),),
        )
        for page, text in ((3, "Ce dossier présente"), (5, "une veille"))
    )
    misplaced = Finding(
        "C030",
        Status.FAILED,
        Severity.INFO,
        msg("{code} is not a code of the framework", code="A9.9"),
        (Evidence(4, box(document, 4, "A9.9"), "A9.9"),),
    )
    layout = Finding("L005", Status.FAILED, Severity.WARNING, msg("Page {page} has no number", page=1), (Evidence(1),))
    blind = Finding(
        "C031", Status.UNVERIFIABLE, Severity.WARNING, msg("No page of this file holds text that can be read.")
    )
    blind2 = Finding(
        "C032", Status.UNVERIFIABLE, Severity.WARNING, msg("No page of this file holds text that can be read.")
    )
    passed = Finding(
        "I007", Status.PASSED, Severity.INFO, msg("{year} stands on the cover", year="2016-2017"),
        (Evidence(1, box(document, 1, "2016-2017"), "2016-2017"),), CLAUSE,
    )  # fmt: skip
    crash = Finding("C033", Status.CRASHED, Severity.WARNING, msg("This check broke down; nothing can be said."))
    absent = Outcome(
        "C039",
        "resources-list",
        "A list of resources",
        (39,),
        Status.NOT_APPLICABLE,
        Severity.WARNING,
        msg("No part 2."),
    )
    return (
        outcome("C030", "unknown-codes", Status.FAILED, misplaced, severity=Severity.INFO, requirements=(30,)),
        outcome("C031", "scenario", Status.UNVERIFIABLE, blind, requirements=(31,)),
        outcome("C032", "real-situation", Status.UNVERIFIABLE, blind2, requirements=(32,)),
        outcome("C033", "session", Status.CRASHED, crash, requirements=(33,)),
        absent,
        outcome("I007", "year-missing", Status.PASSED, passed, title="The year is given", requirements=(7,)),
        outcome("L003", "too-few-pages", Status.FAILED, too_few),
        outcome("L005", "pages-not-numbered", Status.FAILED, layout, severity=Severity.WARNING, requirements=(5,)),
        outcome(
            "O052",
            "unmarked-quotation",
            Status.TO_VERIFY,
            *quotations,
            title="Quotations are marked",
            requirements=(52,),
        ),
        outcome("S213", "conclusion-too-short", Status.TO_VERIFY, conclusion, requirements=(13,)),
    )


COMPETENCES = (
    CompetencePlace("A1.5", (5,), 2, 2),
    CompetencePlace("A9.9", (4,), 1, None),
    CompetencePlace("B2.1", (4,), 1, 1),
    CompetencePlace("B2.1", (3,), None, 1),
)
PROJECTION = Projection(2, 3, 2, (DomainProjection("A1", 1, 1, 1), DomainProjection("B2", 1, 2, 1)), True)


def make_report(
    dossier: Dossier | None = None, outcomes: Sequence[Outcome] | None = None, profile: Profile = PROFILE
) -> Report:
    """A report on the sample dossier; give `outcomes` to say something else of it."""
    dossier = dossier or make_structured()
    return Report(
        "0.1.0",
        profile,
        dossier,
        tuple(outcomes) if outcomes is not None else sample_outcomes(dossier.document),
        COMPETENCES,
        PROJECTION,
        (
            ReminderNote(11, "Décrire rapidement d'autres usages.", CLAUSE),
            ReminderNote(38, "Les choix sont justifiés.", None),
        ),
    )


REFUSAL = Refusal(
    "abîmé.pdf",
    "TruncatedFile",
    msg("{file} could not be read.", file="abîmé.pdf"),
    msg("Open the file, export it again as PDF, and try again."),
    3,
)
