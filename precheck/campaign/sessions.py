"""Sessions: who evaluates, closing, who is eligible at the close, who seems to have abandoned, the second session."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from precheck.campaign.campaigns import candidacy, current, deadline, log, situation, take
from precheck.campaign.errors import NoCandidate, NotYet, ReasonMissing, StepForbidden
from precheck.campaign.procedure import Procedure
from precheck.campaign.states import OVER, STATE_WORD, STEP_WORD, Phase, State, Step
from precheck.campaign.tables import Campaign, CampaignSession, Candidacy, Candidate, StepTaken
from precheck.i18n import Message, msg

_HANDED_ON = frozenset({State.TRANSMITTED, State.CALLED, State.HEARD, State.CERTIFIED, State.PARTIAL})
_WAITING = (State.REGISTERED, State.REWORK)
_MAY_RETURN = frozenset({State.PARTIAL, State.ABANDONED, State.REGISTERED})
_WHY_NOT: Mapping[State, Message] = {
    State.REGISTERED: msg("no dossier was deposited"),
    State.DEPOSITED: msg("the dossier was not handed on to the jury"),
    State.REDEPOSITED: msg("the new version was not handed on to the jury"),
    State.REWORK: msg("a re-work was asked for and the dossier was not deposited again"),
    State.ABANDONED: STATE_WORD[State.ABANDONED],
    State.CANCELLED: STATE_WORD[State.CANCELLED],
}


@dataclass(frozen=True, slots=True)
class Standing:
    """Whether a candidacy may go before the jury, as of the close; `why` says what stands against it."""

    one: Candidacy
    why: Message | None

    @property
    def eligible(self) -> bool:
        return self.why is None


@dataclass(frozen=True, slots=True)
class Closing:
    """What a close tells: everybody's standing, and who may have abandoned, for a person to confirm."""

    standings: tuple[Standing, ...]
    proposed: tuple[Candidacy, ...]


def by_number(window: CampaignSession) -> list[Candidacy]:
    """The candidacies of a session by the anonymous number of the candidate."""
    return sorted(window.candidacies, key=lambda one: one.candidate.number)


def judged(campaign: Campaign, number: int | None = None) -> CampaignSession:
    """The session that a jury works on: that of the number, or the last that is closed, or the current one."""
    closed = [each for each in campaign.sessions if each.closed is not None]
    return closed[-1] if number is None and closed else current(campaign, number)


def last_candidacy(person: Candidate, number: int | None = None) -> Candidacy:
    """The candidacy of a person in that session, or the latest there is. Raises `NoCandidate`."""
    if number is not None:
        return candidacy(person, current(person.campaign, number))
    if not person.candidacies:
        raise NoCandidate(candidate=person.key, campaign=person.campaign.key)
    return max(person.candidacies, key=lambda one: one.session.number)


def assign(
    session: Session,
    window: CampaignSession,
    evaluators: Sequence[str],
    now: dt.datetime,
    actor: str,
    again: bool = False,
) -> dict[str, int]:
    """Share the dossiers out evenly, in the order of the anonymous numbers: each goes to whoever has fewest.

    Args:
        evaluators: who takes part; the first of those with equally few comes first.
        again: also share out those that are assigned already.

    Returns:
        How many dossiers each of them now has.
    """
    names = list(dict.fromkeys(name.strip() for name in evaluators if name.strip()))
    if not names:
        raise ReasonMissing((msg("nobody is named to evaluate"),))
    dossiers = [one for one in by_number(window) if one.dossier is not None]
    load = Counter(one.evaluator for one in dossiers if one.evaluator and not again)
    for one in dossiers:
        if again or not one.evaluator:
            one.evaluator = min(names, key=lambda name: (load[name], names.index(name)))
            load[one.evaluator] += 1
    log(session, now, actor, "assign", window.campaign.key, str(window.number))
    session.flush()
    return {name: load[name] for name in names}


def assign_to(session: Session, who: Mapping[Candidacy, str], now: dt.datetime, actor: str) -> None:
    """Assign each of these candidacies to the evaluator named."""
    for one, name in who.items():
        one.evaluator = name
        log(session, now, actor, "assign", one.session.campaign.key, str(one.candidate.number))
    session.flush()


def state_at(one: Candidacy, instant: dt.datetime) -> State:
    """Where a candidacy stood at an instant, from its history."""
    state = State.REGISTERED
    for taken in one.history:
        if taken.at <= instant:
            state = State(taken.target)
    return state


def standing(one: Candidacy, now: dt.datetime) -> Standing:
    """Whether a candidacy may go before the jury: its dossier was deposited and handed on, with no re-work pending, at
    the close of the session (before it: now), or at the end of the candidate's own extension."""
    closed = one.session.closed
    at_close = state_at(one, now if closed is None else max(closed, deadline(one)))
    for state in (at_close, State(one.state)):
        if state not in _HANDED_ON:
            return Standing(one, _WHY_NOT[state])
    return Standing(one, None)


def standings(window: CampaignSession, now: dt.datetime) -> tuple[Standing, ...]:
    """Everybody's standing, by anonymous number."""
    return tuple(standing(one, now) for one in by_number(window))


