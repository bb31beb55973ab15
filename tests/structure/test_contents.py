"""Tables of contents by their shape, wherever they stand."""

from __future__ import annotations

import pytest

from precheck.model.profile import Outline
from precheck.structure.contents import find_contents
from precheck.structure.view import View
from precheck.testing import make_document
from tests.structure.drawing import Drawn, draw, paragraphs

TITLES = ("Introduction", "Partie 1 : Enseigner", "Partie 2 : La veille", "Conclusion", "Bibliographie")
BODY = "\n".join(f"# {title}\nUn texte qui suit le titre." for title in TITLES)


def pages_and_lines(*pages: str, outline: Outline = Outline()) -> tuple[tuple[int, ...], list[str]]:
    """The contents pages, and the lines of the tables."""
    view = View(make_document(*pages))
    found = find_contents(view, frozenset(), outline)
    return found.pages, [line.text for line in view.lines if line.start in found.starts]


@pytest.mark.parametrize("leader", [" ......... ", " . . . . . . . ", "………… ", " ________ ", " ········ "])
def test_entries_with_leaders(leader: str) -> None:
    entries = [f"{title}{leader}{number}" for number, title in enumerate(TITLES, 3)]
    assert pages_and_lines("Couverture", "\n".join(entries), BODY) == ((2,), entries)


@pytest.mark.parametrize("title", ["Sommaire", "TABLE DES MATIÈRES", "Plan", "Plan du rapport :", "1. Sommaire"])
def test_entries_with_numbers_only_need_a_title(title: str) -> None:
    entries = [f"{text} {number}" for number, text in enumerate(TITLES, 3)]
    assert pages_and_lines(f"{title}\n" + "\n".join(entries), BODY) == ((1,), [title, *entries])


def test_a_title_of_the_institution() -> None:
    entries = [f"{text} {number}" for number, text in enumerate(TITLES, 3)]
    page = "Au fil des pages\n" + "\n".join(entries)
    outline = Outline(contents=("Au fil des pages",))
    assert pages_and_lines(page, BODY, outline=outline) == ((1,), ["Au fil des pages", *entries])


def test_entries_without_numbers_come_again_as_headings() -> None:
    assert pages_and_lines("Sommaire\n" + "\n".join(TITLES), BODY) == ((1,), ["Sommaire", *TITLES])


def test_the_table_shares_its_page_with_the_introduction() -> None:
    page = "Plan du rapport :\n" + "\n".join(TITLES) + "\n# Introduction\nVoici un texte."
    pages, lines = pages_and_lines(page, BODY)
    assert (pages, lines) == ((1,), ["Plan du rapport :", *TITLES])


def test_two_pages_and_a_title_at_the_foot_of_the_page_before() -> None:
    entries = [f"Titre numéro {n} ........ {n}" for n in range(1, 90)]
    foot = [*paragraphs(3), Drawn("Table des matières", 700, size=16)]
    long = [Drawn(entry, 72 + 14 * row) for row, entry in enumerate(entries[:50])]
    rest = [Drawn(entry, 72 + 14 * row) for row, entry in enumerate(entries[50:])]
    found = find_contents(View(draw(foot, long, rest, paragraphs(20))), frozenset(), Outline())
    assert found.pages == (1, 2, 3)


def test_a_table_at_the_end() -> None:
    entries = [f"{title} ...... {number}" for number, title in enumerate(TITLES, 1)]
    assert pages_and_lines(BODY, "Table des matières\n" + "\n".join(entries))[0] == (2,)


def test_lists_of_figures_are_no_contents_pages_but_no_headings_either() -> None:
    figures = [f"Figure {n} : une image ....... {n}" for n in range(1, 6)]
    assert pages_and_lines("Liste des figures\n" + "\n".join(figures)) == ((), ["Liste des figures", *figures])


@pytest.mark.parametrize(
    "text",
    [
        "Plan\nNous partirons du collège, puis nous irons à la médiathèque.\nLa séance dure une heure.",
        "Groupe 1 12\nGroupe 2 15\nGroupe 3 9\nGroupe 4 14\nGroupe 5 11",
        "Dans le sommaire, il faut lire ce qui suit.\nPuis tourner la page.",
    ],
)
def test_what_is_no_table_of_contents(text: str) -> None:
    assert pages_and_lines(text, BODY) == ((), [])


def test_a_page_of_titles_without_a_name() -> None:
    assert pages_and_lines("Couverture", "\n".join(TITLES), BODY) == ((2,), list(TITLES))
