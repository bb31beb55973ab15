"""The architecture of whole dossiers, introductions, and what holds for every document."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from precheck.model.document import Document
from precheck.model.profile import Outline
from precheck.model.structure import SectionKind, Structure
from precheck.structure.analysis import analyse
from precheck.testing import SCAN, make_document
from tests.structure.dossiers import COVER, OUTLINE, TEXT, section, shape
from tests.structure.drawing import Drawn, draw, paragraphs


def test_a_whole_dossier() -> None:
    structure = analyse(
        make_document(
            COVER,
            "Sommaire\nIntroduction 3\nPartie 1 4\nPartie 2 5\nPartie 3 6\nPartie 4 7\nConclusion 8\nBibliographie 9",
            section("Introduction"),
            section("Partie 1 : Enseigner"),
            section("Partie 2 : La veille"),
            section("Partie 3 : L'environnement"),
            section("Partie 4 : Le droit"),
            section("Conclusion"),
            section("Bibliographie"),
            section("Annexe 1 : la fiche"),
            footer="{page}",
        ),
        OUTLINE,
    )
    assert shape(structure) == [
        ("cover", None, 1, 1),
        ("contents", None, 2, 2),
        ("other", None, 2, 2),
        ("introduction", None, 3, 3),
        ("part", 1, 4, 4),
        ("part", 2, 5, 5),
        ("part", 3, 6, 6),
        ("part", 4, 7, 7),
        ("conclusion", None, 8, 8),
        ("bibliography", None, 9, 9),
        ("annex", None, 10, 10),
    ]
    assert structure.contents_pages == (2,)
    assert structure.near_parts == ()
    assert [heading.text for heading in structure.headings if heading.level == 1] == [
        "Introduction",
        "Partie 1 : Enseigner",
        "Partie 2 : La veille",
        "Partie 3 : L'environnement",
        "Partie 4 : Le droit",
        "Conclusion",
        "Bibliographie",
        "Annexe 1 : la fiche",
    ]


@pytest.mark.parametrize(
    "heading",
    [
        "Introduction",
        "INTRODUCTION",
        "Introduction générale",
        "1. Introduction",
        "I – Introduction :",
        "Intoduction",
        "Introduction à la problématique",
        "I N T R O D U C T I O N",
    ],
)
def test_introductions(heading: str) -> None:
    found = analyse(make_document(COVER, section("Remerciements"), section(heading), section("Partie 1")), OUTLINE)
    introduction = found.introduction
    assert introduction
    assert (introduction.start_page, introduction.end_page) == (3, 3)


@pytest.mark.parametrize("heading", ["1.2 Introduction aux réseaux", "Une introduction réussie", "Présentation", ""])
def test_what_is_no_introduction(heading: str) -> None:
    pages = [
        COVER,
        section("Remerciements"),
        section(heading),
        section("Partie 1"),
        section("Introduction à la partie"),
    ]
    assert analyse(make_document(*pages), OUTLINE).introduction is None


def test_the_title_on_the_cover_is_no_introduction() -> None:
    document = make_document("# Introduction à l'algorithmique\nNOM Prénom", section("Étymologie"), section("Histoire"))
    assert analyse(document, OUTLINE).introduction is None


def test_an_introduction_without_a_heading_is_never_certain() -> None:
    text = "Ce dossier présente le travail mené dans ma classe cette année,\n" * 3
    found = analyse(make_document(COVER, text + "\n".join([TEXT] * 3), section("Partie 1")), OUTLINE).introduction
    assert found
    assert (found.start_page, found.heading, found.certain) == (2, None, False)


def test_thanks_before_the_parts_are_no_introduction() -> None:
    text = "Je remercie toutes les personnes qui ont relu ces pages avec soin,\n" * 8
    assert analyse(make_document(COVER, text, section("Partie 1")), OUTLINE).introduction is None


def test_introduction_as_a_running_header_is_not_the_heading() -> None:
    pages = [[*paragraphs(9), Drawn("NOM", 780)]]
    pages += [[Drawn("Introduction", 30, size=9), *paragraphs(8 + n), Drawn("NOM", 780)] for n in range(4)]
    pages[2].insert(1, Drawn("Introduction", 72, size=18, bold=True))
    found = analyse(draw(*pages), OUTLINE)
    assert found.introduction
    assert found.introduction.start_page == 3


def test_titles_in_a_list_without_a_name_are_not_the_sections() -> None:
    plan = "Introduction\nPartie 1\nPartie 2\nConclusion"
    pages = [COVER, plan, section("Introduction"), section("Partie 1"), section("Partie 2"), section("Conclusion")]
    found = analyse(make_document(*pages), OUTLINE)
    assert shape(found)[-4:] == [
        ("introduction", None, 3, 3),
        ("part", 1, 4, 4),
        ("part", 2, 5, 5),
        ("conclusion", None, 6, 6),
    ]


def test_a_scan_has_an_empty_structure() -> None:
    structure = analyse(make_document(SCAN, SCAN), OUTLINE)
    assert shape(structure) == [("other", None, 1, 2)]
    assert (structure.headings, structure.contents_pages, structure.furniture) == ((), (), frozenset())


def check(document: Document, structure: Structure) -> None:
    """What holds for every document."""
    sections = structure.sections
    if document.text:
        assert (sections[0].start, sections[-1].end) == (0, len(document.text))
    for one, next_one in pairwise(sections):
        assert one.end == next_one.start
    for found in sections:
        assert found.start < found.end
        assert 1 <= found.start_page <= found.end_page <= len(document.pages)
        assert found.length_pages is None or found.length_pages >= 0
        assert (found.number is not None) == (found.kind is SectionKind.PART)
    assert len(structure.numbering.printed) == len(document.pages)
    for page, number in zip(document.pages, structure.numbering.printed, strict=True):
        assert number is None or number.page == page.number
    starts = {line.start for line in document.lines}
    assert structure.furniture <= starts
    for heading in structure.headings:
        assert document.text[heading.start : heading.end].replace("\n", " ") == heading.text
        page = document.pages[heading.page - 1]
        assert 0 <= heading.bbox.top < heading.bbox.bottom <= page.height
    numbers = [part.number for part in structure.parts]
    assert len(numbers) == len(set(numbers))


LINES = st.sampled_from(
    [
        "# Introduction",
        "# Partie 1 : Enseigner",
        "# Partie 2",
        "Partie 3 : Environnement",
        "# Conclusion",
        "# Bilan",
        "# Bibliographie",
        "# Annexe 1",
        "Sommaire",
        "Introduction ..... 3",
        "Conclusion ..... 9",
        "Partie 1 ..... 4",
        "Le texte continue ici, et il est assez long pour une ligne.",
        "puis il finit.",
        "1",
        "2",
        "",
        "\x01",
        "é" * 130,
        "1. Un point",
        "I. Introduction",
        "5. Conclusion",
        "Veille pédagogique et scientifique",
    ]
)
PAGES = st.lists(st.one_of(st.lists(LINES, max_size=12).map("\n".join), st.just(SCAN)), min_size=1, max_size=9)


@given(pages=PAGES, footer=st.sampled_from(["", "{page}", "{page}/{pages}", "NOM – {page}"]))
def test_what_holds_for_every_document(pages: list[str], footer: str) -> None:
    document = make_document(*pages, footer=footer)
    structure = analyse(document, OUTLINE)
    check(document, structure)
    assert structure == analyse(document, OUTLINE)


@given(pages=st.lists(st.text(max_size=200), min_size=1, max_size=6))
def test_any_text_at_all(pages: list[str]) -> None:
    document = make_document(*pages)
    check(document, analyse(document, Outline()))
