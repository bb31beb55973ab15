"""A writer killed at any moment leaves the last committed state, whole; a full disk leaves the state before."""

from __future__ import annotations

import contextlib
import random
from collections.abc import Callable
from multiprocessing import get_context
from multiprocessing.connection import Connection, wait
from multiprocessing.context import ForkServerProcess
from pathlib import Path
from typing import Any

import pytest

from precheck.similarity.index.corpus import Corpus
from precheck.similarity.index.manifest import read
from precheck.similarity.index.verify import verify
from precheck.similarity.index.writer import CorpusWriter
from tests.similarity.changes import POOL, add_with_little_room, change
from tests.similarity.corpora import as_values, contents, documents, ids, make

CONTEXT = get_context("forkserver")
CONTEXT.set_forkserver_preload(["tests.similarity.changes", "precheck.similarity.index.writer"])
TEXTS = {source.id: (source, as_values(prepared)) for source, prepared in documents(POOL)}


def start(work: Callable[..., None], folder: Path, value: int, *more: Any) -> tuple[ForkServerProcess, Connection]:
    ours, theirs = CONTEXT.Pipe(duplex=False)
    process = CONTEXT.Process(target=work, args=(folder, value, theirs, *more))
    process.start()
    theirs.close()
    return process, ours


def told(connection: Connection) -> list[Any]:
    """Everything that the process has said until its end."""
    heard = []
    while True:
        try:
            heard.append(connection.recv())
        except EOFError:
            return heard


def assert_right(corpus: Corpus) -> None:
    """Every document is the one that was added, whole, and finds itself."""
    for doc in corpus:
        source = corpus.source(doc)
        prepared = corpus.prepared(doc)
        assert (source, as_values(prepared)) == TEXTS[source.id]
    for doc in list(corpus)[:3]:
        assert corpus.nominate(corpus.prepared(doc))[0].doc == doc


def kill_at_random(folder: Path, times: int, seed: int, seconds: float) -> set[str]:
    """Let a writer work and kill it within so many seconds, again and again; what it was seen to say."""
    rng = random.Random(seed)
    committed: set[str] = set()
    kinds = set()
    for number in range(times):
        process, heard = start(change, folder, seed + number)
        if wait([heard], 60):
            process.join(rng.uniform(0, seconds))
        process.kill()
        process.join()
        said = told(heard)
        allowed = [committed]
        for kind, state in said:
            allowed = [*allowed, state] if kind == "begin" else [state]
            kinds.add(kind)
        verify(folder)
        corpus = Corpus.open(folder)
        assert_right(corpus)
        committed = set(ids(corpus))
        assert committed in allowed
        corpus.close()
    with CorpusWriter(folder) as writer:
        writer.compact()
    assert [path.name for path in (folder / "segments").iterdir()] == [one.name for one in read(folder).segments]
    return kinds


def test_a_writer_killed_at_random_points(tmp_path: Path) -> None:
    assert kill_at_random(make(tmp_path / "corpus"), 30, 1, 0.12) == {"begin", "end"}


@pytest.mark.soak
def test_a_writer_killed_a_thousand_times(tmp_path: Path) -> None:
    assert kill_at_random(make(tmp_path / "corpus"), 1000, 1000, 0.3) == {"begin", "end"}


def test_readers_see_whole_states_while_a_writer_works(tmp_path: Path) -> None:
    folder = make(tmp_path / "corpus")
    process, heard = start(change, folder, 5, 40)
    seen = []
    said = []
    while process.is_alive():
        # A pipe that nobody reads would stop the writer. It ends shortly before the writer does.
        with contextlib.suppress(EOFError):
            while heard.poll():
                said.append(heard.recv())
        corpus = Corpus.open(folder)
        assert_right(corpus)
        seen.append(set(ids(corpus)))
        corpus.close()
    process.join()
    states = [set[str](), *(state for kind, state in [*said, *told(heard)] if kind == "end")]
    assert (process.exitcode, len(states)) == (0, 41)
    assert [state for state in seen if state not in states] == []
    assert ids(Corpus.open(folder)) != []


@pytest.mark.parametrize("room", [0, 10, 300, 1000, 5000, 16_387])
def test_a_full_disk_changes_nothing(tmp_path: Path, room: int) -> None:
    folder = make(tmp_path / "corpus", [documents(5)])
    before = contents(folder)
    process, heard = start(add_with_little_room, folder, room)
    (reason,) = told(heard)
    process.join()
    assert reason != "added"
    assert contents(folder) == before
    verify(folder)
    with CorpusWriter(folder) as writer:
        assert len(writer.add(documents(10, first=100)).added) == 10


def test_with_room_enough_they_are_added(tmp_path: Path) -> None:
    folder = make(tmp_path / "corpus", [documents(5)])
    process, heard = start(add_with_little_room, folder, 1 << 20)
    assert told(heard) == ["added"]
    process.join()
    assert len(Corpus.open(folder)) == 15
