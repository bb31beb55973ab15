"""Many dossiers at a glance: who shares how much with other texts, and which of them share with each other."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from precheck.model.match import Originality
from precheck.model.report import Refusal, Report
from precheck.report.matches import by_source
from precheck.report.originality_words import Level, level

Result = Report | Refusal


@dataclass(frozen=True, slots=True)
class OverviewRow:
    """A dossier: its share of words in passages to review, None when it could not be read, and why not."""

    name: str
    share: float | None
    level: Level | None
    passages: int = 0
    sources: int = 0
    refusal: Refusal | None = None


@dataclass(frozen=True, slots=True)
class Pair:
    """Two dossiers of the folder that share passages.

    `first` is the one of which the larger share of words stands in the other; `words` are its words.
    """

    first: str
    second: str
    share: float
    words: int


@dataclass(frozen=True, slots=True)
class Overview:
    """Dossiers by share, the largest first, those that could not be read last; pairs likewise."""

    rows: tuple[OverviewRow, ...]
    pairs: tuple[Pair, ...]


def overview(results: Sequence[Result], peers: Mapping[str, str]) -> Overview:
    """The overview of these results; `peers` gives the name of each dossier by its identifier as a source."""
    rows = sorted(map(_row, results), key=lambda row: (row.share is None, -(row.share or 0.0), row.name))
    pairs: dict[frozenset[str], Pair] = {}
    for result in results:
        for pair in _pairs(result, peers):
            both = frozenset((pair.first, pair.second))
            other = pairs.get(both)
            if other is None or (pair.share, pair.words, other.first) > (other.share, other.words, pair.first):
                pairs[both] = pair
    ordered = sorted(pairs.values(), key=lambda pair: (-pair.share, -pair.words, pair.first, pair.second))
    return Overview(tuple(rows), tuple(ordered))


def name_of(result: Result) -> str:
    """The name of the file."""
    return result.name if isinstance(result, Refusal) else result.dossier.document.name


def _originality(result: Result) -> Originality | None:
    return None if isinstance(result, Refusal) else result.dossier.originality


def _row(result: Result) -> OverviewRow:
    found = _originality(result)
    if found is None:
        return OverviewRow(name_of(result), None, None, refusal=result if isinstance(result, Refusal) else None)
    return OverviewRow(name_of(result), found.share, level(found), len(found.standing), len(by_source(found)))


def _pairs(result: Result, peers: Mapping[str, str]) -> list[Pair]:
    found = _originality(result)
    shares = found.sources if found else ()
    return [
        Pair(name_of(result), peers[share.source.id], share.share, share.words)
        for share in shares
        if share.matches and share.source.id in peers
    ]
