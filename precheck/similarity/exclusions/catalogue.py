"""All exclusions: those of passages, in the order in which they explain a passage, and those of whole sources."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from precheck.model.match import Reason, Source
from precheck.similarity.exclusions import (
    bibliography,
    chosen,
    collaborators,
    common_phrases,
    official,
    own_version,
    quotations,
)
from precheck.similarity.exclusions.base import Subject, WordSpans
from precheck.similarity.pair import marked
from precheck.similarity.prepared import Flags

PASSAGES: tuple[tuple[Reason, Callable[[Subject], WordSpans]], ...] = (
    (official.REASON, official.spans),
    (quotations.REASON, quotations.spans),
    (bibliography.REASON, bibliography.spans),
    (common_phrases.REASON, common_phrases.spans),
)
SOURCES: tuple[tuple[Reason, Callable[[Source, Subject], bool]], ...] = (
    (chosen.REASON, chosen.excludes),
    (own_version.REASON, own_version.excludes),
    (collaborators.REASON, collaborators.excludes),
)


BARRIER = 9
"""Words set aside in a row that no passage grows over."""


@dataclass(frozen=True, slots=True)
class SetAside:
    """What matches nothing in the dossier: `reasons` flags the words for which each holds, in the order in which they
    explain a passage; `masked` all of these, one flag a word.

    `barrier` flags those that no passage grows over. Quotations are not among them: who copies a passage copies what
    it quotes.
    """

    reasons: Mapping[Reason, Flags]
    masked: Flags
    barrier: Flags


def set_aside(subject: Subject) -> SetAside:
    """What the profile's exclusions say of the passages of a dossier."""
    count = len(subject.prepared)
    nothing = np.zeros(count, np.bool_)
    wanted = [(reason, spans) for reason, spans in PASSAGES if reason in subject.screening.exclusions]
    found = {reason: spans(subject) for reason, spans in wanted}
    reasons = {reason: marked(spans, count) for reason, spans in found.items()}
    long = [
        (first, last)
        for reason, spans in found.items()
        for first, last in spans
        if reason is not Reason.QUOTATION and last - first >= BARRIER
    ]
    return SetAside(reasons, np.logical_or.reduce([nothing, *reasons.values()]), marked(long, count))


def reason_of_source(source: Source, subject: Subject) -> Reason | None:
    """Why no match with that source counts; None when they do."""
    for reason, excludes in SOURCES:
        if reason in subject.screening.exclusions and excludes(source, subject):
            return reason
    return None
