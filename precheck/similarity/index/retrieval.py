"""Which documents of a corpus may hold passages of a text: nominated by its windows, best first.

Each window of the text weighs the documents by the rare terms (TF-IDF, fitted on the corpus and never on the query)
and by the runs of words that they share with it; a document's score is the fourth root of the sum of the fourth powers
of what it got from the windows, so that hits close together count for more than the same hits spread over the text.
Weights are whole numbers: what a window gives does not depend on an order, and equal scores go by the documents'
identifiers.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from precheck.similarity.grams import PHRASE_WORDS, grams
from precheck.similarity.index.postings import Hashes, Postings, distinct
from precheck.similarity.index.segment import PHRASE_CUT, TERM_CUT, Segment
from precheck.similarity.prepared import Prepared

Integers = NDArray[np.int64]

STEP = 30
"""Words from one window to the next; a window is two steps long."""
STEP_TERMS = 6
"""The rarest terms of a step that count."""
PHRASE_WEIGHT = 40
"""Of a run of words that few documents hold, beside `TERM_WEIGHT` times the inverse document frequency of a term."""
TERM_WEIGHT = 4
POWER = 4
"""With squares, what any two dossiers share here and there outweighs an edited passage of 40 words (measured)."""
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
    if not segments:
        return []
    size = bases[-1] + len(segments[-1])
    scores = _scores([_terms(segments, prepared), _phrases(prepared)], segments, bases, size)
    best = np.flatnonzero(scores)
    if len(best) > limit:
        least = np.partition(scores[best], -limit)[-limit]
        best = best[scores[best] >= least]
    order = np.concatenate([segment.order for segment in segments])
    best = best[np.lexsort((order[best], -scores[best]))][:limit]
    return [Nomination(int(doc), float(scores[doc] ** (1 / POWER))) for doc in best]


@dataclass(frozen=True, slots=True, eq=False)
class _Features:
    """Features of a text (one hash each), and the steps that they stand in, as pairs. `weights` is None where they
    depend on how many documents are found."""

    kind: str
    hashes: Hashes
    steps: Integers
    features: Integers
    weights: Integers | None = None


def _terms(segments: Sequence[Segment], prepared: Prepared) -> _Features:
    """The rarest terms of each step, among those that are in the corpus and not too common there."""
    places = np.flatnonzero(prepared.content)
    stems = distinct(prepared.stems[places])
    counts = np.zeros(len(stems), np.int64)
    for segment in segments:
        counts += segment.counts(stems)
    documents = sum(int(segment.live.sum()) for segment in segments)
    rarest = np.lexsort((stems, counts))
    rarest = rarest[(counts[rarest] > 0) & (counts[rarest] <= TERM_CUT)]
    # By rank, from the rarest, so that sorting pairs of step and rank puts the rarest terms of a step first.
    rank = np.full(len(stems), -1, np.int64)
    rank[rarest] = np.arange(len(rarest))
    ranks = rank[np.searchsorted(stems, prepared.stems[places])]
    known = ranks >= 0
    pairs = distinct((places[known] // STEP << 32) | ranks[known])
    steps = pairs >> 32
    chosen = np.arange(len(steps)) - np.searchsorted(steps, steps, "left") < STEP_TERMS
    weights = np.rint(TERM_WEIGHT * idf(counts[rarest], documents)).astype(np.int64)
    return _Features("terms", grams(stems[rarest], 1), steps[chosen], pairs[chosen] & 0xFFFFFFFF, weights)


def _phrases(prepared: Prepared) -> _Features:
    """All runs of words, each where it stands first."""
    hashes = grams(prepared.stems, PHRASE_WORDS)
    places = np.argsort(hashes, kind="stable")
    hashes = hashes[places]
    new = np.ones(len(hashes), np.bool_)
    new[1:] = hashes[1:] != hashes[:-1]
    steps = places[new] // STEP
    return _Features("phrases", hashes[new], steps, np.arange(len(steps)))


def _scores(
    kinds: Sequence[_Features], segments: Sequence[Segment], bases: Sequence[int], size: int
) -> NDArray[np.float64]:
    """The sum of the powers of what the windows give, for each document."""
    found = [_found(features, segments, bases, size) for features in kinds]
    offset = len(kinds[0].hashes)
    columns = sparse.vstack([documents for documents, _ in found], format="csr")
    steps = np.concatenate([features.steps for features in kinds])
    places = np.concatenate([kinds[0].features, kinds[1].features + offset])
    weights = np.concatenate([weights for _, weights in found])[places]
    useful = weights > 0
    steps, places, weights = steps[useful], places[useful], weights[useful].astype(np.int32)
    # What stands in a step is in the window that begins there and in the one before.
    count = int(steps.max(initial=0)) + 2
    windows = sparse.csr_array(
        (np.tile(weights, 2), (np.concatenate([steps, steps + 1]), np.tile(places, 2))), (count, columns.shape[0])
    )
    given = windows @ columns
    return np.bincount(given.indices, given.data.astype(np.float64) ** POWER, size).astype(np.float64, copy=False)


def _found(
    features: _Features, segments: Sequence[Segment], bases: Sequence[int], size: int
) -> tuple[sparse.csr_array, Integers]:
    """Which documents hold each feature, and the weight of each."""
    pairs = []
    for segment, base in zip(segments, bases, strict=True):
        index: Postings = getattr(segment, features.kind)
        which, documents = index.find(features.hashes)
        if segment.removed:
            live = segment.live[documents]
            which, documents = which[live], documents[live]
        pairs.append((which, documents + np.int32(base)))
    which, documents = (np.concatenate(column) for column in zip(*pairs, strict=True))
    if len(pairs) > 1:
        order = np.argsort(which, kind="stable")
        which, documents = which[order], documents[order]
    counts = np.bincount(which, minlength=len(features.hashes))
    weights = _phrase_weights(counts) if features.weights is None else features.weights
    kept = weights[which] > 0
    starts = np.concatenate([[0], np.cumsum(np.where(weights > 0, counts, 0))])
    ones = np.ones(int(starts[-1]), np.int32)
    return sparse.csr_array((ones, documents[kept], starts.astype(np.int32)), (len(weights), size)), weights


def _phrase_weights(counts: Integers) -> Integers:
    weights = np.where(counts <= COMMON, PHRASE_WEIGHT, PHRASE_WEIGHT * COMMON // np.maximum(counts, 1))
    return np.where((counts > 0) & (counts <= PHRASE_CUT), weights, 0).astype(np.int64)
