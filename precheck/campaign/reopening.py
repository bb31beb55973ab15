"""A closed session is opened again: with a reason, by a named person, as long as nothing rests on its close."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy.orm import Session

from precheck.campaign.campaigns import log
from precheck.campaign.errors import NobodyNamed, ReasonMissing, ReopeningForbidden
from precheck.campaign.keeping.purge import ANONYMISED
from precheck.campaign.procedure import Procedure
from precheck.campaign.states import Phase, State
from precheck.campaign.tables import CampaignSession
from precheck.i18n import Message, msg

REOPENING = msg("reopening of a session")


@dataclass(frozen=True, slots=True)
class Obstacle:
    """What stands against reopening a session, what is said then, and which clause of the procedure it rests on."""

    stands: Callable[[CampaignSession], bool]
    why: Message
    clause: str


def _in_phase(phase: Phase) -> Callable[[CampaignSession], bool]:
    return lambda window: window.campaign.phase == phase.value


def _anybody(*states: State) -> Callable[[CampaignSession], bool]:
    return lambda window: any(State(one.state) in states for one in window.candidacies)


def _decided(window: CampaignSession) -> bool:
    return any(one.jury is not None for one in window.candidacies)


def _followed(window: CampaignSession) -> bool:
    later = (each for each in window.campaign.sessions if each.number > window.number)
    return any(each.closed is not None or each.candidacies for each in later)


OBSTACLES = (
    Obstacle(lambda window: window.closed is None, msg("it is not closed"), "window"),
    Obstacle(_in_phase(Phase.ARCHIVED), msg("the campaign is archived"), "session"),
    Obstacle(_in_phase(Phase.PURGED), msg("the campaign is purged"), "session"),
    Obstacle(lambda window: ANONYMISED in window.campaign.settings, msg("the campaign is anonymised"), "session"),
    Obstacle(_followed, msg("candidates are entered for a later session, or it is over"), "session"),
    Obstacle(_decided, msg("the jury has confirmed a decision"), "decision"),
    Obstacle(_anybody(State.CALLED, State.HEARD), msg("somebody was called to the oral"), "oral"),
    Obstacle(_anybody(State.ABANDONED), msg("somebody was noted as having abandoned"), "abandonment"),
)
"""In the order in which they are told."""


def obstacle(window: CampaignSession) -> Obstacle | None:
    """The first thing that stands against reopening a session; None when it may be reopened."""
    return next((each for each in OBSTACLES if each.stands(window)), None)


def reopen_session(
    session: Session, window: CampaignSession, procedure: Procedure, now: dt.datetime, actor: str, reason: str
) -> None:
    """Open a closed session again, and with it its campaign. Nobody's state changes; the log keeps when it was closed.

    Its time to deposit stays as it was: whoever is to deposit after it needs an extension.

    Raises:
        NobodyNamed, ReasonMissing: as they say.
        ReopeningForbidden: something rests on its close; with the clause.
    """
    if not actor.strip():
        raise NobodyNamed(step=REOPENING)
    if not reason.strip():
        raise ReasonMissing
    session.flush()
    session.refresh(window, ["closed"], with_for_update=True)
    against = obstacle(window)
    if against is not None:
        raise ReopeningForbidden(window.number, against.why, procedure.clauses.get(against.clause))
    assert window.closed is not None
    campaign = window.campaign
    log(session, now, actor, "reopen-session", campaign.key, str(window.number), reason=reason,
        closed=window.closed.isoformat())  # fmt: skip
    window.closed = campaign.closed = None
    campaign.phase = Phase.OPEN.value
    session.flush()
