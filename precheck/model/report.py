"""The result of a check, before any renderer."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from precheck.i18n import Message
from precheck.model.finding import Clause, Finding, Outcome, Severity, Status
from precheck.model.profile import Profile
from precheck.model.structure import Dossier


class Verdict(StrEnum):
    """The report in one word. It is a pre-check: people decide."""

    CONFORMING = "conforming"
    TO_VERIFY = "to_verify"
    NOT_CONFORMING = "not_conforming"


@dataclass(frozen=True, slots=True)
class CompetencePlace:
    """Where a competence is said: one entry per code and part, `pages` ascending.

    `part` is None outside the parts; `expected_part` is None when the profile places the code nowhere.
    """

    code: str
    pages: tuple[int, ...]
    part: int | None
    expected_part: int | None


@dataclass(frozen=True, slots=True)
class DomainProjection:
    """How many items of a domain are mentioned, out of how many, and how many are needed."""

    domain: str
    mentioned: int
    total: int
    needed: int


@dataclass(frozen=True, slots=True)
class Projection:
    """What the mentions would give if a jury validated each of them: indicative, never a decision."""

    mentioned: int
    total: int
    needed: int
    domains: tuple[DomainProjection, ...]
    reached: bool


@dataclass(frozen=True, slots=True)
class ReminderNote:
    """A reminder of the profile, with its clause resolved."""

    requirement: int
    text: str
    clause: Clause | None


@dataclass(frozen=True, slots=True)
class Report:
    """Everything a renderer shows about one dossier."""

    version: str
    profile: Profile
    dossier: Dossier
    outcomes: tuple[Outcome, ...]
    competences: tuple[CompetencePlace, ...]
    projection: Projection | None
    reminders: tuple[ReminderNote, ...]

    @property
    def findings(self) -> tuple[Finding, ...]:
        """All findings worth showing, gravest first, then by page."""
        order = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.INFO: 2}
        shown = [f for outcome in self.outcomes for f in outcome.findings if f.status is not Status.PASSED]
        return tuple(sorted(shown, key=lambda f: (order[f.severity], _first_page(f), f.code)))

    @property
    def verdict(self) -> Verdict:
        """Not conforming on a failed rule that blocks; to verify when a human must look; conforming otherwise."""
        return verdict_of((outcome.status, outcome.severity) for outcome in self.outcomes)


def verdict_of(outcomes: Iterable[tuple[Status, Severity]]) -> Verdict:
    """Not conforming on a failed rule that blocks; to verify when a human must look; conforming otherwise."""
    known = set(outcomes)
    if (Status.FAILED, Severity.ERROR) in known:
        return Verdict.NOT_CONFORMING
    doubtful = {Status.FAILED, Status.TO_VERIFY, Status.UNVERIFIABLE, Status.CRASHED}
    if any(status in doubtful and severity is not Severity.INFO for status, severity in known):
        return Verdict.TO_VERIFY
    return Verdict.CONFORMING


def _first_page(finding: Finding) -> int:
    return min((e.page for e in finding.evidence if e.page is not None), default=0)


@dataclass(frozen=True, slots=True)
class Refusal:
    """A file that could not be checked at all: what happened and what to do."""

    name: str
    code: str
    message: Message
    advice: Message
    exit_code: int
