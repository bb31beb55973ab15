"""What a campaign holds, found with few questions to the database."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from precheck.campaign.tables import Campaign, CampaignSession, Candidacy, Candidate, Deposit


def candidacies(session: Session, number: CampaignSession) -> Sequence[Candidacy]:
    """The candidacies of a session with their candidates and deposits, by the candidates' keys."""
    wanted = (
        select(Candidacy)
        .join(Candidate, Candidacy.candidate_id == Candidate.id)
        .where(Candidacy.session_id == number.id)
        .options(joinedload(Candidacy.candidate), selectinload(Candidacy.deposits).joinedload(Deposit.result))
        .order_by(Candidate.key)
    )
    return session.scalars(wanted).all()


def deposit(session: Session, campaign: Campaign, id_: int) -> Deposit | None:
    """The deposit of that number, when it is one of the campaign."""
    found = session.get(Deposit, id_)
    return found if found is not None and found.candidacy.session.campaign_id == campaign.id else None
