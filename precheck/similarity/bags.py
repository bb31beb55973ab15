"""Bags of words of the units of a text, and how much those of two texts have in common."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from precheck.similarity.prepared import Flags, Places

Ids: TypeAlias = NDArray[np.intp]
Matrix: TypeAlias = NDArray[np.float64]
Vector: TypeAlias = NDArray[np.float64]


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

    def flags(self) -> Flags:
        """Which words stand in which unit: units by vocabulary."""
        found = np.zeros((len(self), self.size), np.bool_)
        found[np.repeat(np.arange(len(self)), np.diff(self.starts)), self.words] = True
        return found

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
    left = sparse.csr_matrix(_weighty(one, weights), (len(one), one.size))
    right = sparse.csc_matrix(_weighty(two, other_weights), (one.size, len(two)))
    found: Matrix = (left @ right).toarray()
    return found


def _weighty(bags: Bags, weights: Vector) -> tuple[Vector, NDArray[np.int32], NDArray[np.int32]]:
    """The bags as data, columns and row starts of a sparse matrix, without the words that weigh nothing."""
    kept = weights != 0
    before = np.concatenate([[0], np.cumsum(kept)])
    return weights[kept], bags.words[kept].astype(np.int32), before[bags.starts].astype(np.int32)


def common(one: Bags, two: Bags, pairs: Ids) -> Ids:
    """How many different words the units of each pair have in common: one a row of `pairs`."""
    left, right = one.flags(), two.flags()
    found: Ids = np.count_nonzero(left[pairs[:, 0]] & right[pairs[:, 1]], axis=1)
    return found
