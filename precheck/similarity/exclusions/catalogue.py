"""All exclusions: those of passages, in the order in which they explain a passage, and those of whole sources."""

from __future__ import annotations

from collections.abc import Callable
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


@dataclass(frozen=True, slots=True)
class SetAside:
    """Words of the dossier that match nothing, with the first reason that holds for each: spans and one flag a word."""

    spans: tuple[tuple[int, int, Reason], ...]
    masked: Flags


def set_aside(subject: Subject) -> SetAside:
    """What the profile's exclusions say of the passages of a dossier."""
    masked = np.zeros(len(subject.prepared), np.bool_)
    found = []
    for reason, spans in PASSAGES:
        if reason not in subject.screening.exclusions:
            continue
        for first, last in spans(subject):
            found.append((first, last, reason))
            masked[first:last] = True
    return SetAside(tuple(found), masked)


def reason_of_source(source: Source, subject: Subject) -> Reason | None:
    """Why no match with that source counts; None when they do."""
    for reason, excludes in SOURCES:
        if reason in subject.screening.exclusions and excludes(source, subject):
            return reason
    return None
