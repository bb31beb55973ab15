"""Dossiers made by numbers, as many as wanted: the words, the habits of speech and the shared phrases of real ones.

What is learned from the text: its words with their frequencies, and a Zipf-Mandelbrot law (frequency of the word of
rank r proportional to 1 / (r + b)^a) fitted to them, which made-up words continue; beyond the 3,000 words that
everybody uses it falls off faster (Ferrer i Cancho and Solé 2001). A dossier is not drawn word by word, for real ones
share more than words:

- collocations, runs of two to four words drawn once for all and used by everybody, again by a Zipf law: so that two
  dossiers share about as many runs of two, three and four words as two real ones do (`--show` of `bench/retrieval.py`
  prints the shares beside those counted on twenty real dossiers);
- a subject: a tenth of the words come from the few hundred that belong to one of many subjects;
- phrases of ten to forty words that from two to two thousand dossiers share (templates, web pages, class mates), the
  more the rarer;
- official statements, a few of them in every dossier.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from precheck.model.match import Source, SourceKind
from precheck.similarity.prepared import Prepared, prepare
from precheck.similarity.words import numbering

Ids = NDArray[np.int64]

VOCABULARY = 150_000
KERNEL, RARE_EXPONENT = 3_000, 1.8
COLLOCATIONS, COLLOCATION_EXPONENT, COLLOCATION_SHARE = 300_000, 0.9, 0.33
COLLOCATION_WORDS = (2, 2, 2, 2, 2, 3, 3, 4)
SUBJECTS, SUBJECT_WORDS = 400, 300
PHRASES_A_DOSSIER = 4
STATEMENTS_A_DOSSIER = 2


@dataclass(frozen=True, slots=True, eq=False)
class Draft:
    """A dossier as word numbers; `own` is False where the words are a shared phrase or a statement."""

    words: Ids
    own: NDArray[np.bool_]


class Population:
    """Makes dossiers after a text. Dossier number n of a seed is always the same.

    Args:
        text: real prose to learn from.
        statements: official texts that every dossier may quote.
        words: length of a dossier, on average.
        size: how many dossiers the population has, for the shared phrases.
    """

    def __init__(self, text: str, statements: Sequence[str], words: int, size: int, seed: int) -> None:
        self._seed, self._words = seed, words
        learned, frequencies = _learn(text)
        rng = np.random.default_rng(seed)
        names = [*learned, *_made_up(VOCABULARY - len(learned), set(learned), rng)]
        self.exponent, self.shift = _fit(frequencies)
        ranks = np.arange(1, VOCABULARY + 1)
        probability = 1 / (ranks + self.shift) ** self.exponent
        probability[KERNEL:] = probability[KERNEL] * (KERNEL / ranks[KERNEL:]) ** RARE_EXPONENT
        self._cumulative = np.cumsum(probability / probability.sum())
        number = numbering("fr")
        numbers = [number(name) for name in names]
        self._names = np.array(names, object)
        self._stems = np.array([stem for stem, _ in numbers], np.uint32)
        self._content = np.array([content for _, content in numbers], np.bool_)
        self._letters = np.array([len(name) for name in names], np.int32)
        self._subjects = rng.integers(200, VOCABULARY // 4, (SUBJECTS, SUBJECT_WORDS))
        self._collocations = _Runs.draw(self._cumulative, rng.choice(COLLOCATION_WORDS, COLLOCATIONS), rng)
        shared = max(50, size // 3)
        self._phrases = _Runs.draw(self._cumulative, rng.integers(10, 41, shared), rng)
        index = {name: place for place, name in enumerate(names)}
        official = [[index[word] for word in _words(statement) if word in index] for statement in statements]
        self._statements = [np.array(ids, np.int64) for ids in official if len(ids) > 5]

    def draft(self, number: int) -> Draft:
        """Dossier `number` of the population."""
        rng = np.random.default_rng([self._seed, number])
        target = int(self._words * rng.uniform(0.5, 1.5))
        units = max(8, target // 2)
        singles = np.searchsorted(self._cumulative, rng.random(units))
        subject = self._subjects[number % SUBJECTS]
        about = rng.random(units) < 0.16
        singles[about] = subject[_zipf(rng, int(about.sum()), SUBJECT_WORDS, 0.8)]
        runs = _zipf(rng, int(units * COLLOCATION_SHARE), COLLOCATIONS, COLLOCATION_EXPONENT)
        words, lengths = self._collocations.take(runs)
        # Single words and collocations in a random order, as units that stay whole.
        all_lengths = np.concatenate([np.ones(units, np.int64), lengths])
        flat = np.concatenate([singles, words])
        starts = np.cumsum(all_lengths) - all_lengths
        order = rng.permutation(len(all_lengths))
        body = flat[_ragged(starts[order], all_lengths[order])][:target]
        return self._with_shared(body, rng)

    def _with_shared(self, body: Ids, rng: np.random.Generator) -> Draft:
        """Shared phrases and statements at random places of the text."""
        # The more dossiers share a phrase, the rarer such phrases are.
        shared = _zipf(rng, PHRASES_A_DOSSIER, len(self._phrases), 0.9)
        inserts = [self._phrases.take(shared[i : i + 1])[0] for i in range(len(shared))]
        picked = rng.choice(len(self._statements), min(STATEMENTS_A_DOSSIER, len(self._statements)), replace=False)
        inserts += [self._statements[index] for index in picked]
        places = np.sort(rng.integers(0, len(body) + 1, len(inserts)))
        pieces, own, done = [], [], 0
        for place, insert in zip(places, inserts, strict=True):
            pieces += [body[done:place], insert]
            own += [np.ones(place - done, np.bool_), np.zeros(len(insert), np.bool_)]
            done = int(place)
        pieces.append(body[done:])
        own.append(np.ones(len(body) - done, np.bool_))
        return Draft(np.concatenate(pieces), np.concatenate(own))

    def random_words(self, count: int, rng: np.random.Generator) -> Ids:
        """Words drawn by their frequency."""
        drawn: Ids = np.searchsorted(self._cumulative, rng.random(count))
        return drawn

    def prepared(self, words: Ids) -> Prepared:
        """These words as a text ready for comparing, a sentence every 20 words and a paragraph every 100."""
        lengths = self._letters[words]
        ends = np.cumsum(lengths + 1, dtype=np.int32) - 1
        return Prepared(
            " ".join(self._names[words].tolist()),
            "fr",
            self._stems[words],
            (ends - lengths).astype(np.int32),
            ends.astype(np.int32),
            self._content[words],
            np.arange(0, len(words), 20, dtype=np.int32),
            np.arange(0, len(words), 100, dtype=np.int32),
        )

    def documents(self, first: int, last: int) -> Iterator[tuple[Source, Prepared]]:
        """Dossiers `[first, last)` as sources of a corpus, each by an author of its own."""
        for number in range(first, last):
            yield self.document(number)

    def document(self, number: int) -> tuple[Source, Prepared]:
        """Dossier `number` as a source of a corpus."""
        prepared = self.prepared(self.draft(number).words)
        id_ = hashlib.sha256(f"{self._seed} {number}".encode()).hexdigest()
        return Source(id_, f"Dossier {number}", SourceKind.DOSSIER, author=f"author {number}"), prepared


@dataclass(frozen=True, slots=True, eq=False)
class _Runs:
    """Many runs of words in one array."""

    words: Ids
    starts: Ids
    lengths: Ids

    @classmethod
    def draw(cls, cumulative: NDArray[np.float64], lengths: Ids, rng: np.random.Generator) -> _Runs:
        words = np.searchsorted(cumulative, rng.random(int(lengths.sum())))
        return cls(words, np.cumsum(lengths) - lengths, lengths)

    def __len__(self) -> int:
        return len(self.lengths)

    def take(self, which: Ids) -> tuple[Ids, Ids]:
        """The words of these runs one after the other, and the length of each."""
        return self.words[_ragged(self.starts[which], self.lengths[which])], self.lengths[which]


def _ragged(starts: Ids, lengths: Ids) -> Ids:
    """The places of runs that begin and last so."""
    ends = np.cumsum(lengths)
    places: Ids = np.arange(ends[-1] if len(ends) else 0) + np.repeat(starts - ends + lengths, lengths)
    return places


def _zipf(rng: np.random.Generator, count: int, size: int, exponent: float) -> Ids:
    """Ranks from 0 by a Zipf law, by the inverse of its continuous distribution."""
    u = rng.random(count)
    if abs(exponent - 1) < 1e-9:
        ranks = np.exp(u * np.log(size + 1))
    else:
        e = 1 - exponent
        ranks = (1 + u * ((size + 1) ** e - 1)) ** (1 / e)
    places: Ids = np.minimum(ranks.astype(np.int64) - 1, size - 1)
    return places


def _words(text: str) -> list[str]:
    prepared = prepare(text, language="fr")
    return [
        prepared.text[start:end].lower() for start, end in zip(prepared.starts, prepared.ends, strict=True)
    ]  # fmt: skip


def _learn(text: str) -> tuple[list[str], NDArray[np.float64]]:
    """The words of a text, the most frequent first, and their shares."""
    counts = Counter(_words(text))
    ranked = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    total = sum(counts.values())
    return [word for word, _ in ranked], np.array([count / total for _, count in ranked])


def _fit(frequencies: NDArray[np.float64]) -> tuple[float, float]:
    """Exponent and shift of the Zipf-Mandelbrot law that fits the frequencies best, least squares of logarithms.

    Words seen once or twice tell of the length of the text only: they are left out.
    """
    used = frequencies[frequencies > 2.5 * frequencies[-1]]
    ranks = np.arange(1, len(used) + 1)
    # The same number of ranks in each doubling, or the rare words would weigh most.
    picked = np.unique(np.geomspace(1, len(used) // 2, 60).astype(int)) - 1
    best = (np.inf, 1.0, 2.7)
    for shift in np.arange(0.0, 10.0, 0.25):
        x, y = np.log(ranks[picked] + shift), np.log(used[picked])
        slope, level = np.polyfit(x, y, 1)
        error = float(((slope * x + level - y) ** 2).sum())
        if error < best[0]:
            best = (error, float(-slope), float(shift))
    return best[1], best[2]


def _made_up(count: int, taken: set[str], rng: np.random.Generator) -> list[str]:
    """Words that no text has."""
    syllables = np.array([c + v for c in "bcdfglmnprstv" for v in ("a", "e", "i", "o", "u", "ou", "an", "ai")])
    made: dict[str, None] = {}
    while len(made) < count:
        for row in rng.integers(0, len(syllables), (count, 4)):
            word = "".join(syllables[row])
            if word not in taken:
                made[word] = None
    return list(made)[:count]
