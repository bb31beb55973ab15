"""From a person to a PDF: the dossier with what it has of others, its one defect, its layout."""

from __future__ import annotations

import random
from dataclasses import replace
from typing import TYPE_CHECKING

from corpus.campaign.people import PEOPLE, Part, Person
from corpus.campaign.prose import Subject, conclusion, section, subjects
from corpus.samples.generate import edit
from corpus.samples.generate.dossier import Dossier, Facts, Section, SectionKind, load
from corpus.samples.generate.layout import Style, render
from corpus.samples.generate.make import producer
from corpus.samples.generate.markup import Block, inline
from corpus.samples.generate.numbering import every, nowhere

if TYPE_CHECKING:
    from corpus.samples.generate.sample import ProducerName

TITLES: tuple[tuple[SectionKind, int, str, str], ...] = (
    ("introduction", 0, "introduction", "Introduction"),
    ("part", 1, "part1", "Partie 1 — Enseignement-apprentissage : concevoir et analyser une situation"),
    ("part", 2, "part2", "Partie 2 — Veille pédagogique et scientifique"),
    ("part", 3, "part3", "Partie 3 — Environnement numérique professionnel et interactions"),
    ("part", 4, "part4", "Partie 4 — Responsabilité, enjeux juridiques et éthiques"),
)
SCHOOL_YEAR = "2016-2017"
ROOMY = Style(size=12, leading=1.75, paragraph_gap=10)
TIGHT = replace(ROOMY, leading=1.65, contents=False)
LOOKS: tuple[tuple[ProducerName, Style, str], ...] = (
    ("typst", ROOMY, "Page {n} sur {total}"),
    ("reportlab", replace(ROOMY, family="Times", size=12.5, colour="#7a2e1d"), "- {n} -"),
    ("typst", replace(ROOMY, colour="#20603d", footer_align="right"), "{n}/{total}"),
    ("reportlab", replace(ROOMY, family="Helvetica", size=11.5, colour="#333366"), "{n}"),
)
SHARED = {1: "carte", 2: "ecole"}
"""What the dossiers of a colluding group have in common: paragraphs of a sample."""
MEMBERS = {1: (slice(0, 18), slice(0, 12), slice(8, 18)), 2: (slice(2, 16), slice(2, 13))}
"""Which of these paragraphs each member has: the last two of the three have the first in common above all."""
PASSWORD = "montleger"  # noqa: S105 (that of a made-up dossier)


def dossier_pdf(person: Person, *, again: bool = False, second: bool = False, bare: bool = False) -> bytes:
    """The PDF that a person deposits. The same person, the same bytes.

    Args:
        again: as deposited again after a re-work request: in order.
        second: another version of the same dossier, for whom deposits two.
        bare: laid out by Typst whatever its look, as precheck itself needs nothing else.
    """
    part = Part.CONFORMING if again else person.part
    number = PEOPLE.index(person)
    dossier = _dossier(person, part, random.Random(f"{person.key} {second}"))
    name, style, label = LOOKS[number % len(LOOKS)]
    if part is Part.NINE_PAGES:
        style = TIGHT
    if part is Part.SHORT_CONCLUSION:
        style = replace(style, leading=2.1)
    labels = nowhere if part is Part.NO_NUMBERS else every(label, first=2)
    pdf, _, _ = render(
        producer("typst" if bare else name), dossier, style, labels, "" if part is Part.NO_NAME else person.fullname
    )
    return pdf


def _dossier(person: Person, part: Part, chance: random.Random) -> Dossier:
    subject = subjects()[PEOPLE.index(person)]
    dossier = Dossier(_facts(person, subject), tuple(_sections(person, part, subject, chance)))
    if part is Part.NO_NAME:
        return edit.with_facts(dossier, surname="", first_name="", name_label="")
    if part is Part.NO_YEAR:
        return edit.with_facts(edit.replaced(dossier, {" 1978": ""}), year="", year_label="")
    return edit.without(dossier, "part3") if part is Part.PART_MISSING else dossier


def _sections(person: Person, part: Part, subject: Subject, chance: random.Random) -> list[Section]:
    found = []
    for kind, number, key, title in TITLES:
        blocks = section(key, subject, chance)
        if key == "part1":
            # Between the sentences of one's own, as a borrowed text stands in a dossier.
            blocks = (*blocks[:3], *_shared(person), *blocks[3:])
        found.append(Section(kind, number, inline(title), blocks))
    short = part is Part.SHORT_CONCLUSION
    closing = conclusion(subject, chance, reflections=0 if short else 2)
    if short:
        closing = closing[: len(closing) // 2]
    return [*found, Section("conclusion", 0, inline("Conclusion : bilan réflexif"), closing)]


def _shared(person: Person) -> tuple[Block, ...]:
    if not person.group:
        return ()
    text = [block for each in load(SHARED[person.group]).sections if each.kind == "part" for block in each.blocks]
    paragraphs = [block for block in text if block.kind == "paragraph" and len(block.spans) < 6]
    place = [one.key for one in PEOPLE if one.group == person.group].index(person.key)
    return tuple(paragraphs[MEMBERS[person.group][place]])


def _facts(person: Person, subject: Subject) -> Facts:
    return Facts(
        title=subject.title,
        subtitle=f"Avec {subject.classe}",
        kind="Dossier numérique de compétences – C2i2e",
        institution="Université des Trois-Vallées – ESPE de l'académie de Grenoble",
        certificate="Certificat informatique et internet de niveau 2 « enseignant »",
        name_label="Présenté par :",
        surname=person.surname,
        first_name=person.given,
        status=f"Inscription : {person.public}",
        school="Établissement d'exercice : Montléger-les-Bains",
        year_label="Année universitaire",
        year=SCHOOL_YEAR,
        tutor="",
        running=f"Dossier C2i2e – {subject.title}",
        contents_title="Sommaire",
        project="single",
    )
