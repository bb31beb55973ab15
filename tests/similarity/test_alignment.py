"""What holds for every text: preparing keeps places, comparing depends on nothing but the two texts."""

from __future__ import annotations

import random
import re
from itertools import pairwise

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from bench.reworded import read_topics
from precheck.model.match import MatchKind
from precheck.similarity.align import align
from precheck.similarity.bags import bags, common
from precheck.similarity.pair import Block, Comparable, Copied
from precheck.similarity.prepared import MAX_SENTENCE, prepare
from precheck.structure.disguise import unveil
from tests.similarity.texts import COAST, LIGHTHOUSE, OWN, text, words

SENTENCES = [
    sentence
    for topic in read_topics()
    for paragraph in (*topic.source, *topic.own)
    for sentence in re.split(r"(?<=[.!?]) ", paragraph)
    if words(sentence) >= 8
]
prose = st.lists(st.sampled_from(SENTENCES), min_size=3, max_size=12, unique=True)
pieces = st.text(alphabet='aé b-\n.!"«»œß1\u200b\u00ad', max_size=12) | st.sampled_from(
    ["mot ", "ﬁn ", "cœur-\nd'or ", "e\u0301té ", "l e n t i l l e ", "раge ", "\f", "\n\n", "… ", "- liste\n", "’"]
)
odd = st.lists(pieces, max_size=20).map("".join)


class TestPreparing:
    @given(odd)
    def test_each_word_is_the_one_that_stands_there(self, content: str) -> None:
        prepared = prepare(content, skipped=(), language="fr")
        for index, stem in enumerate(prepared.stems.tolist()):
            start, end = prepared.span(index, index + 1)
            assert 0 <= start < end <= len(content)
            assert stem in prepare(content[start:end], skipped=(), language="fr").stems.tolist()

    @given(odd, st.data())
    def test_a_span_of_words_holds_these_words(self, content: str, data: st.DataObject) -> None:
        prepared = prepare(content, skipped=(), language="fr")
        if not len(prepared):
            return
        first = data.draw(st.integers(0, len(prepared) - 1))
        last = data.draw(st.integers(first + 1, len(prepared)))
        if len(set(prepared.starts.tolist())) == len(prepared):
            assert prepared.words_in(*prepared.span(first, last)) == (first, last)

    @given(odd)
    def test_units_follow_each_other(self, content: str) -> None:
        prepared = prepare(content)
        for units in (prepared.sentences, prepared.paragraphs):
            assert not len(prepared) or units[0] == 0
            assert (np.diff(units) > 0).all()
        assert set(prepared.paragraphs.tolist()) <= set(prepared.sentences.tolist())
        bounds = [*prepared.sentences.tolist(), len(prepared)]
        assert all(last - first <= MAX_SENTENCE for first, last in pairwise(bounds))

    @given(odd)
    def test_the_map_of_disguises_leads_back(self, content: str) -> None:
        plain, offsets, _ = unveil(f"bonjour {content}")
        for match in re.finditer(r"[a-zé]", plain):
            start, end = offsets.original(*match.span())
            assert match[0] in unveil("bonjour " + f"bonjour {content}"[start:end])[0][8:]


class TestComparing:
    @settings(max_examples=40)
    @given(prose)
    def test_a_text_matches_itself_whole(self, sentences: list[str]) -> None:
        prepared = prepare(" ".join(sentences), language="fr")
        (found,) = align(Comparable(prepared), Comparable(prepared))
        count = len(prepared)
        assert (found.start, found.end, found.source_start, found.source_end) == (0, count, 0, count)
        assert (found.kind, found.similarity) == (MatchKind.VERBATIM, 1.0)

    @settings(max_examples=40)
    @given(st.permutations(range(len(OWN))), st.integers(0, len(OWN)))
    def test_what_stands_around_a_passage_does_not_move_it(self, order: list[int], place: int) -> None:
        around = [OWN[index] for index in order]
        content = text(*around[:place], LIGHTHOUSE, *around[place:])
        prepared, source = prepare(content), prepare(text(*COAST))
        (found,) = align(Comparable(prepared), Comparable(source))
        start, end = prepared.span(found.start, found.end)
        assert content[start:end] == LIGHTHOUSE[:-1]

    @settings(max_examples=40)
    @given(prose, prose, st.randoms(use_true_random=False))
    def test_spans_lie_in_the_texts(self, mine: list[str], other: list[str], rng: random.Random) -> None:
        copied = rng.sample(other, len(other) // 2)
        one, two = prepare(" ".join([*mine, *copied]), language="fr"), prepare(" ".join(other), language="fr")
        found = align(Comparable(one), Comparable(two))
        for alignment in found:
            assert 0 <= alignment.start < alignment.end <= len(one)
            assert 0 <= alignment.source_start < alignment.source_end <= len(two)
            assert 0 <= alignment.similarity <= 1
        assert [each.start for each in found] == sorted(each.start for each in found)

    @settings(max_examples=40)
    @given(prose, st.data())
    def test_masked_words_match_nothing(self, sentences: list[str], data: st.DataObject) -> None:
        prepared = prepare(" ".join(sentences), language="fr")
        first = data.draw(st.integers(0, len(prepared)))
        masked = np.arange(len(prepared)) < first
        for found in align(Comparable(prepared, masked), Comparable(prepared)):
            assert masked[found.start : found.end].mean() < 0.5
        assert align(Comparable(prepared, np.ones(len(prepared), np.bool_)), Comparable(prepared)) == []


class TestSteps:
    blocks = st.lists(
        st.tuples(*[st.integers(0, 30)] * 2, *[st.integers(1, 12)] * 2).map(
            lambda sides: Block(sides[0], sides[0] + sides[2], sides[1], sides[1] + sides[3])
        ),
        max_size=12,
    )

    @given(blocks, blocks)
    def test_blocks_are_looked_up_by_their_place(self, copied: list[Block], asked: list[Block]) -> None:
        index = Copied(copied)
        for block in asked:
            assert index.meeting(block) == sorted(run for run in copied if run.meets(block))

    @given(st.lists(st.lists(st.integers(0, 9), max_size=6), min_size=1, max_size=6))
    def test_common_words_are_counted(self, units: list[list[int]]) -> None:
        bounds = np.concatenate([[0], np.cumsum([len(unit) for unit in units])]).astype(np.int32)
        made = bags(np.array([word for unit in units for word in unit], np.intp), bounds, 10)
        pairs = np.array([(one, two) for one in range(len(units)) for two in range(len(units))], np.intp)
        assert common(made, made, pairs).tolist() == [len(set(units[one]) & set(units[two])) for one, two in pairs]
