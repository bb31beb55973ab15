"""Two passages word by word."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from precheck.report.differences import ENDS, RUN, SHOWN, Piece, Sides, compare


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
    sides = compare(" ".join(f"a{number}" for number in range(SHOWN + 7)), "rien " * 3)
    assert (sides.more, sides.source_more) == (7, 0)
    assert sum(len(piece.text.split()) for piece in sides.own) == SHOWN


def test_long_common_runs_are_folded() -> None:
    same = [f"mot{number}" for number in range(RUN + 100)]
    sides = compare(" ".join([*same, "ici"]), " ".join([*same, "là"]))
    assert sides.own == (
        Piece(" ".join(same[:ENDS]), True),
        Piece("", True, RUN + 100 - 2 * ENDS),
        Piece(" ".join(same[-ENDS:]), True),
        Piece("ici", False),
    )
    assert sides.source[:3] == sides.own[:3]


@given(st.lists(st.tuples(st.integers(1, 400), st.booleans()), max_size=12))
@example([(SHOWN - ENDS, False), (400, True), (400, False)])
def test_every_word_is_shown_folded_or_counted(runs: list[tuple[int, bool]]) -> None:
    ours = [f"{index}{'wo'[not common]}{n}" for index, (count, common) in enumerate(runs) for n in range(count)]
    theirs = [f"{index}w{n}" for index, (count, common) in enumerate(runs) if common for n in range(count)]
    sides = compare(" ".join(ours), " ".join(theirs))
    for words_, pieces, more in ((ours, sides.own, sides.more), (theirs, sides.source, sides.source_more)):
        assert sum(len(piece.text.split()) + piece.folded for piece in pieces) + more == len(words_)
        assert sum(len(piece.text.split()) for piece in pieces) <= SHOWN


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
