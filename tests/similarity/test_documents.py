"""A document made ready for comparing: what is left out, and where paragraphs begin by their look."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

from precheck.model.document import Document, Line
from precheck.model.geometry import BBox
from precheck.model.profile import Outline
from precheck.similarity.documents import prepare_document
from precheck.similarity.prepared import Prepared
from precheck.structure.analysis import analyse
from precheck.testing import make_document

FULL = "Une ligne pleine du texte courant, qui va d'une marge à l'autre de la page"
WORDS = 17
"""Of a full line, the pronouns and articles cut off by an apostrophe included."""
SHORT = "et qui finit là."


def prepared_of(document: Document) -> Prepared:
    return prepare_document(document, analyse(document, Outline()))


def words(prepared: Prepared) -> list[str]:
    return [prepared.text[start:end] for start, end in zip(prepared.starts, prepared.ends, strict=True)]


def paragraphs(document: Document) -> list[str]:
    """The words of each paragraph."""
    prepared = prepared_of(document)
    bounds = [*prepared.paragraphs.tolist(), len(prepared)]
    return [" ".join(words(prepared)[first:last]) for first, last in pairwise(bounds)]


def moved(document: Document, line: int, right: float = 0.0, down: float = 0.0) -> Document:
    """The one page with the line of that index so many points to the right, and it and all below so many down."""
    (page,) = document.pages
    lines = [
        _shifted(one, right if index == line else 0.0, down if index >= line else 0.0)
        for index, one in enumerate(page.lines)
    ]
    return replace(document, pages=(replace(page, lines=tuple(lines)),))


def _shifted(line: Line, right: float, down: float) -> Line:
    box = BBox(line.bbox.x0 + right, line.bbox.top + down, line.bbox.x1 + right, line.bbox.bottom + down)
    return replace(line, bbox=box, edges=tuple(edge + right for edge in line.edges))


def test_running_headers_and_numbers_are_left_out_and_the_text_stays() -> None:
    pages = [f"{FULL} {number}\nsuite" for number in ("un", "deux", "trois", "quatre")]
    document = make_document(*pages, header="Dossier de compétences", footer="Page {page}")
    prepared = prepared_of(document)
    assert prepared.text == document.text
    assert "compétences" not in words(prepared)
    assert [word for word in words(prepared) if word in ("un", "deux", "trois", "quatre", "Page")] == [
        "un",
        "deux",
        "trois",
        "quatre",
    ]


def test_a_contents_table_is_left_out() -> None:
    table = "# Sommaire\nIntroduction ........ 2\nPartie 1 ........ 3\nConclusion ........ 4"
    document = make_document(table, f"# Introduction\n{FULL}", f"# Partie 1\n{FULL}", f"# Conclusion\n{FULL}")
    assert words(prepared_of(document)).count("Conclusion") == 1


def test_lines_of_one_paragraph_stay_together() -> None:
    assert len(paragraphs(make_document(f"{FULL}\n{FULL}\n{FULL}"))) == 1


def test_a_short_line_that_ends_a_sentence_ends_the_paragraph() -> None:
    first, second = paragraphs(make_document(f"{FULL}\n{FULL}\n{SHORT}\n{FULL}\n{FULL}"))
    assert (first.split()[-1], second.split()[0]) == ("là", "Une")


def test_a_short_line_without_a_full_stop_does_not() -> None:
    assert len(paragraphs(make_document(f"{FULL}\n{FULL}\nsuite\n{FULL}\n{FULL}"))) == 1


def test_white_parts_paragraphs() -> None:
    document = make_document("\n".join([FULL] * 6))
    assert [len(one.split()) for one in paragraphs(moved(document, 4, down=8))] == [4 * WORDS, 2 * WORDS]
    assert len(paragraphs(moved(document, 4, down=3))) == 1


def test_an_indented_line_begins_a_paragraph() -> None:
    document = make_document("\n".join([FULL] * 6))
    assert [len(one.split()) for one in paragraphs(moved(document, 2, right=20))] == [2 * WORDS, 4 * WORDS]
    assert len(paragraphs(moved(document, 2, right=3))) == 1


def test_a_paragraph_goes_on_over_the_page() -> None:
    one, other = (
        f"{FULL}\n{FULL}",
        "Une autre ligne pleine du texte courant, qui va aussi d'une marge à l'autre de la page",
    )
    assert len(paragraphs(make_document(one, other))) == 1
    assert len(paragraphs(make_document(f"{one}\n{SHORT}", other))) == 2


def test_a_heading_begins_a_paragraph() -> None:
    found = paragraphs(make_document(f"{FULL}\n{FULL}\n# Introduction\n{FULL}\n{FULL}"))
    assert [one.split()[0] for one in found][:2] == ["Une", "Introduction"]


def test_nothing_to_read() -> None:
    assert paragraphs(make_document("")) == []
