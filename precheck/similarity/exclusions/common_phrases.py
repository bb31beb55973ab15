"""Phrases of the population: what the dossiers of several other authors say in the same words."""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from precheck.model.match import Reason
from precheck.similarity.exclusions.base import Subject, WordSpans
from precheck.similarity.grams import PHRASE_WORDS
from precheck.similarity.prepared import Flags, Prepared

REASON = Reason.COMMON_PHRASE
LONGEST = 60
"""Words: what several dossiers share beyond that, unbroken, is no phrase but a passage."""
_SENTENCE_SHARE = 0.5
_LONG_SENTENCE = 45


def spans(subject: Subject) -> WordSpans:
    """Common phrases, and whole sentences of which common phrases are half or more."""
    if subject.common is None or len(subject.prepared) < PHRASE_WORDS:
        return []
    common = _without_passages(subject.common(subject.prepared))
    words = np.zeros(len(subject.prepared), np.bool_)
    for offset in range(PHRASE_WORDS):
        words[offset : offset + len(common)] |= common
    return _runs(words | _mostly(words, subject.prepared))


def _without_passages(common: Flags) -> Flags:
    kept = common.copy()
    for first, last in _runs(common):
        if last - first + PHRASE_WORDS - 1 > LONGEST:
            kept[first:last] = False
    return kept


def _mostly(words: Flags, text: Prepared) -> Flags:
    """The words of the sentences that are common for the most part: a template whose gaps were filled."""
    filled = np.zeros(len(text), np.bool_)
    for first, last in pairwise([*map(int, text.sentences), len(text)]):
        if last - first <= _LONG_SENTENCE and words[first:last].sum() >= _SENTENCE_SHARE * (last - first):
            filled[first:last] = True
    return filled


def _runs(flags: Flags) -> WordSpans:
    edges = np.flatnonzero(np.diff(np.concatenate([[False], flags, [False]]).astype(np.int8)))
    return [(int(first), int(last)) for first, last in edges.reshape(-1, 2)]
