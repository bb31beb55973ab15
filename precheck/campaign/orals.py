"""The oral and what follows: heard or absent, another date, slides, claims."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlalchemy.orm import Session

from precheck.campaign.campaigns import take
from precheck.campaign.errors import StepForbidden, UnknownMotive
from precheck.campaign.procedure import Procedure, last_second, late_by
from precheck.campaign.states import Step
from precheck.campaign.tables import Candidacy, Deposit, StepTaken
from precheck.i18n import msg
from precheck.structure.folding import fold

SLIDES = "slides"
"""The role of the deposit that holds the slides of an oral."""
_PDF = b"%PDF-"
_HEAD = 1024
"""Within its first bytes a PDF says what it is."""


def hear(session: Session, one: Candidacy, procedure: Procedure, now: dt.datetime, actor: str) -> StepTaken:
    """The candidate was heard. Raises `StepForbidden`."""
    return take(session, one, Step.HEAR, procedure, now, actor)


def miss(
    session: Session, one: Candidacy, procedure: Procedure, now: dt.datetime, actor: str, reason: str = ""
) -> StepTaken:
    """A named person notes that the candidate did not come. Raises `StepForbidden`."""
    return take(session, one, Step.MISS, procedure, now, actor, reason)


def postpone(
    session: Session,
    one: Candidacy,
    procedure: Procedure,
    oral: dt.datetime | None,
    motive: str,
    now: dt.datetime,
    actor: str,
) -> StepTaken:
    """Hold the oral on another date; a person has seen the proof.

    Args:
        oral: the new date; None while it is not known.
        motive: one of the profile's, case and accents aside; anything where the profile names none.

    Raises:
        UnknownMotive: the profile does not accept it.
        StepForbidden: the candidate is not called.
    """
    motives = procedure.postponement_motives
    known = next((each for each in motives if fold(each) == fold(motive)), None)
    if motives and known is None:
        raise UnknownMotive(motive=motive, motives=", ".join(motives))
    taken = take(session, one, Step.POSTPONE, procedure, now, actor, known or motive)
    one.oral = oral
    session.flush()
    return taken


def check_slides(procedure: Procedure, content: bytes) -> None:
    """Refuse slides that are not in the format that the profile asks for, before they are deposited.

    Raises:
        StepForbidden: they are not a PDF, with the clause.
    """
    if procedure.slides == "pdf" and _PDF not in content[:_HEAD]:
        why = msg("the slides must be a PDF")
        raise StepForbidden(msg("deposit of the slides"), why, procedure.clauses.get("slides"))


def slides_of(one: Candidacy) -> Deposit | None:
    """The slides that count: the last that were accepted."""
    return next((each for each in reversed(one.deposits) if each.role == SLIDES and each.accepted), None)


@dataclass(frozen=True, slots=True)
class Claim:
    """A claim and whether it came in time; `in_time` is None where the profile sets no time. For information only."""

    at: dt.datetime
    text: str
    until: dt.datetime | None
    in_time: bool | None


def claim(session: Session, one: Candidacy, procedure: Procedure, text: str, now: dt.datetime, actor: str) -> Claim:
    """Note a claim on a decision, in time or not. Raises `StepForbidden`: nothing is decided yet, or it is empty."""
    take(session, one, Step.CLAIM, procedure, now, actor, text)
    session.flush()
    return claims(one, procedure)[-1]


def claims(one: Candidacy, procedure: Procedure) -> tuple[Claim, ...]:
    """The claims of a candidacy, oldest first; the last day is counted in the campaign's time zone."""
    found, decided = [], None
    for taken in one.history:
        if taken.step != Step.CLAIM:
            decided = taken.at if taken.source != taken.target else decided
        else:
            until = _until(procedure, decided)
            found.append(Claim(taken.at, taken.reason, until, None if until is None else late_by(taken.at, until) == 0))
    return tuple(found)


def _until(procedure: Procedure, decided: dt.datetime | None) -> dt.datetime | None:
    if procedure.claim_days is None or decided is None:
        return None
    day = decided.astimezone(procedure.timezone).date() + dt.timedelta(days=procedure.claim_days)
    return last_second(day, procedure.timezone)
