"""What the pages of evaluators share: who may open which dossier, and the dossier opened."""

from __future__ import annotations

import contextlib
import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask import abort, current_app, request, session, url_for

from precheck.campaign import campaigns
from precheck.campaign.accounts import Role
from precheck.campaign.errors import NewVersion, NoCandidate
from precheck.campaign.evaluation import assigned, looked, note_look, row_of
from precheck.campaign.exports.reports import Made, overruled, unnamed
from precheck.campaign.exports.rows import shown_deposit
from precheck.campaign.history import Entry, history_of
from precheck.campaign.procedure import Procedure
from precheck.campaign.results import source_of
from precheck.i18n import Message, msg
from precheck.model.report import Report
from web.access import me, store
from web.language import translator
from web.reports import Reports

if TYPE_CHECKING:
    from precheck.campaign.store import Transaction
    from precheck.campaign.tables import Campaign, Candidacy, Deposit
    from precheck.model.profile import Profile

NAMES = "names"
_CANDIDATE = msg("the candidate")


def now() -> dt.datetime:
    """The instant of the request."""
    return dt.datetime.now(dt.UTC)


def reports() -> Reports:
    """The reports of this process."""
    found: Reports = current_app.extensions["precheck-reports"]
    return found


def only_of(key: str) -> str | None:
    """Whose dossiers the person may open: one's own; None for those who may open all."""
    return None if me().may(Role.ADMINISTRATOR, key) else me().login


def names_shown(campaign: Campaign) -> bool:
    """Whether candidates are called by their names: never where the campaign is anonymous, else when asked for."""
    return not campaign.settings.get("anonymous") and bool(session.get(NAMES))


@dataclass(frozen=True, slots=True)
class Opened:
    """A dossier that the person may open, in one state of the store."""

    read: Transaction
    key: str
    campaign: Campaign
    profile: Profile
    one: Candidacy
    names: bool

    @property
    def number(self) -> int:
        return self.one.candidate.number

    @property
    def part(self) -> int:
        return self.one.session.number

    @property
    def procedure(self) -> Procedure:
        return Procedure.of(self.profile)

    @property
    def deposit(self) -> Deposit | None:
        return shown_deposit(self.one)

    @property
    def name(self) -> str:
        """The candidate's name where it may be shown, "" elsewhere."""
        return self.one.candidate.name if self.names else ""

    @property
    def stem(self) -> str:
        """How files about it are called."""
        return f"dossier-{self.number}"

    def made(self) -> Made | None:
        """The report after what evaluators said; without the name where it is not shown; None without a dossier."""
        deposit = self.deposit
        if deposit is None:
            return None
        result = reports().of(store(), self.profile, deposit)
        if isinstance(result, Report):
            result = overruled(result, deposit.overrules)
        made = Made(row_of(self.one), source_of(store(), deposit), result, "")
        return made if self.names else unnamed(made)

    def entries(self) -> tuple[Entry, ...]:
        """All that was done on it; the candidate is called so where the name is not shown, and so is the file."""
        return tuple(each if self.names else self._unnamed(each) for each in history_of(self.one))

    def _unnamed(self, entry: Entry) -> Entry:
        person, what = self.one.candidate, entry.what
        actor = translator()(_CANDIDATE) if entry.actor in {person.key, *person.others} else entry.actor
        if "file" in what.params:
            what = Message(what.msgid, {**what.params, "file": f"{self.stem}.pdf"}, what.plural, what.count)
        return Entry(entry.at, actor, what, entry.reason)

    def address(self, endpoint: str, **more: object) -> str:
        """The address of another page about it."""
        return url_for(endpoint, key=self.key, number=self.number, session=self.part, **more)  # type: ignore[arg-type]


def part_asked() -> int | None:
    """The session that the address names."""
    return request.args.get("session", type=int)


@contextlib.contextmanager
def opened(key: str, number: int) -> Iterator[Opened]:
    """The dossier of that anonymous number, which the person looks at; 404 for what is somebody else's."""
    with store().reading() as read:
        found = find(read, key, number)
        seen = looked(read, found.one, now(), me().login)
        if not seen:
            with store().writing() as write:
                note_look(write, key, number, now(), me().login, found.names)
        yield found


@contextlib.contextmanager
def writing(key: str, number: int) -> Iterator[Opened]:
    """The same to change something; all of it is kept, or nothing.

    Raises:
        NewVersion: the form was shown with another version of the dossier than there is now.
    """
    with store().writing() as write:
        found = find(write, key, number)
        shown = request.form.get("version", type=int)
        if shown is not None and (found.deposit is None or found.deposit.version != shown):
            raise NewVersion
        yield found


def find(read: Transaction, key: str, number: int) -> Opened:
    """The dossier in this state of the store."""
    campaign = campaigns.find(read, key, store().folder)
    try:
        one = assigned(read, campaign, number, only_of(key), part_asked())
    except NoCandidate:
        abort(404)
    return Opened(read, key, campaign, campaigns.profile_of(campaign), one, names_shown(campaign))
