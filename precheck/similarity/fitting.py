"""Where a passage begins and ends: blocks grow into what resembles the other side and give up what does not.

Each content word of a side pays for itself when it stands on the other side and costs when it does not; the price is
set half way between the block's own share of such words and what chance gives, so that a copy has hard edges and a
rewording soft ones. The best edge is the one with the highest sum (maximal scoring subsequences; Ruzzo and Tompa 1999).
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from precheck.similarity.bags import Ids
from precheck.similarity.evidence import beyond
from precheck.similarity.merging import CONDENSED, join_runs
from precheck.similarity.pair import Background, Block, Copied, Pair, words_covered
from precheck.similarity.prepared import Flags, Places

REACH, CONDENSED_REACH = 50, 400
"""Words that an edge may move; on the source's side of a summary."""
GAIN, LOSS = 0.85, 3.0
"""Sum from which on an edge moves outwards, inwards."""
COPIED = 0.6
"""Share of matched words from which on nothing is given up."""
SNAP = 4
"""Words to the nearest beginning or end of a sentence on both sides."""
LOOSE = 0.7
"""Share of matched words below which edges may move to sentences by different steps on the two sides."""
REWORDED = 0.5
OUTWARD = 12
"""Words by which a reworded passage is completed to whole sentences."""
CORE_WORDS, CORE_DENSITY, CORE_SHARE = 10, 0.6, 0.6
"""A core of runs: so many words, so dense, and at most that share of its block."""
SIDE_RUNS, SIDE_EXCESS = 0.12, 0.3
"""What a side of a core must hold, of its words in runs or beyond chance, to stay."""


class Fitter:
    """Fits the edges of blocks of one pair; `copied` are the blocks of runs."""

    def __init__(self, pair: Pair, background: Background, copied: Copied) -> None:
        self._pair, self._background, self._copied = pair, background, copied

    def fit(self, block: Block) -> Block | None:
        """The block with its best edges; None when nothing of it is left."""
        copied = block.matched >= COPIED * block.length
        fitted = self._move_edges(self._core(block), copied)
        if fitted is None:
            return None
        if block.matched < REWORDED * fitted.length:
            fitted = self._whole_sentences(fitted)
        return self._snapped(fitted, loose=block.matched < LOOSE * fitted.length)

    def _core(self, block: Block) -> Block:
        """The block without the sides of a dense core of runs that only chance joined to it."""
        inside = [run for run in self._copied.meeting(block) if _holds(block, run)]
        if not inside:
            return block
        inside = join_runs(self._pair, inside)
        core = max(inside, key=lambda run: (run.matched, run))
        if core.matched < CORE_WORDS or core.density < CORE_DENSITY or core.length >= CORE_SHARE * block.length:
            return block
        start = core.start if self._is_chance(block, inside, block.start, core.start) else block.start
        end = core.end if self._is_chance(block, inside, core.end, block.end) else block.end
        if (start, end) == (core.start, core.end):
            return core
        return Block(start, end, block.source_start, block.source_end, block.matched, block.pieces)

    def _is_chance(self, block: Block, runs: Sequence[Block], start: int, end: int) -> bool:
        if end - start < 8:
            return False
        if words_covered(((run.start, run.end) for run in runs), start, end) >= SIDE_RUNS * (end - start):
            return False
        pair = self._pair
        table = pair.table(pair.source_words[block.source_start : block.source_end])
        words = pair.words[start:end][pair.counted[start:end]]
        return not len(words) or beyond(float(table[words].mean()), self._background.chance(table)) < SIDE_EXCESS

    def _move_edges(self, block: Block, copied: bool) -> Block | None:
        """Both sides in turn, twice: each is measured against the other as it stands."""
        pair = self._pair
        for _ in range(2):
            before = block
            condensed = not copied and block.source_length > CONDENSED * block.length
            reach = CONDENSED_REACH if condensed else REACH
            near = pair.table(pair.source_words[block.source_start : block.source_end])
            wide = pair.table(pair.source_words[max(0, block.source_start - reach) : block.source_end + reach])
            chances = self._background.chance(near), self._background.chance(wide)
            edges = _edges(
                pair.words, pair.counted, (block.start, block.end), near, wide, chances, REACH, copied, pair.barrier
            )
            if edges is None:
                return None
            block = Block(*edges, block.source_start, block.source_end, block.matched, block.pieces)
            near = pair.table(pair.words[block.start : block.end])
            chance = self._background.source_chance(near)
            span = block.source_start, block.source_end
            edges = _edges(pair.source_words, pair.source_counted, span, near, near, (chance, chance), reach, copied)
            if edges is None:
                return None
            block = Block(block.start, block.end, *edges, block.matched, block.pieces)
            if block == before:
                break
        return block

    def _whole_sentences(self, block: Block) -> Block:
        start, end = _completed(self._pair.dossier.prepared.sentences, len(self._pair.words), block.start, block.end)
        source_start, source_end = _completed(
            self._pair.source.prepared.sentences, len(self._pair.source_words), block.source_start, block.source_end
        )
        return Block(start, end, source_start, source_end, block.matched, block.pieces)

    def _snapped(self, block: Block, loose: bool) -> Block:
        """Edges moved to a sentence's edge close by, on both sides or not at all; a copy by the same step on both."""
        ours, theirs = self._pair.dossier.prepared.sentences, self._pair.source.prepared.sentences
        most = SNAP if loose else 1
        start, source_start = _nearest(ours, block.start, None), _nearest(theirs, block.source_start, None)
        if (
            source_start == block.source_start
            or abs((start - block.start) - (source_start - block.source_start)) > most
        ):
            start, source_start = block.start, block.source_start
        end = _nearest(ours, block.end, len(self._pair.words))
        source_end = _nearest(theirs, block.source_end, len(self._pair.source_words))
        if source_end == block.source_end or abs((end - block.end) - (source_end - block.source_end)) > most:
            end, source_end = block.end, block.source_end
        return Block(start, end, source_start, source_end, block.matched, block.pieces)


