"""One file of one candidate, as it comes from the site or from a program."""

from __future__ import annotations

import datetime as dt

from precheck.campaign.campaigns import current, find
from precheck.campaign.intake.deposits import Choices, plan_deposits
from precheck.campaign.intake.roles import Role
from precheck.campaign.intake.sources import Incoming, printable
from precheck.campaign.intake.storing import Outcome, apply_deposits
from precheck.campaign.store import Store
from precheck.i18n import Translator
from precheck.reading.errors import NotAPdf


def deposit_one(
    store: Store, key: str, number: int | None, candidate: str, role: Role, name: str, data: bytes, now: dt.datetime,
    actor: str, say: Translator,
) -> Outcome:  # fmt: skip
    """Deposit a file for a candidate; what became of it.

    Args:
        key: of the campaign.
        number: of the session; None for the current one.
        candidate: as `campaigns.candidate` finds one.
        say: the language of the receipt.

    Raises:
        NoCampaign, NoCandidate, CampaignOver: as they say.
        NotAPdf: the bytes are no PDF.
        StoreFull: the disk is full; nothing is recorded.
    """
    file = Incoming(printable(name), lambda: data)
    with store.reading() as session:
        campaign = find(session, key, store.folder)
        plan = plan_deposits(campaign, current(campaign, number), [file], Choices(candidate=candidate, role=role))
    for outcome in apply_deposits(store, plan, now, actor, say):
        return outcome
    raise NotAPdf(file=file.name)
