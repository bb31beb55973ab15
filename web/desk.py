"""What the pages of an administrator share: a campaign opened to work on, and errors told where they arose."""

from __future__ import annotations

import contextlib
import datetime as dt
import functools
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar
from zoneinfo import ZoneInfo

from flask import Response, abort, current_app, flash, g, request, url_for

from precheck.campaign import campaigns
from precheck.campaign.errors import NoCampaign, NoCandidate
from precheck.campaign.intake.cells import instant
from precheck.campaign.procedure import Procedure
from precheck.errors import PrecheckError
from precheck.i18n import Message
from web.access import me, store
from web.language import say
from web.queue import Queue
from web.security import see_other
from web.settings import Settings

if TYPE_CHECKING:
    from precheck.campaign.store import Store, Transaction
    from precheck.campaign.tables import Campaign, CampaignSession, Candidacy, Candidate
    from precheck.model.profile import Profile

View = TypeVar("View", bound=Callable[..., Any])


@dataclass(frozen=True, slots=True)
class Desk:
    """A campaign in one transaction, and who works on it when."""

    store: Store
    session: Transaction
    campaign: Campaign
    profile: Profile
    procedure: Procedure
    now: dt.datetime
    actor: str

    @property
    def zone(self) -> ZoneInfo:
        return self.procedure.timezone

    def log(self, action: str, subject: str = "", **detail: object) -> None:
        """Note in the access log what the person does."""
        campaigns.log(self.session, self.now, self.actor, action, self.campaign.key, subject, **detail)

    def candidate(self, number: int) -> Candidate:
        """The candidate of that anonymous number; for others there is no page."""
        found = [one for one in self.campaign.candidates if one.number == number]
        if not found:
            abort(404)
        return found[0]

    def window(self, said: str | int | None) -> CampaignSession:
        """The session of that number, by default the current one; for others there is no page."""
        if not self.campaign.sessions:
            abort(404)
        try:
            return campaigns.current(self.campaign, int(said) if said else None)
        except (NoCampaign, ValueError):
            abort(404)

    def candidacy(self, number: int, window: int) -> Candidacy:
        """That of a candidate in a session; for others there is no page."""
        try:
            return campaigns.candidacy(self.candidate(number), self.window(window))
        except NoCandidate:
            abort(404)


@contextlib.contextmanager
def desk(key: str, *, writing: bool = False) -> Iterator[Desk]:
    """Open a campaign; with `writing`, all that is done inside is kept, or nothing. Unknown campaigns have no page."""
    kept = store()
    with kept.writing() if writing else kept.reading() as session:
        try:
            campaign = campaigns.find(session, key, kept.folder)
        except NoCampaign:
            abort(404)
        profile = campaigns.profile_of(campaign)
        yield Desk(kept, session, campaign, profile, Procedure.of(profile), now(), me().login)


def now() -> dt.datetime:
    """The clock, read at this edge only."""
    return dt.datetime.now(dt.UTC)


def queue() -> Queue:
    """The queue of the site."""
    found: Queue = current_app.extensions["precheck-queue"]
    return found


def settings() -> Settings:
    """The settings of the site."""
    found: Settings = current_app.config["SETTINGS"]
    return found


def told_on(show: Callable[..., Any]) -> Callable[[View], View]:
    """What a step refuses is told on the page `show`, where it was asked for, with what the person had filled in."""

    def decorate(view: View) -> View:
        @functools.wraps(view)
        def stepping(**values: Any) -> Any:
            try:
                return view(**values)
            except PrecheckError as error:
                g.refusal = error
                return show(**values), 409

        return stepping  # type: ignore[return-value]

    return decorate


def back(endpoint: str, said: Message | None = None, **values: Any) -> Response:
    """To a page, with a word on what was done."""
    if said is not None:
        flash(say(said))
    return see_other(url_for(endpoint, **values))


def field(name: str) -> str:
    """What a form says, without spaces around it."""
    return request.form.get(name, "").strip()


def moment(name: str, zone: ZoneInfo) -> dt.datetime:
    """The instant that a form says: the last second of a day, or with a time, that time. Raises `NotAnInstant`."""
    return instant(field(name).replace("T", " "), zone)