def _holds(block: Block, run: Block) -> bool:
    return (
        block.start <= run.start
        and run.end <= block.end
        and block.source_start <= run.source_start
        and run.source_end <= block.source_end
    )


def _edges(
    words: Ids,
    counted: Flags,
    span: tuple[int, int],
    near: Flags,
    wide: Flags,
    chances: tuple[float, float],
    reach: int,
    copied: bool,
    barrier: Flags | None = None,
) -> tuple[int, int] | None:
    """The best edges of one side: `near` is the other side as a table, `wide` with its surroundings. No edge passes a
    word flagged in `barrier`."""
    start, end = span
    inside = words[start:end][counted[start:end]]
    share = float(near[inside].mean()) if len(inside) else 0.0
    price = _price(share, chances[0])
    if not copied:
        start, end = _shrunk(_scores(words, counted, np.arange(start, end), near, price), start)
    if end <= start:
        return None
    price = max(price, _price(share, chances[1])) if wide is not near else price
    before = _free(np.arange(start - 1, max(-1, start - reach - 1), -1), barrier)
    after = _free(np.arange(end, min(len(words), end + reach)), barrier)
    left, right = (_scores(words, counted, places, wide, price) for places in (before, after))
    return start - _steps(left), end + _steps(right)


def _free(places: NDArray[np.intp], barrier: Flags | None) -> NDArray[np.intp]:
    """The places before the first barrier."""
    if barrier is None or not barrier[places].any():
        return places
    return places[: int(np.argmax(barrier[places]))]


def _price(share: float, chance: float) -> float:
    return (chance + max(share, chance)) / 2 + 0.02


def _scores(words: Ids, counted: Flags, places: NDArray[np.intp], table: Flags, price: float) -> NDArray[np.float64]:
    hits = table[words[places]]
    return np.where(counted[places], np.where(hits, 1 - price, -price), 0.0)


def _steps(scores: NDArray[np.float64]) -> int:
    """How far an edge moves outwards."""
    if not len(scores):
        return 0
    sums = np.cumsum(scores)
    best = int(np.argmax(sums))
    return best + 1 if sums[best] >= GAIN else 0


def _shrunk(scores: NDArray[np.float64], start: int) -> tuple[int, int]:
    """The part with the highest sum; an end that costs little stays."""
    sums = np.concatenate([[0.0], np.cumsum(scores)])
    last = int(np.argmax(sums - np.minimum.accumulate(sums)))
    first = last - int(np.argmin(sums[: last + 1][::-1]))
    if -sums[first] < LOSS:
        first = 0
    if sums[last] - sums[-1] < LOSS:
        last = len(scores)
    return start + first, start + last


def _completed(sentences: Places, count: int, start: int, end: int) -> tuple[int, int]:
    """Edges moved outwards to a sentence of which the larger part is inside already."""
    before = int(np.searchsorted(sentences, start, "right")) - 1
    opening = int(sentences[before])
    following = int(sentences[before + 1]) if before + 1 < len(sentences) else count
    if start - opening <= OUTWARD and start - opening <= following - start:
        start = opening
    after = int(np.searchsorted(sentences, end, "left"))
    closing = int(sentences[after]) if after < len(sentences) else count
    if closing - end <= OUTWARD and closing - end <= end - int(sentences[after - 1]):
        end = closing
    return start, end


def _nearest(sentences: Places, place: int, count: int | None) -> int:
    """The beginning of a sentence next to a place, or the end of the text at `count`; the place itself if none is."""
    index = int(np.searchsorted(sentences, place))
    near = [int(word) for word in sentences[max(0, index - 1) : index + 2]]
    if count is not None:
        near.append(count)
    near = [word for word in near if abs(word - place) <= SNAP]
    return min(near, key=lambda word: (abs(word - place), word)) if near else place
