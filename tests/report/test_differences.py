"""Two passages word by word."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from precheck.report.differences import MAX_WORDS, Piece, Sides, compare


def shown(pieces: tuple[Piece, ...]) -> str:
    """Words that only this side has in brackets."""
    return " ".join(piece.text if piece.common else f"[{piece.text}]" for piece in pieces)


@pytest.mark.parametrize(
    ("own", "source", "ours", "theirs"),
    [
        ("Le chat dort.", "Le chat dort.", "Le chat dort.", "Le chat dort."),
        (
            "Chaque groupe tient un carnet de bord.",
            "Chaque équipe tient un cahier de bord.",
            "Chaque [groupe] tient un [carnet] de bord.",
            "Chaque [équipe] tient un [cahier] de bord.",
        ),
        ("Les ÉLÈVES, eux, lisent", "les eleves eux lisent !", "Les ÉLÈVES, eux, lisent", "les eleves eux lisent [!]"),
        ("une infor-\nmation utile", "une information utile", "une information utile", "une information utile"),
        ("lа сlаsse entière", "la classe entière", "lа сlаsse entière", "la classe entière"),
        ("rien à voir", "tout autre chose", "[rien à voir]", "[tout autre chose]"),
        (
            "un grand jardin de pierre ancienne",
            "vers notre cour de sable fin",
            "[un grand jardin de pierre ancienne]",
            "[vers notre cour de sable fin]",
        ),
        ("", "seul", "", "[seul]"),
    ],
    ids=["same", "replaced", "case and accents", "line end", "altered letters", "nothing", "a small word", "empty"],
)
def test_what_differs(own: str, source: str, ours: str, theirs: str) -> None:
    sides = compare(own, source)
    assert (shown(sides.own), shown(sides.source)) == (ours, theirs)


def test_a_long_passage_is_cut_and_the_rest_counted() -> None:
    sides = compare("mot " * (MAX_WORDS + 7), "mot " * 3)
    assert (sides.more, sides.source_more) == (7, 0)
    assert sum(len(piece.text.split()) for piece in sides.own) == MAX_WORDS


words = st.lists(st.sampled_from(["un", "deux", "trois", "maison", "École", "l’eau", "а", "!"]), max_size=30).map(
    " ".join
)


@given(words, words)
def test_no_word_is_lost_or_added(own: str, source: str) -> None:
    sides = compare(own, source)
    assert " ".join(piece.text for piece in sides.own) == own
    assert " ".join(piece.text for piece in sides.source) == source


@given(st.text(max_size=200))
def test_a_text_is_the_same_as_itself(text: str) -> None:
    sides = compare(text, text)
    assert sides == Sides(sides.own, sides.own)
    assert all(piece.common for piece in sides.own)
