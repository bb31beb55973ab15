"""The matches of a screening in the order in which they are shown: by source, the weightiest first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from precheck.model.geometry import BBox
from precheck.model.match import Match, Originality, Passage, Reason, SourceShare
from precheck.model.structure import Dossier
from precheck.report.originality_words import PALETTE


@dataclass(frozen=True, slots=True)
class Found:
    """A match that stands. `label` is its source's number and its own within it: "2.1"."""

    label: str
    source: int
    match: Match


@dataclass(frozen=True, slots=True)
class SourceGroup:
    """A source, numbered from 1, with its matches that stand, in the order of the dossier."""

    number: int
    share: SourceShare
    found: tuple[Found, ...]

    @property
    def colour(self) -> str:
        return colour(self.number)


def colour(number: int) -> str:
    """The colour of the source of that number, as "#rrggbb"."""
    return PALETTE[(number - 1) % len(PALETTE)]


def by_source(originality: Originality) -> tuple[SourceGroup, ...]:
    """The sources that have matches which stand."""
    standing: dict[str, list[Match]] = {}
    for match in originality.standing:
        standing.setdefault(match.source, []).append(match)
    groups = []
    for number, share in enumerate(originality.sources, 1):
        matches = standing.get(share.source.id, ())
        found = (Found(f"{number}.{place}", number, match) for place, match in enumerate(matches, 1))
        if matches:
            groups.append(SourceGroup(number, share, tuple(found)))
    return tuple(groups)


def by_reason(originality: Originality) -> Mapping[Reason, tuple[Match, ...]]:
    """The matches that were set aside, by their reason, the most frequent first."""
    counts = Counter(match.excluded for match in originality.set_aside if match.excluded is not None)
    order = sorted(counts, key=lambda reason: (-counts[reason], list(Reason).index(reason)))
    return {reason: tuple(m for m in originality.set_aside if m.excluded is reason) for reason in order}


def boxes_of(dossier: Dossier | None, passage: Passage) -> list[tuple[int, BBox]]:
    """Page and box of each line of a passage; running headers in between are left out. None where there is no page."""
    if dossier is None:
        return []
    document, furniture = dossier.document, dossier.structure.furniture
    return [
        (line.page, line.box(passage.start, passage.end))
        for line in document.lines_in(passage.start, passage.end)
        if line.start not in furniture
    ]


def words_of(dossier: Dossier | None, passage: Passage) -> str:
    """The words of a passage of the dossier without the running headers in between."""
    if dossier is None:
        return passage.text
    gone = [
        line
        for line in dossier.document.lines_in(passage.start, passage.end)
        if line.start in dossier.structure.furniture
    ]
    kept, position = "", passage.start
    for line in gone:
        kept += passage.text[position - passage.start : max(0, line.start - passage.start)]
        position = max(position, line.end)
    return kept + passage.text[max(0, position - passage.start) :]
