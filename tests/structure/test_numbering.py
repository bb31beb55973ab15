"""Printed page numbers: how they look in real dossiers, and what looks like them."""

from __future__ import annotations

import pytest
import typst
from hypothesis import given
from hypothesis import strategies as st

from precheck.model.document import Document
from precheck.model.structure import Numbering, NumberingFault, NumberingVerdict
from precheck.reading.reader import read_pdf
from precheck.structure.numbering import find_numbering, roman_value
from precheck.structure.view import View
from precheck.testing import SCAN, make_document
from tests.structure.drawing import Drawn, draw, paragraphs

ALL, ALL_BUT_COVER, PART, NONE = NumberingVerdict


def numbering(document: Document) -> Numbering:
    return find_numbering(View(document))


def labels(document: Document) -> list[str]:
    """What is printed on each page, "" for nothing."""
    return [number.label if number else "" for number in numbering(document).printed]


def footed(*footers: str) -> Document:
    """Pages of text, each with its own last line."""
    return draw(*([*paragraphs(20), *([Drawn(foot, 790)] if foot else [])] for foot in footers))


@pytest.mark.parametrize(
    "form",
    [
        "{n}",
        "- {n} -",
        "– {n} –",
        "{n}.",
        "[{n}]",
        "{n}/8",
        "{n} / 8",
        "{n} sur 8",
        "Page {n}",
        "page {n} sur 8",
        "Page | {n}",
        "{n} | P a g e",
        "p. {n}",
        "P{n}",
        "n° {n}",
        "Page {n} / 8",
        "{n} {n}",
    ],
)
def test_the_ways_of_writing_a_number(form: str) -> None:
    assert labels(footed(*(form.format(n=n) for n in range(1, 9)))) == [str(n) for n in range(1, 9)]


@pytest.mark.parametrize(
    ("footers", "verdict", "first", "printed"),
    [
        (["1", "2", "3", "4", "5"], ALL, 1, ["1", "2", "3", "4", "5"]),
        (["", "2", "3", "4", "5"], ALL_BUT_COVER, 2, ["", "2", "3", "4", "5"]),
        (["", "1", "2", "3", "4"], ALL_BUT_COVER, 2, ["", "1", "2", "3", "4"]),
        (["", "", "1", "2", "3"], PART, 3, ["", "", "1", "2", "3"]),
        (["", "", "", "", ""], NONE, None, ["", "", "", "", ""]),
        (["", "i", "ii", "iii", "1", "2", "3"], ALL_BUT_COVER, 2, ["", "i", "ii", "iii", "1", "2", "3"]),
        (["0", "i", "2", "3", "4"], ALL, 1, ["0", "i", "2", "3", "4"]),
        (["1", "2", "3", "4", "1", "2"], ALL, 1, ["1", "2", "3", "4", "1", "2"]),
        (["i", "i", "ii", "iii", "1", "2", "3"], ALL, 1, ["i", "i", "ii", "iii", "1", "2", "3"]),
    ],
)
def test_which_pages_carry_a_number(
    footers: list[str], verdict: NumberingVerdict, first: int | None, printed: list[str]
) -> None:
    found = numbering(footed(*footers))
    assert (found.verdict, found.first_numbered_page) == (verdict, first)
    assert [number.label if number else "" for number in found.printed] == printed


def test_a_number_beside_text_that_repeats() -> None:
    document = footed(*(f"NOM Prénom – C2i2e 2016-2017 – {n}" for n in range(1, 7)))
    assert labels(document) == ["1", "2", "3", "4", "5", "6"]


def test_odd_and_even_pages_differ() -> None:
    pages = [[*paragraphs(20), Drawn(str(n), 790, left=71 if n % 2 else 510)] for n in range(1, 8)]
    assert labels(draw(*pages)) == ["1", "2", "3", "4", "5", "6", "7"]


def test_the_word_page_on_a_line_of_its_own() -> None:
    pages = [[*paragraphs(20), Drawn("Page", 770, 280), Drawn(str(n), 790, 285)] for n in range(1, 6)]
    assert labels(draw(*pages)) == ["1", "2", "3", "4", "5"]


def test_numbers_typed_by_hand_below_the_text() -> None:
    pages = [[*paragraphs(38 + n), Drawn(str(n), 104 + 14 * (38 + n), 290)] for n in range(1, 7)]
    assert labels(draw(*pages)) == ["1", "2", "3", "4", "5", "6"]


def test_a_number_at_the_top_beside_a_running_title() -> None:
    pages = [[Drawn("Dossier C2i2e", 30), Drawn(str(n), 30, 510), *paragraphs(20)] for n in range(1, 6)]
    assert labels(draw(*pages)) == ["1", "2", "3", "4", "5"]


def test_a_number_that_a_drawing_covers_is_hidden() -> None:
    pages = [[*paragraphs(20), Drawn(str(n), 790, visible=n != 3)] for n in range(1, 7)]
    found = numbering(draw(*pages))
    assert (found.verdict, found.hidden) == (PART, (3,))
    assert [number and number.label for number in found.printed] == ["1", "2", None, "4", "5", "6"]


