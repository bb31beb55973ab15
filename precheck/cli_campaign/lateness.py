"""`precheck campaign accept` and `extend`: what a human decides about the window."""

from __future__ import annotations

import datetime as dt

import click

from precheck.cli_campaign.begin import moment
from precheck.cli_common import language_option
from precheck.cli_store import (
    actor_option,
    campaign_argument,
    now_option,
    open_store,
    reason_option,
    session_option,
)
from precheck.i18n import Translator, msg, msgs

_candidate = click.argument("said", metavar="CANDIDATE")


@click.command("accept")
@campaign_argument
@_candidate
@session_option
@reason_option
@actor_option
@now_option
@language_option
def accept_command(
    key: str, said: str, number: int | None, reason: str, actor: str, now: dt.datetime, lang: str
) -> None:
    """Accept the late dossier of a candidate: the extension that it needs is granted."""
    from precheck.campaign.campaigns import find
    from precheck.campaign.intake.storing import accept_late

    say = Translator(lang)
    with open_store() as store, store.writing() as session:
        deposit = accept_late(session, find(session, key, store.folder), said, number, now, actor, reason)
        told = msgs(
            "The dossier {file}, {count} second late, is accepted.",
            "The dossier {file}, {count} seconds late, is accepted.",
            deposit.late,
            file=deposit.name,
        )
    click.echo(f"✓ {say(told)}")


@click.command("extend")
@campaign_argument
@_candidate
@click.option(
    "--until", required=True, metavar="INSTANT", help="The last second, such as 20/05/2017 or 20/05/2017 12:00:00."
)
@session_option
@reason_option
@actor_option
@now_option
@language_option
def extend_command(
    key: str, said: str, until: str, number: int | None, reason: str, actor: str, now: dt.datetime, lang: str
) -> None:
    """Give a candidate more time to deposit. A day is meant whole; a time without a zone is that of the campaign."""
    from precheck.campaign.campaigns import find, profile_of
    from precheck.campaign.intake.cells import instant
    from precheck.campaign.intake.storing import extend
    from precheck.campaign.procedure import Procedure

    say = Translator(lang)
    with open_store() as store, store.writing() as session:
        campaign = find(session, key, store.folder)
        zone = Procedure.of(profile_of(campaign)).timezone
        one = extend(session, campaign, said, number, instant(until, zone), now, actor, reason)
        told = msg("The candidate {candidate} may deposit until {until}.", candidate=one.candidate.key,
                   until=moment(one.extension or now, zone))  # fmt: skip
    click.echo(f"✓ {say(told)}")
