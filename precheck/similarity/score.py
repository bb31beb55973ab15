"""From matches to figures: words and shares, by source, by kind and in all."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from precheck.model.match import Match, MatchKind, Originality, Source, SourceShare, covered
from precheck.model.profile import Screening
from precheck.similarity.prepared import Prepared

_WEIGHTIEST = (MatchKind.VERBATIM, MatchKind.EDITED, MatchKind.REWORDED)


def originality(
    prepared: Prepared,
    matches: Sequence[Match],
    sources: Mapping[str, Source],
    screening: Screening,
    corpus: str,
    compared: int,
) -> Originality:
    """The result for a dossier; `sources` by their identifiers. A word in several matches counts once."""
    words = len(prepared)
    ordered = sorted(matches, key=lambda match: (match.passage.start, match.passage.end, match.source))
    standing = [match for match in ordered if match.stands]
    by_kind: dict[MatchKind, int] = {}
    reached: list[tuple[int, int]] = []
    for kind in _WEIGHTIEST:
        before = covered(reached)
        reached += _spans(prepared, (match for match in standing if match.kind is kind))
        by_kind[kind] = covered(reached) - before
    return Originality(
        corpus,
        compared,
        words,
        covered(reached),
        by_kind[MatchKind.VERBATIM],
        by_kind[MatchKind.EDITED],
        by_kind[MatchKind.REWORDED],
        screening.review,
        screening.alert,
        _shares(prepared, ordered, sources),
        tuple(ordered),
    )


def _shares(prepared: Prepared, matches: Sequence[Match], sources: Mapping[str, Source]) -> tuple[SourceShare, ...]:
    standing = Counter(match.source for match in matches if match.stands)
    aside = Counter(match.source for match in matches if not match.stands)
    shares = []
    for identifier in sorted({*standing, *aside}):
        own = [match for match in matches if match.source == identifier and match.stands]
        words = covered(_spans(prepared, own))
        share = words / len(prepared) if len(prepared) else 0.0
        shares.append(SourceShare(sources[identifier], words, share, standing[identifier], aside[identifier]))
    return tuple(sorted(shares, key=lambda share: (-share.words, share.matches == 0, share.source.id)))


def _spans(prepared: Prepared, matches: Iterable[Match]) -> list[tuple[int, int]]:
    """The words of the passages."""
    return [prepared.words_in(match.passage.start, match.passage.end) for match in matches]
