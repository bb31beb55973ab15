"""`precheck campaign link`: the personal links of candidates."""

from __future__ import annotations

import datetime as dt

import click

from precheck.cli_campaign.desk import candidates_argument, desk
from precheck.cli_common import language_option
from precheck.cli_store import actor_option, campaign_argument, now_option
from precheck.i18n import Translator, msg


@click.command("link")
@campaign_argument
@candidates_argument
@actor_option
@now_option
@language_option
def link_command(key: str, people: tuple[str, ...], actor: str, now: dt.datetime, lang: str) -> None:
    """Make new personal links for candidates. Each is shown once, and earlier ones open nothing any more."""
    from precheck.campaign.accounts import personal_link
    from precheck.campaign.campaigns import candidate

    if not people:
        raise click.UsageError("Name the candidates.")
    with desk(key) as at:
        found = [candidate(at.campaign, who) for who in people]
        made = [(one.key, personal_link(at.session, one, now, actor)) for one in found]
    for who, secret in made:
        click.echo(f"{who}  /d/{secret}")
    told = msg("To be put after the address of the site. Each opens one person's dossier: send it to nobody else.")
    click.echo(Translator(lang)(told), err=True)
