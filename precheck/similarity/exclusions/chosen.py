"""Sources that the evaluator set aside."""

from __future__ import annotations

from precheck.model.match import Reason, Source
from precheck.similarity.exclusions.base import Subject

REASON = Reason.CHOSEN


def excludes(source: Source, subject: Subject) -> bool:
    """Whether the identifier of the source is one of those chosen, or begins with one."""
    return source.id.startswith(subject.party.chosen) if subject.party.chosen else False
