"""What a report shows, in which order, before any layout: shared by the text, HTML and PDF renderers and the notes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from precheck.i18n import Message, msgs
from precheck.model.finding import Clause, Evidence, Finding, Outcome, Severity, Status
from precheck.model.report import Report
from precheck.report.wording import DEFAULT_HINT, ROOM_TITLE, Urgency


@dataclass(frozen=True, slots=True)
class Item:
    """One thing to do: all that one rule says at one urgency, or what several rules say in the same words.

    `outcomes` has more than one entry only when they share their single message (a scan makes many rules blind).
    """

    urgency: Urgency
    outcomes: tuple[Outcome, ...]
    findings: tuple[Finding, ...]

    @property
    def single(self) -> Message | None:
        """The message of the item when it has but one to say."""
        first = self.findings[0].message
        return first if all(finding.message == first for finding in self.findings) else None

    @property
    def heading(self) -> Message:
        """What to call it: its message, or the rule's title with the number of places where different things are."""
        title = Message(self.outcomes[0].title)
        return self.single or msgs("{title}: {count} place", "{title}: {count} places", len(self.findings), title=title)

    @property
    def codes(self) -> tuple[str, ...]:
        return tuple(outcome.code for outcome in self.outcomes)

    @property
    def requirements(self) -> tuple[int, ...]:
        return tuple(sorted({number for outcome in self.outcomes for number in outcome.requirements}))

    @property
    def pages(self) -> tuple[int, ...]:
        return pages_of(self.findings)

    @property
    def hints(self) -> tuple[Message, ...]:
        """What to do, each advice once."""
        hints: list[Message] = []
        for finding in self.findings:
            hint = finding.hint or DEFAULT_HINT.get(finding.status)
            if hint is not None and hint not in hints:
                hints.append(hint)
        return tuple(hints)

    @property
    def clauses(self) -> tuple[Clause, ...]:
        """The clauses that the rules rest on, each once; none for what is only told, or could not be seen alike."""
        if len(self.outcomes) > 1 or self.urgency is Urgency.NOTE:
            return ()
        clauses: list[Clause] = []
        for outcome in self.outcomes:
            if outcome.clause is not None and outcome.clause not in clauses:
                clauses.append(outcome.clause)
        return tuple(clauses)


def pages_of(findings: Sequence[Finding]) -> tuple[int, ...]:
    """The pages that the evidence of these findings points at, ascending."""
    return tuple(sorted({e.page for finding in findings for e in finding.evidence if e.page is not None}))


def urgency(finding: Finding) -> Urgency | None:
    """How soon a finding asks for attention; None for the evidence of a pass."""
    if finding.status in (Status.PASSED, Status.NOT_APPLICABLE):
        return None
    if finding.status in (Status.UNVERIFIABLE, Status.CRASHED):
        return Urgency.UNSEEN
    if finding.severity is Severity.INFO:
        return Urgency.NOTE
    if finding.status is Status.TO_VERIFY:
        return Urgency.VERIFY
    return Urgency.FIX if finding.severity is Severity.ERROR else Urgency.IMPROVE


def items(report: Report) -> tuple[Item, ...]:
    """All there is to do, most urgent first, then by gravity, first page and code."""
    outcomes = {outcome.code: outcome for outcome in report.outcomes}
    groups: dict[tuple[Urgency, str], list[Finding]] = {}
    for finding in report.findings:
        level = urgency(finding)
        if level is not None:
            groups.setdefault((level, finding.code), []).append(finding)
    found: list[Item] = []
    for (level, code), findings in groups.items():
        item = Item(level, (outcomes[code],), tuple(findings))
        twin = next((i for i, other in enumerate(found) if _says_the_same(item, other)), None)
        if twin is None:
            found.append(item)
        else:
            alike = sorted((*found[twin].outcomes, *item.outcomes), key=lambda outcome: outcome.code)
            found[twin] = Item(level, tuple(alike), found[twin].findings)
    order = list(Urgency)
    return tuple(sorted(found, key=lambda item: order.index(item.urgency)))


def _says_the_same(item: Item, other: Item) -> bool:
    """Whether two rules could not see for the same reason, so that it need be said but once."""
    if item.urgency is not Urgency.UNSEEN or other.urgency is not Urgency.UNSEEN:
        return False
    if len(item.findings) != 1 or len(other.findings) != 1:
        return False
    one, two = item.findings[0], other.findings[0]
    return (one.status, one.message, one.hint, one.evidence) == (two.status, two.message, two.hint, two.evidence)


def by_urgency(found: Sequence[Item]) -> tuple[tuple[Urgency, tuple[Item, ...]], ...]:
    """Items under their urgency, empty ones left out."""
    return tuple(
        (level, chosen) for level in Urgency if (chosen := tuple(item for item in found if item.urgency is level))
    )


@dataclass(frozen=True, slots=True)
class Room:
    """The rules of one room: its title and their outcomes, in the order of their codes."""

    title: Message
    outcomes: tuple[Outcome, ...]


def rooms(report: Report) -> tuple[Room, ...]:
    """Every outcome under the room that its code's letter names, the rooms in their usual order."""
    return tuple(
        Room(title, chosen)
        for letter, title in ROOM_TITLE.items()
        if (chosen := tuple(outcome for outcome in report.outcomes if outcome.code.startswith(letter)))
    )


@dataclass(frozen=True, slots=True)
class Counts:
    """The figures of the overview. `checked` leaves out the rules that do not apply."""

    fix: int
    improve: int
    verify: int
    unseen: int
    passed: int
    checked: int


def counts(report: Report, found: Sequence[Item]) -> Counts:
    """How many rules ask for what. A rule counts once at each urgency it reached."""
    number = {level: sum(len(item.outcomes) for item in chosen) for level, chosen in by_urgency(found)}
    return Counts(
        number.get(Urgency.FIX, 0),
        number.get(Urgency.IMPROVE, 0),
        number.get(Urgency.VERIFY, 0),
        number.get(Urgency.UNSEEN, 0),
        sum(outcome.status is Status.PASSED for outcome in report.outcomes),
        sum(outcome.status is not Status.NOT_APPLICABLE for outcome in report.outcomes),
    )


def quote_of(evidence: Sequence[Evidence]) -> str:
    """The words of the evidence: lines that follow each other joined, what lies between others left out as […]."""
    quoted = [e for e in evidence if e.quote]
    text = ""
    for before, e in zip([None, *quoted], quoted, strict=False):
        if before is not None:
            text += " " if _follows(before, e) else " […] "
        text += e.quote
    return text


def _follows(before: Evidence, after: Evidence) -> bool:
    """Whether the second is the next line of the same paragraph, as far as their boxes tell."""
    if before.page != after.page or before.bbox is None or after.bbox is None:
        return False
    gap = after.bbox.top - before.bbox.bottom
    return -before.bbox.height < gap < after.bbox.height


def observed_of(evidence: Sequence[Evidence]) -> tuple[Message | None, Message | None]:
    """What was observed and what was expected there: the first of each."""
    observed = next((e.observed for e in evidence if e.observed is not None), None)
    expected = next((e.expected for e in evidence if e.expected is not None), None)
    return observed, expected
