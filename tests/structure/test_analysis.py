"""The architecture of whole dossiers: introduction, parts, conclusion and what follows it."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from precheck.model.document import Document
from precheck.model.geometry import BBox
from precheck.model.profile import Outline, PartSpec
from precheck.model.structure import Section, SectionKind, Structure
from precheck.structure.analysis import analyse
from precheck.testing import SCAN, make_document
from tests.structure.drawing import Drawn, draw, paragraphs

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


def parts(*headings: str, outline: Outline = OUTLINE, before: str = "Introduction") -> list[tuple[int, int, bool]]:
    """Number, page and certainty of the parts of a dossier with these headings, one page each, from page 3."""
    pages = [COVER, section(before), *map(section, headings), section("Conclusion")]
    found = analyse(make_document(*pages), outline).parts
    return [(part.number or 0, part.start_page, part.certain) for part in found]


IN_ORDER = [(1, 3, True), (2, 4, True), (3, 5, True), (4, 6, True)]


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
    "headings",
    [
        ("Partie 1", "Partie 2", "Partie 3", "Partie 4"),
        ("Partie 1 : Enseigner", "Partie 2 – Veiller", "Partie 3. Échanger", "Partie 4 Respecter"),
        ("PARTIE I – ENSEIGNER", "PARTIE II – VEILLER", "PARTIE III – ÉCHANGER", "PARTIE IV – RESPECTER"),
        ("1ère partie : Enseigner", "2ème partie", "3e partie", "4eme partie"),
        ("Première partie", "Deuxième partie", "Troisième partie", "Quatrième partie"),
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