def proposed_abandonments(window: CampaignSession, procedure: Procedure, now: dt.datetime) -> tuple[Candidacy, ...]:
    """Who did not deposit, or not again, and can no longer: a list for a person to confirm, nothing more."""
    return tuple(
        one
        for one in by_number(window)
        if State(one.state) in _WAITING and OVER.holds(situation(one, procedure, now))
    )  # fmt: skip


def close_session(
    session: Session, window: CampaignSession, procedure: Procedure, now: dt.datetime, actor: str, reason: str = ""
) -> Closing:
    """Close a session; with the last one the campaign closes too. No candidacy changes its state by it.

    Args:
        reason: why it is closed before everybody's time to deposit is over; needed only then.

    Raises:
        NotYet: it is closed already, or somebody may still deposit and no reason is given.
    """
    if window.closed is not None:
        raise NotYet(window.number, msg("it is closed already"))
    waiting = [one for one in window.candidacies if State(one.state) in _WAITING]
    last = max([window.closes, *map(deadline, waiting)])
    if now <= last and not reason.strip():
        day = last.astimezone(procedure.timezone).strftime("%d/%m/%Y %H:%M:%S %Z")
        raise NotYet(window.number, msg("somebody may still deposit, until {day}", day=day),
                     procedure.clauses.get("window"))  # fmt: skip
    window.closed = now
    campaign = window.campaign
    if all(each.closed is not None for each in campaign.sessions):
        campaign.closed = now
        campaign.phase = Phase.CLOSED.value
    log(session, now, actor, "close", campaign.key, str(window.number), reason=reason)
    session.flush()
    return Closing(standings(window, now), proposed_abandonments(window, procedure, now))


def abandon(
    session: Session,
    ones: Iterable[Candidacy],
    procedure: Procedure,
    now: dt.datetime,
    actor: str,
    reason: str = "",
) -> list[StepTaken]:
    """A named person confirms that these candidates abandoned. Raises `StepForbidden`."""
    return [take(session, one, Step.ABANDON, procedure, now, actor, reason) for one in ones]


def enter(
    session: Session, person: Candidate, window: CampaignSession, procedure: Procedure, now: dt.datetime, actor: str
) -> Candidacy:
    """Enter a candidate who did not succeed for a later session. Items acquired before are carried over.

    Raises:
        NotYet: the candidate has a certificate, was cancelled, is not decided yet, or is entered already; the earlier
            session is open, or this one is over.
    """
    why = _why_not_enter(person, window)
    if why is not None:
        raise NotYet(window.number, why, procedure.clauses.get("session"))
    one = Candidacy(candidate=person, session=window)
    session.add(one)
    log(session, now, actor, "enter", window.campaign.key, str(person.number), to=window.number)
    session.flush()
    return one


def _why_not_enter(person: Candidate, window: CampaignSession) -> Message | None:
    before = [one for one in person.candidacies if one.session.number < window.number]
    states = {State(one.state) for one in before}
    for refused, why in (
        (window.closed is not None, msg("it is closed; a new registration is needed")),
        (any(one.session_id == window.id for one in person.candidacies), msg("the candidate is entered already")),
        (any(one.session.closed is None for one in before), msg("the session before is not closed")),
        (State.CERTIFIED in states, msg("the candidate has the certificate already")),
        (State.CANCELLED in states, msg("the candidacy was cancelled")),
        (not states <= _MAY_RETURN, msg("the candidacy of the session before is not decided yet")),
    ):
        if refused:
            return why
    return None


def may_enter(window: CampaignSession) -> list[Candidate]:
    """Who took part in an earlier session of the campaign and may be entered for this one, by anonymous number."""
    people = sorted(window.campaign.candidates, key=lambda person: person.number)
    return [person for person in people if person.candidacies and _why_not_enter(person, window) is None]


def next_session(campaign: Campaign, person: Candidate) -> CampaignSession:
    """The session after the last one of a candidate. Raises `NotYet` after the last of the campaign."""
    reached = max((one.session.number for one in person.candidacies), default=0)
    for each in campaign.sessions:
        if each.number > reached:
            return each
    raise NotYet(reached, msg("it is the last of the campaign; a new registration is needed"))


def call(
    session: Session,
    one: Candidacy,
    procedure: Procedure,
    now: dt.datetime,
    actor: str,
    oral: dt.datetime | None = None,
    reason: str = "",
) -> StepTaken:
    """Call a candidate to the oral.

    Args:
        oral: when it is held.
        reason: why somebody is called all the same whose dossier was handed on after the close; kept in the history.

    Raises:
        StepForbidden: the session is open, the candidate is not eligible, or the state does not allow it.
    """
    clause = procedure.clauses.get("oral")
    if one.session.closed is None:
        raise StepForbidden(STEP_WORD[Step.CALL], msg("the session is not closed yet"), clause)
    found = standing(one, now)
    if found.why is not None and not reason.strip():
        raise StepForbidden(STEP_WORD[Step.CALL], found.why, clause)
    taken = take(session, one, Step.CALL, procedure, now, actor, reason)
    one.oral = oral
    session.flush()
    return taken


def to_call(window: CampaignSession, now: dt.datetime) -> list[Candidacy]:
    """Who is eligible and not called yet, by anonymous number."""
    return [each.one for each in standings(window, now) if each.eligible and State(each.one.state) is State.TRANSMITTED]
