"""Bags of words of the units of a text, and how much those of two texts have in common."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from precheck.similarity.prepared import Flags, Places

Ids: TypeAlias = NDArray[np.intp]
Matrix: TypeAlias = NDArray[np.float64]
Vector: TypeAlias = NDArray[np.float64]

MOST_CELLS = 1 << 20
"""Of a matrix of units by units that is held at once: two texts of some megabytes are compared piece by piece."""


@dataclass(frozen=True, slots=True, eq=False)
class Bags:
    """The different words of each unit, as the rows of a compressed sparse matrix of units by vocabulary.

    Unit `u` holds `words[starts[u] : starts[u + 1]]`, each `counts` times; `size` is that of the vocabulary.
    """

    starts: Ids
    words: Ids
    counts: Vector
    size: int

    def __len__(self) -> int:
        return len(self.starts) - 1

    def usage(self) -> Ids:
        """In how many units each word of the vocabulary stands."""
        return np.bincount(self.words, minlength=self.size)

    def matrix(self, weights: Vector) -> sparse.csr_matrix:
        """The bags as a matrix of units by vocabulary; `weights` go with `words`."""
        kept = weights != 0
        words, starts = self.words[kept], np.concatenate([[0], np.cumsum(kept)])[self.starts]
        return sparse.csr_matrix(
            (weights[kept], words.astype(np.int32), starts.astype(np.int32)), (len(self), self.size)
        )

    def part(self, first: int, last: int) -> Bags:
        """The units from `first` to before `last`."""
        inside = slice(self.starts[first], self.starts[last])
        starts = self.starts[first : last + 1] - self.starts[first]
        return Bags(starts, self.words[inside], self.counts[inside], self.size)

    def norms(self, weights: Vector) -> Vector:
        """The Euclidean length of each unit, 1 for an empty one; `weights` go with `words`."""
        rows = np.repeat(np.arange(len(self)), np.diff(self.starts))
        norms = np.sqrt(np.bincount(rows, weights * weights, len(self)))
        return np.where(norms > 0, norms, 1.0)

    def sum(self, weights: Vector, first: int, last: int) -> Vector:
        """The weights of the units from `first` to before `last`, summed over the vocabulary."""
        part = slice(self.starts[first], self.starts[last])
        return np.bincount(self.words[part], weights[part], self.size).astype(np.float64, copy=False)


def bags(words: Ids, units: Places, size: int, kept: Flags | None = None) -> Bags:
    """The bags of the units with these bounds in words; only words that are `kept`, a flag each."""
    rows = np.repeat(np.arange(len(units) - 1), np.diff(units))
    if kept is not None:
        rows, words = rows[kept], words[kept]
    keys, counts = np.unique(rows * size + words, return_counts=True)
    starts = np.searchsorted(keys, np.arange(len(units)) * size)
    return Bags(starts, keys % max(size, 1), counts.astype(np.float64), size)


def products(one: Bags, weights: Vector, two: Bags, other_weights: Vector) -> Matrix:
    """The scalar product of each unit of `one` with each of `two`: rows by columns."""
    found: Matrix = (one.matrix(weights) @ two.matrix(other_weights).T).toarray()
    return found


def common(one: Bags, two: Bags, pairs: Ids) -> Ids:
    """How many different words the units of each pair have in common: one a row of `pairs`."""
    left, right = _numbered(one, pairs[:, 0]), _numbered(two, pairs[:, 1])
    shared: Ids = left[np.isin(left, right, assume_unique=True)]
    counts: Ids = np.bincount(shared // one.size, minlength=len(pairs))
    return counts


def _numbered(bags: Bags, units: Ids) -> Ids:
    """The words of these units, each told apart from the same word of another by a number of its own."""
    lengths = np.diff(bags.starts)[units]
    ends = np.cumsum(lengths)
    words: Ids = bags.words[np.repeat(bags.starts[units] - ends + lengths, lengths) + np.arange(lengths.sum())]
    return np.repeat(np.arange(len(units)), lengths) * bags.size + words


def pieces(one: Bags, two: Bags) -> Iterator[tuple[int, int]]:
    """The units of `one` in ranges `[first, last)`, small enough for a matrix of each range by the units of `two`."""
    step = max(1, MOST_CELLS // max(len(two), 1))
    return ((first, min(first + step, len(one))) for first in range(0, len(one), step))
