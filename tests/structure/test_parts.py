"""The parts of a dossier: how they are named, announced, missing, inferred."""

from __future__ import annotations

import pytest

from precheck.model.profile import Outline
from precheck.structure.analysis import analyse
from precheck.testing import make_document
from tests.structure.dossiers import COVER, OUTLINE, TEXT, section


def parts(*headings: str, outline: Outline = OUTLINE, before: str = "Introduction") -> list[tuple[int, int, bool]]:
    """Number, page and certainty of the parts of a dossier with these headings, one page each, from page 3."""
    pages = [COVER, section(before), *map(section, headings), section("Conclusion")]
    found = analyse(make_document(*pages), outline).parts
    return [(part.number or 0, part.start_page, part.certain) for part in found]


IN_ORDER = [(1, 3, True), (2, 4, True), (3, 5, True), (4, 6, True)]


@pytest.mark.parametrize(
    "headings",
    [
        ("Partie 1", "Partie 2", "Partie 3", "Partie 4"),
        ("Partie 1 : Enseigner", "Partie 2 – Veiller", "Partie 3. Échanger", "Partie 4 Respecter"),
        ("PARTIE I – ENSEIGNER", "PARTIE II – VEILLER", "PARTIE III – ÉCHANGER", "PARTIE IV – RESPECTER"),
        ("1ère partie : Enseigner", "2ème partie", "3e partie", "4eme partie"),
        ("Première partie", "Deuxième partie", "Troisième partie", "Quatrième partie"),
        ("Première partie : enseigner", "Deuxième partie : veiller", "Partie 3 – échanger", "Partie 4. respecter"),
        tuple(f"{spec.number}. {spec.title}" for spec in OUTLINE.parts),
        tuple(f"{roman}. {spec.title}" for roman, spec in zip(["I", "II", "III", "IV"], OUTLINE.parts, strict=True)),
        tuple(spec.title for spec in OUTLINE.parts),
        tuple(spec.title.upper() for spec in OUTLINE.parts),
    ],
)
def test_the_ways_of_naming_parts(headings: tuple[str, ...]) -> None:
    assert parts(*headings) == IN_ORDER


def test_parts_in_the_type_of_the_body() -> None:
    pages = [
        COVER,
        f"Introduction\n{TEXT}",
        *(f"Partie {n} : {OUTLINE.parts[n - 1].title}\n{TEXT}" for n in range(1, 5)),
    ]
    found = analyse(make_document(*pages, f"Conclusion\n{TEXT}"), OUTLINE)
    assert [(p.number, p.start_page, p.certain) for p in found.parts] == IN_ORDER
    assert (found.introduction and found.introduction.start_page, found.conclusion and found.conclusion.start_page) == (
        2,
        7,
    )


def test_titles_with_a_slip_are_the_same_parts() -> None:
    found = parts(
        "Enseignement-aprentissage", "Veille pedagogique et scientifque", "Environnement numérique professionnel"
    )
    assert [(number, page) for number, page, _ in found] == [(1, 3), (2, 4), (3, 5)]


def test_parts_out_of_order_are_told_as_they_stand() -> None:
    assert parts("Partie 1", "Partie 3", "Partie 2", "Partie 4") == [
        (1, 3, True),
        (3, 4, True),
        (2, 5, True),
        (4, 6, True),
    ]


def test_a_missing_part_and_what_resembles_it() -> None:
    pages = [
        COVER,
        section("Introduction"),
        section("Partie 1 : Enseigner"),
        section("Partie 2 : La veille"),
        section("Mon environnement numérique de travail"),
        section("Partie 4 : Le droit"),
        section("Conclusion"),
    ]
    found = analyse(make_document(*pages), OUTLINE)
    assert [part.number for part in found.parts] == [1, 2, 4]
    assert [(number, heading.text) for number, heading in found.near_parts] == [
        (3, "Mon environnement numérique de travail")
    ]


def test_the_plan_announced_in_the_introduction_is_not_the_parts() -> None:
    plan = "\n".join(f"Partie {spec.number} : {spec.title}" for spec in OUTLINE.parts)
    assert parts("Partie 1", "Partie 2", "Partie 3", "Partie 4", before=f"Introduction\n{plan}\nVoici.") == IN_ORDER


def test_a_plan_alone_is_never_certain() -> None:
    plan = "\n".join(f"Partie {spec.number} : {spec.title}" for spec in OUTLINE.parts)
    found = analyse(make_document(COVER, f"# Introduction\n{TEXT}\n{plan}\n{TEXT}", section("Conclusion")), OUTLINE)
    assert not any(part.certain for part in found.parts)


def test_sentences_that_begin_with_a_part_are_no_parts() -> None:
    text = "Partie 2 et partie 3 se suivent,\nPartie 4 mise à part, tout cela se tient.\npartie 1 terminée\n" + TEXT
    assert parts("Partie 1", f"Suite\n{text}") == [(1, 3, True)]


def test_four_sections_under_titles_of_their_own_are_inferred() -> None:
    found = parts("Faire de la géographie", "Se tenir au courant", "Travailler à plusieurs", "Ce que dit la loi")
    assert found == [(1, 3, False), (2, 4, False), (3, 5, False), (4, 6, False)]


def test_three_sections_under_titles_of_their_own_are_nothing() -> None:
    assert parts("Faire de la géographie", "Se tenir au courant", "Travailler à plusieurs") == []


def test_rows_of_a_table_are_no_parts() -> None:
    table = "# Partie 1 Lecture du document\n# Partie 2 Travail en groupe\n# Partie 3 mise en commun"
    assert parts("Partie 1 : Enseigner", f"Partie 2 : La veille\n{TEXT}\n{table}", "Partie 3", "Partie 4") == IN_ORDER


def test_a_part_numbered_after_the_introduction() -> None:
    assert parts(*(f"{n + 1}. Partie {n} : {OUTLINE.parts[n - 1].title}" for n in range(1, 5))) == IN_ORDER
