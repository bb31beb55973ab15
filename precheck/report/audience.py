"""Two views of one result: the evaluator sees everything, the candidate nothing of what others wrote.

Applied to a report before any renderer sees it: what is not there cannot be shown by mistake.
"""

from __future__ import annotations

from dataclasses import replace

from precheck.model.match import Match, Originality, Passage, Source, SourceKind, SourceShare, View, Visibility
from precheck.model.report import Refusal, Report

UNSEEN = Passage(0, 0, "", 0)
"""Stands for the words of a source that the reader may not see."""


def seen_by(view: View, result: Report | Refusal) -> Report | Refusal:
    """The result as `view` may see it. A refusal speaks of the candidate's own file only."""
    if isinstance(result, Refusal) or result.dossier.originality is None:
        return result
    return replace(result, dossier=replace(result.dossier, originality=shown_to(view, result.dossier.originality)))


def shown_to(view: View, originality: Originality) -> Originality:
    """The same figures; for a candidate, a source that is not public keeps its kind and its year, nothing else."""
    if view is View.EVALUATOR:
        return originality
    hidden = {
        share.source.id: f"hidden-{number}"
        for number, share in enumerate(originality.sources, 1)
        if share.source.visibility is not Visibility.PUBLIC
    }
    return replace(
        originality,
        corpus="",
        sources=tuple(_share(share, hidden) for share in originality.sources),
        matches=tuple(_match(match, hidden) for match in originality.matches),
        view=view,
    )


def _share(share: SourceShare, hidden: dict[str, str]) -> SourceShare:
    source = share.source
    if source.id not in hidden:
        return replace(share, source=replace(source, author=""))
    return replace(share, source=_veiled(source, hidden[source.id]))


def _veiled(source: Source, name: str) -> Source:
    year = source.year if source.kind is SourceKind.DOSSIER else ""
    return Source(name, "", source.kind, "", year, source.visibility)


def _match(match: Match, hidden: dict[str, str]) -> Match:
    if match.source not in hidden:
        return match
    return replace(match, source=hidden[match.source], source_passage=UNSEEN)
