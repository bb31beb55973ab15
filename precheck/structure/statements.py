"""Official competence statements recognised without their code, verbatim or edited.

Words are folded and stemmed, small words dropped. A statement's rarest stems are its anchors: only where two of them
stand close together is the text compared, word by word, by the longest common subsequence of stems.
"""

from __future__ import annotations

import functools
import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from dataclasses import dataclass

import Stemmer
from rapidfuzz.distance import LCSseq

from precheck.model.profile import Framework
from precheck.structure.folding import fold, word_set

_WORD = re.compile(r"[a-z0-9œæ]{2,}")
_SMALL = word_set(
    "de des du la le les un une et ou en au aux son sa ses leur leurs pour par dans avec qui que ne pas ont est ce "
    "cet cette ces celles ceux se sur entre dont afin ainsi etc il elle nous je ma mon mes ai sont etre avoir"
)
_ANCHORS = 3
_STEP = 20
_MAX_WINDOWS = 100
"""More than any dossier says one competence, few enough for a file made to be slow."""
_STEM = 7
"""Letters of a stem that count: the stemmer leaves « identif » of « identifie » but « identifi » of « identifier »."""
_PREFIX = 5
"""Anchors are found by their first letters, which stemming leaves alone."""
_LONG_WORD = re.compile(rf"([a-z]{{{_PREFIX}}})[a-z]*")
MIN_RECALL = 0.72
"""Share of a statement's words, by weight, that must be there, in order."""
MIN_PRECISION = 0.6
"""Share of the words of the passage that are the statement's."""
SHORTENED_RECALL, SHORTENED_PRECISION = 0.55, 0.85
"""The same for a statement that was only shortened."""
MIN_WORDS = 4
_SAME = {"tice": "tic"}
"""Labels differ between the official texts."""


@dataclass(frozen=True, slots=True)
class StatementSighting:
    """A statement read at `[start, end)`; `verbatim` when no content word was changed."""

    code: str
    start: int
    end: int
    verbatim: bool
    score: float


@dataclass(frozen=True, slots=True)
class _Statement:
    """One wording of a competence: its stems with their weights, the prefixes to search for, its length."""

    code: str
    stems: tuple[str, ...]
    weights: tuple[float, ...]
    anchors: tuple[str, ...]
    length: int


class StatementReader:
    """Reads the statements of one framework; made once a framework, see `statement_reader`."""

    def __init__(self, framework: Framework) -> None:
        self._stemmer = Stemmer.Stemmer("french")
        self._cache: dict[str, str] = {}
        wordings = [
            (item.code, wording)
            for item in framework.competences
            for wording in dict.fromkeys(
                head for text in (item.statement, *item.variants) for head in (text, *_heads(text))
            )
        ]
        usage: dict[str, set[str]] = defaultdict(set)
        for code, wording in wordings:
            for stem in self._stems(fold(wording)):
                usage[stem].add(code)
        rarity = {stem: 1 / len(codes) for stem, codes in usage.items()}
        self._statements = [
            statement for code, wording in wordings if (statement := self._statement(code, wording, rarity))
        ]
        self._prefixes = frozenset(anchor for statement in self._statements for anchor in statement.anchors)

    def _stems(self, folded: str) -> list[str]:
        return [self._stem(word) for word in _WORD.findall(folded) if word not in _SMALL]

    def _stem(self, word: str) -> str:
        stem = self._cache.get(word)
        if stem is None:
            if len(self._cache) > 20_000:
                self._cache.clear()
            stem = self._cache[word] = self._stemmer.stemWord(_SAME.get(word, word))[:_STEM]
        return stem

    def _statement(self, code: str, wording: str, rarity: dict[str, float]) -> _Statement | None:
        folded = fold(wording)
        stems = tuple(self._stems(folded))
        if len(set(stems)) < MIN_WORDS:
            return None
        long = [stem for stem in dict.fromkeys(stems) if len(stem) >= _PREFIX]
        rarest = sorted(long, key=lambda stem: (-rarity[stem], -len(stem), stem))
        anchors = tuple(dict.fromkeys(stem[:_PREFIX] for stem in rarest))[:_ANCHORS]
        if not anchors:
            return None
        # The square root keeps words that every statement shares from counting for nothing.
        return _Statement(code, stems, tuple(rarity[stem] ** 0.5 for stem in stems), anchors, len(folded))

    def read(self, folded: str) -> list[StatementSighting]:
        """The statements in a folded text, in order, none overlapping another."""
        anchors = _Anchors(folded, self._prefixes)
        found: list[StatementSighting] = []
        words: dict[tuple[int, int], tuple[list[str], list[tuple[int, int]]]] = {}
        for statement in self._statements:
            for start, end in _windows(statement, anchors):
                window = words.get((start, end))
                if window is None:
                    window = words[start, end] = self._words(folded, start, end)
                sighting = _compare(statement, *window)
                if sighting:
                    found.append(sighting)
        return _best(found)

    def _words(self, folded: str, start: int, end: int) -> tuple[list[str], list[tuple[int, int]]]:
        matches = [m for m in _WORD.finditer(folded, max(0, start), end) if m[0] not in _SMALL]
        return [self._stem(m[0]) for m in matches], [m.span() for m in matches]


