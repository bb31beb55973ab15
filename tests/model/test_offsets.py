"""Offset maps: whatever is found in a normalised text leads back to the characters it came from."""

import re

from hypothesis import given
from hypothesis import strategies as st

from precheck.model.offsets import Edit, OffsetMap, substitute

LIGATURES = {"ﬁ": "fi", "­": "", "…": "...", "  ": " "}
PATTERN = re.compile("|".join(map(re.escape, LIGATURES)))


def expand(text: str) -> tuple[str, OffsetMap]:
    return substitute(PATTERN, lambda match: LIGATURES[match[0]], text)


texts = st.lists(st.sampled_from(["a", "b", " ", "\n", *LIGATURES]), max_size=30).map("".join)


def test_a_ligature_leads_back_to_one_character() -> None:
    text, offsets = expand("une ﬁche de pré­paration…")
    assert text == "une fiche de préparation..."
    assert offsets.edits == (Edit(4, 6, 4, 5), Edit(16, 16, 15, 16), Edit(24, 27, 24, 25))
    assert offsets.original(4, 9) == (4, 8)
    assert offsets.original(5, 6) == (4, 5), "half a ligature is the ligature"
    assert offsets.original(13, 24) == (12, 24), "a word over a soft hyphen"


@given(texts)
def test_substitution_agrees_with_re(text: str) -> None:
    assert expand(text)[0] == PATTERN.sub(lambda match: LIGATURES[match[0]], text)


@given(texts)
def test_every_character_leads_back_to_the_characters_that_made_it(text: str) -> None:
    new, offsets = expand(text)
    for position, character in enumerate(new):
        start, end = offsets.original(position, position + 1)
        assert 0 <= start <= end <= len(text)
        assert character in expand(text[start:end])[0]


@given(texts)
def test_the_whole_leads_back_to_the_whole_but_dropped_edges(text: str) -> None:
    new, offsets = expand(text)
    if new:
        start, end = offsets.original(0, len(new))
        assert expand(text[start:end])[0] == new


@given(texts)
def test_two_normalisations_make_one_map(text: str) -> None:
    once, first = expand(text)
    twice, second = substitute(re.compile("fi|a"), lambda match: "<" + match[0] + ">", once)
    both = first.then(second)
    for position in range(len(twice)):
        start, end = both.original(position, position + 1)
        middle = second.original(position, position + 1)
        narrow_start, narrow_end = first.original(*middle)
        assert start <= narrow_start, "a joined edit may widen, never lose"
        assert narrow_end <= end
        assert end - start <= 8
