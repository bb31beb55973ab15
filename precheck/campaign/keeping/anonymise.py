"""A campaign without anybody's name: numbers and figures stay, what names a person goes for good."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from precheck.campaign import campaigns
from precheck.campaign.account_tables import Key
from precheck.campaign.keeping.errors import NotClosed, NotConfirmed
from precheck.campaign.keeping.purge import ANONYMISED, unshared
from precheck.campaign.keeping.records import files_of, rows_of_candidates
from precheck.campaign.screening.workplace import clear
from precheck.campaign.states import Phase
from precheck.campaign.store import Store
from precheck.campaign.tables import Campaign, Candidate, Deposit


@dataclass(frozen=True, slots=True)
class Plan:
    """What anonymising changes: people with a name, files erased, files that another campaign still needs."""

    people: int
    files: tuple[str, ...]
    needed_elsewhere: int


def plan(store: Store, key: str) -> Plan:
    """What would be done. Nothing is.

    Raises:
        NoCampaign, NotClosed.
    """
    with store.reading() as session:
        return _plan(session, campaigns.find(session, key, store.folder))


def anonymise(store: Store, key: str, confirm: str, now: dt.datetime, actor: str) -> int:
    """Replace names, addresses and keys by numbers, and erase the files; how many people. Cannot be undone.

    Passages found, reasons and comments are free text that may name somebody: they go too; figures stay. A run that
    was killed in the middle is run again and ends the same; as in a purge, no deposit of the same bytes loses its file.

    Raises:
        NoCampaign, NotClosed.
        NotConfirmed: `confirm` is not the key.
    """
    if confirm != key:
        raise NotConfirmed(said=confirm, campaign=key)
    with store.writing() as session:
        store.hold_files(session, erasing=True)
        campaign = campaigns.find(session, key, store.folder)
        made = _plan(session, campaign)
        clear(store.folder, campaign.id)
        for sha256 in made.files:
            store.blobs.remove(sha256)
        people = _without_names(session, campaign)
        campaign.settings = {**campaign.settings, ANONYMISED: now.isoformat()}
        campaigns.log(session, now, actor, "anonymise", key, people=people, files=len(made.files))
    return people


def _plan(session: Session, campaign: Campaign) -> Plan:
    if campaign.phase == Phase.OPEN.value:
        raise NotClosed(campaign=campaign.key)
    people = [one.id for one in campaign.candidates]
    files = files_of(rows_of_candidates(session, people))
    alone = unshared(session, campaign, files)
    return Plan(len(people), alone, len(files) - len(alone))


def _without_names(session: Session, campaign: Campaign) -> int:
    people = session.scalars(select(Candidate).where(Candidate.campaign_id == campaign.id)).all()
    # A personal link would lead its holder back to what belongs to nobody any more.
    session.execute(delete(Key).where(Key.candidate_id.in_([person.id for person in people])))
    for person in people:
        neutral = f"n{person.number}"
        person.key, person.surname, person.given, person.email, person.others = neutral, neutral, "", "", []
        person.notify, person.notices_to = False, ""
        for one in person.candidacies:
            one.evaluator = ""
            for deposit in one.deposits:
                _neutral_deposit(deposit, person.number)
            for said in one.items:
                said.comment, said.actor = "", ""
            for step in one.history:
                step.reason, step.actor = "", ""
            for paper in one.documents:
                paper.actor = ""
            if one.jury is not None:
                one.jury.reason, one.jury.actor = "", ""
    return len(people)


def _neutral_deposit(deposit: Deposit, number: int) -> None:
    deposit.name, deposit.origin, deposit.receipt = f"dossier-{number}-{deposit.version}.pdf", "", ""
    if deposit.result is not None:
        deposit.result.originality = None
    for overrule in deposit.overrules:
        overrule.reason, overrule.actor = "", ""
