"""Looking at the groups of a campaign: noted, and the threshold kept on demand."""

from __future__ import annotations

import datetime as dt

from precheck.campaign import campaigns
from precheck.campaign.groups import join, keep_threshold, members, proposed_threshold, shares, threshold_of
from precheck.campaign.groups_page import Found
from precheck.campaign.store import Store


def look(
    store: Store, key: str, threshold: float | None, keep: bool, now: dt.datetime, actor: str, named: bool = True
) -> Found:
    """The groups at a threshold (0 to 1); None is the campaign's own, or else the one proposed. Raises `NoCampaign`."""
    with store.writing() as session:
        campaign = campaigns.find(session, key, store.folder)
        found, known = shares(session, campaign), members(session, campaign)
        at = threshold_of(campaign, found) if threshold is None else threshold
        if keep:
            keep_threshold(campaign, at)
        campaigns.log(session, now, actor, "groups", key, threshold=at, kept=keep, named=named)
        return Found(key, join(found, known, at), found, known, at, proposed_threshold(found), named)
