"""One dossier screened against a large corpus, reading aside: what it costs and where it goes.

    python bench/screen.py [--docs N] [--dossiers N] [--words N] [--text PATH] [--dir DIR]

The corpus is that of `retrieval.py`: synthetic dossiers with the words, the habits of speech and the shared phrases of
real ones. Each dossier screened holds six passages of six dossiers of the corpus, so that there is something to align.
Everything a screening does is done: official texts and common phrases are set aside, candidates are nominated, each is
aligned, what was set aside is matched with its sources, words are counted. The peer is the first step alone the usual
way, in the same run: scikit-learn's TF-IDF of all documents as one scipy matrix, times the dossier's vector.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from bench._measure import middle
from bench._population import Population
from bench.retrieval import ROOT, Figures, Query, ask_peer, build, learned_statements, learned_text, make_query
from precheck.similarity import screening
from precheck.similarity.index.corpus import Corpus
from precheck.similarity.index.writer import init
from precheck.similarity.screening import CorpusScreener

STEPS = {
    "set aside: official, quotations, bibliography, phrases": (screening, "set_aside"),
    "nominate candidates": (Corpus, "nominate"),
    "load candidates": (Corpus, "prepared"),
    "align": (screening, "align"),
    "match what was set aside": (screening, "run_blocks"),
    "count": (screening, "originality"),
}


class Clock:
    """CPU seconds spent in each step; a step inside another is not counted twice."""

    def __init__(self) -> None:
        self.spent: dict[str, float] = defaultdict(float)
        self._inside = 0.0

    def timed(self, name: str, function: Callable[..., Any]) -> Callable[..., Any]:
        """The function, its CPU time added to `name`."""

        def run(*arguments: Any, **options: Any) -> Any:
            outer, self._inside = self._inside, 0.0
            began = time.process_time()
            try:
                return function(*arguments, **options)
            finally:
                whole = time.process_time() - began
                self.spent[name] += whole - self._inside
                self._inside = outer + whole

        return run


@contextmanager
def clocked() -> Iterator[Clock]:
    """The steps of a screening under a clock, within the `with` block."""
    clock = Clock()
    before = {name: getattr(place, attribute) for name, (place, attribute) in STEPS.items()}
    for name, (place, attribute) in STEPS.items():
        setattr(place, attribute, clock.timed(name, before[name]))
    try:
        yield clock
    finally:
        for name, (place, attribute) in STEPS.items():
            setattr(place, attribute, before[name])


def measure(folder: Path, queries: list[Query]) -> tuple[list[float], dict[str, float], float]:
    """CPU seconds of each dossier, the seconds a step, and the share of the planted passages that were found."""
    corpus = Corpus.open(folder)
    screener = CorpusScreener(corpus)
    screener.screen_text(queries[0].prepared)
    times, planted, found = [], 0, 0
    with clocked() as clock:
        for query in queries:
            began = time.process_time()
            result = screener.screen_text(query.prepared)
            times.append(time.process_time() - began)
            told = {share.source.title for share in result.sources if share.matches}
            planted += len(query.planted)
            found += sum(f"Dossier {source}" in told for _, _, source in query.planted)
    corpus.close()
    return times, dict(clock.spent), found / planted


def main() -> int:
    """See the module's documentation."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--docs", type=int, default=50_000, metavar="N")
    parser.add_argument("--dossiers", type=int, default=30, metavar="N")
    parser.add_argument("--words", type=int, default=8000, metavar="N", help="of a dossier, on average")
    parser.add_argument("--text", type=Path, default=ROOT / "corpus" / "samples" / "prose", metavar="PATH")
    parser.add_argument("--dir", type=Path, metavar="DIR", help="where the corpus goes meanwhile")
    arguments = parser.parse_args()
    population = Population(
        learned_text(arguments.text), learned_statements(), arguments.words, arguments.docs, seed=2016
    )
    place = Path(tempfile.mkdtemp(prefix="screen-", dir=arguments.dir))
    try:
        init(place / "corpus")
        figures = Figures(arguments.docs)
        build(place / "corpus", population, 0, arguments.docs, figures)
        queries = [make_query(population, arguments.docs, number) for number in range(arguments.dossiers)]
        times, steps, found = measure(place / "corpus", queries)
        ask_peer(population, arguments.docs, queries, figures)
    finally:
        shutil.rmtree(place)
    whole = sum(times)
    print(f"{arguments.docs:,} documents of {arguments.words:,} words; {len(times)} dossiers screened")
    print(f"  a dossier: {middle(times):.3f} s of CPU (slowest {max(times):.3f})")
    for name, spent in sorted(steps.items(), key=lambda item: -item[1]):
        print(f"    {name:<58}{spent / len(times) * 1000:8.1f} ms{spent / whole:7.1%}")
    print(f"  planted passages told, source named: {found:.1%}")
    ratio = figures.peer / middle(times)
    print(
        f"  scipy, corpus x dossier, that step alone: {figures.peer * 1000:.0f} ms, {ratio:.2f} of the whole screening"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
