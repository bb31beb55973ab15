"""A campaign with people and dossiers, for the tests of decisions. What a screening would find is written down."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping

from sqlalchemy.orm import Session

from precheck.campaign.campaigns import begin, take
from precheck.campaign.procedure import Procedure
from precheck.campaign.states import Step
from precheck.campaign.tables import Campaign, Candidacy, Candidate, CheckResult, Deposit
from precheck.profile import load_profile

NAMES = ("DUPONT Marie", "MARTIN Paul", "ÉLOI Anne", "LE GALL Yann")


def campaign_of(
    session: Session, now: dt.datetime, people: Iterable[str] = NAMES, profile: str = "grenoble-2016"
) -> tuple[Campaign, list[Candidacy]]:
    """A campaign called "c" with these people entered for its first session; their keys are k1, k2, …"""
    campaign = begin(session, "c", load_profile(profile), profile, now, "admin")
    ones = []
    for number, name in enumerate(people, 1):
        surname, _, given = name.rpartition(" ")
        person = Candidate(campaign=campaign, key=f"k{number}", number=number, surname=surname, given=given)
        ones.append(Candidacy(candidate=person, session=campaign.sessions[0]))
    session.add_all(ones)
    session.flush()
    return campaign, ones


def deposit(
    session: Session,
    one: Candidacy,
    procedure: Procedure,
    now: dt.datetime,
    outcomes: Mapping[str, str] | None = None,
    verdict: str = "conforming",
    sha256: str = "0" * 64,
) -> Deposit:
    """A dossier deposited, or deposited again, and what its screening found."""
    step = Step.DEPOSIT if not one.deposits else Step.REDEPOSIT
    found = Deposit(version=len(one.deposits) + 1, sha256=sha256, size=1, name="dossier.pdf", received=now)
    one.deposits.append(found)
    found.result = CheckResult(basis="b", verdict=verdict, outcomes=dict(outcomes or {}), finished=now)
    take(session, one, step, procedure, now, one.candidate.key, deposit=found)
    session.flush()
    return found


def steps(one: Candidacy) -> list[tuple[str, str, str, str]]:
    """The history of a candidacy: step, from, to, who."""
    return [(each.step, each.source, each.target, each.actor) for each in one.history]
