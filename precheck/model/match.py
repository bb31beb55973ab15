"""What comparing a dossier with other texts found: sources, matches, and what was set aside and why.

All offsets are code points: of `Document.text` on the dossier's side, of the source's own text on the other.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class SourceKind(StrEnum):
    """What a text of the corpus is."""

    DOSSIER = "dossier"
    """Another person's dossier, of this campaign or an earlier one."""
    WEB = "web"
    TEMPLATE = "template"
    """What the institution hands out: every candidate may copy it."""
    OFFICIAL = "official"
    """Competence statements, laws: every candidate may copy them."""


class Visibility(StrEnum):
    """Who may read the text of a source."""

    PUBLIC = "public"
    EVALUATORS = "evaluators"
    """A candidate sees neither its text nor its title nor its author."""


@dataclass(frozen=True, slots=True)
class Source:
    """A text that dossiers are compared with. `id` is the SHA-256 of its bytes, in hexadecimal.

    `author` is a key, not a name to show: two sources of one author have the same. `year` is that of its campaign or
    publication, "" when unknown. `pages` is None for a text that has no pages. `licence` says on what terms the text is
    passed on, "" when it is not.
    """

    id: str
    title: str
    kind: SourceKind
    author: str = ""
    year: str = ""
    visibility: Visibility = Visibility.EVALUATORS
    pages: int | None = None
    licence: str = ""


class MatchKind(StrEnum):
    """How close a passage is to its source."""

    VERBATIM = "verbatim"
    """The same words in the same order, but for a few."""
    EDITED = "edited"
    """Words replaced, moved or left out; whole runs are still the same."""
    REWORDED = "reworded"
    """The same ideas and terms, hardly any run of words in common."""


class Reason(StrEnum):
    """Why a match was set aside. Each is one file of `precheck.similarity.exclusions`."""

    OFFICIAL = "official"
    COMMON_PHRASE = "common-phrase"
    QUOTATION = "quotation"
    BIBLIOGRAPHY = "bibliography"
    OWN_VERSION = "own-version"
    COLLABORATOR = "collaborator"
    CHOSEN = "chosen"
    """The evaluator set the source aside."""


class QuotationFault(StrEnum):
    """Why a passage in quotation marks was not set aside."""

    TOO_LONG = "too-long"
    WITHOUT_SOURCE = "without-source"


class View(StrEnum):
    """For whom a result is shown."""

    EVALUATOR = "evaluator"
    """Everything."""
    CANDIDATE = "candidate"
    """The candidate's own text, and of sources only what is public."""


@dataclass(frozen=True, slots=True)
class Passage:
    """A span `[start, end)` of a text, in code points, and the words there (of a source, without the running headers in
    between). `page` is None where there are no pages."""

    start: int
    end: int
    text: str
    words: int
    page: int | None = None


@dataclass(frozen=True, slots=True)
class Match:
    """A passage of the dossier and the passage of a source that it resembles.

    `similarity` is the share of the shorter passage's words that stand in the other too, 0 to 1. `excluded` says why
    the match does not count; None for one that stands. `quotation` says what is wrong with its quotation marks.
    """

    source: str
    passage: Passage
    source_passage: Passage
    kind: MatchKind
    similarity: float
    excluded: Reason | None = None
    quotation: QuotationFault | None = None

    @property
    def stands(self) -> bool:
        return self.excluded is None


@dataclass(frozen=True, slots=True)
class SourceShare:
    """What one source accounts for: words of the dossier in its standing matches, and their share of all words."""

    source: Source
    words: int
    share: float
    matches: int
    set_aside: int


@dataclass(frozen=True, slots=True)
class Originality:
    """The result of a screening.

    `corpus` identifies the state of what was compared with, `compared` counts its texts. `words` counts the words of
    the dossier that were compared. `sources` go by weight, those with set-aside matches only last; `matches` go by
    their place in the dossier. A word in several matches counts once, for the weightiest kind. `review` and `alert`
    are the thresholds, shares of the words. `view` says for whom sources that are not public have been taken out
    already (see `precheck.report.audience`).
    """

    corpus: str
    compared: int
    words: int
    matched_words: int
    verbatim_words: int
    edited_words: int
    reworded_words: int
    review: float
    alert: float
    sources: tuple[SourceShare, ...] = ()
    matches: tuple[Match, ...] = ()
    view: View = View.EVALUATOR

    @property
    def share(self) -> float:
        """Share of the dossier's words in matches that stand, 0 to 1."""
        return self.matched_words / self.words if self.words else 0.0

    @property
    def standing(self) -> tuple[Match, ...]:
        return tuple(match for match in self.matches if match.stands)

    @property
    def set_aside(self) -> tuple[Match, ...]:
        return tuple(match for match in self.matches if not match.stands)


def covered(spans: Iterable[tuple[int, int]]) -> int:
    """How many positions the spans `[start, end)` cover together."""
    total, reached = 0, -1
    for start, end in sorted(spans):
        if end > max(start, reached):
            total += end - max(start, reached)
            reached = end
    return total
