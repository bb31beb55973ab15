"""Declared collaborators: named with the deposit, or in the dossier where it speaks of the collaboration."""

from __future__ import annotations

from precheck.model.match import Reason, Source
from precheck.similarity.exclusions.base import Subject
from precheck.structure.collaboration import names_collaborator

REASON = Reason.COLLABORATOR


def excludes(source: Source, subject: Subject) -> bool:
    """Whether the author of the source is a declared collaborator."""
    if not source.author:
        return False
    if source.author in subject.party.collaborators:
        return True
    return names_collaborator(subject.prepared.text, frozenset(source.author.split()))
