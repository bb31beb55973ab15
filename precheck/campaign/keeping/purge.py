"""The end of a campaign: personal data are erased when the time for which they are kept is over; figures stay.

Files go first, rows last, in one transaction with the phase: a purge that was killed in the middle is run again and
ends the same.
"""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from precheck.campaign import campaigns
from precheck.campaign.keeping.errors import NotClosed, NotConfirmed, NotDue
from precheck.campaign.keeping.records import Rows, files_of, rows_of_campaign
from precheck.campaign.procedure import Procedure
from precheck.campaign.states import Phase
from precheck.campaign.statistics import statistics_of
from precheck.campaign.store import Store
from precheck.campaign.tables import Campaign, CampaignSession, Candidacy, Candidate, Deposit, Issued, Statistic


@dataclass(frozen=True, slots=True)
class Plan:
    """What a purge erases: files, of them those that another campaign still needs, and rows by table; `due` is the
    instant from which on it may."""

    campaign: str
    due: dt.datetime
    files: tuple[str, ...]
    needed_elsewhere: int
    rows: dict[str, int]


def plan(store: Store, key: str) -> Plan:
    """What would be erased. Nothing is.

    Raises:
        NoCampaign, NotClosed, ProfileError.
    """
    with store.reading() as session:
        return _plan(session, campaigns.find(session, key, store.folder))


def due(campaign: Campaign) -> dt.datetime:
    """The instant until which a closed campaign is kept. Raises `NotClosed`, `ProfileError`."""
    if campaign.closed is None or campaign.phase == Phase.OPEN.value:
        raise NotClosed(campaign=campaign.key)
    days = Procedure.of(campaigns.profile_of(campaign)).retention_days
    return campaign.closed + dt.timedelta(days=days)


def purge(store: Store, key: str, confirm: str, now: dt.datetime, actor: str) -> Plan:
    """Erase what the plan says and keep the yearly figures. Done twice, it does nothing more.

    Raises:
        NoCampaign, NotClosed, ProfileError.
        NotConfirmed: `confirm` is not the key.
        NotDue: it is too early.
    """
    if confirm != key:
        raise NotConfirmed(said=confirm, campaign=key)
    with store.writing() as session:
        campaign = campaigns.find(session, key, store.folder)
        made = _plan(session, campaign)
        if now < made.due:
            raise NotDue(campaign=key, until=made.due.date().isoformat())
        _keep_figures(session, campaign)
        campaigns.log(session, now, actor, "purge-begin", key, files=len(made.files))
    erase_work(store, campaign_id(store, key))
    for sha256 in made.files:
        store.blobs.remove(sha256)
    with store.writing() as session:
        campaign = campaigns.find(session, key, store.folder)
        session.execute(delete(Candidate).where(Candidate.campaign_id == campaign.id))
        campaign.phase = Phase.PURGED.value
        campaigns.log(session, now, actor, "purge", key, rows=made.rows)
    return made


def campaign_id(store: Store, key: str) -> int:
    """The identifier of a campaign. Raises `NoCampaign`."""
    with store.reading() as session:
        return campaigns.find(session, key, store.folder).id


def erase_work(store: Store, campaign: int) -> None:
    """Erase what a screening keeps meanwhile: texts of dossiers. All of it can be made again."""
    shutil.rmtree(store.folder / "work" / str(campaign), ignore_errors=True)


def unshared(session: Session, campaign: Campaign, files: Iterable[str]) -> tuple[str, ...]:
    """Those of the files that no deposit or paper of another campaign names, sorted."""
    wanted = set(files)
    other = CampaignSession.campaign_id != campaign.id
    for kind in (Deposit, Issued):
        used = select(kind.sha256).join(Candidacy).join(CampaignSession).where(other).distinct()
        wanted -= set(session.scalars(used))
    return tuple(sorted(wanted))


def _plan(session: Session, campaign: Campaign) -> Plan:
    until = due(campaign)
    rows: Rows = rows_of_campaign(session, campaign)
    files = files_of(rows)
    alone = unshared(session, campaign, files)
    counts = {name: len(each) for name, each in rows.items() if name not in {"campaigns", "sessions"} and each}
    return Plan(campaign.key, until, alone, len(files) - len(alone), counts)


def _keep_figures(session: Session, campaign: Campaign) -> None:
    """Once: when the people are gone, there is nothing to count any more."""
    kept = session.scalars(select(Statistic).where(Statistic.campaign == campaign.key)).all()
    if not kept and campaign.phase != Phase.PURGED.value:
        session.add_all(statistics_of(session, campaign))
