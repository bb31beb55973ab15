"""What a corpus answers: candidates, common phrases, weights; and that it matters not how it was put together."""

from __future__ import annotations

import functools
import operator
import random
import re
from collections import defaultdict
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import sparse

from precheck.model.match import Source, SourceKind
from precheck.similarity.grams import PHRASE_WORDS
from precheck.similarity.index.corpus import Corpus
from precheck.similarity.prepared import prepare
from tests.similarity.corpora import WORDS, as_values, document, documents, ids, nominated, prose

texts = st.lists(st.sampled_from(WORDS), min_size=0, max_size=30).map(" ".join)
many_texts = st.lists(texts, max_size=12, unique=True)


class TestWhatIsThere:
    def test_documents_and_sources_come_back(self) -> None:
        entered = documents(5)
        corpus = Corpus.of(entered)
        assert list(corpus) == [0, 1, 2, 3, 4]
        assert len(corpus) == 5
        assert [corpus.source(doc) for doc in corpus] == [source for source, _ in entered] == list(corpus.sources())
        assert [as_values(corpus.prepared(doc)) for doc in corpus] == [as_values(text) for _, text in entered]
        assert [corpus.find(source.id) for source, _ in entered] == [0, 1, 2, 3, 4]
        assert corpus.find("0" * 64) is None

    def test_nothing_is_there_without_documents(self) -> None:
        corpus = Corpus.of([])
        assert (len(corpus), list(corpus), corpus.find("0" * 64)) == (0, [], None)
        assert corpus.nominate(prepare(prose(1))) == []
        assert not corpus.common(prepare(prose(1)).stems).any()
        assert corpus.idf(prepare("un mot").stems).tolist() == [1.0, 1.0]
        with pytest.raises(IndexError):
            corpus.source(0)

    def test_the_same_bytes_twice(self) -> None:
        (source, text), other = documents(2)
        corpus = Corpus.of([(source, text), other, (source, text)])
        assert ids(corpus) == [source.id, other[0].id, source.id]
        assert corpus.find(source.id) == 0
        assert [one.doc for one in corpus.nominate(text)][:2] == [0, 2]

    def test_documents_by_kind(self) -> None:
        entered = [document(prose(number), kind=kind) for number, kind in enumerate([*SourceKind, *SourceKind])]
        both = Corpus.of(entered[:5]) + Corpus.of(entered[5:])
        assert both.of_kinds((SourceKind.OFFICIAL, SourceKind.TEMPLATE)) == [2, 3, 6, 7]
        assert both.of_kinds(()) == []

    def test_two_corpora_are_one(self) -> None:
        both = Corpus.of(documents(3)) + Corpus.of(documents(2, first=3))
        assert ids(both) == ids(Corpus.of(documents(5)))
        assert nominated(both, prose(4)) == nominated(Corpus.of(documents(5)), prose(4))
        assert both.fingerprint == (Corpus.of(documents(3)) + Corpus.of(documents(2, first=3))).fingerprint

    def test_the_fingerprint_tells_states_apart(self) -> None:
        assert Corpus.of(documents(3)).fingerprint == Corpus.of(documents(3)).fingerprint
        assert Corpus.of(documents(3)).fingerprint != Corpus.of(documents(4)).fingerprint

    def test_threads_share_it(self) -> None:
        corpus = Corpus.of(documents(40))
        with ThreadPoolExecutor(8) as threads:
            found = list(threads.map(lambda number: nominated(corpus, prose(number))[0][0], list(range(40)) * 3))
        assert found == ids(corpus) * 3


