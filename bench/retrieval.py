"""Candidates of a corpus: are the true sources among them, and what does a query cost as the corpus grows?

    python bench/retrieval.py [--docs N…] [--text PATH] [--queries N] [--words N] [--dir DIR] [--show]

The corpus is made of synthetic dossiers: `bench/_population.py` says how they are drawn and what they share. They are
learned from the text files or the folder of text files PATH, by default the prose of the project's own samples. The
corpus is built with the product's writer, and grows from one N to the next.

A query is a dossier of the same population that is not in the corpus, with six passages of six dossiers that are: 40,
100 and 300 words, each verbatim and edited (15 in 100 words replaced, left out or followed by a new one). A passage
counts as found when its source is among the 100 nominated. The peer is the usual way, in the same run: scikit-learn's
TF-IDF of all documents as one scipy matrix, times the query's vector. Times of queries are CPU time of one thread,
medians, so that what else the machine does counts for neither. Exit code 1 when an aim is missed: recall 0.99
for each length and kind; at 50,000 documents and more, 50 times faster than the peer.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice, pairwise
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bench._measure import MIB, middle
from bench._population import Population
from precheck.similarity.grams import grams
from precheck.similarity.index.corpus import Corpus
from precheck.similarity.index.writer import CorpusWriter, init
from precheck.similarity.prepared import Prepared

ROOT = Path(__file__).resolve().parent.parent
LENGTHS = (40, 100, 300)
KINDS = ("verbatim", "edited")
EDITED = 0.15
LIMIT = 100
RECALL, RATIO, RATIO_FROM = 0.99, 50.0, 50_000
PEER_FEATURES = 1 << 20
PEER_QUERIES = 15
CHUNK = 1000
REAL_SHARES = {
    1: (0.486, 0.660, 0.859),
    2: (0.119, 0.205, 0.389),
    3: (0.0165, 0.0321, 0.0982),
    4: (0.0023, 0.0045, 0.0204),
}
"""Median share of the distinct runs of n words of a dossier that 1, 3 and 19 others hold: twenty real dossiers."""


@dataclass(slots=True)
class Query:
    """A dossier with passages of others, and where each comes from: (length, kind, number of the dossier)."""

    prepared: Prepared
    planted: list[tuple[int, str, int]]


@dataclass(slots=True)
class Figures:
    """What was measured with so many documents. Seconds, bytes; recall by length and kind."""

    documents: int
    recall: dict[tuple[int, str], float] = field(default_factory=dict)
    query: float = 0.0
    slowest: float = 0.0
    peer: float = 0.0
    index_bytes: int = 0
    text_bytes: int = 0
    own_memory: int = 0
    mapped_memory: int = 0
    build_rate: float = 0.0
    compacting: float = 0.0

    @property
    def ratio(self) -> float:
        return self.peer / self.query if self.query else 0.0


def edited(words: NDArray[np.int64], population: Population, rng: np.random.Generator) -> NDArray[np.int64]:
    """15 in 100 words replaced, left out, or followed by a new one."""
    pieces: list[NDArray[np.int64]] = []
    for word in words:
        draw = rng.random()
        new = population.random_words(1, rng)
        one = np.array([word])
        if draw >= EDITED:
            pieces.append(one)
        elif draw < EDITED / 3:
            pieces.append(new)
        elif draw >= 2 * EDITED / 3:
            pieces += [one, new]
    return np.concatenate(pieces) if pieces else words[:1]


def make_query(population: Population, documents: int, number: int) -> Query:
    """Query `number`: six passages at random places of a dossier from beyond the corpus."""
    rng = np.random.default_rng([77, documents, number])
    body = population.draft(10_000_000 + number).words
    planted, inserts = [], []
    for length in LENGTHS:
        for kind in KINDS:
            source = int(rng.integers(documents))
            passage = own_passage(population, source, length, rng)
            inserts.append(passage if kind == "verbatim" else edited(passage, population, rng))
            planted.append((length, kind, source))
    # Never one right after the other.
    places = np.sort(rng.integers(0, len(body) // 100, len(inserts))) * 100
    pieces, done = [], 0
    for place, insert in zip(places, inserts, strict=True):
        pieces += [body[done:place], insert]
        done = int(place)
    return Query(population.prepared(np.concatenate([*pieces, body[done:]])), planted)


def own_passage(population: Population, source: int, length: int, rng: np.random.Generator) -> NDArray[np.int64]:
    """A passage of a dossier of the corpus, at most a fifth of it shared phrases and statements."""
    draft = population.draft(source)
    for _ in range(1000):
        start = int(rng.integers(0, max(1, len(draft.words) - length)))
        if draft.own[start : start + length].mean() >= 0.8:
            break
    return draft.words[start : start + length]


def build(folder: Path, population: Population, first: int, last: int, figures: Figures) -> None:
    """Add dossiers `[first, last)` and compact; making them is not measured."""
    spent = 0.0
    with CorpusWriter(folder) as writer:
        documents = population.documents(first, last)
        while batch := list(islice(documents, CHUNK * 4)):
            began = time.perf_counter()
            writer.add(batch)
            spent += time.perf_counter() - began
        began = time.perf_counter()
        writer.compact()
        figures.compacting = time.perf_counter() - began
    figures.build_rate = (last - first) / spent
    files = [path for path in folder.rglob("*") if path.is_file()]
    figures.text_bytes = sum(path.stat().st_size for path in files if path.name in ("texts.bin", "catalogue.sqlite"))
    figures.index_bytes = sum(path.stat().st_size for path in files) - figures.text_bytes


def ask(folder: Path, queries: Sequence[Query], population: Population, figures: Figures) -> None:
    """Recall, time a query, memory: one process, one thread."""
    own, mapped = memory()
    corpus = Corpus.open(folder)
    for query in queries[:3]:
        corpus.nominate(query.prepared, LIMIT)
    found: dict[tuple[int, str], list[bool]] = defaultdict(list)
    times = []
    for query in queries:
        began = time.thread_time()
        nominated = corpus.nominate(query.prepared, LIMIT)
        times.append(time.thread_time() - began)
        titles = {corpus.source(one.doc).title for one in nominated}
        for length, kind, source in query.planted:
            found[length, kind].append(f"Dossier {source}" in titles)
    figures.query, figures.slowest = middle(times), max(times)
    figures.recall = {key: float(np.mean(values)) for key, values in found.items()}
    now_own, now_mapped = memory()
    figures.own_memory, figures.mapped_memory = now_own - own, now_mapped - mapped
    corpus.close()


def ask_peer(population: Population, documents: int, queries: Sequence[Query], figures: Figures) -> None:
    """The usual way: one matrix of all documents, times the query."""
    from scipy import sparse
    from sklearn.feature_extraction.text import TfidfTransformer

    pieces = [
        counts(prepared for _, prepared in population.documents(first, min(first + CHUNK, documents)))
        for first in range(0, documents, CHUNK)
    ]
    transformer = TfidfTransformer(sublinear_tf=True)
    matrix = sparse.vstack(pieces, format="csr", dtype=np.float32)
    pieces.clear()
    matrix = transformer.fit(matrix).transform(matrix, copy=False)
    times = []
    for query in queries[:PEER_QUERIES]:
        vector = transformer.transform(counts([query.prepared])).T
        began = time.thread_time()
        scores = (matrix @ vector).toarray()[:, 0]
        np.argpartition(scores, -min(LIMIT, documents))
        times.append(time.thread_time() - began)
    figures.peer = middle(times)


def counts(documents: Iterator[Prepared] | Sequence[Prepared]) -> Any:
    """Documents by hashed content stems, as scikit-learn's `HashingVectorizer` would count them."""
    from scipy import sparse

    rows = [np.unique(p.stems[p.content] % PEER_FEATURES, return_counts=True) for p in documents]
    starts = np.cumsum([0, *(len(columns) for columns, _ in rows)])
    columns = np.concatenate([columns for columns, _ in rows]).astype(np.int32)
    data = np.concatenate([values for _, values in rows]).astype(np.float32)
    return sparse.csr_matrix((data, columns, starts), (len(rows), PEER_FEATURES))


