"""A process that changes a corpus without end, telling before and after each change what must be in it."""

from __future__ import annotations

import random
import resource
from multiprocessing.connection import Connection
from pathlib import Path

from precheck.similarity.errors import CorpusNotWritten
from precheck.similarity.index.writer import CorpusWriter
from tests.similarity.corpora import documents

POOL = 40


def change(folder: Path, seed: int, say: Connection, rounds: int = 1_000_000) -> None:
    """Add, remove, compact at random. `say` gets ("begin", identifiers after the change) and ("end", the same)."""
    rng = random.Random(seed)
    pool = documents(POOL)
    for _ in range(rounds):
        with CorpusWriter(folder) as writer:
            there = set(writer.ids)
            picked = rng.sample(pool, rng.randint(1, 6))
            chosen = {source.id for source, _ in picked}
            kind = rng.choice(("add", "add", "remove", "compact"))
            if kind == "add":
                say.send(("begin", there | chosen))
                writer.add(picked)
            elif kind == "remove" and there & chosen:
                say.send(("begin", there - chosen))
                writer.remove(sorted(there & chosen))
            else:
                say.send(("begin", there))
                writer.compact()
            say.send(("end", set(writer.ids)))
    say.close()


def add_with_little_room(folder: Path, room: int, say: Connection) -> None:
    """Add documents while no file may grow beyond `room` bytes, and tell how it ended."""
    with CorpusWriter(folder) as writer:
        resource.setrlimit(resource.RLIMIT_FSIZE, (room, room))
        try:
            writer.add(documents(10, first=100))
            say.send("added")
        except CorpusNotWritten as error:
            say.send(str(error.params["reason"]))
