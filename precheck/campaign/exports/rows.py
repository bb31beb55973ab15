"""One row a candidacy: what the table, the bundles and the site show of a session, gathered once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from precheck.campaign import campaigns
from precheck.campaign.decisions import effective_outcomes, effective_verdict
from precheck.campaign.exports.base import Demand, Place, place_of
from precheck.campaign.exports.errors import NothingToExport
from precheck.campaign.groups import numbers_of_groups
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
from precheck.i18n import msg
from precheck.model.finding import Severity, Status
from precheck.model.profile import Profile

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
        groups: the number of the group of each deposit, by the deposit's id; by default those of
            `precheck.campaign.groups` at the campaign's threshold.

    Raises:
        NoCampaign: it has no such session.
        ProfileError: its profile cannot be read.
    """
    part = campaigns.current(campaign, session_number)
    profile = campaigns.profile_of(campaign)
    people = candidacies(session, part)
    numbers = {each.id: one.candidate.number for one in people for each in one.deposits}
    if groups is None:
        groups = numbers_of_groups(session, campaign)
    known = _Rules.of(profile)
    made = (_row(one, profile, known, numbers, groups) for one in people)
    return tuple(sorted(made, key=lambda row: row.number))


def deposited(demand: Demand) -> tuple[Place, list[Row]]:
    """Where a demand is at home, and the rows of those who deposited.

    Raises:
        NoCampaign, ProfileError: as `place_of`.
        NothingToExport: nobody did.
    """
    with demand.store.reading() as session:
        place = place_of(session, demand)
        found = [row for row in rows(session, place.campaign, place.session.number) if row.deposit is not None]
    if not found:
        raise NothingToExport(campaign=demand.campaign, reason=msg("nobody has deposited a dossier"))
    return place, found


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


def _row(one: Candidacy, profile: Profile, known: _Rules, numbers: Mapping[int, int], groups: Mapping[int, int]) -> Row:
    person, jury, deposit = one.candidate, one.jury, shown_deposit(one)
    common = (one.id, person.number, person.key, person.name, person.public, State(one.state), one.evaluator)
    decided = _decided(jury)
    if deposit is None:
        return Row(*common, acquired=decided[0], certified=decided[1], decided=decided[2])
    result = deposit.result
    statuses = effective_outcomes(deposit)
    return Row(
        *common,
        deposit.id,
        deposit.name,
        deposit.received,
        deposit.late,
        deposit.accepted,
        result.pages if result else None,
        effective_verdict(deposit, profile),
        tuple(known.told(statuses, frozenset({Status.FAILED}))),
        tuple(known.told(statuses, _DOUBTFUL)),
        tuple(sorted({each.rule for each in deposit.overrules})),
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