class TestCandidates:
    @settings(max_examples=40)
    @given(many_texts, texts, st.randoms(use_true_random=False))
    def test_the_order_of_the_corpus_does_not_matter(
        self, corpus_texts: list[str], query: str, rng: random.Random
    ) -> None:
        entered = [document(text) for text in corpus_texts]
        shuffled = rng.sample(entered, len(entered))
        assert nominated(Corpus.of(entered), query) == nominated(Corpus.of(shuffled), query)

    @settings(max_examples=40)
    @given(many_texts, texts, st.lists(st.integers(0, 20), max_size=4))
    def test_the_segments_of_the_corpus_do_not_matter(
        self, corpus_texts: list[str], query: str, cuts: list[int]
    ) -> None:
        """Best first, equals by their identifiers, however the documents are split."""
        entered = [document(text) for text in corpus_texts]
        bounds = [0, *sorted(cuts), len(entered)]
        split = functools.reduce(operator.add, (Corpus.of(entered[a:b]) for a, b in pairwise(bounds)))
        found = nominated(split, query)
        assert found == nominated(Corpus.of(entered), query)
        assert found == sorted(found, key=lambda one: (-one[1], one[0]))

    def test_what_is_common_is_common_however_the_corpus_is_split(self) -> None:
        """Phrases and terms in more documents than nominate, though no segment of its own holds so many."""
        entered = [document(f"{prose(7)} {prose(number)}", f"author {number}") for number in range(60)]
        whole = Corpus.of(entered)
        halves = Corpus.of(entered[::2]) + Corpus.of(entered[1::2])
        assert nominated(halves, prose(7)) == nominated(whole, prose(7))
        assert nominated(halves, f"{prose(7)} {prose(3)}") == nominated(whole, f"{prose(7)} {prose(3)}")

    @settings(max_examples=40)
    @given(many_texts.filter(bool))
    def test_a_text_of_the_corpus_finds_itself(self, corpus_texts: list[str]) -> None:
        corpus = Corpus.of([document(text) for text in corpus_texts])
        for text in corpus_texts:
            found = nominated(corpus, text)
            own = dict(found).get(document(text)[0].id)
            assert own == (found[0][1] if text else None)

    @pytest.mark.parametrize("length", [40, 100])
    def test_a_passage_finds_its_source_among_many(self, length: int) -> None:
        corpus = Corpus.of(documents(300))
        passage = " ".join(prose(123, 400).split()[20 : 20 + length])
        corpus += Corpus.of([document(prose(123, 400))])
        query = f"{prose(1000, 500)} {passage} {prose(1001, 500)}"
        assert corpus.source(corpus.nominate(prepare(query))[0].doc).title == prose(123, 400)[:20]

    def test_at_most_as_many_as_asked_for_and_the_best(self) -> None:
        corpus = Corpus.of(documents(60))
        query = prepare(prose(7))
        every = corpus.nominate(query)
        assert corpus.nominate(query, 10) == every[:10]
        assert [one.score for one in every] == sorted((one.score for one in every), reverse=True)

    def test_a_phrase_that_everybody_uses_nominates_nobody_beside_one_that_few_use(self) -> None:
        everybody = "Il faut toujours choisir des outils adaptés à la situation de la classe et de chaque élève."
        few = "La cabine de ponçage était le lieu le plus bruyant du lycée professionnel."
        entered = [document(f"{everybody} {number} {few if number == 7 else ''}") for number in range(60)]
        found = Corpus.of(entered).nominate(prepare(f"{few} {everybody}"))
        assert [one.doc for one in found] == [7]

    def test_two_languages_stand_side_by_side(self) -> None:
        english = "The pupils worked in small groups and presented their results to the whole class."
        french = "Les élèves ont travaillé en petits groupes et présenté leurs résultats à la classe."
        entered = [(document(text)[0], prepare(text)) for text in (english, french)]
        assert [text.language for _, text in entered] == ["en", "fr"]
        corpus = Corpus.of(entered)
        assert [corpus.nominate(prepare(text))[0].doc for text in (english, french)] == [0, 1]

    @pytest.mark.parametrize("text", ["mot " * 500_000, "m" * 2_000_000], ids=["one word", "one letter"])
    def test_two_megabytes_of_nothing(self, text: str) -> None:
        corpus = Corpus.of([document(text), *documents(3)])
        assert [one.doc for one in corpus.nominate(prepare(text, language="fr"))] == [0]

    def test_two_megabytes_of_text(self) -> None:
        entered = document(prose(1, 250_000))
        corpus = Corpus.of([entered, *documents(3, first=5)])
        assert corpus.nominate(entered[1])[0].doc == 0
        assert corpus.nominate(prepare(prose(5), language="fr"))[0].doc == 1


class TestCommonPhrases:
    @settings(max_examples=40)
    @given(st.lists(st.tuples(texts, st.sampled_from("abc")), max_size=12), texts, st.sampled_from(["", "a", "d"]))
    def test_as_counted_by_hand(self, written: list[tuple[str, str]], query: str, author: str) -> None:
        entered = {text: document(text, by) for text, by in written}
        people: dict[tuple[int, ...], set[str]] = defaultdict(set)
        for source, prepared in entered.values():
            for run in _runs(prepared.stems.tolist()):
                people[run].add(source.author)
        stems = prepare(query, language="fr").stems
        expected = [len(people[run] - {author}) >= 2 for run in _runs(stems.tolist())]
        corpus = Corpus.of(entered.values())
        assert corpus.common(stems, author, authors=2).tolist() == expected

    def test_only_dossiers_count_and_unknown_authors_are_one_each(self) -> None:
        phrase = "une phrase que tous emploient souvent"
        stems = prepare(phrase, language="fr").stems
        dossiers = [document(f"{phrase} {number}") for number in range(3)]
        web = [document(f"{phrase} {number}", kind=SourceKind.WEB) for number in range(3, 12)]
        assert Corpus.of(dossiers).common(stems).all()
        assert not Corpus.of([*dossiers[:2], *web]).common(stems).any()


def _runs(stems: list[int]) -> list[tuple[int, ...]]:
    return [tuple(stems[place : place + PHRASE_WORDS]) for place in range(len(stems) - PHRASE_WORDS + 1)]


def test_weights_are_those_of_scikit_learn() -> None:
    from sklearn.feature_extraction.text import TfidfTransformer

    entered = documents(12)
    stems = np.unique(np.concatenate([prepared.stems for _, prepared in entered]))
    counts = sparse.csr_array([np.isin(stems, prepared.stems).astype(float) for _, prepared in entered])
    fitted = TfidfTransformer().fit(counts)
    corpus = Corpus.of(entered)
    np.testing.assert_allclose(corpus.idf(stems), fitted.idf_)
    unseen = np.array([max(stems) + np.uint32(1)], np.uint32)
    assert corpus.idf(unseen) > fitted.idf_.max()


def test_nothing_stays_on_the_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    corpus = Corpus.of(documents(3))
    assert nominated(corpus, prose(1))[0][0] == documents(3)[1][0].id
    assert list(tmp_path.iterdir()) == []


def test_a_source_says_what_it_was_given() -> None:
    source = Source("ab" * 32, "Titre « é »", SourceKind.WEB, "key", "2016-2017", pages=12, licence="CC-BY-4.0")
    assert list(Corpus.of([(source, prepare("un texte"))]).sources()) == [source]
    assert re.fullmatch("[0-9a-f]{64}", Corpus.of([]).fingerprint)
