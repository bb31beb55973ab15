"""The section map and the list of rules, in words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from precheck.i18n import Message
from precheck.model.finding import Outcome, Severity, Status
from precheck.model.report import Report
from precheck.model.structure import Dossier, SectionKind
from precheck.report.phrases import clause_text, page_phrase, section_name
from precheck.report.plain import Voice, page_ranges
from precheck.report.strip import printed_pages, strip
from precheck.report.view import Item, pages_of, rooms
from precheck.report.wording import STATUS_SIGN, STATUS_WORD, URGENCY_SIGN, URGENCY_TITLE, Urgency

_QUIET = {Status.PASSED.value, Status.NOT_APPLICABLE.value}


@dataclass(frozen=True, slots=True)
class SectionRow:
    """A section of the dossier. `left` and `width` are percentages of the strip, `short` fits in a narrow place.

    `odd` tells neighbouring parts apart; `printed` are the numbers printed on its pages, "" when they
    are those of the file.
    """

    kind: SectionKind
    odd: bool
    name: str
    short: str
    title: str
    pages: str
    printed: str
    left: float
    width: float


def section_rows(dossier: Dossier, voice: Voice) -> tuple[SectionRow, ...]:
    """The sections in order."""
    total = len(dossier.document.pages)
    rows = []
    for stretch in strip(dossier):
        name = section_name(stretch.kind, stretch.number, voice)
        numbered = stretch.kind is SectionKind.PART and stretch.number is not None
        title = voice(stretch.title)
        pages = range(stretch.start_page, stretch.end_page + 1)
        printed = printed_pages(dossier, stretch.start_page, stretch.end_page)
        rows.append(
            SectionRow(
                stretch.kind,
                numbered and stretch.number is not None and stretch.number % 2 == 1,
                name,
                str(stretch.number) if numbered else name[:1],
                "" if title.casefold() == name.casefold() else title,
                voice(page_phrase(pages)),
                "" if printed == page_ranges(pages) else printed,
                100 * stretch.start / total,
                100 * (stretch.end - stretch.start) / total,
            )
        )
    return tuple(rows)


def page_marks(found: Sequence[Item], total: int) -> tuple[Urgency | None, ...]:
    """For each page the most urgent thing said about it."""
    marks: dict[int, Urgency] = {}
    for item in found:
        for page in item.pages:
            marks.setdefault(page, item.urgency)
    return tuple(marks.get(page) for page in range(1, total + 1))


@dataclass(frozen=True, slots=True)
class RuleRow:
    """How one rule ended, in words. `state` is its status, or the urgency of a defect that blocks nothing."""

    state: str
    sign: str
    word: str
    title: str
    reason: str
    pages: str
    code: str
    requirements: str
    clause: str


@dataclass(frozen=True, slots=True)
class Tally:
    """So many rules of one state."""

    state: str
    sign: str
    word: str
    count: int


@dataclass(frozen=True, slots=True)
class RoomRows:
    """The rules of a room. `tally` counts them by state; `quiet` says that none asks for anything."""

    title: str
    rules: tuple[RuleRow, ...]
    tally: tuple[Tally, ...]
    quiet: bool


def room_rows(report: Report, voice: Voice) -> tuple[RoomRows, ...]:
    """Every rule, under its room."""
    return tuple(
        _room(voice(room.title), tuple(_rule(each, voice) for each in room.outcomes)) for room in rooms(report)
    )


def _room(title: str, rules: tuple[RuleRow, ...]) -> RoomRows:
    counted = Counter((rule.state, rule.sign, rule.word) for rule in rules)
    tally = tuple(Tally(*state, count) for state, count in counted.most_common())
    return RoomRows(title, rules, tally, {rule.state for rule in rules} <= _QUIET)


def _rule(outcome: Outcome, voice: Voice) -> RuleRow:
    state, sign, word = _state(outcome)
    return RuleRow(
        state,
        sign,
        voice(word),
        voice.constant(outcome.title),
        voice(outcome.reason),
        voice(page_phrase(pages_of(outcome.findings))),
        outcome.code,
        page_ranges(outcome.requirements),
        clause_text(outcome.clause, voice) if outcome.clause else "",
    )


def _state(outcome: Outcome) -> tuple[str, str, Message]:
    """A defect that does not block is not called a failure: a candidate would take it for a refusal."""
    if outcome.status in (Status.FAILED, Status.TO_VERIFY) and outcome.severity is Severity.INFO:
        return Urgency.NOTE.value, URGENCY_SIGN[Urgency.NOTE], URGENCY_TITLE[Urgency.NOTE]
    if outcome.status is Status.FAILED and outcome.severity is Severity.WARNING:
        return Urgency.IMPROVE.value, URGENCY_SIGN[Urgency.IMPROVE], URGENCY_TITLE[Urgency.IMPROVE]
    return outcome.status.value, STATUS_SIGN[outcome.status], STATUS_WORD[outcome.status]