def memory() -> tuple[int, int]:
    """Bytes of this process in memory: its own, and mapped from files (which the system takes back when it needs)."""
    status = dict(line.split(":", 1) for line in Path("/proc/self/status").read_text().splitlines())
    return int(status["RssAnon"].split()[0]) * 1024, int(status["RssFile"].split()[0]) * 1024


def show(population: Population) -> None:
    """How alike the dossiers are, beside real ones."""
    print(f"Zipf-Mandelbrot: a = {population.exponent:.2f}, b = {population.shift:.2f}")
    print("share of the runs of n words that 1, 3, 19 others hold, here and in real dossiers:")
    documents = [prepared for _, prepared in population.documents(0, 20)]
    for length, real in REAL_SHARES.items():
        runs = [np.unique(grams(prepared.stems, length)) for prepared in documents]
        here = []
        for others in (1, 3, 19):
            shares = [
                np.isin(own, np.concatenate([r for j, r in enumerate(runs) if j != i][:others])).mean()
                for i, own in enumerate(runs)
            ]
            here.append(f"{np.median(shares):.4f}")
        print(f"  n = {length}: {', '.join(here)}   real: {', '.join(f'{share:.4f}' for share in real)}")


def report(figures: Figures) -> bool:
    """Print what was measured; whether the aims are reached."""
    print(f"\n{figures.documents:,} documents")
    reached = True
    for length in LENGTHS:
        shares = [figures.recall[length, kind] for kind in KINDS]
        reached &= min(shares) >= RECALL
        told = ", ".join(f"{kind} {share:.3f}" for kind, share in zip(KINDS, shares, strict=True))
        print(f"  recall within {LIMIT}, {length:>3} words   {told}   aim ≥ {RECALL}")
    print(f"  a query                       {figures.query * 1000:8.1f} ms (slowest {figures.slowest * 1000:.1f})")
    aim = f"   aim ≥ {RATIO:.0f}" if figures.documents >= RATIO_FROM else ""
    reached &= not aim or figures.ratio >= RATIO
    print(f"  scipy, corpus x query         {figures.peer * 1000:8.1f} ms: {figures.ratio:.1f} times slower{aim}")
    sizes = f"{figures.index_bytes / MIB:8.0f} MiB / {figures.text_bytes / MIB:.0f} MiB"
    print(f"  index / texts                 {sizes}")
    used = f"{figures.own_memory / MIB:8.0f} MiB / {figures.mapped_memory / MIB:.0f} MiB"
    print(f"  memory: own / mapped          {used}")
    built = f"{figures.build_rate:8.0f} documents a second, compacted in {figures.compacting:.0f} s"
    print(f"  built                         {built}")
    return reached


