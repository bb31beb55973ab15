"""Numbers before headings, and words that open sections."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from precheck.structure.folding import fold
from precheck.structure.words import WordList, bare, plain, split_prefix


@pytest.mark.parametrize(
    ("line", "style", "values", "title"),
    [
        ("Partie 1 : Enseigner", "part", (1,), "enseigner"),
        ("PARTIE I – Enseigner", "part", (1,), "enseigner"),
        ("1ère partie : Enseigner", "part", (1,), "enseigner"),
        ("1re partie", "part", (1,), ""),
        ("Première partie - Enseigner", "part", (1,), "enseigner"),
        ("Deuxième partie", "part", (2,), ""),
        ("Seconde partie : Enseigner", "part", (2,), "enseigner"),
        ("Partie n° 3 — Enseigner", "part", (3,), "enseigner"),
        ("Partie quatre", "part", (4,), ""),
        ("Chapitre 2 : Enseigner", "chapter", (2,), "enseigner"),
        ("2. Enseigner", "decimal", (2,), "enseigner"),
        ("2.1 Enseigner", "decimal", (2, 1), "enseigner"),
        ("2.1.3. Enseigner", "decimal", (2, 1, 3), "enseigner"),
        ("2) Enseigner", "decimal", (2,), "enseigner"),
        ("IV – Enseigner", "roman", (4,), "enseigner"),
        ("I. Enseigner", "roman", (1,), "enseigner"),
        ("I.2 Enseigner", "decimal", (1, 2), "enseigner"),
        ("b) Enseigner", "letter", (2,), "enseigner"),
        ("A. Enseigner", "letter", (1,), "enseigner"),
        ("Enseigner", "", (), "enseigner"),
        ("Parties communes", "", (), "parties communes"),
        ("Participer au projet", "", (), "participer au projet"),
        ("I n t r o d u c t i o n", "", (), "introduction"),
        ("2016-2017", "", (), "2016-2017"),
    ],
)
def test_prefixes(line: str, style: str, values: tuple[int, ...], title: str) -> None:
    folded = fold(line)
    prefix = split_prefix(folded)
    assert (prefix.style, prefix.values, bare(folded)) == (style, values, title)


@pytest.mark.parametrize(
    ("title", "begins", "whole"),
    [
        ("Introduction", True, True),
        ("INTRODUCTION :", True, True),
        ("Introductions", True, True),
        ("Intoduction", True, True),
        ("Introduction aux réseaux", True, False),
        ("Introductif", False, False),
        ("Une introduction", False, False),
    ],
)
def test_words_that_open_a_section(title: str, begins: bool, whole: bool) -> None:
    words = WordList(("Introduction",))
    folded = plain(fold(title))
    assert (words.opens(folded), words.opens(folded, whole=True)) == (begins, whole)


@given(st.text(max_size=60))
def test_any_text_has_a_prefix_that_lies_in_it(text: str) -> None:
    folded = fold(text)
    prefix = split_prefix(folded)
    assert 0 <= prefix.length <= len(folded)
    assert bool(prefix.style) == bool(prefix.values)
