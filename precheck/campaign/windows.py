"""The window of a session: an administrator moves its end, with a reason."""

from __future__ import annotations

import datetime as dt

from sqlalchemy.orm import Session

from precheck.campaign.campaigns import log
from precheck.campaign.errors import CampaignError, NotYet, ReasonMissing
from precheck.campaign.tables import CampaignSession
from precheck.i18n import msg


class EndsTooSoon(CampaignError):
    """A window can only be made longer: nobody loses time that was promised."""

    what = msg("The new end of a session comes after the one that was announced.")
    remedy = msg("Give a later day. To end it sooner, close the session, with a reason.")


def move_end(
    session: Session, window: CampaignSession, until: dt.datetime, now: dt.datetime, actor: str, reason: str
) -> None:
    """Everybody may deposit until that second.

    Raises:
        ReasonMissing: no reason is given.
        NotYet: the session is closed.
        EndsTooSoon: the new end is not later than the present one.
    """
    if not reason.strip():
        raise ReasonMissing()
    if window.closed is not None:
        raise NotYet(window.number, msg("it is closed already"))
    if until <= window.closes:
        raise EndsTooSoon()
    window.closes = until.replace(microsecond=0)
    log(session, now, actor, "move-end", window.campaign.key, str(window.number), until=until.isoformat(),
        reason=reason)  # fmt: skip
