"""What an exclusion may look at, and what it answers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeAlias

from precheck.model.profile import Screening
from precheck.similarity.prepared import Flags, Prepared

WordSpans: TypeAlias = list[tuple[int, int]]
"""Words `[first, last)` of a prepared text."""


@dataclass(frozen=True, slots=True)
class Party:
    """Who deposits, with whom, and which sources an evaluator set aside.

    `author` and `collaborators` are keys of authors (see `precheck.similarity.sources.author_key`), `chosen` the
    identifiers of sources, or how they begin.
    """

    author: str = ""
    collaborators: frozenset[str] = frozenset()
    chosen: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Subject:
    """A dossier that is being screened.

    `official` are the texts that everybody may copy. `common` tells, for each run of `PHRASE_WORDS` words of a text,
    whether it stands in the dossiers of enough other authors; None when there is nothing to learn from.
    """

    prepared: Prepared
    screening: Screening = Screening()
    official: tuple[Prepared, ...] = ()
    common: Callable[[Prepared], Flags] | None = None
    party: Party = field(default_factory=Party)
