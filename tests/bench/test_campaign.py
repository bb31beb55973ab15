"""The benchmark of campaigns runs, and its deposits are what it says."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from bench._deposits import PAGE_WORDS, PASSAGE, make_pdf, words_of
from bench._population import Population
from bench.retrieval import learned_statements, learned_text
from precheck.reading.reader import read_pdf

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def population() -> Population:
    return Population(learned_text(ROOT / "corpus" / "samples" / "prose"), learned_statements(), 600, 20, seed=1)


def test_a_deposit_has_ten_to_twelve_pages_and_a_passage_of_the_corpus(population: Population) -> None:
    words = words_of(population, 3, 20)
    assert 10 * PAGE_WORDS <= len(words) <= 12 * PAGE_WORDS
    held = [np.array_equal(words[at : at + PASSAGE], population.draft(number).words[:PASSAGE])
            for number in range(20) for at in range(len(words) - PASSAGE + 1)]  # fmt: skip
    assert any(held)
    text = population.prepared(words).text
    document = read_pdf(make_pdf(text, "Candidat3"), "3.pdf")
    assert 10 <= len(document.pages) <= 13
    assert document.pages[0].lines[0].text == "Dossier de Candidat3"
    read = "".join(letter for letter in document.text.lower() if letter.isalpha())
    assert "".join(text.split()[200:230]) in read


def test_the_benchmark_runs() -> None:
    """How fast is not the question here: with so few deposits starting the workers takes most of the time."""
    done = subprocess.run(
        [sys.executable, "bench/campaign.py", "--small"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.stderr == ""
    assert done.returncode in (0, 1)
    assert "     6 deposits, all done before" in done.stdout
    assert "A national campaign, 35,604 deposits against 80,000" in done.stdout