def growth(rows: Sequence[Figures]) -> None:
    """How time and size follow the number of documents."""
    print("\nFrom one size to the next, times:")
    for before, after in pairwise(rows):
        bytes_before, bytes_after = (row.index_bytes + row.text_bytes for row in (before, after))
        print(
            f"  {before.documents:,} to {after.documents:,}: documents {after.documents / before.documents:.1f},"
            f" query {after.query / before.query:.2f}, scipy {after.peer / before.peer:.2f},"
            f" size {bytes_after / bytes_before:.2f}"
        )


def learned_text(path: Path) -> str:
    """The text files at that place, one after the other."""
    files = [path] if path.is_file() else sorted(path.rglob("*.txt"))
    return "\n\n".join(file.read_text("utf-8") for file in files)


def learned_statements() -> list[str]:
    """The official statements that the project ships."""
    return [
        line
        for path in sorted((ROOT / "corpus" / "texts").glob("*.txt"))
        for line in path.read_text("utf-8").splitlines()
        if len(line) > 60
    ]


def main() -> int:
    """Measure, print, and say by the exit code whether the aims are reached."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--docs", type=int, nargs="+", default=[1000, 10_000, 50_000, 100_000], metavar="N")
    parser.add_argument("--text", type=Path, default=ROOT / "corpus" / "samples" / "prose", metavar="PATH")
    parser.add_argument("--queries", type=int, default=200, metavar="N")
    parser.add_argument("--words", type=int, default=8000, metavar="N", help="of a dossier, on average")
    parser.add_argument("--dir", type=Path, metavar="DIR", help="where the corpus goes meanwhile")
    parser.add_argument("--show", action="store_true", help="tell how alike the dossiers are, and stop")
    arguments = parser.parse_args()
    sizes = sorted(arguments.docs)
    text, statements = learned_text(arguments.text), learned_statements()
    population = Population(text, statements, arguments.words, sizes[-1], seed=2016)
    if arguments.show:
        show(population)
        return 0
    place = Path(tempfile.mkdtemp(prefix="retrieval-", dir=arguments.dir))
    try:
        rows, reached, done = [], True, 0
        init(place / "corpus")
        for size in sizes:
            figures = Figures(size)
            build(place / "corpus", population, done, size, figures)
            queries = [make_query(population, size, number) for number in range(arguments.queries)]
            ask(place / "corpus", queries, population, figures)
            ask_peer(population, size, queries, figures)
            reached &= report(figures)
            sys.stdout.flush()
            rows.append(figures)
            done = size
        growth(rows)
    finally:
        shutil.rmtree(place)
    return 0 if reached else 1


if __name__ == "__main__":
    sys.exit(main())
