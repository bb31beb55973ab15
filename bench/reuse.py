"""Text reuse in pairs of texts: the product against a scikit-learn sentence baseline, by PAN's measures, in one run.

    python bench/reuse.py DATA --out DIR [--sample N]

DATA is a folder in the PAN layout (see `_pan.py`). `library/` holds earlier dossiers from which common phrases are
learned, `official.txt` what every candidate may copy; both may be missing. DIR receives the product's detections.

The baseline compares TF-IDF vectors of sentences (scikit-learn's `TfidfVectorizer` fitted on the two texts) by cosine
and joins neighbours; it knows no exclusions. Both are given documents that are prepared already: for the baseline, as
lists of sentences. Exit code 1 when the product compares less than twice the pairs per second of the baseline.
"""

from __future__ import annotations

import argparse
import random
import re
import sys
import time
from collections.abc import Callable, Sequence
from itertools import groupby
from pathlib import Path

import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer

from bench._pan import PanPair, Score, Span, read_pairs, read_text, write_detections
from precheck.model.match import Source, SourceKind
from precheck.similarity.align import align
from precheck.similarity.exclusions.base import Subject
from precheck.similarity.exclusions.catalogue import set_aside
from precheck.similarity.index.corpus import Corpus
from precheck.similarity.pair import Comparable
from precheck.similarity.prepared import prepare

SEED = 20161205
AIM = 2.0
_SENTENCE = re.compile(r"[^.!?\n]+(?:[.!?]+|\n|$)")
_WORD = re.compile(r"\w+")
BASELINE_COSINE = 0.4


class Product:
    """Compares prepared documents as a screening does, with its exclusions."""

    def __init__(self, data: Path) -> None:
        library = [prepare(read_text(path)) for path in sorted((data / "library").glob("*.txt"))]
        sources = [(Source(f"{n:064x}", "", SourceKind.DOSSIER, str(n)), text) for n, text in enumerate(library)]
        corpus = Corpus.of(sources)
        official = data / "official.txt"
        self._official = (prepare(read_text(official), skipped=()),) if official.exists() else ()
        self._common = (lambda text: corpus.common(text.stems)) if library else None

    def prepare(self, text: str, suspicious: bool) -> Comparable:
        """A document, ready for comparing; of a suspicious one, what is set aside is found."""
        prepared = prepare(text)
        if not suspicious:
            return Comparable(prepared).ready()
        subject = Subject(prepared, official=self._official, common=self._common)
        aside = set_aside(subject)
        return Comparable(prepared, aside.masked, aside.barrier).ready()

    def compare(self, suspicious: Comparable, source: Comparable) -> list[Span]:
        """What two documents share."""
        here, there = suspicious.prepared, source.prepared
        found = align(suspicious, source)
        return [Span(*here.span(a.start, a.end), *there.span(a.source_start, a.source_end)) for a in found]


Sentences = tuple[list[tuple[int, int]], list[str]]


class Baseline:
    """Sentences whose TF-IDF vectors resemble each other, neighbours joined."""

    def prepare(self, text: str, suspicious: bool) -> Sentences:
        """The sentences of a document of three words or more: their spans and their texts."""
        del suspicious
        spans = [match.span() for match in _SENTENCE.finditer(text)]
        kept = [(start, end) for start, end in spans if len(_WORD.findall(text[start:end])) >= 3]
        return kept, [text[start:end] for start, end in kept]

    def compare(self, suspicious: Sentences, source: Sentences) -> list[Span]:
        """What two documents share."""
        spans, sentences = suspicious
        source_spans, source_sentences = source
        if not sentences or not source_sentences:
            return []
        vectors = TfidfVectorizer().fit_transform([*sentences, *source_sentences])
        cosine = (vectors[: len(sentences)] @ vectors[len(sentences) :].T).toarray()
        best = cosine.argmax(1)
        hits = [index for index in range(len(sentences)) if cosine[index, best[index]] >= BASELINE_COSINE]
        found = []
        for _, run in groupby(enumerate(hits), key=lambda item: item[1] - item[0]):
            members = [index for _, index in run]
            sources = np.array([best[index] for index in members])
            first, last = source_spans[sources.min()][0], source_spans[sources.max()][1]
            found.append(Span(spans[members[0]][0], spans[members[-1]][1], first, last))
        return found


def chosen(pairs: Sequence[PanPair], sample: int | None) -> list[PanPair]:
    """`sample` pairs a kind, always the same; all without it."""
    if sample is None:
        return list(pairs)
    found = []
    for _, group in groupby(pairs, key=lambda pair: pair.kind):
        members = list(group)
        picked = random.Random(SEED).sample(range(len(members)), min(sample, len(members)))
        found += [members[index] for index in sorted(picked)]
    return found


def run(data: Path, pairs: Sequence[PanPair], engine: Product | Baseline) -> tuple[list[list[Span]], float]:
    """What the engine finds in each pair, and the pairs a second with everything prepared."""
    compare: Callable[..., list[Span]] = engine.compare
    documents = {
        name: engine.prepare(read_text(data / name), name.startswith("susp/"))
        for pair in pairs
        for name in (f"susp/{pair.suspicious}", f"src/{pair.source}")
    }
    start = time.process_time()
    found = [compare(documents[f"susp/{p.suspicious}"], documents[f"src/{p.source}"]) for p in pairs]
    return found, len(pairs) / (time.process_time() - start)


def report(title: str, pairs: Sequence[PanPair], found: Sequence[list[Span]], rate: float) -> None:
    """Print the measures, by kind and in all."""
    scores: dict[str, Score] = {}
    for pair, spans in zip(pairs, found, strict=True):
        for kind in (pair.kind, "everything"):
            scores.setdefault(kind, Score()).add(pair, spans)
    scores["everything"] = scores.pop("everything")
    print(f"\n{title}: {rate:.0f} pairs a second")
    print(
        f"{'kind':<26}{'pairs':>6}{'cases':>6}{'plagdet':>9}{'precision':>10}{'recall':>8}{'granularity':>12}", end=""
    )
    print(f"{'found':>7}{'clean flagged':>15}{'allowed told':>14}")
    for kind, score in scores.items():
        cells = f"{kind:<26}{score.pairs:>6}{len(score.recalls):>6}"
        if score.recalls:
            cells += f"{score.plagdet:>9.3f}{score.precision:>10.3f}{score.recall:>8.3f}{score.granularity:>12.3f}"
            cells += f"{score.found:>7.2f}"
        else:
            cells += " " * 46
        cells += f"{score.flagged / score.clean:>15.1%}" if score.clean else " " * 15
        cells += f"{score.allowed_told / score.allowed:>14.1%}" if score.allowed else ""
        print(cells.rstrip())


def main() -> int:
    """See the module's documentation."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--sample", type=int, metavar="N", help="pairs a kind, always the same ones")
    arguments = parser.parse_args()
    pairs = chosen(read_pairs(arguments.data), arguments.sample)
    found, rate = run(arguments.data, pairs, Product(arguments.data))
    arguments.out.mkdir(parents=True, exist_ok=True)
    for pair, spans in zip(pairs, found, strict=True):
        write_detections(arguments.out / pair.name, pair, spans)
    report("precheck", pairs, found, rate)
    baseline, baseline_rate = run(arguments.data, pairs, Baseline())
    report("scikit-learn sentences", pairs, baseline, baseline_rate)
    ratio = rate / baseline_rate
    print(f"\npairs a second: {ratio:.2f} times the baseline (aim {AIM})")
    return 0 if ratio >= AIM else 1


if __name__ == "__main__":
    sys.exit(main())
