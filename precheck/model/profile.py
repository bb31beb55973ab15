"""An institution's profile and a competence framework, as validated data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from precheck.model.finding import Clause, Severity
from precheck.model.match import Reason


@dataclass(frozen=True, slots=True)
class Competence:
    """An item: canonical code, official statement, and the other wordings that circulate."""

    code: str
    statement: str
    variants: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Domain:
    """A group of competences; at most `max_missing` of them may be missing (None: no limit)."""

    code: str
    title: str
    competences: tuple[Competence, ...]
    max_missing: int | None = None


@dataclass(frozen=True, slots=True)
class Framework:
    """A competence framework. `required` items are needed in all; `mandatory` codes may never be missing.

    `mandatory_unknown`: there are mandatory items, and the institution has not listed them yet.
    """

    id: str
    title: str
    source: str
    domains: tuple[Domain, ...]
    required: int
    mandatory: tuple[str, ...] = ()
    mandatory_unknown: bool = False

    @property
    def competences(self) -> tuple[Competence, ...]:
        return tuple(item for domain in self.domains for item in domain.competences)


@dataclass(frozen=True, slots=True)
class PartSpec:
    """A part that the institution asks for: number, title, other titles in use, and the competences it carries."""

    number: int
    title: str
    aliases: tuple[str, ...] = ()
    competences: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Outline:
    """The architecture that the institution asks for; structure analysis looks for these titles among others.

    `introduction`, `conclusion`, `annexes`, `bibliography` list the heading words that open such a section.
    """

    parts: tuple[PartSpec, ...] = ()
    introduction: tuple[str, ...] = ("introduction",)
    conclusion: tuple[str, ...] = ("conclusion", "bilan")
    bibliography: tuple[str, ...] = ("bibliographie",)
    annexes: tuple[str, ...] = ("annexes",)
    contents: tuple[str, ...] = ("sommaire",)


@dataclass(frozen=True, slots=True)
class RuleSetting:
    """How a profile uses a rule. `options` are raw TOML values; the registry turns them into the rule's `Options`."""

    rule: str
    enabled: bool = True
    severity: Severity | None = None
    clause: str | None = None
    requirements: tuple[int, ...] | None = None
    options: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Reminder:
    """A requirement no machine decides, shown to the human who does."""

    requirement: int
    text: str
    clause: str | None = None


QUOTATION_WORDS = 50
"""The longest quotation, in words, that is short where the profile gives no number."""


@dataclass(frozen=True, slots=True)
class Screening:
    """How dossiers are compared with other texts. `review` and `alert` are shares of the dossier's words.

    `quotation_words` is the length up to which a quotation with its source is set aside: the option `max-words` of the
    rule long-quotation, so that the report never calls a quotation short in one place and long in another.
    `exclusions` are the reasons (values of `precheck.model.match.Reason`) for which matches are set aside; a phrase in
    the dossiers of `common_authors` other authors is common; `templates` are texts of the institution that every
    candidate may copy.
    """

    review: float = 0.10
    alert: float = 0.25
    quotation_words: int = QUOTATION_WORDS
    common_authors: int = 3
    exclusions: tuple[str, ...] = tuple(Reason)
    templates: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Profile:
    """What one institution asks of one kind of dossier. `years` are the years that the campaign accepts on a cover.

    `procedure` holds calendars and procedure data for campaigns, kept as validated TOML tables.
    """

    id: str
    title: str
    institution: str
    source: str
    years: tuple[str, ...]
    outline: Outline
    framework: Framework | None
    clauses: Mapping[str, Clause]
    rules: Mapping[str, RuleSetting]
    reminders: tuple[Reminder, ...] = ()
    procedure: Mapping[str, Any] = field(default_factory=dict)
    screening: Screening = Screening()
