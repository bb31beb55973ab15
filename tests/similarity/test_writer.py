"""Changing a corpus: bit by bit or at once comes to the same, readers keep what they opened, one writer at a time."""

from __future__ import annotations

import os
import random
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from precheck.similarity.errors import CorpusExists, CorpusLocked, CorpusNotWritten, NotACorpus, UnknownSource
from precheck.similarity.index import writer as writers
from precheck.similarity.index.corpus import Corpus
from precheck.similarity.index.verify import Verified, verify
from precheck.similarity.index.writer import Added, CorpusWriter, init
from precheck.similarity.prepared import prepare
from tests.similarity.corpora import contents, document, documents, ids, make, nominated, prose


class TestAddition:
    def test_the_same_bytes_are_added_once(self, tmp_path: Path) -> None:
        folder = make(tmp_path / "corpus", [documents(2)])
        new, old = documents(4)[2:], documents(4)[:2]
        with CorpusWriter(folder) as writer:
            added = writer.add([old[1], new[0], new[0], new[1]])
        assert added == Added((new[0][0].id, new[1][0].id), (old[1][0].id, new[0][0].id))
        assert ids(Corpus.open(folder)) == [source.id for source, _ in documents(4)]

    def test_one_by_one_leaves_few_segments(self, tmp_path: Path) -> None:
        folder = make(tmp_path / "corpus", [[one] for one in documents(40)])
        assert ids(Corpus.open(folder)) == [source.id for source, _ in documents(40)]
        assert verify(folder).segments <= 5

    def test_what_is_there_is_not_written_again(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(writers, "BATCH", 8)
        folder = make(tmp_path / "corpus", [documents(8)])
        before = contents(folder / "segments")
        with CorpusWriter(folder) as writer:
            writer.add(documents(3, first=8))
        after = contents(folder / "segments")
        assert before.items() <= after.items()
        assert len(after) == 2 * len(before)

    def test_many_are_committed_in_batches(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(writers, "BATCH", 10)
        folder = make(tmp_path / "corpus")
        with CorpusWriter(folder) as writer, pytest.raises(ZeroDivisionError):
            writer.add((*one, 1 // (17 - number))[:2] for number, one in enumerate(documents(40)))
        assert ids(Corpus.open(folder)) == [source.id for source, _ in documents(10)]

    def test_what_does_not_fit_the_memory_is_put_aside(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        at_once = make(tmp_path / "at once", [documents(30)])
        monkeypatch.setattr("precheck.similarity.index.postings._HELD", 100)
        aside = make(tmp_path / "aside", [documents(30)])
        assert contents(aside) == contents(at_once)

    def test_an_empty_document_is_a_document(self, tmp_path: Path) -> None:
        folder = make(tmp_path / "corpus", [[document("")], [document("un mot")]])
        corpus = Corpus.open(folder)
        assert [len(corpus.prepared(doc)) for doc in corpus] == [0, 2]
        assert corpus.nominate(prepare("")) == []


class TestSameInputSameIndex:
    def test_the_same_bytes_everywhere(self, tmp_path: Path) -> None:
        batches = [documents(5), documents(9, first=5), documents(1, first=14)]
        one, other = (make(tmp_path / name, batches) for name in ("one", "other"))
        assert contents(one) == contents(other)
        assert Corpus.open(one).fingerprint == Corpus.open(other).fingerprint

    @settings(max_examples=25)
    @given(
        st.lists(st.lists(st.integers(0, 11), max_size=5), max_size=5),
        st.lists(st.integers(0, 11), max_size=4),
        st.randoms(use_true_random=False),
    )
    def test_bit_by_bit_is_as_at_once(self, batches: list[list[int]], removals: list[int], rng: random.Random) -> None:
        order = list(dict.fromkeys(number for batch in batches for number in batch))
        gone = [number for number in dict.fromkeys(removals) if number in order]
        kept = [number for number in order if number not in gone]
        every = documents(12)
        with tempfile.TemporaryDirectory() as place:
            folder = make(Path(place) / "bit by bit", [[every[number] for number in batch] for batch in batches])
            at_once = make(Path(place) / "at once", [[every[number] for number in kept]])
            if gone:
                with CorpusWriter(folder) as writer:
                    writer.remove([every[number][0].id for number in gone])
            # Right after the removal, before anything is merged.
            assert _answers(Corpus.open(folder)) == _answers(Corpus.open(at_once))
            with CorpusWriter(folder) as writer:
                writer.compact()
            assert contents(folder) == contents(at_once)


def _answers(corpus: Corpus) -> object:
    queries = [prose(number) for number in (3, 7, 100)]
    stems = prepare(" ".join(queries), language="fr").stems
    return (
        len(corpus),
        ids(corpus),
        [nominated(corpus, query) for query in queries],
        corpus.common(stems, "author 3", authors=2).tolist(),
        corpus.idf(stems).tolist(),
    )


class TestRemoval:
    def test_it_is_honoured_at_once(self, tmp_path: Path) -> None:
        folder = make(tmp_path / "corpus", [documents(6)])
        gone = documents(6)[2][0]
        with CorpusWriter(folder) as writer:
            assert writer.remove([gone.id[:9]]) == (gone,)
            assert gone.id not in writer.ids
        corpus = Corpus.open(folder)
        assert gone.id not in {id_ for id_, _ in nominated(corpus, prose(2))}
        assert (len(corpus), corpus.find(gone.id), gone in list(corpus.sources())) == (5, None, False)
        assert verify(folder) == Verified(5, 1, 1, verify(folder).size)

    def test_compaction_takes_the_text_off_the_disk(self, tmp_path: Path) -> None:
        folder = make(tmp_path / "corpus", [documents(6)])
        secret = prose(2)[:30].encode()
        with CorpusWriter(folder) as writer:
            writer.remove([documents(6)[2][0].id])
            assert any(secret in data for data in contents(folder).values())
            assert writer.compact()
            assert not any(secret in data for data in contents(folder).values())
            assert not writer.compact()

    def test_what_was_removed_may_come_back(self, tmp_path: Path) -> None:
        folder = make(tmp_path / "corpus", [documents(2)])
        for _ in range(2):
            with CorpusWriter(folder) as writer:
                writer.remove([source.id for source, _ in documents(2)])
            assert ids(Corpus.open(folder)) == []
            with CorpusWriter(folder) as writer:
                writer.add(documents(2))
            assert ids(Corpus.open(folder)) == [source.id for source, _ in documents(2)]
        verify(folder)

    @pytest.mark.parametrize("wanted", ["", "zz", "0" * 64])
    def test_an_unknown_source_removes_nothing(self, tmp_path: Path, wanted: str) -> None:
        folder = make(tmp_path / "corpus", [documents(3)])
        before = contents(folder)
        with CorpusWriter(folder) as writer, pytest.raises(UnknownSource):
            writer.remove([documents(1)[0][0].id, wanted])
        assert contents(folder) == before


class TestReaders:
    def test_they_keep_the_state_that_they_opened(self, tmp_path: Path) -> None:
        folder = make(tmp_path / "corpus", [documents(3), documents(3, first=3)])
        corpus = Corpus.open(folder)
        before = (_answers(corpus), corpus.fingerprint)
        with CorpusWriter(folder) as writer:
            writer.add(documents(3, first=6))
            writer.remove([documents(1)[0][0].id])
            writer.compact()
        assert (_answers(corpus), corpus.fingerprint) == before
        assert len(Corpus.open(folder)) == 8


class TestWriters:
    def test_there_is_one_at_a_time(self, tmp_path: Path) -> None:
        folder = make(tmp_path / "corpus")
        with CorpusWriter(folder):
            with pytest.raises(CorpusLocked):
                CorpusWriter(folder, patience=0)
            assert len(Corpus.open(folder)) == 0
        CorpusWriter(folder, patience=0).close()

    def test_a_corpus_begins_in_an_empty_folder_only(self, tmp_path: Path) -> None:
        (tmp_path / "file").write_text("x")
        for place in (tmp_path, tmp_path / "file"):
            with pytest.raises(CorpusExists):
                init(place)
        with pytest.raises(NotACorpus):
            CorpusWriter(tmp_path)

    def test_a_place_that_cannot_be_written_to(self, tmp_path: Path) -> None:
        (tmp_path / "file").write_text("x")
        with pytest.raises(CorpusNotWritten):
            init(tmp_path / "file" / "corpus")

    def test_what_a_killed_writer_left_is_removed(self, tmp_path: Path) -> None:
        folder = make(tmp_path / "corpus", [documents(2)])
        before = contents(folder)
        for name in ("new", "0123456789abcdef"):
            (folder / "segments" / name).mkdir()
            (folder / "segments" / name / "texts.bin").write_bytes(b"half")
        (folder / "corpus.json.new").write_text("half")
        assert ids(Corpus.open(folder)) == [source.id for source, _ in documents(2)]
        with CorpusWriter(folder) as writer:
            writer.add(documents(2))
        (folder / "corpus.json.new").unlink(missing_ok=True)
        assert contents(folder) == before

    def test_files_do_not_stay_open(self, tmp_path: Path) -> None:
        folder = make(tmp_path / "corpus", [documents(2)])
        before = len(os.listdir("/proc/self/fd"))
        for _ in range(5):
            with CorpusWriter(folder) as writer:
                writer.add(documents(2))
            Corpus.open(folder).close()
            del writer
        assert len(os.listdir("/proc/self/fd")) <= before
