"""Running headers and footers, and what only looks like them."""

from __future__ import annotations

from precheck.model.document import Document
from precheck.structure.furniture import find_furniture
from precheck.structure.numbering import find_numbering
from precheck.structure.view import View
from precheck.testing import make_document
from tests.structure.drawing import Drawn, draw, paragraphs


def furniture(document: Document) -> list[tuple[int, str]]:
    """Page and text of the lines that run, in the order of the text."""
    view = View(document)
    starts = find_furniture(view, find_numbering(view))
    return [(line.page, line.text) for line in document.lines if line.start in starts]


def test_header_and_footer_with_their_numbers() -> None:
    texts = ["Un début.\nUne suite.", "Un milieu.\nUne suite.", "Une fin.\nUne suite."]
    document = make_document(*texts, header="NOM Prénom", footer="{page}/{pages}")
    assert furniture(document) == [(n, text) for n in (1, 2, 3) for text in ("NOM Prénom", f"{n}/3")]


def test_odd_and_even_headers_differ() -> None:
    pages = [[Drawn("Dossier C2i2e" if n % 2 else "NOM Prénom", 30), *paragraphs(9)] for n in range(1, 7)]
    assert [page for page, _ in furniture(draw(*pages))] == [1, 2, 3, 4, 5, 6]


def test_a_header_that_follows_the_chapters() -> None:
    titles = ["Introduction", "Introduction", "La veille", "La veille", "Conclusion", "Bilan"]
    pages = [[Drawn(title, 30, size=9), Drawn("C2i2e", 42, size=9), *paragraphs(9)] for title in titles]
    assert [text for _, text in furniture(draw(*pages)) if text != "C2i2e"] == titles


def test_parts_that_open_pages_do_not_run() -> None:
    pages = [f"# Partie {n}\nLe texte de la partie {n}.\nEt sa suite, plus longue." for n in range(1, 6)]
    assert furniture(make_document(*pages)) == []


def test_pages_that_are_all_alike_are_text() -> None:
    assert furniture(make_document(*["Le même texte."] * 6)) == []


def test_the_first_line_of_the_text_does_not_run_because_a_header_is_near() -> None:
    pages = [
        [Drawn("NOM Prénom", 30), Drawn(f"Ceci est le début de la page {'abcdef'[n]}", 60), *paragraphs(9)]
        for n in range(6)
    ]
    assert {text for _, text in furniture(draw(*pages))} == {"NOM Prénom"}
