"""The markup in which the samples are written."""

from __future__ import annotations

import pytest

from corpus.samples.generate.markup import Block, MarkupError, Span, inline, parse, plain, typeset

EXAMPLE = """\
## 1.1 Le contexte

Une *classe* de **quatrième** ({B.2-1}), {B2.1 à B2.3|B2.1 B2.2 B2.3}.
%full
- Voir [le site](http://www.example.org).
2. Deuxième point
%core

!table 30 70 | Tableau 1
| Quoi | Combien |
| Élèves | 27 |

!figure parcours | Figure 1
!box
Une fiche
en deux lignes.
!end
"""


def test_every_block_of_the_markup() -> None:
    assert parse(EXAMPLE, "example.txt") == (
        Block("heading", "core", (Span("1.1 Le contexte"),), depth=2),
        Block(
            "paragraph",
            "core",
            (
                Span("Une "),
                Span("classe", "italic"),
                Span(" de "),
                Span("quatrième", "bold"),
                Span(" ("),
                Span("B.2-1", "code", codes=("B2.1",)),
                Span("), "),
                Span("B2.1 à B2.3", "code", codes=("B2.1", "B2.2", "B2.3")),
                Span("."),
            ),
        ),
        Block(
            "item",
            "full",
            (Span("Voir "), Span("le site", "link", url="http://www.example.org"), Span(".")),
            marker="-",
        ),
        Block("item", "full", (Span("Deuxième point"),), marker="2."),
        Block(
            "table",
            "core",
            (Span("Tableau 1"),),
            widths=(30, 70),
            rows=(((Span("Quoi"),), (Span("Combien"),)), ((Span("Élèves"),), (Span("27"),))),
        ),
        Block("figure", "core", (Span("Figure 1"),), name="parcours"),
        Block("box", "core", (Span("Une fiche en deux lignes."),)),
    )


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("!image x", "example.txt, line 1: unknown directive '!image'"),
        ("Bonjour\n!box\nsans fin", "example.txt, line 2: the box is not closed by !end"),
        ("!table 50 50 | T\n| un | deux | trois |", "line 2: 3 cells for the widths '50 50'"),
        ("Le code {C2i}.", "not a competence code: 'C2i'"),
    ],
)
def test_a_mistake_is_named_with_its_place(text: str, problem: str) -> None:
    with pytest.raises(MarkupError) as caught:
        parse(text, "example.txt")
    assert str(caught.value) == problem


def test_french_spaces_do_not_break() -> None:
    assert typeset("« Pourquoi ? » : 5 %") == "«\u00a0Pourquoi\u00a0?\u00a0»\u00a0: 5\u00a0%"


def test_plain_text_loses_only_the_styles() -> None:
    assert plain(inline("Un **gras**, un *maigre* et {A1.1}.")) == "Un gras, un maigre et A1.1."
