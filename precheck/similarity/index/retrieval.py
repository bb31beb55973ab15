"""Which documents of a corpus may hold passages of a text: nominated by its windows, best first.

Each window of the text weighs the documents by the rare terms (TF-IDF, fitted on the corpus and never on the query)
and by the runs of words that they share with it; a document's score is the root of the sum of the squares of what it
got from the windows, so that hits close together count for more than the same hits spread over the text. Weights are
whole numbers: sums do not depend on an order, and equal scores go by the documents' identifiers.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from precheck.similarity.grams import PHRASE_WORDS, grams
from precheck.similarity.index.postings import Hashes, Postings
from precheck.similarity.index.segment import PHRASE_CUT, TERM_CUT, Segment
from precheck.similarity.prepared import Prepared

Integers = NDArray[np.int64]

STEP = 30
"""Words from one window to the next; a window is two steps long."""
WINDOW_TERMS = 10
"""The rarest terms of a window that count."""
PHRASE_WEIGHT = 40
"""Of a run of words that few documents hold, beside ten times the inverse document frequency of a term."""
COMMON = 3
"""A run of words in more documents than this is a common phrase: it weighs less and less."""


@dataclass(frozen=True, slots=True)
class Nomination:
    """A document that may hold passages of the text, and how strongly it was nominated."""

    doc: int
    score: float


def idf(counts: Integers, documents: int) -> NDArray[np.float64]:
    """Inverse document frequencies, as scikit-learn's `TfidfTransformer` smooths them: ln((1 + n) / (1 + df)) + 1."""
    found: NDArray[np.float64] = np.log((1 + documents) / (1 + np.maximum(counts, 0))) + 1
    return found


def nominate(segments: Sequence[Segment], bases: Sequence[int], prepared: Prepared, limit: int) -> list[Nomination]:
    """The best documents; `bases` are the numbers of the segments' first documents."""
    terms = _term_pairs(segments, prepared)
    phrases = _phrase_pairs(prepared)
    hits = [
        _hits(segments, bases, "terms", terms),
        _hits(segments, bases, "phrases", phrases),
    ]
    size = bases[-1] + len(segments[-1]) if segments else 0
    scores = _scores([hit for hit in hits if hit is not None], size)
    best = np.flatnonzero(scores)
    if len(best) > limit:
        least = np.partition(scores[best], -limit)[-limit]
        best = best[scores[best] >= least]
    order = np.concatenate([segment.order for segment in segments]) if segments else np.zeros(0, np.uint64)
    best = best[np.lexsort((order[best], -scores[best]))][:limit]
    return [Nomination(int(doc), float(np.sqrt(scores[doc]))) for doc in best]


@dataclass(frozen=True, slots=True, eq=False)
class _Pairs:
    """Which features stand in which windows, as parallel arrays; `hashes` and `weights` have one entry a feature."""

    windows: Integers
    features: Integers
    hashes: Hashes
    weights: Integers | None


def _term_pairs(segments: Sequence[Segment], prepared: Prepared) -> _Pairs:
    """The rarest terms of each window, among those that are in the corpus and not too common there."""
    places = np.flatnonzero(prepared.content)
    stems, features = np.unique(prepared.stems[places], return_inverse=True)
    counts = sum((segment.counts(stems) for segment in segments), np.zeros(len(stems), np.int64))
    documents = sum(int(segment.live.sum()) for segment in segments)
    useful = (counts > 0) & (counts <= TERM_CUT)
    # Rank of each term by rarity: sorting pairs of (window, rank) puts the rarest terms of a window first.
    rank = np.empty(len(stems), np.int64)
    rarest = np.lexsort((stems, counts))
    rank[rarest] = np.arange(len(stems))
    kept = useful[features]
    windows, ranks = _in_windows(places[kept] // STEP, rank[features[kept]], len(stems))
    first = np.searchsorted(windows, windows, "left")
    chosen = np.arange(len(windows)) - first < WINDOW_TERMS
    weights = np.rint(10 * idf(counts, documents)).astype(np.int64)
    used, features = np.unique(rarest[ranks[chosen]], return_inverse=True)
    return _Pairs(windows[chosen], features, grams(stems[used], 1), weights[used])


def _phrase_pairs(prepared: Prepared) -> _Pairs:
    hashes, features = np.unique(grams(prepared.stems, PHRASE_WORDS), return_inverse=True)
    windows, features = _in_windows(np.arange(len(features)) // STEP, features, len(hashes))
    return _Pairs(windows, features, hashes, None)


def _in_windows(steps: Integers, features: Integers, count: int) -> tuple[Integers, Integers]:
    """Distinct pairs of window and feature, in order: what stands in a step is in the window that begins there and in
    the one before."""
    both = np.concatenate([steps, np.maximum(steps - 1, 0)]), np.concatenate([features, features])
    pairs = np.unique(both[0] * max(1, count) + both[1])
    return pairs // max(1, count), pairs % max(1, count)


def _hits(segments: Sequence[Segment], bases: Sequence[int], kind: str, pairs: _Pairs) -> sparse.csr_array | None:
    """What each window gives each document."""
    found = []
    for segment, base in zip(segments, bases, strict=True):
        index: Postings = getattr(segment, kind)
        features, documents = index.find(pairs.hashes)
        if segment.removed:
            live = segment.live[documents]
            features, documents = features[live], documents[live]
        found.append((features, documents + base))
    if not found:
        return None
    features = np.concatenate([pair[0] for pair in found])
    documents = np.concatenate([pair[1] for pair in found])
    weights = pairs.weights
    if weights is None:
        weights = _phrase_weights(np.bincount(features, minlength=len(pairs.hashes)))
    size = bases[-1] + len(segments[-1])
    heavy = weights[features] > 0
    columns = sparse.coo_array(
        (np.ones(int(heavy.sum()), np.int32), (features[heavy], documents[heavy])), (len(weights), size)
    ).tocsr()
    kept = weights[pairs.features] > 0
    count = int(pairs.windows.max(initial=-1)) + 1
    rows = sparse.coo_array(
        (weights[pairs.features[kept]].astype(np.int32), (pairs.windows[kept], pairs.features[kept])),
        (count, len(weights)),
    ).tocsr()
    return rows @ columns


def _phrase_weights(counts: Integers) -> Integers:
    weights = np.where(counts <= COMMON, PHRASE_WEIGHT, PHRASE_WEIGHT * COMMON // np.maximum(counts, 1))
    return np.where((counts > 0) & (counts <= PHRASE_CUT), weights, 0).astype(np.int64)


def _scores(hits: Sequence[sparse.csr_array], size: int) -> NDArray[np.float64]:
    """The sum of squares of what the windows give, for each document."""
    if not hits:
        return np.zeros(size)
    windows = max(hit.shape[0] for hit in hits)
    for hit in hits:
        hit.resize((windows, size))
    total = hits[0] + hits[1]
    return np.bincount(total.indices, total.data.astype(np.float64) ** 2, size).astype(np.float64, copy=False)
