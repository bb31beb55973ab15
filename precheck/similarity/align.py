"""Alignment: from two prepared texts to the passages that they share, one block a passage.

Runs of words and similar sentences are seeds; seeds of one passage are joined; edges are fitted; what too little
speaks for is dropped; at last whole paragraphs are compared. The steps are those of the text-alignment task of PAN
(Potthast et al. 2013): seeding, extension, filtering.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from precheck.model.match import MatchKind
from precheck.similarity.evidence import Evidence, Examiner
from precheck.similarity.fitting import Fitter
from precheck.similarity.merging import join_pieces, part, unite
from precheck.similarity.pair import Background, Block, Comparable, Copied, Pair
from precheck.similarity.paragraphs import add_paragraphs
from precheck.similarity.prepared import Prepared
from precheck.similarity.runs import run_blocks
from precheck.similarity.sentences import sentence_blocks

TOO_SHORT = 10
"""Matched words, as far as the seeds of a passage tell."""
SHORTEST = 60
"""Code points of a passage in the dossier."""
LOPSIDED = 3.0
"""A passage never has more than so many times the words of its source."""
FEWEST_WORDS = 3
VERBATIM, EDITED = 0.85, 0.45
"""Share of the dossier's words in runs."""


@dataclass(frozen=True, slots=True)
class Alignment:
    """Words `[start, end)` of the dossier that resemble words `[source_start, source_end)` of the source."""

    start: int
    end: int
    source_start: int
    source_end: int
    kind: MatchKind
    similarity: float


def align(dossier: Comparable, source: Comparable) -> list[Alignment]:
    """The passages that two texts share, in the order of the dossier."""
    if min(len(dossier), len(source)) < FEWEST_WORDS:
        return []
    pair = Pair(dossier, source)
    runs = run_blocks(pair)
    copied = Copied(runs)
    seeds = [*runs, *sentence_blocks(pair, copied)]
    blocks = add_paragraphs(pair, unite(pair, _fitted(pair, join_pieces(pair, seeds), copied)) if seeds else [])
    if not blocks:
        return []
    blocks = part(unite(pair, blocks), copied)
    examiner = Examiner(pair, Background(pair, blocks), copied)
    return [
        _alignment(block, examiner.examine(block))
        for block in blocks
        if _characters(dossier.prepared, block) >= SHORTEST
    ]


def _fitted(pair: Pair, pieces: list[Block], copied: Copied) -> list[Block]:
    """The pieces with their edges, each with the words in runs that it holds; those too weak are gone."""
    background = Background(pair, pieces)
    fitter, examiner = Fitter(pair, background, copied), Examiner(pair, background, copied)
    found = []
    for piece in pieces:
        block = fitter.fit(piece) if piece.matched >= TOO_SHORT else None
        if block is None or min(block.length, block.source_length) <= 0:
            continue
        evidence = examiner.examine(block)
        if evidence.stands and block.length <= LOPSIDED * block.source_length:
            found.append(replace(block, matched=float(evidence.run_words)))
    return found


def _characters(text: Prepared, block: Block) -> int:
    start, end = text.span(block.start, block.end)
    return end - start


def _alignment(block: Block, evidence: Evidence) -> Alignment:
    kind = MatchKind.REWORDED
    if evidence.density >= VERBATIM:
        kind = MatchKind.VERBATIM
    elif evidence.density >= EDITED:
        kind = MatchKind.EDITED
    similarity = max(evidence.density, evidence.excess, evidence.source_excess, 0.0)
    return Alignment(block.start, block.end, block.source_start, block.source_end, kind, round(similarity, 3))