def _heads(text: str) -> list[str]:
    """The statement without its list, or without its closing brackets: people often stop there."""
    head = re.split(r"\s*(?:concernant notamment|:)", text)[0]
    bare = re.sub(r"\s*\([^)]*\)\s*\.?$", "", text)
    return [short for short in (head, bare) if len(short) >= 45 and short != text]


class _Anchors:
    """Where words with a prefix begin in a text."""

    def __init__(self, folded: str, prefixes: frozenset[str]) -> None:
        self._found: dict[str, list[int]] = {prefix: [] for prefix in prefixes}
        for match in _LONG_WORD.finditer(folded):
            prefix = match[1]
            if prefix in prefixes:
                self._found[prefix].append(match.start())

    def of(self, prefix: str) -> list[int]:
        """The positions of the words that begin with that prefix, ascending."""
        return self._found[prefix]

    def any_between(self, prefix: str, start: int, end: int) -> bool:
        positions = self.of(prefix)
        return bisect_left(positions, start) < bisect_right(positions, end)


def _windows(statement: _Statement, anchors: _Anchors) -> list[tuple[int, int]]:
    """Stretches that hold at least two of the statement's anchors (the one, when it has only one)."""
    reach = int(statement.length * 1.4) + 20
    first, *others = statement.anchors
    positions = [
        at
        for at in anchors.of(first)
        if not others or any(anchors.any_between(other, at - reach, at + reach) for other in others)
    ]
    if len(others) == 2:
        positions += [
            at
            for at in anchors.of(others[0])
            if anchors.any_between(others[1], at - reach, at + reach)
            and not anchors.any_between(first, at - reach, at + reach)
        ]
    windows: list[tuple[int, int]] = []
    for at in sorted(positions):
        # Two anchors side by side open the same window.
        if not windows or at - reach - windows[-1][0] > _STEP:
            windows.append((at - reach, at + reach + _STEP))
    return windows[:_MAX_WINDOWS]


def _compare(statement: _Statement, stems: list[str], spans: list[tuple[int, int]]) -> StatementSighting | None:
    """The best passage of the window for that statement, when it is good enough."""
    present = set(stems)
    total = sum(statement.weights)
    if (
        sum(w for s, w in zip(statement.stems, statement.weights, strict=True) if s in present)
        < SHORTENED_RECALL * total
    ):
        return None
    matched: dict[int, float] = {}
    for block in LCSseq.opcodes(statement.stems, stems):
        if block.tag == "equal":
            for offset in range(block.src_end - block.src_start):
                matched[block.dest_start + offset] = statement.weights[block.src_start + offset]
    first, last = _densest(len(stems), matched)
    inside = [index for index in matched if first <= index < last]
    recall = sum(matched[index] for index in inside) / total
    precision = len(inside) / (last - first) if last > first else 0.0
    short = len(statement.stems) <= MIN_WORDS + 1
    shortened = len(inside) >= 6 and recall >= SHORTENED_RECALL and precision >= SHORTENED_PRECISION
    edited = recall >= (0.99 if short else MIN_RECALL) and precision >= MIN_PRECISION
    if len(inside) < MIN_WORDS or not (edited or shortened):
        return None
    verbatim = len(inside) == len(statement.stems) == last - first
    return StatementSighting(statement.code, spans[first][0], spans[last - 1][1], verbatim, recall * precision)


def _densest(length: int, matched: dict[int, float]) -> tuple[int, int]:
    """The run of words `[first, last)` whose matches outweigh its strangers most."""
    mean = sum(matched.values()) / len(matched) if matched else 0.0
    best = (0.0, 0, 0)
    value, start = 0.0, 0
    for index in range(length):
        value += matched.get(index, -0.6 * mean)
        if value <= 0:
            value, start = 0.0, index + 1
        elif value > best[0]:
            best = (value, start, index + 1)
    return best[1], best[2]


def _best(found: list[StatementSighting]) -> list[StatementSighting]:
    """The best of those that overlap, in the order of the text."""
    kept: list[StatementSighting] = []
    for sighting in sorted(found, key=lambda s: (-s.score, s.start - s.end, s.start, s.code)):
        if all(sighting.end <= other.start or other.end <= sighting.start for other in kept):
            kept.append(sighting)
    return sorted(kept, key=lambda s: s.start)


@functools.lru_cache(maxsize=8)
def statement_reader(framework: Framework) -> StatementReader:
    """The reader of that framework, made once."""
    return StatementReader(framework)
