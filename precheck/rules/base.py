"""What a rule is, and the few helpers that rules share.

A rule is pure: it looks at a `Dossier`, yields `Hit`s, and does no I/O. The engine gives each hit its severity and
clause, and turns the hits into an `Outcome`: no hit, or only PASSED ones, is a pass; otherwise the gravest hit decides.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import ClassVar, Generic, TypeVar

from precheck.i18n import Message
from precheck.model.document import Document, Line
from precheck.model.finding import Evidence, Severity, Status
from precheck.model.profile import Framework, Outline
from precheck.model.structure import Dossier, Section


class Need(StrEnum):
    """What a rule must be able to see. The engine answers UNVERIFIABLE for a rule whose need is not met."""

    TEXT = "text"
    """At least one page whose text can be read."""
    LAYOUT = "layout"
    """Typography: asks the reader for `Document.layouts`."""
    SURFACE = "surface"
    """What of the text is seen: asks the reader for `Document.surfaces`."""
    SCREENING = "screening"
    """What only a screening looks at: a plain check leaves the rule out."""


@dataclass(frozen=True, slots=True)
class Context:
    """What a rule may know besides the dossier: the architecture and the framework that the profile asks for."""

    outline: Outline = Outline()
    framework: Framework | None = None
    years: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Hit:
    """One thing a rule saw. PASSED hits show the evidence of a pass; NOT_APPLICABLE must stand alone."""

    status: Status
    message: Message
    evidence: tuple[Evidence, ...] = ()
    hint: Message | None = None
    data: Mapping[str, str | int | float | None] = field(default_factory=dict)


Options = TypeVar("Options")


@dataclass(frozen=True, slots=True)
class NoOptions:
    """For a rule that has nothing to set."""


@dataclass(frozen=True, slots=True)
class Case(Generic[Options]):
    """An example of a rule at work: on `dossier` the outcome is `status`, and the hits say `messages` in English.

    `options` None stands for the defaults; `context` for the institution's demands.
    """

    name: str
    dossier: Dossier
    status: Status
    messages: tuple[str, ...] = ()
    options: Options | None = None
    context: Context = Context()


class Rule(ABC, Generic[Options]):
    """One rule, one defect; the name states the defect.

    The docstring of a rule has the sections *What it checks*, *Why*, *How to fix*, *Limits* and *Options*: the rule
    table, the documentation and `precheck rules` are made from it.
    """

    code: ClassVar[str]
    """Letter of the room and number of the first requirement: L003."""
    name: ClassVar[str]
    """The defect, in kebab case: too-few-pages. Profiles use it."""
    title: ClassVar[Message]
    """The demand, as a person reads it in a list: At least {minimum} pages, without parameters."""
    requirements: ClassVar[tuple[int, ...]]
    severity: ClassVar[Severity] = Severity.ERROR
    needs: ClassVar[frozenset[Need]] = frozenset({Need.TEXT})
    options: ClassVar[type] = NoOptions
    """A frozen dataclass with a default for each option; TOML keys are its field names with hyphens."""

    @abstractmethod
    def check(self, dossier: Dossier, options: Options, context: Context) -> Iterator[Hit]:
        """Yield what is wrong, doubtful, or worth showing as the evidence of a pass."""

    @abstractmethod
    def cases(self) -> Iterable[Case[Options]]:
        """Examples: at least a pass, a failure (or a doubt, for a rule that never fails) and one not seen."""


def span_evidence(
    document: Document, start: int, end: int, *, observed: Message | None = None, expected: Message | None = None
) -> tuple[Evidence, ...]:
    """Evidence for the span `[start, end)` of `document.text`: one entry a line touched, quoting what is there."""
    return tuple(
        Evidence(
            line.page,
            line.box(start, end),
            line.text[max(0, start - line.start) : end - line.start],
            observed,
            expected,
        )
        for line in document.lines
        if line.start < end and start < line.end
    )


def line_evidence(line: Line, *, observed: Message | None = None, expected: Message | None = None) -> Evidence:
    """Evidence that quotes a whole line."""
    return Evidence(line.page, line.bbox, line.text, observed, expected)


def heading_evidence(
    section: Section, *, observed: Message | None = None, expected: Message | None = None
) -> tuple[Evidence, ...]:
    """Evidence at the heading of a section, or just its first page when it has none."""
    heading = section.heading
    if heading is None:
        return (Evidence(section.start_page, None, "", observed, expected),)
    return (Evidence(heading.page, heading.bbox, heading.text, observed, expected),)
