"""The candidate's own earlier version: a source of the same author."""

from __future__ import annotations

from precheck.model.match import Reason, Source
from precheck.similarity.exclusions.base import Subject

REASON = Reason.OWN_VERSION


def excludes(source: Source, subject: Subject) -> bool:
    """Whether the source is of the same author; a source without an author never is."""
    return bool(source.author) and source.author == subject.party.author
