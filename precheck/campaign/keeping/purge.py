"""The end of a campaign: personal data are erased when the time for which they are kept is over; figures stay.

Files go first, rows last, in one transaction with the phase: a purge that was killed in the middle is run again and
ends the same. Which files another campaign needs is looked up in that transaction, while nobody can deposit: a deposit
of the same bytes either comes before and is seen, or comes after and writes its file again.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from precheck.campaign import campaigns
from precheck.campaign.keeping.errors import NotClosed, NotConfirmed, NotDue
from precheck.campaign.keeping.records import Rows, files_of, rows_of_campaign
from precheck.campaign.procedure import Procedure
from precheck.campaign.screening.workplace import clear
from precheck.campaign.states import Phase
from precheck.campaign.statistics import statistics_of
from precheck.campaign.store import Store
from precheck.campaign.tables import Campaign, CampaignSession, Candidacy, Candidate, Deposit, Issued, Statistic

ANONYMISED = "anonymised"
"""The setting of a campaign that has no names and no files any more: since when."""


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
    with store.writing() as session:
        store.hold_files(session, erasing=True)
        campaign = campaigns.find(session, key, store.folder)
        made = _plan(session, campaign)
        clear(store.folder, campaign.id)
        for sha256 in made.files:
            store.blobs.remove(sha256)
        session.execute(delete(Candidate).where(Candidate.campaign_id == campaign.id))
        campaign.phase = Phase.PURGED.value
        campaigns.log(session, now, actor, "purge", key, rows=made.rows)
    return made


def unshared(session: Session, campaign: Campaign, files: Iterable[str]) -> tuple[str, ...]:
    """Those of the files that no deposit or paper of another campaign names, sorted. One that is anonymised has no
    files any more, whatever its rows name."""
    wanted = set(files)
    without = [each.id for each in campaigns.all_campaigns(session) if ANONYMISED in each.settings]
    other = CampaignSession.campaign_id.not_in([campaign.id, *without])
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
