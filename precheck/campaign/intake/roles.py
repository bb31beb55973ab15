"""What a deposited file is: the dossier, or a document beside it."""

from __future__ import annotations

import re
from enum import StrEnum
from pathlib import PurePosixPath

from precheck.structure.folding import fold

_SLIDES = re.compile(r"slide|diapo|soutenance|powerpoint|keynote")
_ATTESTATION = re.compile(r"attestation|declaration|sur.?l.?honneur|engagement")


class Role(StrEnum):
    """The roles of a deposit."""

    DOSSIER = "dossier"
    ATTESTATION = "attestation"
    SLIDES = "slides"
    OTHER = "other"


def role_of(path: str) -> Role:
    """The role that a file's own name tells; the dossier when it tells none."""
    name = fold(PurePosixPath(path).name)
    if _ATTESTATION.search(name):
        return Role.ATTESTATION
    return Role.SLIDES if _SLIDES.search(name) else Role.DOSSIER
