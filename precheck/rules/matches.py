"""What the rules that read a screening share: evidence of a match, and how its source may be told."""

from __future__ import annotations

from collections.abc import Iterable

from precheck.i18n import Message, msg
from precheck.model.finding import Evidence
from precheck.model.match import Match, SourceKind
from precheck.model.structure import Dossier
from precheck.rules.base import span_evidence

HEAVIEST = 10
"""Passages shown as evidence."""
SOURCE = {
    # Never its title or its author: the candidate reads this too.
    SourceKind.DOSSIER: msg("another dossier"),
    SourceKind.WEB: msg("a published text"),
    SourceKind.TEMPLATE: msg("a template of the institution"),
    SourceKind.OFFICIAL: msg("an official text"),
}


def percent(share: float) -> int | float:
    """A share as a percentage people read: 12, 4, 0.5."""
    value = 100 * share
    return round(value) if value >= 1 else round(value, 1)


def heaviest(matches: Iterable[Match]) -> list[Match]:
    """The matches with the most words, `HEAVIEST` of them at most, in the order of the text."""
    chosen = sorted(matches, key=lambda match: (-match.passage.words, match.passage.start))[:HEAVIEST]
    return sorted(chosen, key=lambda match: match.passage.start)


def match_evidence(dossier: Dossier, match: Match, observed: Message) -> Evidence:
    """The first line of a passage of the dossier."""
    found = span_evidence(dossier.document, match.passage.start, match.passage.end, observed=observed)
    return found[0] if found else Evidence(match.passage.page, None, "", observed)
