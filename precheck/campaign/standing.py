"""Where a campaign stands, in figures, and where one candidate stands, with the history."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy.orm import Session

from precheck.campaign import campaigns
from precheck.campaign.procedure import Procedure
from precheck.campaign.states import Phase, State
from precheck.campaign.tables import Campaign, Candidacy
from precheck.i18n import Message, msg, msgs


@dataclass(frozen=True, slots=True)
class Standing:
    """A campaign in figures: candidacies by state, dossiers by verdict, dossiers late and not accepted, to be looked at
    by a human, and not screened; the next thing to do."""

    campaign: str
    phase: str
    candidates: int
    states: Mapping[str, int]
    verdicts: Mapping[str, int]
    late: int
    doubtful: int
    unscreened: int
    next: Message


@dataclass(frozen=True, slots=True)
class Given:
    """A deposit of a candidate; `verdict` is None when it was not screened, `share` when it was not compared."""

    name: str
    role: str
    version: int
    received: dt.datetime
    late: int
    accepted: bool
    verdict: str | None
    share: float | None


@dataclass(frozen=True, slots=True)
class Done:
    """A step in the history."""

    at: dt.datetime
    step: str
    source: str
    target: str
    actor: str
    reason: str


@dataclass(frozen=True, slots=True)
class Personal:
    """A candidate in one session."""

    key: str
    number: int
    name: str
    session: int
    state: str
    deposits: tuple[Given, ...]
    history: tuple[Done, ...]


def standing(campaign: Campaign, procedure: Procedure, now: dt.datetime) -> Standing:
    """Where a campaign stands at an instant."""
    everyone = [one for each in campaign.sessions for one in each.candidacies]
    states = Counter(one.state for one in everyone)
    verdicts: Counter[str] = Counter()
    late = doubtful = unscreened = 0
    for one in everyone:
        late += any(each.late and not each.accepted for each in one.deposits)
        dossier = one.dossier
        if dossier is None:
            continue
        if dossier.result is None:
            unscreened += 1
            continue
        verdicts[dossier.result.verdict] += 1
        doubtful += dossier.result.verdict == "refused" or "TO_VERIFY" in dossier.result.outcomes.values()
    figures = _Figures(campaign, len(everyone), states, late, unscreened, _open(campaign, now))
    return Standing(
        campaign.key, campaign.phase, len(campaign.candidates),
        {state.value: states[state.value] for state in State if states[state.value]},
        dict(sorted(verdicts.items())), late, doubtful, unscreened, _next(figures),
    )  # fmt: skip


def personal(session: Session, campaign: Campaign, said: str, now: dt.datetime, actor: str) -> list[Personal]:
    """Where a candidate stands, session by session; noted in the access log. Raises `NoCandidate`."""
    person = campaigns.candidate(campaign, said)
    campaigns.log(session, now, actor, "status", campaign.key, str(person.number))
    return [_personal(one) for one in person.candidacies]


def _personal(one: Candidacy) -> Personal:
    person = one.candidate
    return Personal(
        person.key, person.number, person.name, one.session.number, one.state,
        tuple(
            Given(
                each.name, each.role, each.version, each.received, each.late, each.accepted,
                each.result.verdict if each.result else None, each.result.share if each.result else None,
            )
            for each in one.deposits
        ),
        tuple(Done(each.at, each.step, each.source, each.target, each.actor, each.reason) for each in one.history),
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Figures:
    campaign: Campaign
    candidacies: int
    states: Counter[str]
    late: int
    unscreened: int
    open: bool


def _open(campaign: Campaign, now: dt.datetime) -> bool:
    """Whether a session that is not closed may still receive dossiers."""
    return any(each.closed is None and now.replace(microsecond=0) <= each.closes for each in campaign.sessions)


def _next(figures: _Figures) -> Message:
    """The one thing to do next, by the phase first, then by who waits for whom."""
    phase = Phase(figures.campaign.phase)
    if phase is Phase.PURGED:
        return msg("Nothing is left to do: only the yearly figures are kept.")
    if phase is Phase.ARCHIVED:
        return msg("Wait until the time of retention is over, then erase: `precheck campaign purge`.")
    if not figures.candidacies:
        return msg("Import the roster: `precheck campaign roster`.")
    if figures.late:
        return msgs("Decide on {count} late dossier: `precheck campaign accept`.",
                    "Decide on {count} late dossiers: `precheck campaign accept`.", figures.late)  # fmt: skip
    if figures.open and figures.states[State.REGISTERED.value]:
        return msgs("{count} candidate has not deposited yet: `precheck campaign deposit`.",
                    "{count} candidates have not deposited yet: `precheck campaign deposit`.",
                    figures.states[State.REGISTERED.value])  # fmt: skip
    if figures.unscreened:
        return msgs("Screen {count} dossier: `precheck campaign screen`.",
                    "Screen {count} dossiers: `precheck campaign screen`.", figures.unscreened)  # fmt: skip
    return _next_decision(figures, phase)


def _next_decision(figures: _Figures, phase: Phase) -> Message:
    waiting = sum(figures.states[state.value] for state in (State.DEPOSITED, State.REDEPOSITED))
    if waiting:
        return msgs("Hand {count} dossier on or ask for a re-work: `precheck campaign transmit`, `rework`.",
                    "Hand {count} dossiers on or ask for re-works: `precheck campaign transmit`, `rework`.",
                    waiting)  # fmt: skip
    if phase is Phase.OPEN and any(each.closed is None for each in figures.campaign.sessions):
        return msg("Close the session: `precheck campaign close`.")
    jury = sum(figures.states[state.value] for state in (State.TRANSMITTED, State.CALLED, State.HEARD))
    if jury:
        return msgs("{count} candidate awaits the oral or the jury: `precheck campaign call`, `hear`, `jury`.",
                    "{count} candidates await the oral or the jury: `precheck campaign call`, `hear`, `jury`.",
                    jury)  # fmt: skip
    return msg("Send the results out (`precheck campaign export`), then archive: `precheck campaign archive`.")
