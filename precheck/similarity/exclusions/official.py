"""Official statements and the institution's own texts, edited ones too.

A statement is found where enough of its content words stand close together and in its order, by the longest common
subsequence of stems.
"""

from __future__ import annotations

from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import LCSseq

from precheck.model.match import Reason
from precheck.similarity.exclusions.base import Subject, WordSpans
from precheck.similarity.prepared import Numbers, Prepared
from precheck.similarity.units import sentence_units

REASON = Reason.OFFICIAL
SHARE = 0.6
"""Of a statement's content words, in order."""
DENSITY = 0.6
"""Share of the content words of the passage that are the statement's."""
MIN_WORDS = 4
LONG_PIECE = 6
"""Content words: a piece of a statement is enough when it has that many, close together."""
_GAP = 4


def spans(subject: Subject) -> WordSpans:
    """The passages of the dossier that are official statements."""
    content = np.flatnonzero(subject.prepared.content)
    stems = subject.prepared.stems[content]
    found: set[tuple[int, int]] = set()
    for text in subject.official:
        for statement in _statements(text):
            found.update(_occurrences(statement, stems, content))
    return sorted(found)


def _statements(text: Prepared) -> list[list[int]]:
    """The content words of each sentence, by their numbers."""
    bounds = sentence_units(text, MIN_WORDS)
    return [text.stems[first:last][text.content[first:last]].tolist() for first, last in pairwise(bounds)]


def _occurrences(statement: list[int], stems: Numbers, content: NDArray[np.intp]) -> WordSpans:
    """Where the statement stands; `stems` and `content` are the numbers and places of the dossier's content words."""
    if len(statement) < MIN_WORDS:
        return []
    hits = np.flatnonzero(np.isin(stems, statement))
    if len(hits) < MIN_WORDS:
        return []
    found = []
    window = len(statement) + len(statement) // 2 + 4
    for run in np.split(hits, np.flatnonzero(np.diff(hits) > _GAP) + 1):
        if len(run) < MIN_WORDS:
            continue
        first, end = int(run[0]), int(run[-1]) + 1
        for start in range(first, max(first + 1, end - len(statement) // 2), max(2, len(statement) // 3)):
            piece = stems[start : min(end, start + window)].tolist()
            places = _matched(statement, piece)
            if _is_statement(places, len(statement)):
                found.append((int(content[start + places[0]]), int(content[start + places[-1]]) + 1))
    return found


def _matched(statement: list[int], piece: list[int]) -> list[int]:
    """The places in `piece` of the words that stand there in the statement's order, stragglers at its ends left out."""
    blocks = LCSseq.opcodes(statement, piece)
    places = [at for block in blocks if block.tag == "equal" for at in range(block.dest_start, block.dest_end)]
    while len(places) > MIN_WORDS and places[1] - places[0] > _GAP:
        places = places[1:]
    while len(places) > MIN_WORDS and places[-1] - places[-2] > _GAP:
        places = places[:-1]
    return places


def _is_statement(places: list[int], length: int) -> bool:
    if len(places) < MIN_WORDS:
        return False
    dense = len(places) >= DENSITY * (places[-1] - places[0] + 1)
    return dense and (len(places) >= SHARE * length or len(places) >= LONG_PIECE)
