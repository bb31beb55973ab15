"""A campaign as an administrator looks at it: who is where, deposits by day, failed rules, shares, who did what."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from precheck.campaign.decisions import effective_outcomes
from precheck.campaign.states import Phase, State
from precheck.campaign.tables import Access, Campaign, CampaignSession, Candidacy, Deposit
from precheck.model.finding import Status
from precheck.structure.folding import fold

PAGE = 50
"""Lines of the access log on a page."""
BAR = 0.05
"""Width of a bar of the distribution, as a share."""


class Need(StrEnum):
    """What an administrator does next, in the order in which it matters."""

    NOTHING = "nothing"
    PURGE = "purge"
    ROSTER = "roster"
    LATE = "late"
    DEPOSITS = "deposits"
    SCREEN = "screen"
    EVALUATE = "evaluate"
    CLOSE = "close"
    JURY = "jury"
    RESULTS = "results"


@dataclass(frozen=True, slots=True)
class Filter:
    """Which candidacies a list shows; what is empty or None does not matter.

    `what` is late, doubtful, unscreened, shared (a share from the threshold of review on) or dossier.
    """

    state: str = ""
    what: str = ""
    rule: str = ""
    day: str = ""
    words: str = ""
    session: int | None = None
    share_from: float | None = None
    share_to: float | None = None


@dataclass(frozen=True, slots=True)
class Figures:
    """What the dashboard counts: candidacies, dossiers, by state, late and not accepted, to be looked at, not screened;
    dossiers by day in the zone of the institution; failed rules; dossiers by share, in bars of `BAR`."""

    candidacies: int
    dossiers: int
    states: dict[str, int]
    late: int
    doubtful: int
    unscreened: int
    days: tuple[tuple[dt.date, int], ...]
    failed: tuple[tuple[str, int], ...]
    shares: tuple[int, ...]

    @property
    def compared(self) -> int:
        return sum(self.shares)


def candidacies(session: Session, campaign: Campaign) -> Sequence[Candidacy]:
    """All of a campaign with what a list shows of them, by anonymous number, then by session."""
    deposits = selectinload(Candidacy.deposits)
    found = session.scalars(
        select(Candidacy)
        .join(CampaignSession)
        .where(CampaignSession.campaign_id == campaign.id)
        .options(
            selectinload(Candidacy.candidate), selectinload(Candidacy.session),
            deposits.selectinload(Deposit.result), deposits.selectinload(Deposit.overrules),
        )
    ).all()  # fmt: skip
    return sorted(found, key=lambda one: (one.candidate.number, one.session.number))


def is_late(one: Candidacy) -> bool:
    """Whether a late dossier waits for somebody to accept it."""
    dossiers = [each for each in one.deposits if each.role == "dossier"]
    return bool(dossiers) and bool(dossiers[-1].late) and not dossiers[-1].accepted


def is_doubtful(one: Candidacy) -> bool:
    """Whether a human must look at the dossier that counts: it cannot be read, or something could not be told."""
    result = one.dossier.result if one.dossier else None
    if one.dossier is None or result is None:
        return False
    return result.verdict == "refused" or Status.TO_VERIFY in effective_outcomes(one.dossier).values()


def is_unscreened(one: Candidacy) -> bool:
    """Whether there is a dossier that counts without a result."""
    return one.dossier is not None and one.dossier.result is None


def share_of(one: Candidacy) -> float | None:
    """The share (0 to 1) of the dossier that counts that other texts have too."""
    return one.dossier.result.share if one.dossier and one.dossier.result else None


def failed_rules(one: Candidacy) -> tuple[str, ...]:
    """Codes of the rules that the dossier that counts fails, after what evaluators said."""
    if one.dossier is None:
        return ()
    return tuple(code for code, status in effective_outcomes(one.dossier).items() if status is Status.FAILED)


def figures(ones: Sequence[Candidacy], zone: ZoneInfo) -> Figures:
    """The figures of these candidacies."""
    states = Counter(one.state for one in ones)
    shares = [0] * round(1 / BAR)
    for one in ones:
        share = share_of(one)
        if share is not None:
            shares[min(int(share / BAR + 1e-9), len(shares) - 1)] += 1
    days = Counter(_day(one, zone) for one in ones if one.dossier)
    failed = Counter(code for one in ones for code in failed_rules(one))
    return Figures(
        len(ones), sum(one.dossier is not None for one in ones),
        {state.value: states[state.value] for state in State if states[state.value]},
        sum(map(is_late, ones)), sum(map(is_doubtful, ones)), sum(map(is_unscreened, ones)),
        tuple(sorted((day, count) for day, count in days.items() if day)),
        tuple(sorted(failed.items(), key=lambda each: (-each[1], each[0]))), tuple(shares),
    )  # fmt: skip


def _day(one: Candidacy, zone: ZoneInfo) -> dt.date | None:
    return one.dossier.received.astimezone(zone).date() if one.dossier else None


def need(campaign: Campaign, found: Figures, now: dt.datetime) -> tuple[Need, int]:
    """The one thing to do next, and for how many."""
    states = Counter(found.states)
    still = any(each.closed is None and now.replace(microsecond=0) <= each.closes for each in campaign.sessions)
    waiting = states[State.DEPOSITED] + states[State.REDEPOSITED]
    unclosed = campaign.phase == Phase.OPEN and any(each.closed is None for each in campaign.sessions)
    jury = states[State.TRANSMITTED] + states[State.CALLED] + states[State.HEARD]
    for holds, what, count in (
        (campaign.phase == Phase.PURGED, Need.NOTHING, 0),
        (campaign.phase == Phase.ARCHIVED, Need.PURGE, 0),
        (not found.candidacies, Need.ROSTER, 0),
        (found.late, Need.LATE, found.late),
        (still and states[State.REGISTERED], Need.DEPOSITS, states[State.REGISTERED]),
        (found.unscreened, Need.SCREEN, found.unscreened),
        (waiting, Need.EVALUATE, waiting),
        (unclosed, Need.CLOSE, 0),
        (jury, Need.JURY, jury),
    ):
        if holds:
            return what, count
    return Need.RESULTS, 0


def kept(ones: Sequence[Candidacy], wanted: Filter, zone: ZoneInfo, review: float) -> list[Candidacy]:
    """Those of the candidacies that a filter lets through; `review` is the share from which passages are reviewed."""
    return [one for one in ones if _fits(one, wanted, zone, review)]


def _fits(one: Candidacy, wanted: Filter, zone: ZoneInfo, review: float) -> bool:
    person, share = one.candidate, share_of(one)
    kinds: dict[str, Callable[[Candidacy], bool]]
    texts = fold(" ".join((person.key, str(person.number), person.name, person.email)))
    kinds = {
        "late": is_late,
        "doubtful": is_doubtful,
        "unscreened": is_unscreened,
        "shared": lambda each: (share or 0) >= review,
        "dossier": lambda each: each.dossier is not None,
    }
    return (
        (not wanted.state or one.state == wanted.state)
        and (wanted.what not in kinds or kinds[wanted.what](one))
        and (not wanted.rule or wanted.rule in failed_rules(one))
        and (not wanted.day or str(_day(one, zone)) == wanted.day)
        and (wanted.session is None or one.session.number == wanted.session)
        and all(word in texts for word in fold(wanted.words).split())
        and (wanted.share_from is None or (share is not None and share >= wanted.share_from - 1e-9))
        and (wanted.share_to is None or (share is not None and share < wanted.share_to - 1e-9))
    )


@dataclass(frozen=True, slots=True)
class LogPage:
    """A page of the access log, the newest first; `more` tells that older ones follow."""

    lines: tuple[Access, ...]
    more: bool


def accesses(
    session: Session, campaign: str, page: int = 1, actor: str = "", action: str = "", subject: str = ""
) -> LogPage:
    """Who did what in a campaign.

    Args:
        page: from 1.
        actor, action, subject: exactly; "" for any.
    """
    wanted = select(Access).where(Access.campaign == campaign)
    for column, said in ((Access.actor, actor), (Access.action, action), (Access.subject, subject)):
        if said:
            wanted = wanted.where(column == said)
    found = session.scalars(wanted.order_by(Access.id.desc()).offset((page - 1) * PAGE).limit(PAGE + 1)).all()
    return LogPage(tuple(found[:PAGE]), len(found) > PAGE)


def actions(session: Session, campaign: str) -> list[str]:
    """The actions that the log of a campaign tells of, sorted."""
    return sorted(session.scalars(select(Access.action).where(Access.campaign == campaign).distinct()))