def test_a_number_drawn_twice_is_seen_when_one_of_them_is() -> None:
    pages = [
        [*paragraphs(20), Drawn(str(n), 790, visible=False), Drawn(str(n), 791, visible=True)] for n in range(1, 6)
    ]
    assert labels(draw(*pages)) == ["1", "2", "3", "4", "5"]


def test_blank_pages_are_counted_and_lack_nothing() -> None:
    drawn = [[*paragraphs(20), Drawn(str(n), 790)] for n in range(1, 8)]
    drawn[3] = []
    found = numbering(draw(*drawn))
    assert (found.verdict, found.faults) == (PART, ())


def test_scanned_pages_lack_nothing() -> None:
    pages = ["Un texte.", "Un texte.", "Un texte.", SCAN, "Un texte."]
    assert numbering(make_document(*pages, footer="{page}")).faults == ()


def test_the_length_of_another_document_after_a_merge() -> None:
    assert labels(footed("1/12", "2/12", "3/12", "4/12", "5/12")) == ["1", "2", "3", "4", "5"]


def test_a_hole_and_a_wrong_number_are_faults() -> None:
    found = numbering(footed("1", "2", "", "4", "31", "6", "7"))
    assert found.verdict is PART
    assert [(f.page, f.observed, f.expected, f.bbox is not None) for f in found.faults] == [
        (3, None, "3", False),
        (5, "31", "5", True),
    ]


def test_a_sequence_that_breaks_is_told_once() -> None:
    """Page 15 prints 12: the pages after it go on from there."""
    found = numbering(footed("1", "2", "3", "4", "4", "5", "6", "7"))
    assert found.faults == (NumberingFault(5, "4", "5", found.faults[0].bbox),)


def test_numbers_that_stop() -> None:
    found = numbering(footed("1", "2", "3", "4", "", ""))
    assert [(f.page, f.observed, f.expected) for f in found.faults] == [(5, None, "5"), (6, None, "6")]


@pytest.mark.parametrize(
    "footers",
    [
        ["2016-2017"] * 6,
        ["Version du 11/09/2017"] * 6,
        ["Annexe 1 : la fiche", "Annexe 2 : la fiche", "Annexe 3 : la fiche", "", "", "", "", ""],
        ["12", "5", "31", "8", "2", "17"],
        ["UE 302"] * 5,
        ["A1.1", "A1.2", "A1.3", "A1.4"],
    ],
)
def test_what_is_no_page_number(footers: list[str]) -> None:
    assert numbering(footed(*footers)).verdict is NONE


def test_parts_at_the_top_of_their_pages_are_no_page_numbers() -> None:
    pages = [f"# Partie {n}\nLe texte de la partie est ici, et il continue." for n in range(1, 5)]
    assert numbering(make_document("Une couverture", *pages, "La fin", "La fin")).verdict is NONE


def test_a_table_and_notes_in_the_band_do_not_disturb() -> None:
    pages = [
        [*paragraphs(20), Drawn(str(7 * n % 5 + 1), 750), Drawn("1 Voir la note.", 765), Drawn(str(n), 795, 290)]
        for n in range(1, 7)
    ]
    assert labels(draw(*pages)) == ["1", "2", "3", "4", "5", "6"]


def test_a_page_that_ends_in_a_hyphen() -> None:
    """PDFium joins the last line of such a page and the number below it."""
    word = "anticonstitutionnellement " * 60
    source = f"""#set document(date: none)
#set page(width: 230pt, height: 250pt, numbering: "1/1")
#set text(lang: "fr", hyphenate: true)
#set par(justify: true)
{word}"""
    document = read_pdf(bytes(typst.compile(source.encode())), "dossier.pdf")
    assert any(page.lines[-2].text.endswith("-") for page in document.pages)
    assert labels(document) == [str(page.number) for page in document.pages]


def test_no_page_and_no_text() -> None:
    assert numbering(make_document(SCAN, SCAN)) == Numbering(NONE, (None, None))
    assert numbering(make_document("")) == Numbering(NONE, (None,))


@pytest.mark.parametrize(("label", "value"), [("i", 1), ("iv", 4), ("xiv", 14), ("xl", 40), ("cc", 200)])
def test_roman_values(label: str, value: int) -> None:
    assert roman_value(label) == value


@pytest.mark.parametrize("label", ["", "iiii", "vx", "ill", "vv"])
def test_what_is_no_roman_number(label: str) -> None:
    assert roman_value(label) is None


@given(first=st.integers(1, 4), start=st.integers(0, 30), pages=st.integers(5, 25))
def test_any_start_counts_on(first: int, start: int, pages: int) -> None:
    """Numbers from any page on, from any value, are all found, with their boxes on the page."""
    footers = [""] * (first - 1) + [str(start + index) for index in range(pages - first + 1)]
    if len(footers) - first + 1 < 4:
        return
    found = numbering(footed(*footers))
    assert [number.label if number else "" for number in found.printed] == footers
    for number in found.printed:
        if number:
            assert 0 <= number.bbox.x0 < number.bbox.x1 <= 595
            assert 0 <= number.bbox.top < number.bbox.bottom <= 842
            assert int(number.label) == number.value
