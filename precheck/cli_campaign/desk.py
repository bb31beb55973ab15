"""What the commands of decisions share: a campaign opened to work on, the candidate meant, how a state is told."""

from __future__ import annotations

import contextlib
import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from precheck.cli_store import open_store
from precheck.i18n import Message, Translator, msg

if TYPE_CHECKING:
    from precheck.campaign.procedure import Procedure
    from precheck.campaign.store import Store, Transaction
    from precheck.campaign.tables import Campaign, Candidacy
    from precheck.model.profile import Profile

candidate_argument = click.argument("who", metavar="CANDIDATE")
candidates_argument = click.argument("people", metavar="[CANDIDATE]...", nargs=-1)
candidacy_option = click.option(
    "--session",
    "number",
    type=click.IntRange(1),
    help="Number of the session. By default, the candidate's latest.",
)
judged_option = click.option(
    "--session",
    "number",
    type=click.IntRange(1),
    help="Number of the session. By default, the last that is closed, or the first when none is.",
)
csv_option = click.option(
    "--csv",
    "file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="A CSV or XLSX file with a line for each candidate; nothing of it is taken in when a line is wrong.",
)
yes_option = click.option("--yes", is_flag=True, help="Do not ask whether the list is right.")


@dataclass(frozen=True, slots=True)
class Desk:
    """A campaign to work on, in one transaction."""

    store: Store
    session: Transaction
    campaign: Campaign
    profile: Profile
    procedure: Procedure

    def candidacy(self, who: str, number: int | None = None) -> Candidacy:
        """The candidacy of that person, in that session or the latest."""
        from precheck.campaign.campaigns import candidate
        from precheck.campaign.sessions import last_candidacy

        return last_candidacy(candidate(self.campaign, who), number)

    def instant(self, moment: dt.datetime) -> str:
        """A moment as people of the institution read it."""
        return moment.astimezone(self.procedure.timezone).strftime("%d/%m/%Y %H:%M:%S %Z")


@contextlib.contextmanager
def desk(key: str, *, writing: bool = True) -> Iterator[Desk]:
    """Open a campaign; with `writing`, all that is done inside is kept, or nothing."""
    from precheck.campaign.campaigns import find, profile_of
    from precheck.campaign.procedure import Procedure

    with open_store() as store, store.writing() if writing else store.reading() as session:
        campaign = find(session, key, store.folder)
        profile = profile_of(campaign)
        yield Desk(store, session, campaign, profile, Procedure.of(profile))


def told(one: Candidacy, say: Translator) -> str:
    """A candidacy and where it stands: "42  DUPONT Marie: handed on to the jury"."""
    from precheck.campaign.states import STATE_WORD, State

    person = one.candidate
    state = STATE_WORD[State(one.state)]
    return f"{person.key}  " + say(msg("{name}: {state}", name=person.name, state=state))


def agreed(question: Message, yes: bool, say: Translator) -> bool:
    """Whether the person at the terminal agrees, or did already with --yes."""
    return yes or click.confirm(say(question), default=False)


def day_or_instant(until: str | None, zone: Any) -> dt.datetime | None:
    """A day (its last second, in the zone) or an instant, as given after --until."""
    from precheck.campaign.procedure import last_second

    if until is None:
        return None
    try:
        read: Callable[[str], dt.date] = dt.date.fromisoformat if len(until) == 10 else dt.datetime.fromisoformat
        return last_second(read(until), zone)
    except ValueError:
        raise click.BadParameter(f"{until!r} is neither a day such as 2017-05-24 nor an instant.") from None
