"""Hashed word n-grams: the same words in the same order give the same number, on every machine."""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from precheck.similarity.prepared import Numbers

Grams: TypeAlias = NDArray[np.uint64]

PHRASE_WORDS = 4
_BASE = np.uint64(0x9E3779B97F4A7C15)


def grams(stems: Numbers, length: int) -> Grams:
    """The number of each run of `length` words, by the place of its first word: `len(stems) - length + 1` of them.

    A polynomial in the numbers of the words, mixed as in SplitMix64 (Steele, Lea and Flood 2014) so that any bits of
    the result may serve for sampling.
    """
    count = max(0, len(stems) - length + 1)
    number = np.zeros(count, np.uint64)
    for offset in range(length):
        number = number * _BASE + stems[offset : offset + count] + np.uint64(1)
    number = (number ^ (number >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    number = (number ^ (number >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return number ^ (number >> np.uint64(31))
