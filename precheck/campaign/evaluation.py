"""What an evaluator opens: the candidacies assigned, one of them, and the note that it was looked at."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from precheck.campaign.campaigns import log
from precheck.campaign.decisions import Stage, decide_items, judged_codes
from precheck.campaign.errors import ChangedMeanwhile, CommentAlone, NoCandidate
from precheck.campaign.exports.rows import Row
from precheck.campaign.states import State
from precheck.campaign.tables import (
    Access,
    Campaign,
    CampaignSession,
    Candidacy,
    Candidate,
    Deposit,
    ItemDecision,
    Overrule,
)
from precheck.i18n import Message, msg
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


@dataclass(frozen=True, slots=True)
class Answer:
    """What an evaluator says of an item; `acquired` is None while undecided."""

    acquired: bool | None = None
    comment: str = ""


def answers_of(one: Candidacy, seen: int | None = None) -> dict[str, Answer]:
    """The last word of evaluators on each item, by its code.

    Args:
        seen: as it was when `last_answer` gave that; None for now.
    """
    return {
        each.code: Answer(each.acquired, each.comment)
        for each in _said(one)
        if seen is None or each.id <= seen
    }  # fmt: skip


def last_answer(one: Candidacy) -> int:
    """Identifies what evaluators have said of the items up to now; 0 for nothing."""
    return max((each.id for each in _said(one)), default=0)


def _said(one: Candidacy) -> list[ItemDecision]:
    return [each for each in one.items if each.stage == Stage.EVALUATOR.value]


def note_answers(
    session: Session,
    one: Candidacy,
    profile: Profile,
    answers: Mapping[str, Answer],
    seen: int,
    now: dt.datetime,
    actor: str,
) -> None:
    """Note what a person changed in the grid as it was shown: all of it, or nothing.

    Args:
        answers: the whole grid as it was sent.
        seen: what `last_answer` gave when it was shown.

    Raises:
        ChangedMeanwhile: somebody said something else of the same items since.
        CommentAlone: a comment without a decision would be lost.
        ItemsClosed, UnknownItem: as `decide_items`.
    """
    session.refresh(one, ["state", "items"], with_for_update=True)
    before, current = answers_of(one, seen), answers_of(one)
    mine = {code: said for code, said in answers.items() if said != before.get(code, Answer())}
    alone = [code for code, said in mine.items() if said.acquired is None and said.comment]
    if alone:
        raise CommentAlone(items=", ".join(alone))
    newer = {each.code: each for each in _said(one) if each.id > seen}
    other = [code for code in mine if code in newer and current[code] != mine[code]]
    if other:
        raise ChangedMeanwhile([_told(newer[code]) for code in other])
    changed: dict[str, dict[str, bool]] = {}
    for code, said in mine.items():
        if said.acquired is not None and said != current.get(code):
            changed.setdefault(said.comment, {})[code] = said.acquired
    for comment, decided in changed.items():
        decide_items(session, one, decided, Stage.EVALUATOR, now, actor, comment, profile)


def _told(said: ItemDecision) -> Message:
    if said.acquired:
        return msg("{person} decided meanwhile: {item} is acquired.", person=said.actor, item=said.code)
    return msg("{person} decided meanwhile: {item} is not acquired.", person=said.actor, item=said.code)


def last_word(deposit: Deposit, rule: str) -> Overrule | None:
    """The last word of an evaluator on a rule, by its code."""
    return next((each for each in reversed(deposit.overrules) if each.rule == rule), None)


def check_word(session: Session, deposit: Deposit, rule: str, seen: int) -> None:
    """Make sure that nobody said something of the rule that the person has not seen; others wait until the end of the
    transaction.

    Args:
        seen: the number of the last word on it when the page was shown, 0 for none.

    Raises:
        ChangedMeanwhile: somebody did.
    """
    session.refresh(deposit, ["set_aside", "overrules"], with_for_update=True)
    last = last_word(deposit, rule)
    if last is not None and last.id > seen:
        raise ChangedMeanwhile([msg("{person} decided: {reason}", person=last.actor, reason=last.reason)])


def undecided(one: Candidacy, profile: Profile) -> tuple[str, ...]:
    """The items on which no evaluator said anything, in the order of the framework."""
    said = {each.code for each in one.items if each.stage == Stage.EVALUATOR.value}
    return tuple(code for code in judged_codes(profile) if code not in said)
