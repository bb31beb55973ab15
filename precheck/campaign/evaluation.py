"""What an evaluator opens: the candidacies assigned, one of them, and the note that it was looked at."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from precheck.campaign.campaigns import log
from precheck.campaign.decisions import Stage, judged_codes
from precheck.campaign.errors import NoCandidate
from precheck.campaign.exports.rows import Row
from precheck.campaign.states import State
from precheck.campaign.tables import Access, Campaign, CampaignSession, Candidacy, Candidate
from precheck.model.profile import Profile

LOOK = dt.timedelta(minutes=10)
"""Looks of one person at one dossier within that time are noted once: a page has many pictures."""


def assigned(
    session: Session, campaign: Campaign, number: int, evaluator: str | None, part: int | None = None
) -> Candidacy:
    """The candidacy of the candidate of that anonymous number.

    Args:
        evaluator: whom it must be assigned to; None for anybody.
        part: the number of the session; by default the last one in which there is a deposit, or the last.

    Raises:
        NoCandidate: there is none, or it is somebody else's.
    """
    asked = (
        select(Candidacy)
        .join(Candidacy.candidate)
        .join(Candidacy.session)
        .where(Candidate.campaign_id == campaign.id, Candidate.number == number)
        .order_by(CampaignSession.number)
    )
    if evaluator is not None:
        asked = asked.where(Candidacy.evaluator == evaluator)
    if part is not None:
        asked = asked.where(CampaignSession.number == part)
    found = session.scalars(asked).all()
    if not found:
        raise NoCandidate(candidate=str(number), campaign=campaign.key)
    return next((one for one in reversed(found) if one.deposits), found[-1])


def row_of(one: Candidacy) -> Row:
    """Who a candidacy is, without what was found."""
    person = one.candidate
    return Row(one.id, person.number, person.key, person.name, person.public, State(one.state), one.evaluator)


def looked(session: Session, one: Candidacy, now: dt.datetime, actor: str) -> bool:
    """Whether the person looked at the dossier a moment ago, so that it is noted already."""
    asked = select(Access.id).where(
        Access.actor == actor,
        Access.action == "look",
        Access.campaign == one.session.campaign.key,
        Access.subject == str(one.candidate.number),
        Access.at > now - LOOK,
    )
    return session.scalars(asked.limit(1)).first() is not None


def note_look(session: Session, campaign: str, number: int, now: dt.datetime, actor: str, names: bool) -> None:
    """Note that somebody looked at a dossier, and whether the name was shown."""
    log(session, now, actor, "look", campaign, str(number), names=names)


def comments_of(one: Candidacy, stage: Stage) -> Mapping[str, str]:
    """The last comment on each item at a stage."""
    return {each.code: each.comment for each in one.items if each.stage == stage.value}


def undecided(one: Candidacy, profile: Profile) -> tuple[str, ...]:
    """The items on which no evaluator said anything, in the order of the framework."""
    said = {each.code for each in one.items if each.stage == Stage.EVALUATOR.value}
    return tuple(code for code in judged_codes(profile) if code not in said)
