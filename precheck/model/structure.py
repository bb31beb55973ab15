"""What was concluded from a document: page furniture, printed numbers, headings, sections, names, competences."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from precheck.model.document import Document
from precheck.model.geometry import BBox
from precheck.model.match import Originality


class NumberingVerdict(StrEnum):
    """On which pages a printed number is visible."""

    ALL = "all"
    ALL_BUT_COVER = "all_but_cover"
    PART = "part"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class PrintedNumber:
    """A page number as printed: its label ("xii", "3"), its value, its kind, and where it stands."""

    page: int
    label: str
    value: int
    roman: bool
    bbox: BBox
    quote: str


@dataclass(frozen=True, slots=True)
class NumberingFault:
    """A number out of sequence, or a hole in it: the page, what is printed there (None: nothing), what was expected."""

    page: int
    observed: str | None
    expected: str
    bbox: BBox | None = None


@dataclass(frozen=True, slots=True)
class Numbering:
    """The printed page numbers. `printed` has one entry a page, None where no visible number was recognised.

    `hidden` lists pages whose number is in the text layer but cannot be seen when the page is drawn.
    """

    verdict: NumberingVerdict
    printed: tuple[PrintedNumber | None, ...]
    faults: tuple[NumberingFault, ...] = ()
    hidden: tuple[int, ...] = ()

    @property
    def first_numbered_page(self) -> int | None:
        return next((number.page for number in self.printed if number), None)

    @property
    def numbered_pages(self) -> tuple[int, ...]:
        return tuple(number.page for number in self.printed if number)


class SectionKind(StrEnum):
    """What a stretch of the dossier is."""

    COVER = "cover"
    CONTENTS = "contents"
    INTRODUCTION = "introduction"
    PART = "part"
    CONCLUSION = "conclusion"
    BIBLIOGRAPHY = "bibliography"
    ANNEX = "annex"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Heading:
    """A line (or two) that opens a section. `start` is its position in `Document.text`; `level` counts from 1.

    `number` is the prefix as written ("2.1", "IV", "Partie 3"), "" without one; `title` is the rest.
    """

    page: int
    start: int
    end: int
    bbox: BBox
    text: str
    number: str
    title: str
    level: int


@dataclass(frozen=True, slots=True)
class Section:
    """A stretch of `Document.text`, `[start, end)`, with its heading when it has one.

    `number` is the part's number for a part. `certain` is False when the section was only inferred (a likeness of
    titles, a place), so that nothing may fail on it. `length_pages` is the height of its text in body heights.
    """

    kind: SectionKind
    start: int
    end: int
    start_page: int
    end_page: int
    heading: Heading | None = None
    number: int | None = None
    certain: bool = True
    length_pages: float | None = None


@dataclass(frozen=True, slots=True)
class Structure:
    """The architecture of a dossier. `sections` partition the text from its first code point to its last, in order.

    `furniture` holds the start offsets of the lines that are running headers and footers; `body_height` is the height
    in points of a full page of body text. `near_parts` are headings that resemble a part that was not found, as
    (part number, heading).
    """

    numbering: Numbering
    furniture: frozenset[int]
    contents_pages: tuple[int, ...]
    headings: tuple[Heading, ...]
    sections: tuple[Section, ...]
    body_height: float
    near_parts: tuple[tuple[int, Heading], ...] = ()

    def first(self, kind: SectionKind) -> Section | None:
        """The first section of that kind."""
        return next((section for section in self.sections if section.kind is kind), None)

    @property
    def introduction(self) -> Section | None:
        return self.first(SectionKind.INTRODUCTION)

    @property
    def conclusion(self) -> Section | None:
        """The final conclusion: the last section of that kind."""
        return next((s for s in reversed(self.sections) if s.kind is SectionKind.CONCLUSION), None)

    @property
    def parts(self) -> tuple[Section, ...]:
        """The parts found, in the order of the text."""
        return tuple(section for section in self.sections if section.kind is SectionKind.PART)

    def part(self, number: int) -> Section | None:
        """The part of that number, if it was found."""
        return next((section for section in self.parts if section.number == number), None)

    def at(self, position: int) -> Section | None:
        """The section that holds that position of `Document.text`."""
        return next((s for s in self.sections if s.start <= position < s.end), None)


class MentionKind(StrEnum):
    """How a competence was recognised."""

    CODE = "code"
    STATEMENT = "statement"
    EDITED_STATEMENT = "edited statement"


@dataclass(frozen=True, slots=True)
class Mention:
    """A competence said at `[start, end)` of `Document.text`, in that part (None outside the parts).

    `code` is canonical ("B2.1"); `known` is False for a code that the framework does not have. `overview` marks a
    mention in a table (of contents, or an overview of all codes) that places nothing.
    """

    code: str
    kind: MentionKind
    start: int
    end: int
    page: int
    part: int | None
    known: bool = True
    overview: bool = False


class Certainty(StrEnum):
    """How sure a name or a year is."""

    CERTAIN = "certain"
    HINT = "hint"


@dataclass(frozen=True, slots=True)
class Sighting:
    """Something read at a place: a name or a year. `source` says how: cover, furniture, body, label, file name, NER."""

    text: str
    source: str
    certainty: Certainty
    page: int | None = None
    bbox: BBox | None = None


@dataclass(frozen=True, slots=True)
class Identity:
    """Who and when, as far as the dossier says it.

    `candidate` are the places where the known candidate's name stands (empty without a known candidate), `names` the
    author names that labels, furniture or the language model suggest, `years` the school years, sessions and dates.
    """

    candidate: tuple[Sighting, ...] = ()
    names: tuple[Sighting, ...] = ()
    years: tuple[Sighting, ...] = ()


class Reference(StrEnum):
    """How the source of a quotation is given near it."""

    DETAILED = "detailed"
    """Author and year, a footnote, a number of the bibliography, a page, an address, a law."""
    NAMED = "named"
    """Somebody is named, no more."""
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Quotation:
    """Quoted words at `[start, end)` of the text, marks included. `words` counts what spaces part.

    `marked` is False for a passage that is announced or set apart as a quotation but has no quotation marks.
    """

    start: int
    end: int
    words: int
    reference: Reference
    marked: bool = True


@dataclass(frozen=True, slots=True)
class Candidate:
    """The person who deposits. `certain` is False when the name was only guessed from the file's name."""

    name: str
    certain: bool = True


@dataclass(frozen=True, slots=True)
class Deposit:
    """What came with the dossier: who deposits, the other files of the deposit, what is known of the slides.

    `slides` is None when none were given, otherwise whether the file is a readable PDF.
    """

    candidate: Candidate | None = None
    other_files: tuple[str, ...] = ()
    slides: bool | None = None


@dataclass(frozen=True, slots=True)
class Dossier:
    """All that a rule may look at. `originality` is None when the dossier was not screened."""

    document: Document
    structure: Structure
    identity: Identity = Identity()
    mentions: tuple[Mention, ...] = ()
    deposit: Deposit = Deposit()
    quotations: tuple[Quotation, ...] = ()
    originality: Originality | None = None
