"""Planning deposits: whose each file is, what it is, and what a human must look at. Nothing is stored here."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import PurePosixPath

from precheck.campaign.campaigns import candidate as find_candidate
from precheck.campaign.errors import NoCandidate
from precheck.campaign.intake.mapping import FileMap
from precheck.campaign.intake.matching import Known, Match, Roster, Told
from precheck.campaign.intake.moodle import Kind, Submission, parse
from precheck.campaign.intake.roles import Role, role_of
from precheck.campaign.intake.sources import Incoming, Refused
from precheck.campaign.tables import Campaign, CampaignSession, Candidate
from precheck.errors import UnreadableFile
from precheck.i18n import Message, msg

_PDF = b"%PDF-"
_WITHIN = 1024
"""A PDF begins within its first bytes, as its readers accept it."""


@dataclass(frozen=True, slots=True)
class Planned:
    """A file with its owner: `candidate` is a key, `origin` what a feedback to the platform must be called by.

    `received` is None when the moment of the import counts.
    """

    name: str
    candidate: str
    number: int
    role: Role
    size: int
    sha256: str
    origin: str
    received: dt.datetime | None
    load: Callable[[], bytes]


@dataclass(frozen=True, slots=True)
class Doubtful:
    """A file that a human must give an owner; `likely` are keys with names, the likeliest first."""

    name: str
    reason: Message
    likely: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class DepositPlan:
    """What a deposit of some files will do. `unmatched` are of nobody on the roster."""

    campaign: str
    session: int
    matched: tuple[Planned, ...]
    doubtful: tuple[Doubtful, ...]
    unmatched: tuple[Refused, ...]
    refused: tuple[Refused, ...]

    @property
    def clear(self) -> bool:
        """Whether every file has its owner."""
        return not (self.doubtful or self.unmatched or self.refused)


@dataclass(frozen=True, slots=True)
class Choices:
    """What the administrator says of the files: one candidate for all, a map, a role for all, and whether the times of
    the files are when they were received."""

    candidate: str | None = None
    mapping: FileMap | None = None
    role: Role | None = None
    times: bool = False


def plan_deposits(
    campaign: Campaign, session: CampaignSession, files: Iterable[Incoming | Refused], choices: Choices = Choices()
) -> DepositPlan:
    """Find whose the files are. Each is read once, and none is kept in memory.

    Raises:
        NoCandidate: `choices.candidate` is not on the roster.
    """
    planner = _Planner(campaign, session, choices)
    for file in files:
        planner.add(file)
    return planner.plan()


class _Planner:
    def __init__(self, campaign: Campaign, session: CampaignSession, choices: Choices) -> None:
        self._campaign, self._session, self._choices = campaign, session, choices
        self._people = {one.key: one for one in campaign.candidates}
        self._roster = Roster(
            Known(one.key, one.surname, one.given, (one.key, *one.others)) for one in campaign.candidates
        )
        self._given = find_candidate(campaign, choices.candidate) if choices.candidate else None
        self._matched: list[Planned] = []
        self._doubtful: list[Doubtful] = []
        self._unmatched: list[Refused] = []
        self._refused: list[Refused] = []
        self._mapped: set[str] = set()

    def add(self, file: Incoming | Refused) -> None:
        """Put a file where it belongs."""
        if isinstance(file, Refused):
            self._refused.append(file)
            return
        try:
            data = file.load()
        except UnreadableFile as error:
            self._refused.append(Refused(file.name, error.message))
            return
        why = _unfit(data)
        if why is None and self._choices.times and file.modified is None:
            why = msg("it does not tell when it was last changed")
        if why is not None:
            self._refused.append(Refused(file.name, why))
            return
        submission = parse(file.name)
        owner = self._owner(file, submission)
        if isinstance(owner, Doubtful):
            self._doubtful.append(owner)
        elif isinstance(owner, Refused):
            self._unmatched.append(owner)
        else:
            self._take(file, data, submission, owner)

    def plan(self) -> DepositPlan:
        """What was found, once every file was added."""
        if self._choices.mapping:
            missing = [name for name in self._choices.mapping.rows if name not in self._mapped]
            self._refused += [Refused(name, msg("the map names it, but it is not there")) for name in missing]
        matched, doubtful, repeated = _one_of_each(self._matched)
        return DepositPlan(
            self._campaign.key, self._session.number, matched, tuple(sorted((*self._doubtful, *doubtful), key=_name)),
            tuple(self._unmatched), tuple(sorted((*self._refused, *repeated), key=_name)),
        )  # fmt: skip

    def _owner(self, file: Incoming, submission: Submission | None) -> Candidate | Doubtful | Refused:
        if self._given is not None:
            return self._given
        if self._choices.mapping is not None:
            return self._by_map(file)
        if submission is not None and submission.kind is Kind.GROUP:
            return Refused(file.name, msg("a group deposited it, and a dossier is one person's"))
        match = self._roster.match(_told(file.name, submission))
        if match.key is not None:
            return self._people[match.key]
        if match.likely:
            return Doubtful(file.name, msg("it may be somebody else's"), self._names(match))
        return Refused(file.name, msg("nobody on the roster is called like that"))

    def _by_map(self, file: Incoming) -> Candidate | Refused:
        found = self._choices.mapping.of(file.name) if self._choices.mapping else None
        if found is None:
            return Refused(file.name, msg("the map does not name it"))
        self._mapped.add(found[0])
        try:
            return find_candidate(self._campaign, found[1].candidate)
        except NoCandidate as error:
            return Refused(file.name, error.message)

    def _take(self, file: Incoming, data: bytes, submission: Submission | None, owner: Candidate) -> None:
        mapped = self._choices.mapping.of(file.name) if self._choices.mapping else None
        self._matched.append(
            Planned(
                file.name, owner.key, owner.number,
                self._choices.role or (mapped[1].role if mapped else None) or role_of(_own_name(file, submission)),
                len(data), hashlib.sha256(data).hexdigest(), submission.label if submission else file.name,
                file.modified if self._choices.times else None, file.load,
            )
        )  # fmt: skip

    def _names(self, match: Match) -> tuple[tuple[str, str], ...]:
        return tuple((key, self._people[key].name) for key in match.likely)


def _told(path: str, submission: Submission | None) -> Told:
    """What the name of a file tells of its owner: Moodle's label, or the folder and the file's own name."""
    if submission is not None:
        # What students call their files is no word on whose they are: somebody may hand in a friend's.
        ids = (f"Participant {submission.id}", f"Participant_{submission.id}")
        blind = submission.kind is Kind.BLIND
        return Told(
            ids + ((submission.id,) if blind else ()), submission.username, submission.names, submission.username
        )
    parts = PurePosixPath(path)
    above = [part for part in parts.parts[:-1][-1:] if part]
    return Told((parts.stem, *above), f"{' '.join(above)} {parts.stem}", (*above, parts.stem))


def _name(file: Doubtful | Refused) -> str:
    return file.name


def _own_name(file: Incoming, submission: Submission | None) -> str:
    return submission.file if submission else file.name


def _unfit(data: bytes) -> Message | None:
    """Why some bytes cannot be a PDF; what is inside is for the guarded reader."""
    if not data:
        return msg("it is empty")
    return None if _PDF in data[:_WITHIN] else msg("it is not a PDF")


def _one_of_each(files: list[Planned]) -> tuple[tuple[Planned, ...], list[Doubtful], list[Refused]]:
    """A candidate deposits one file of each role at a time; which of several is the one, a human says."""
    groups: dict[tuple[str, Role], list[Planned]] = defaultdict(list)
    matched: list[Planned] = []
    doubtful: list[Doubtful] = []
    repeated: list[Refused] = []
    for file in files:
        groups[file.candidate, file.role].append(file)
    for group in groups.values():
        distinct: dict[str, Planned] = {}
        for file in group:
            first = distinct.setdefault(file.sha256, file)
            if first is not file:
                repeated.append(Refused(file.name, msg("it is the same as {other}", other=first.name)))
        if len(distinct) == 1 or group[0].role is Role.OTHER:
            matched += distinct.values()
            continue
        names = ", ".join(file.name for file in distinct.values())
        reason = msg("the candidate {candidate} has several files of this kind: {files}", candidate=group[0].candidate,
                     files=names)  # fmt: skip
        doubtful += [Doubtful(file.name, reason) for file in distinct.values()]
    return (
        tuple(sorted(matched, key=lambda each: (each.name, each.sha256))),
        doubtful,
        repeated,
    )
