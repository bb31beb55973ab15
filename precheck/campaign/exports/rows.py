"""One row a candidacy: what the table, the bundles and the site show of a session, gathered once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from precheck.campaign import campaigns
from precheck.campaign.states import State
from precheck.campaign.tables import (
    Campaign,
    CampaignSession,
    Candidacy,
    Candidate,
    CheckResult,
    Deposit,
    JuryDecision,
    PeerShare,
)
from precheck.model.finding import Severity, Status
from precheck.model.profile import Profile
from precheck.model.report import Verdict

REFUSED = "refused"
"""The verdict on a file that cannot be read."""
_DOUBTFUL = frozenset({Status.TO_VERIFY, Status.UNVERIFIABLE, Status.CRASHED})


@dataclass(frozen=True, slots=True)
class RuleTold:
    """A rule by its code and its title (a msgid)."""

    code: str
    title: str


@dataclass(frozen=True, slots=True)
class Row:
    """A candidacy with the dossier that counts, or with the last one deposited when none was accepted.

    `failed` and `verify` hold the rules as the evaluator left them, those that are only told left out; `overruled`
    the codes of those on which an evaluator's word stands in place of the program's. `shared_with` are the numbers of
    the candidates whose dossiers have passages of this one; `group` the number of the group it belongs to. What a
    person has not decided, and what there is no dossier for, is None.
    """

    candidacy: int
    number: int
    key: str
    name: str
    public: str
    state: State
    evaluator: str
    deposit: int | None = None
    file: str = ""
    received: dt.datetime | None = None
    late: int = 0
    accepted: bool = False
    pages: int | None = None
    verdict: str | None = None
    failed: tuple[RuleTold, ...] = ()
    verify: tuple[RuleTold, ...] = ()
    overruled: tuple[str, ...] = ()
    share: float | None = None
    passages: int = 0
    shared_with: tuple[int, ...] = ()
    group: int | None = None
    acquired: tuple[str, ...] | None = None
    certified: bool | None = None
    decided: dt.datetime | None = None

    @property
    def dossier_name(self) -> str:
        """What to call the dossier without naming anybody: "dossier-124"."""
        return f"dossier-{self.number}"


def rows(
    session: Session, campaign: Campaign, session_number: int | None = None, groups: Mapping[int, int] | None = None
) -> tuple[Row, ...]:
    """The rows of a session of the campaign, by the candidates' numbers.

    Args:
        session_number: None for the campaign's current session.
        groups: the number of the group of each deposit, by the deposit's id; by default those of deposits that share
            at least the campaign's threshold, see `connected`.

    Raises:
        NoCampaign: it has no such session.
        ProfileError: its profile cannot be read.
    """
    part = campaigns.current(campaign, session_number)
    profile = campaigns.profile_of(campaign)
    people = candidacies(session, part)
    numbers = {each.id: one.candidate.number for one in people for each in one.deposits}
    if groups is None:
        groups = connected(_links(people), threshold_of(campaign, profile))
    known = _Rules.of(profile)
    made = (_row(one, known, numbers, groups) for one in people)
    return tuple(sorted(made, key=lambda row: row.number))


def candidacies(session: Session, part: CampaignSession) -> Sequence[Candidacy]:
    """The candidacies of a session with all that a row needs, by the candidates' numbers."""
    deposits = selectinload(Candidacy.deposits)
    return session.scalars(
        select(Candidacy)
        .where(Candidacy.session_id == part.id)
        .join(Candidacy.candidate)
        .order_by(Candidate.number)
        .options(
            selectinload(Candidacy.candidate),
            selectinload(Candidacy.jury),
            deposits.selectinload(Deposit.result).selectinload(CheckResult.shares),
            deposits.selectinload(Deposit.overrules),
        )
    ).all()


def newest(found: Sequence[Row], campaign: Campaign) -> dt.datetime:
    """The last moment of which the rows tell: when a file made of them is said to be made, so that it stays the same
    as long as they do."""
    moments = [moment for row in found for moment in (row.received, row.decided) if moment]
    return max([campaign.created, *moments])


def shown_deposit(one: Candidacy) -> Deposit | None:
    """The dossier that counts, or the last one deposited."""
    return one.dossier or next((each for each in reversed(one.deposits) if each.role == "dossier"), None)


