"""What the commands of campaigns share: the key of the campaign, who acts, when, and the store."""

from __future__ import annotations

import datetime as dt
import getpass
import os
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from precheck.campaign.store import Store

ACTOR = "PRECHECK_ACTOR"

campaign_argument = click.argument("key", metavar="CAMPAIGN")
session_option = click.option(
    "--session",
    "number",
    type=click.IntRange(1),
    help="Number of the session. By default, the first that is not closed.",
)
reason_option = click.option("--reason", default="", help="Why; kept with the decision, and shown to whom it concerns.")


def actor_option(command: Any) -> Any:
    """`--as`: who acts, for the history and the access log."""
    return click.option(
        "--as", "actor", metavar="NAME", envvar=ACTOR, default=_login, show_default="login name",
        help="Who acts: noted in the history and in the access log.",
    )(command)  # fmt: skip


def _login() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return f"uid {os.getuid()}"


def now_option(command: Any) -> Any:
    """`--at`: the moment that counts instead of now, for what is recorded afterwards."""
    return click.option(
        "--at", "now", metavar="INSTANT", callback=_instant,
        help="The moment that counts, such as 2017-05-12T10:00:00+02:00. By default, now.",
    )(command)  # fmt: skip


def _instant(_ctx: click.Context, _parameter: click.Parameter, value: str | None) -> dt.datetime:
    if value is None:
        return dt.datetime.now(dt.UTC)
    try:
        moment = dt.datetime.fromisoformat(value)
    except ValueError:
        raise click.BadParameter(f"{value!r} is not a moment such as 2017-05-12T10:00:00+02:00.") from None
    if moment.tzinfo is None:
        raise click.BadParameter("the moment needs its zone, such as +02:00.")
    return moment.astimezone(dt.UTC)


def open_store() -> Store:
    """The store of the environment; use it as a context manager."""
    from precheck.campaign.store import Store

    return Store.default()
