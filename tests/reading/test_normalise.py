"""The one normalisation of extracted text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from precheck.reading.assemble import RawLine, assemble
from precheck.reading.normalise import normalise


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("l’élève", "l'élève"),
        ("péda\ufffe", "péda-"),
        ("péda\x02", "péda-"),
        ("page 3", "page 3"),
        ("ﬁn", "fin"),
        ("pré­nom", "prénom"),
        ("\uf0b7 item", "• item"),
        ("e\u0301cole", "école"),
        ("« citation »", "« citation »"),
        ("nul\x00", "nul"),
        ("zéro\u200blargeur", "zéro\u200blargeur"),
    ],
)
def test_what_looks_the_same_becomes_the_same(raw: str, text: str) -> None:
    assert normalise(raw)[0] == text


raw_words = st.text(st.sampled_from("abé’ﬁ\xad\x02\u200b\xa0¨.1"), min_size=1, max_size=5).filter(
    lambda word: bool(word.split()) and word == "".join(word.split())
)
rows = st.lists(raw_words, min_size=1, max_size=5).map(
    lambda words: RawLine(tuple(words), tuple(float(i) for i in range(2 * len(words))), 10.0, 20.0)
)


@given(st.lists(st.lists(rows, max_size=3), min_size=1, max_size=3))
def test_lines_words_edges_and_offsets_agree(pages: list[list[RawLine]]) -> None:
    whole = assemble(pages)
    assert whole.text.count("\f") == whole.raw.count("\f") == len(pages) - 1
    for number, lines in enumerate(whole.lines, 1):
        for line in lines:
            assert line.page == number
            assert whole.text[line.start : line.end] == line.text
            words = list(line.words())
            assert len(line.edges) == 2 * len(words)
            for word in words:
                assert whole.text[word.start : word.end] == word.text
                start, end = whole.offsets.original(word.start, word.end)
                assert "".join(normalise(whole.raw[start:end])[0].split()) == word.text
