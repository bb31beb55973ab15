"""What a rule says: an outcome, its findings, and the evidence and clause each rests on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from precheck.i18n import Message
from precheck.model.geometry import BBox


class Status(StrEnum):
    """How a rule ended. Only FAILED says that the dossier breaks the rule; nothing unseen is ever PASSED."""

    PASSED = "PASSED"
    FAILED = "FAILED"
    TO_VERIFY = "TO_VERIFY"
    NOT_APPLICABLE = "NOT_APPLICABLE"
    UNVERIFIABLE = "UNVERIFIABLE"
    CRASHED = "CRASHED"


class Severity(StrEnum):
    """How much a finding weighs: an error blocks the dossier, a warning wants a look, an info is told and no more."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


@dataclass(frozen=True, slots=True)
class Clause:
    """Where a rule comes from: the institution's document, the article, and the few words it rests on."""

    source: str
    article: str = ""
    quote: str = ""


@dataclass(frozen=True, slots=True)
class Evidence:
    """A place in the dossier: page from 1, box in points, the words there, what was observed and expected.

    `page` is None when the finding is about the file as a whole (its page count, its encryption).
    """

    page: int | None = None
    bbox: BBox | None = None
    quote: str = ""
    observed: Message | None = None
    expected: Message | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """One region and one thing said about it. `code` is the rule's, `data` holds figures for programs."""

    code: str
    status: Status
    severity: Severity
    message: Message
    evidence: tuple[Evidence, ...] = ()
    clause: Clause | None = None
    hint: Message | None = None
    data: Mapping[str, str | int | float | None] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Outcome:
    """How one rule ended on one dossier. `requirements` are the numbers of the requirements it answers for."""

    code: str
    name: str
    title: str
    requirements: tuple[int, ...]
    status: Status
    severity: Severity
    reason: Message | None = None
    clause: Clause | None = None
    findings: tuple[Finding, ...] = ()
