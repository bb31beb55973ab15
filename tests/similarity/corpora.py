"""Small corpora for tests: sources from texts, corpora on the disk, what a corpus says in a form to compare."""

from __future__ import annotations

import hashlib
import random
from collections.abc import Iterable, Sequence
from dataclasses import fields
from pathlib import Path
from typing import Any

import numpy as np

from precheck.model.match import Source, SourceKind
from precheck.similarity.index.corpus import Corpus
from precheck.similarity.index.writer import CorpusWriter, init
from precheck.similarity.prepared import Prepared, prepare

Document = tuple[Source, Prepared]
WORDS = (
    "atelier peinture élève projet carte réseau séance travail équipe évaluation ressource document tablette veille "
    "groupe objectif méthode consigne trace production"
).split()


def document(text: str, author: str = "", kind: SourceKind = SourceKind.DOSSIER) -> Document:
    """A source whose bytes are that text."""
    id_ = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
    return Source(id_, text[:20], kind, author=author), prepare(text, language="fr")


def prose(seed: int, words: int = 60) -> str:
    """Some text that is different for each seed, made of few words."""
    rng = random.Random(seed)
    return f"Texte {seed}. " + " ".join(rng.choice(WORDS) for _ in range(words)) + "."


def documents(count: int, first: int = 0) -> list[Document]:
    """So many sources, each by an author of its own."""
    return [document(prose(number), f"author {number}") for number in range(first, first + count)]


def make(folder: Path, batches: Sequence[Iterable[Document]] = ()) -> Path:
    """A corpus in that folder, these batches added one after the other."""
    init(folder)
    with CorpusWriter(folder) as writer:
        for batch in batches:
            writer.add(batch)
    return folder


def ids(corpus: Corpus) -> list[str]:
    return [corpus.source(doc).id for doc in corpus]


def nominated(corpus: Corpus, text: str) -> list[tuple[str, float]]:
    """Identifiers and scores of the documents nominated for a text, best first."""
    found = corpus.nominate(prepare(text, language="fr"))
    return [(corpus.source(one.doc).id, one.score) for one in found]


def as_values(prepared: Prepared) -> dict[str, Any]:
    """A prepared text as values that compare, with the types of its arrays."""
    values = {field.name: getattr(prepared, field.name) for field in fields(prepared)}
    return {
        name: (str(value.dtype), value.tolist()) if isinstance(value, np.ndarray) else value
        for name, value in values.items()
    }


def contents(folder: Path) -> dict[str, bytes]:
    """Every file below a folder but the lock."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name != "lock"
    }
