"""Altered words found, undone, and led back to where they stand; ordinary uses of the same letters weigh nothing."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from precheck.model.document import Document
from precheck.model.offsets import Edit, OffsetMap
from precheck.model.surface import PageSurface, Unseen, Veil
from precheck.structure.disguise import Disguise, DisguiseKind, find_disguises, unveil
from precheck.structure.hidden import merged, stands_for_space, unseen_spans
from precheck.testing import make_document

PLAIN = "les enfants ont lu la carte du quartier avant de partir en visite puis chaque groupe a compté ses pas"
HOMOGLYPHS = str.maketrans("aeopc", "аеорс")


def weighty(text: str) -> list[tuple[DisguiseKind, str, str]]:
    """Kind, what stands there, and what is read, of the altered words that weigh."""
    _, _, found = unveil(text)
    return [(d.kind, text[d.start : d.end], d.plain) for d in found if not d.ordinary]


def test_letters_of_another_script() -> None:
    altered = PLAIN.translate(HOMOGLYPHS)
    assert unveil(altered)[0] == PLAIN
    assert weighty("La cаrte du quartіer.") == [
        (DisguiseKind.HOMOGLYPH, "cаrte", "carte"),
        (DisguiseKind.HOMOGLYPH, "quartіer", "quartier"),
    ]


def test_characters_without_width() -> None:
    altered = re.sub("(?<=[a-z])(?=[aeiou])", "\u200b", PLAIN)
    assert unveil(altered)[0] == PLAIN
    assert weighty("La car\u2060te d'u\u00adne \u200bville.") == [
        (DisguiseKind.ZERO_WIDTH, "car\u2060te", "carte"),
        (DisguiseKind.ZERO_WIDTH, "u\u00adne", "une"),
    ]


def test_words_spelt_out() -> None:
    assert unveil("la c a r t e du quartier")[0] == "la carte du quartier"
    assert weighty("la c a r t e du quartier") == [(DisguiseKind.SPACED_OUT, "c a r t e", "carte")]


def test_letters_strewn_between_words() -> None:
    words = PLAIN.replace(" a ", " avait ").split()
    strewn = " ".join(f"{word} {'bcdfghjklmnpqrstvwx'[index % 19]}" for index, word in enumerate(words))
    read, _, found = unveil(strewn)
    assert read.split() == [*words, strewn[-1]]  # the last letter stands between nothing
    assert {d.kind for d in found} == {DisguiseKind.STRAY}


@pytest.mark.parametrize(
    "text",
    [
        "L'angle α vaut 2π, la masse ρgh, 5 μm, Δx, αx, νt, κm et Ω",
        "Le mot рак en russe, λόγος en grec, [kɑʁt] et /ɡʁɑ̃/ en phonétique",
        "Un emoji \U0001f469\u200d\U0001f3eb et ❤\ufe0f, \ufeffun début, می\u200cخواهم",
        "S O M M A I R E\nBonjour\fA N N E X E S",
        "t t t j t j t y t, u t t t t t",
        "la droite d coupe le plan p en n points, de x à y, et la droite e aussi",
    ],
)
def test_ordinary_uses_weigh_nothing(text: str) -> None:
    assert weighty(text) == []


def test_glued_words_are_found_where_there_are_many() -> None:
    text = f"{PLAIN}. {PLAIN}. {{}} Nous avons vu les outils numériques et leurs apprentissages, outils numériques."
    few = text.format("desioutils pourjles")
    many = text.format("lestenfants quilont carteldes quartierjavant visitelpuis chaqueigroupe")
    for altered, expected in ((few, []), (many, ["les enfants", "quartier avant", "chaque groupe"])):
        glued = [d.plain for d in find_disguises(make_document(altered)) if d.kind is DisguiseKind.GLUED]
        assert [plain for plain in glued if plain in expected or not expected] == expected


def test_soft_hyphens_are_found_in_the_raw_text() -> None:
    raw = "Les en\u00adfants lisent la\u00ad carte."
    text = raw.replace("\u00ad", "")
    offsets = OffsetMap((Edit(6, 6, 6, 7), Edit(21, 21, 22, 23)))
    document = Document("x.pdf", "", 0, (), text, raw, offsets)
    assert find_disguises(document) == (Disguise(DisguiseKind.ZERO_WIDTH, 4, 11, "enfants"),)


@given(st.text(alphabet="aeiourst аеорс\u200b\u00ad\n.", max_size=60))
def test_every_altered_word_lies_in_the_text_and_nothing_is_left(text: str) -> None:
    read, offsets, found = unveil(text)
    assert not set(read) & set("\u200b\u00ad")
    assert all(0 <= d.start <= d.end <= len(text) for d in found)
    assert [(d.start, d.end) for d in found] == sorted((d.start, d.end) for d in found)
    for position in range(len(read)):
        start, end = offsets.original(position, position + 1)
        assert 0 <= start <= end <= len(text)


class TestUnseen:
    """Hidden runs as spans, and hidden letters that stand for spaces."""

    def document(self, *runs: tuple[int, int], veil: Veil = Veil.COLOUR) -> Document:
        unseen = tuple(Unseen(start, end, veil, end - start) for start, end in runs)
        return make_document("icijà la page\nfin", surfaces=(PageSurface(1, 14, unseen=unseen),))

    def test_spans_in_order_joined(self) -> None:
        assert unseen_spans(self.document((6, 8), (3, 4), (8, 9))) == ((3, 4), (6, 9))
        assert unseen_spans(make_document("Bonjour")) == ()

    def test_a_letter_between_two_words_stands_for_a_space(self) -> None:
        cases = {(3, 4): True, (0, 1): False, (12, 13): False, (9, 13): False}
        for span, expected in cases.items():
            document = self.document(span)
            assert stands_for_space(document, document.surfaces[0].unseen[0]) is expected

    @given(st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30))))
    def test_merged_spans_cover_the_same(self, spans: list[tuple[int, int]]) -> None:
        joined = merged(spans)
        assert {p for start, end in joined for p in range(start, end)} == {p for s, e in spans for p in range(s, e)}
        assert all(a[1] < b[0] for a, b in pairwise(joined))
