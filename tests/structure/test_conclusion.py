"""The final conclusion: its titles, its block, its end and its length."""

from __future__ import annotations

import pytest

from precheck.model.geometry import BBox
from precheck.model.structure import Section
from precheck.structure.analysis import analyse
from precheck.testing import make_document
from tests.structure.dossiers import COVER, OUTLINE, TEXT, section, shape
from tests.structure.drawing import Drawn, draw, paragraphs


@pytest.mark.parametrize(
    "heading",
    [
        "Conclusion",
        "CONCLUSION",
        "Conclusion générale",
        "Conclusions et perspectives",
        "5. Conclusion",
        "IV – Conclusion",
        "Bilan réflexif",
        "Conclusion : bilan réflexif",
        "Bilan réflexif et conclusion",
        "Bilan",
        "Bilan et perspectives",
        "Conclusion – bilan réflexif",
        "Conclusion du dossier",
        "Synthèse et conclusion",
        "Retour réflexif",
        "En conclusion",
        "Conclsion",
    ],
)
def test_conclusions(heading: str) -> None:
    pages = [COVER, section("Introduction"), section("Partie 1"), section("Partie 2"), section(heading), TEXT]
    conclusion = analyse(make_document(*pages), OUTLINE).conclusion
    assert conclusion
    assert (conclusion.start_page, conclusion.end_page, conclusion.certain) == (5, 6, True)


@pytest.mark.parametrize(
    "heading",
    [
        "2.4 Conclusion",
        "Conclusion de la séance",
        "Bilan de la séquence",
        "Conclusion partielle",
        "Conclusion du chapitre 2",
        "Synthèse & Bilan",
        "Bilan énergétique",
        "En conclusion, la séance a été utile pour tous les élèves",
    ],
)
def test_what_is_no_conclusion(heading: str) -> None:
    pages = [COVER, section("Introduction"), section("Partie 1"), section("Partie 2"), section(heading)]
    assert analyse(make_document(*pages), OUTLINE).conclusion is None


def _conclusion(*headings: str, first: int = 5) -> Section:
    pages = [COVER, section("Introduction"), section("Partie 1"), section("Partie 2"), *map(section, headings)]
    found = analyse(make_document(*pages), OUTLINE).conclusion
    assert found
    assert found.start_page >= first
    return found


@pytest.mark.parametrize(
    ("headings", "pages"),
    [
        (["Conclusion professionnelle", "Conclusion personnelle"], (5, 6)),
        (["Conclusion", "Bilan"], (5, 6)),
        (["6. Bilan et analyse du stage", "6.1 Apports", "7. Conclusion"], (5, 7)),
        (["Conclusion", "Bibliographie", "Annexes"], (5, 5)),
        (["Conclusion", "Sitographie"], (5, 5)),
        (["Conclusion", "Glossaire"], (5, 5)),
        (["Conclusion", "Table des annexes"], (5, 5)),
        (["Conclusion", "", "Références bibliographiques"], (5, 6)),
        (["Conclusion", "Annexe 1 – La fiche"], (5, 5)),
    ],
)
def test_the_conclusion_block_and_its_end(headings: list[str], pages: tuple[int, int]) -> None:
    found = _conclusion(*headings)
    assert (found.start_page, found.end_page) == pages


def test_headings_inside_the_conclusion_belong_to_it() -> None:
    small = [
        Drawn("Mon organisation", 100, bold=True),
        *paragraphs(5, 120),
        Drawn("Bilan personnel", 300, bold=True),
        *paragraphs(5, 320),
    ]
    large = [Drawn(title, 72, size=18, bold=True) for title in ("Introduction", "Partie 1", "Conclusion", "Annexes")]
    pages = [[heading, *paragraphs(30)] for heading in large]
    pages.insert(3, small)
    found = analyse(draw([Drawn("Dossier", 300)], *pages), OUTLINE)
    assert shape(found)[-2:] == [("conclusion", None, 4, 5), ("annex", None, 6, 6)]


def test_the_conclusion_of_the_last_part_is_not_certain() -> None:
    pages = [[Drawn("Dossier", 300)]]
    pages += [[Drawn(f"Partie {n}", 72, size=18, bold=True), *paragraphs(30)] for n in range(1, 5)]
    pages[-1] += [Drawn("Conclusion", 600, bold=True), *paragraphs(5, 620)]
    conclusion = analyse(draw(*pages), OUTLINE).conclusion
    assert conclusion
    assert not conclusion.certain