def threshold_of(campaign: Campaign, profile: Profile) -> float:
    """From which share on two dossiers belong together: the administrator's, or the profile's for a review."""
    return float(campaign.settings.get("threshold", profile.screening.review))


def connected(links: Sequence[tuple[int, int, float]], threshold: float) -> dict[int, int]:
    """The group of each deposit, from 1 in the order of their first deposits.

    Args:
        links: a deposit, another, and the share of the first that stands in the other.
    """
    leader: dict[int, int] = {}

    def find(one: int) -> int:
        while leader.setdefault(one, one) != one:
            one = leader[one]
        return one

    for first, second, share in links:
        if share >= threshold:
            low, high = sorted((find(first), find(second)))
            leader[high] = low
    numbers: dict[int, int] = {}
    return {one: numbers.setdefault(find(one), len(numbers) + 1) for one in sorted(leader)}


def _links(people: Sequence[Candidacy]) -> list[tuple[int, int, float]]:
    counted = {deposit.id for one in people if (deposit := shown_deposit(one)) is not None}
    return [
        (deposit.id, peer.peer_id, peer.share)
        for one in people
        if (deposit := shown_deposit(one)) is not None and deposit.result is not None
        for peer in deposit.result.shares
        if peer.peer_id in counted
    ]


@dataclass(frozen=True, slots=True)
class _Rules:
    """Titles and severities of the rules of a profile, by code."""

    title: Mapping[str, str]
    severity: Mapping[str, Severity]

    @classmethod
    def of(cls, profile: Profile) -> _Rules:
        from precheck.rules.registry import plan

        planned = plan(profile, screening=True).rules
        return cls(
            {each.rule.code: each.rule.title.msgid for each in planned},
            {each.rule.code: each.severity for each in planned},
        )

    def told(self, statuses: Mapping[str, Status], wanted: frozenset[Status]) -> Iterator[RuleTold]:
        for code in sorted(statuses):
            if statuses[code] in wanted and self.severity.get(code, Severity.WARNING) is not Severity.INFO:
                yield RuleTold(code, self.title.get(code, ""))

    def verdict(self, statuses: Mapping[str, Status]) -> Verdict:
        """As `Report.verdict` says it."""
        failed = list(self.told(statuses, frozenset({Status.FAILED})))
        if any(self.severity.get(each.code) is Severity.ERROR for each in failed):
            return Verdict.NOT_CONFORMING
        return Verdict.TO_VERIFY if failed or any(self.told(statuses, _DOUBTFUL)) else Verdict.CONFORMING


def _row(one: Candidacy, known: _Rules, numbers: Mapping[int, int], groups: Mapping[int, int]) -> Row:
    person, jury, deposit = one.candidate, one.jury, shown_deposit(one)
    common = (one.id, person.number, person.key, person.name, person.public, State(one.state), one.evaluator)
    decided = _decided(jury)
    if deposit is None:
        return Row(*common, acquired=decided[0], certified=decided[1], decided=decided[2])
    result = deposit.result
    overruled = {each.rule: Status(each.status) for each in deposit.overrules}
    said = {code: Status(status) for code, status in result.outcomes.items()} if result else {}
    statuses = said | overruled
    verdict = result.verdict if result else None
    if overruled and verdict not in (None, REFUSED):
        verdict = known.verdict(statuses).value
    return Row(
        *common,
        deposit.id,
        deposit.name,
        deposit.received,
        deposit.late,
        deposit.accepted,
        result.pages if result else None,
        verdict,
        tuple(known.told(statuses, frozenset({Status.FAILED}))),
        tuple(known.told(statuses, _DOUBTFUL)),
        tuple(sorted(overruled)),
        result.share if result else None,
        result.passages if result else 0,
        _numbers(result.shares if result else (), numbers),
        groups.get(deposit.id),
        *decided,
    )


def _decided(jury: JuryDecision | None) -> tuple[tuple[str, ...] | None, bool | None, dt.datetime | None]:
    return (None, None, None) if jury is None else (tuple(sorted(jury.acquired)), jury.certified, jury.at)


def _numbers(shares: Sequence[PeerShare], numbers: Mapping[int, int]) -> tuple[int, ...]:
    return tuple(sorted({numbers[each.peer_id] for each in shares if each.peer_id in numbers}))
