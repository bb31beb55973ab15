"""The synthetic dossiers of the benchmark, and the benchmark itself on few of them."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from bench._population import Population
from bench.retrieval import edited, make_query
from precheck.similarity.words import numbering
from tests.similarity.corpora import as_values

ROOT = Path(__file__).resolve().parent.parent.parent
STATEMENTS = ["Se constituer et organiser des ressources en utilisant des sources professionnelles de la discipline."]


@pytest.fixture(scope="module")
def population() -> Population:
    texts = sorted((ROOT / "corpus" / "samples" / "prose").rglob("*.txt"))
    return Population(" ".join(path.read_text("utf-8") for path in texts), STATEMENTS, 600, 50, seed=3)


def test_a_dossier_is_always_the_same(population: Population) -> None:
    (source, prepared), (again, the_same) = population.document(7), population.document(7)
    assert (source, as_values(prepared)) == (again, as_values(the_same))
    assert population.document(8)[0].id != source.id


def test_its_text_is_made_of_its_words(population: Population) -> None:
    _, prepared = population.document(1)
    words = [prepared.text[start:end] for start, end in zip(prepared.starts, prepared.ends, strict=True)]
    assert words == prepared.text.split()
    number = numbering("fr")
    assert [number(word) for word in words] == list(zip(prepared.stems, prepared.content, strict=True))
    assert 300 <= len(prepared) <= 1000


def test_an_edited_passage_keeps_most_of_its_words(population: Population) -> None:
    words = population.draft(1).words[:300]
    changed = edited(words, population, np.random.default_rng(1))
    assert 0.78 < len(np.intersect1d(words, changed)) / len(np.unique(words)) < 1.0
    assert len(changed) != len(words)


def test_a_query_holds_what_was_planted(population: Population) -> None:
    query = make_query(population, 20, 0)
    text = query.prepared.text
    for length, kind, source in query.planted:
        own = population.prepared(population.draft(source).words).text.split()
        passages = [" ".join(own[start : start + length]) for start in range(len(own) - length + 1)]
        assert any(passage in text for passage in passages) == (kind == "verbatim")


def test_the_benchmark_runs() -> None:
    done = subprocess.run(
        [sys.executable, "bench/retrieval.py", "--docs", "150", "300", "--words", "600", "--queries", "6"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert "150 to 300: documents 2.0" in done.stdout
