"""The yearly figures of a campaign: who registered and who was certified, by kind of candidate."""

from __future__ import annotations

from collections import Counter

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from precheck.campaign import campaigns
from precheck.campaign.procedure import Procedure
from precheck.campaign.states import Phase, State
from precheck.campaign.tables import Campaign, Candidate, Statistic


def statistics_of(session: Session, campaign: Campaign) -> list[Statistic]:
    """A line for each kind of candidate, in the order of their names; not added to the session.

    A candidate counts once in a campaign, from the registration on ("la participation à la certification est effective
    à partir de l'inscription administrative"), whatever followed: abandoned or cancelled too, and in several sessions
    too. A certificate counts when a candidacy stands at certified. The year is that in which the last session closes.

    Raises:
        ProfileError: the campaign's profile, which names the institution, cannot be read.
    """
    profile = campaigns.profile_of(campaign)
    year = year_of(campaign, Procedure.of(profile))
    people = session.scalars(
        select(Candidate).where(Candidate.campaign_id == campaign.id).options(selectinload(Candidate.candidacies))
    ).all()
    registered = [one for one in people if one.candidacies]
    candidates = Counter(one.public for one in registered)
    certificates = Counter(
        one.public for one in registered if any(each.state == State.CERTIFIED.value for each in one.candidacies)
    )
    return [
        Statistic(
            campaign=campaign.key, year=year, institution=profile.institution, public=public,
            candidates=candidates[public], certificates=certificates[public],
        )
        for public in sorted(candidates)
    ]  # fmt: skip


def year_of(campaign: Campaign, procedure: Procedure) -> str:
    """The year that the yearly table counts a campaign for: "2017"."""
    last = max((each.closes for each in campaign.sessions), default=campaign.created)
    return str(last.astimezone(procedure.timezone).year)


def all_statistics(session: Session) -> list[Statistic]:
    """Those of every campaign that is in the store, and those kept of purged ones; by year, campaign and kind."""
    kept = list(session.scalars(select(Statistic)))
    purged = {each.campaign for each in kept}
    for campaign in campaigns.all_campaigns(session):
        if campaign.phase != Phase.PURGED.value and campaign.key not in purged:
            kept += statistics_of(session, campaign)
    return sorted(kept, key=lambda each: (each.year, each.campaign, each.public))
