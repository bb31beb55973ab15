"""Which deposits are screened, and what was found before: the store's side, read a few hundred deposits at a time."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import delete, func, select
from sqlalchemy.orm import joinedload

from precheck.campaign.campaigns import current, find, profile_of
from precheck.campaign.results import known
from precheck.campaign.screening.tasks import Item, Outcome
from precheck.campaign.store import Store
from precheck.campaign.tables import CampaignSession, Candidacy, Candidate, CheckResult, Deposit, PeerShare
from precheck.model.profile import Profile

CHUNK = 200


@dataclass(frozen=True, slots=True)
class Scope:
    """What a screening is about.

    `deposits` are those that are compared with each other: the dossiers that count of this session and of those before
    it, ascending; `own` those of this session, which are checked. `doubles` are the keys of authors that several
    candidates have: people of one name.
    """

    campaign: int
    session: int
    profile: Profile
    deposits: tuple[int, ...]
    own: frozenset[int]
    doubles: frozenset[str]


def scope(store: Store, key: str, number: int | None) -> Scope:
    """That of a session of a campaign.

    Raises:
        NoCampaign: there is none.
        ProfileError: its profile cannot be used.
    """
    from precheck.similarity.sources import author_key

    with store.reading() as session:
        campaign = find(session, key, store.folder)
        asked = current(campaign, number)
        last = (
            select(func.max(Deposit.id).label("id"), CampaignSession.number.label("number"))
            .join(Candidacy, Deposit.candidacy_id == Candidacy.id)
            .join(CampaignSession, Candidacy.session_id == CampaignSession.id)
            .where(CampaignSession.campaign_id == campaign.id, CampaignSession.number <= asked.number)
            .where(Deposit.role == "dossier", Deposit.accepted)
            .group_by(Deposit.candidacy_id, CampaignSession.number)
        )
        rows = sorted((row.id, row.number) for row in session.execute(last))
        people = session.execute(select(Candidate).where(Candidate.campaign_id == campaign.id)).scalars()
        names = Counter(author_key(person.name) for person in people.yield_per(CHUNK))
        return Scope(
            campaign.id,
            asked.number,
            profile_of(campaign),
            tuple(deposit for deposit, _ in rows),
            frozenset(deposit for deposit, session_number in rows if session_number == asked.number),
            frozenset(name for name, count in names.items() if count > 1),
        )


def items(store: Store, deposits: Sequence[int], doubles: frozenset[str]) -> Iterator[Item]:
    """What is known of these deposits, in their order; one that was erased meanwhile is left out."""
    for first in range(0, len(deposits), CHUNK):
        wanted = (
            select(Deposit)
            .where(Deposit.id.in_(deposits[first : first + CHUNK]))
            .options(joinedload(Deposit.candidacy).joinedload(Candidacy.candidate))
            .options(joinedload(Deposit.candidacy).selectinload(Candidacy.deposits))
            .order_by(Deposit.id)
        )
        with store.reading() as session:
            found = [_item(deposit, doubles) for deposit in session.scalars(wanted)]
        yield from found


def _item(deposit: Deposit, doubles: frozenset[str]) -> Item:
    from precheck.similarity.sources import author_key

    person = deposit.candidacy.candidate
    author = author_key(person.name)
    if author in doubles:
        # A namesake is somebody else.
        author = author_key(f"{person.name} {person.key}")
    return Item(deposit.id, deposit.sha256, deposit.name, known(deposit), author, person.number,
                tuple(deposit.set_aside))  # fmt: skip


def bases(store: Store, deposits: Sequence[int]) -> dict[int, str]:
    """The basis of the result of each of these deposits that has one."""
    found: dict[int, str] = {}
    with store.reading() as session:
        for first in range(0, len(deposits), CHUNK):
            some = deposits[first : first + CHUNK]
            rows = select(CheckResult.deposit_id, CheckResult.basis).where(CheckResult.deposit_id.in_(some))
            found |= {row.deposit_id: row.basis for row in session.execute(rows)}
    return found


def keep(store: Store, found: Outcome, now: dt.datetime) -> bool:
    """Keep the result of a deposit in place of an earlier one, in one transaction. A deposit, or a peer, that was
    erased meanwhile stays so. False, and nothing is kept, where an evaluator set a source aside meanwhile: the result
    does not know of it yet.

    Raises:
        StoreFull: the database cannot be written.
    """
    with store.writing() as session:
        aside = session.scalar(select(Deposit.set_aside).where(Deposit.id == found.deposit).with_for_update())
        if aside is None:
            return True
        if found.originality is not None and tuple(aside) != found.aside:
            return False
        peers = [deposit for deposit, _, _ in found.shares]
        there = set(session.scalars(select(Deposit.id).where(Deposit.id.in_(peers))))
        session.execute(delete(CheckResult).where(CheckResult.deposit_id == found.deposit))
        session.add(
            CheckResult(
                deposit_id=found.deposit,
                basis=found.basis,
                verdict=found.verdict,
                pages=found.pages,
                share=found.share,
                passages=found.passages,
                outcomes=dict(found.outcomes),
                originality=found.originality,
                finished=now,
                shares=[
                    PeerShare(peer_id=deposit, words=words, share=share)
                    for deposit, words, share in found.shares
                    if deposit in there
                ],
            )
        )
    return True