def test_a_conclusion_before_the_last_part() -> None:
    pages = [COVER, section("Introduction"), section("Partie 1"), section("Conclusion"), section("Partie 2")]
    found = analyse(make_document(*pages), OUTLINE)
    assert shape(found)[-3:] == [("part", 1, 3, 3), ("conclusion", None, 4, 4), ("part", 2, 5, 5)]


def test_a_heading_written_after_its_text() -> None:
    """Some producers write the heading last: its section still holds the paragraphs below it."""
    last = [*paragraphs(10, 120), Drawn("Conclusion", 72, size=20)]
    first = [[Drawn(title, 72, size=20), *paragraphs(9)] for title in ("Introduction", "Partie 1")]
    conclusion = analyse(draw([Drawn("Dossier", 300)], *first, last), OUTLINE).conclusion
    assert conclusion
    assert conclusion.heading
    assert conclusion.start < conclusion.heading.start
    assert conclusion.heading.text == "Conclusion"


def _filled(*rows: int, top: float = 72) -> list[list[Drawn]]:
    """Pages of so many lines; 50 fill one."""
    return [paragraphs(count, top) for count in rows]


def _length(*rows: int) -> float | None:
    """The length of a conclusion of so many lines a page, after three full pages, before annexes."""
    body = [
        [Drawn(title, 72, size=14, bold=True), *paragraphs(49, 86)]
        for title in ("Introduction", "Partie 1", "Partie 2")
    ]
    pages = _filled(*rows)
    pages[0] = [Drawn("Conclusion", 72, size=14, bold=True), *paragraphs(rows[0] - 1, 86)]
    annex = [Drawn("Annexes", 72, size=14, bold=True), *paragraphs(20, 100)]
    conclusion = analyse(draw([Drawn("Dossier", 300)], *body, *pages, annex), OUTLINE).conclusion
    return conclusion.length_pages if conclusion else None


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ((50,), 1.0),
        ((25,), 0.5),
        ((50, 50), 2.0),
        ((49, 49), 2.0),
        ((50, 45), 1.9),
        ((50, 50, 25), 2.5),
        ((10, 10), 0.4),
    ],
)
def test_the_length_of_the_conclusion(rows: tuple[int, ...], expected: float) -> None:
    assert _length(*rows) == pytest.approx(expected, abs=0.02)


def test_blank_lines_do_not_make_a_conclusion_longer() -> None:
    body = [[Drawn(title, 72, size=14, bold=True), *paragraphs(49, 86)] for title in ("Introduction", "Partie 1")]
    sparse = [Drawn("Conclusion", 72, size=14, bold=True), *paragraphs(3, 90), *paragraphs(3, 700)]
    conclusion = analyse(draw([Drawn("Dossier", 300)], *body, sparse), OUTLINE).conclusion
    assert conclusion
    assert conclusion.length_pages is not None
    assert conclusion.length_pages < 0.3


def test_pictures_in_the_conclusion_count() -> None:
    body = [[Drawn(title, 72, size=14, bold=True), *paragraphs(49, 86)] for title in ("Introduction", "Partie 1")]
    conclusion = [Drawn("Conclusion", 72, size=14, bold=True), *paragraphs(10, 90), *paragraphs(10, 630)]
    picture = (4, BBox(100, 240, 400, 620))
    with_picture = analyse(draw([Drawn("Dossier", 300)], *body, conclusion, images=[picture]), OUTLINE).conclusion
    without = analyse(draw([Drawn("Dossier", 300)], *body, conclusion), OUTLINE).conclusion
    assert with_picture
    assert without
    assert with_picture.length_pages == pytest.approx(1.0, abs=0.05)
    assert (without.length_pages or 0) < 0.6


def test_sub_headings_larger_than_the_parts_do_not_end_the_conclusion() -> None:
    def page(title: str, sub: str) -> list[Drawn]:
        return [Drawn(title, 72, size=12, bold=True), *paragraphs(5, 90), Drawn(sub, 170, size=14), *paragraphs(5, 190)]

    pages = [
        page(title, "Le déroulement") for title in ("Introduction", "Partie 1", "Partie 2", "Conclusion", "Annexes")
    ]
    conclusion = analyse(draw([Drawn("Dossier", 300)], *pages), OUTLINE).conclusion
    assert conclusion
    assert conclusion.length_pages == pytest.approx(1.0, abs=0.05)
