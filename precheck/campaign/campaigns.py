"""Beginning and finding campaigns, and taking steps in them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from precheck.campaign.errors import CampaignExists, NobodyNamed, NoCampaign, NoCandidate
from precheck.campaign.procedure import Procedure
from precheck.campaign.states import STEP_WORD, Situation, State, Step, target
from precheck.campaign.tables import Access, Campaign, CampaignSession, Candidacy, Candidate, Deposit, StepTaken
from precheck.model.profile import Profile
from precheck.profile import load_profile
from precheck.rules.catalogue import RULES
from precheck.structure.folding import fold


def begin(
    session: Session, key: str, profile: Profile, reference: str, now: dt.datetime, actor: str, title: str = ""
) -> Campaign:
    """A new campaign, with the sessions of the profile's calendar.

    Args:
        reference: the shipped id or the path of the profile.

    Raises:
        CampaignExists: the key is taken.
    """
    if session.scalar(select(Campaign).where(Campaign.key == key)) is not None:
        raise CampaignExists(campaign=key)
    campaign = Campaign(key=key, title=title or profile.title, profile=reference, created=now)
    for number, window in enumerate(Procedure.of(profile).windows, 1):
        campaign.sessions.append(
            CampaignSession(number=number, name=window.name, opens=window.opens, closes=window.closes)
        )
    session.add(campaign)
    log(session, now, actor, "begin", key)
    session.flush()
    return campaign


def find(session: Session, key: str, folder: Path) -> Campaign:
    """The campaign of that key.

    Raises:
        NoCampaign: there is none in the data folder.
    """
    found = session.scalar(select(Campaign).where(Campaign.key == key))
    if found is None:
        raise NoCampaign(campaign=key, folder=str(folder))
    return found


def all_campaigns(session: Session) -> Sequence[Campaign]:
    """Every campaign, by key."""
    return session.scalars(select(Campaign).order_by(Campaign.key)).all()


def profile_of(campaign: Campaign) -> Profile:
    """The profile of a campaign, its rules verified. Raises `ProfileError`."""
    reference = campaign.profile
    return load_profile(Path(reference) if reference.endswith(".toml") else reference, RULES)


def current(campaign: Campaign, number: int | None = None) -> CampaignSession:
    """The session of that number, or the first that is not closed, or the last.

    Raises:
        NoCampaign: it has no such session.
    """
    if number is None:
        waiting = [each for each in campaign.sessions if each.closed is None]
        found = waiting[0] if waiting else next(reversed(campaign.sessions), None)
    else:
        found = next((each for each in campaign.sessions if each.number == number), None)
    if found is None:
        raise NoCampaign(campaign=f"{campaign.key} {number or ''}".strip(), folder="")
    return found


def candidate(campaign: Campaign, said: str) -> Candidate:
    """The candidate of that key, anonymous number or other identifier, or whose whole name that is.

    Raises:
        NoCandidate: nobody, or several.
    """
    people = campaign.candidates
    by_key = [one for one in people if said in {one.key, str(one.number), *one.others}]
    by_name = [one for one in people if fold(said) in {fold(one.name), fold(f"{one.given} {one.surname}")}]
    found = by_key or by_name
    if len(found) != 1:
        raise NoCandidate(candidate=said, campaign=campaign.key)
    return found[0]


def candidacy(person: Candidate, session: CampaignSession) -> Candidacy:
    """The candidacy of a person in a session. Raises `NoCandidate` when there is none."""
    for each in person.candidacies:
        if each.session_id == session.id:
            return each
    raise NoCandidate(candidate=person.key, campaign=f"{session.campaign.key} {session.number}")


def deadline(one: Candidacy) -> dt.datetime:
    """The last second at which this candidate may deposit: the session's, or a later one granted. A session closed
    before its time ends there."""
    window = one.session
    closes = window.closes if window.closed is None else min(window.closes, window.closed)
    return max(closes, one.extension) if one.extension else closes


def situation(one: Candidacy, procedure: Procedure, now: dt.datetime) -> Situation:
    """What the conditions of a step look at."""
    opens = one.session.opens
    moment = now.replace(microsecond=0)
    return Situation(procedure, (opens is None or moment >= opens) and moment <= deadline(one), one.reworks)


def take(
    session: Session,
    one: Candidacy,
    step: Step,
    procedure: Procedure,
    now: dt.datetime,
    actor: str,
    reason: str = "",
    rules: Sequence[str] = (),
    deposit: Deposit | None = None,
    as_of: dt.datetime | None = None,
) -> StepTaken:
    """Take a step: the state changes and the history says who did it, when and why.

    Args:
        as_of: the instant that the window is held against when it is not `now`: a file may be recorded later than it
            was received.

    Raises:
        StepForbidden: the procedure does not allow it; nothing changes.
        NobodyNamed: nobody is named as who takes it.
    """
    state = State(one.state)
    if not actor.strip():
        raise NobodyNamed(step=STEP_WORD[step])
    new = target(step, state, situation(one, procedure, as_of or now), previous_state(one.history), reason)
    taken = StepTaken(
        step=step.value, source=state.value, target=new.value, at=now, actor=actor, reason=reason, rules=list(rules),
        deposit_id=deposit.id if deposit else None,
    )  # fmt: skip
    one.history.append(taken)
    one.state = new.value
    if step is Step.REQUEST_REWORK:
        one.reworks += 1
    log(session, now, actor, step.value, one.session.campaign.key, str(one.candidate.number))
    return taken


def previous_state(history: Sequence[StepTaken]) -> State | None:
    """The state before the last step that changed it and was not itself taken back by a reopening."""
    before: list[str] = []
    for each in history:
        if each.step == Step.REOPEN:
            before.pop()
        elif each.source != each.target:
            before.append(each.source)
    return State(before[-1]) if before else None


def log(
    session: Session, now: dt.datetime, actor: str, action: str, campaign: str = "", subject: str = "", **detail: object
) -> None:
    """Note in the access log who did what."""
    session.add(Access(at=now, actor=actor, action=action, campaign=campaign, subject=subject, detail=detail))
