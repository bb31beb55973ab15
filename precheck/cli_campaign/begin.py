"""`precheck campaign init` and `list`."""

from __future__ import annotations

import datetime as dt
import json

import click

from precheck.cli_common import language_option
from precheck.cli_options import profile_option
from precheck.cli_store import actor_option, campaign_argument, now_option, open_store
from precheck.i18n import Translator, msg, msgs


@click.command("init")
@campaign_argument
@profile_option
@click.option("--title", default="", help="What it is called. By default, the title of the profile.")
@actor_option
@now_option
@language_option
def init_command(key: str, profile_id: str, title: str, actor: str, now: dt.datetime, lang: str) -> None:
    """Begin a campaign with the sessions of a profile's calendar."""
    from precheck.campaign.campaigns import begin
    from precheck.profile import load_profile
    from precheck.rules.catalogue import RULES

    say = Translator(lang)
    profile = load_profile(profile_id, RULES)
    with open_store() as store, store.writing() as session:
        campaign = begin(session, key, profile, profile_id, now, actor, title)
        lines = [
            msg("session {number}, {name}: until {closes}", number=each.number, name=each.name,
                closes=moment(each.closes))
            for each in campaign.sessions
        ]  # fmt: skip
        ready = msg("The campaign {campaign} is ready: {title}.", campaign=key, title=campaign.title)
    click.echo(f"✓ {say(ready)}")
    for line in lines:
        click.echo(f"  {say(line)}")


@click.command("list")
@click.option("--json", "as_json", is_flag=True, help="Answer in JSON, for programs.")
@language_option
def list_command(as_json: bool, lang: str) -> None:
    """List the campaigns: key, phase, candidates, title."""
    from precheck.campaign.campaigns import all_campaigns
    from precheck.campaign.states import PHASE_WORD, Phase

    say = Translator(lang)
    with open_store() as store, store.reading() as session:
        found = all_campaigns(session)
        rows = [
            {"key": one.key, "phase": one.phase, "candidates": len(one.candidates), "title": one.title} for one in found
        ]
    if as_json:
        click.echo(json.dumps(rows, ensure_ascii=False, indent=2))
        return
    for row in rows:
        people = say(msgs("{count} candidate", "{count} candidates", int(str(row["candidates"]))))
        click.echo(f"{row['key']}  {say(PHASE_WORD[Phase(str(row['phase']))])}  {people}  {row['title']}")
    click.echo(say(msgs("{count} campaign", "{count} campaigns", len(rows))))


def moment(instant: dt.datetime, zone: dt.tzinfo | None = None) -> str:
    """An instant as people read it, with its zone, in that of the campaign (by default Europe/Paris)."""
    from zoneinfo import ZoneInfo

    return instant.astimezone(zone or ZoneInfo("Europe/Paris")).strftime("%d/%m/%Y %H:%M:%S %Z")
