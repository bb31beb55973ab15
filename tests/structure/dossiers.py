"""What the tests of architectures share: an outline with four parts, a cover, some text."""

from __future__ import annotations

from precheck.model.profile import Outline, PartSpec
from precheck.model.structure import Structure

OUTLINE = Outline(
    parts=(
        PartSpec(1, "Enseignement et apprentissage : situations mobilisant les TICE", ("Enseignement-apprentissage",)),
        PartSpec(2, "Veille pédagogique et scientifique"),
        PartSpec(3, "Environnement numérique professionnel et interactions"),
        PartSpec(4, "Responsabilité et enjeux juridiques"),
    )
)
TEXT = (
    "Dans la classe, les élèves ont travaillé sur un document\npartagé pendant trois séances,\n"
    "ce qui a demandé du temps.\nLe groupe a ensuite présenté son travail à la classe."
)
COVER = "Université\nDossier numérique de compétences\nNOM Prénom\n2016-2017"


def section(heading: str, text: str = TEXT) -> str:
    return f"# {heading}\n{text}" if heading else text


def shape(structure: Structure) -> list[tuple[str, int | None, int, int]]:
    """Kind, part number, first and last page of each section."""
    return [(s.kind.value, s.number, s.start_page, s.end_page) for s in structure.sections]
