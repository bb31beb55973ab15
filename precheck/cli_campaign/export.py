"""`precheck campaign export`."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import click

from precheck.cli_common import language_option
from precheck.cli_store import actor_option, campaign_argument, now_option, open_store, session_option
from precheck.i18n import Translator

EXPORTS = ("table", "feedback", "bundles", "batch", "attestations", "certificates", "yearly")


@click.command("export")
@campaign_argument
@click.argument("what", metavar="WHAT", type=click.Choice(EXPORTS))
@click.option(
    "--output",
    type=click.Path(path_type=Path),
    required=True,
    help="Where it goes; the ending says the form: .csv, .xlsx, .txt, .pdf, .zip, or a folder.",
)
@session_option
@click.option("--anonymous", is_flag=True, help="Say numbers in place of names, keys and names of files.")
@click.option("--year", metavar="YEAR", help="The year of the yearly table. By default, that of the campaign.")
@actor_option
@now_option
@language_option
def export_command(
    key: str,
    what: str,
    output: Path,
    number: int | None,
    anonymous: bool,
    year: str | None,
    actor: str,
    now: dt.datetime,
    lang: str,
) -> None:
    """Write what leaves a campaign; noted in the access log.

    WHAT is one of: table (a row a candidacy: .csv, .xlsx), feedback (each candidate's report and annotated dossier: a
    folder, or a .zip for Moodle), bundles (a .zip for each evaluator, in a folder), batch (the session on paper: .pdf),
    attestations (of the items acquired, for those who are not certified: a folder, .zip), certificates (the list of
    those who are: .pdf, .csv, .xlsx), yearly (the figures of all campaigns by year and by kind of candidate: .csv,
    .xlsx, .txt).
    """
    from precheck.campaign.exports import exporter
    from precheck.campaign.exports.base import Demand

    say = Translator(lang)
    with open_store() as store:
        done = exporter(what).export(Demand(store, key, output, say, now, actor, number, anonymous, year))
    click.echo(f"✓ {say(done.said)}")
    for each in done.notes:
        click.echo(f"  {say(each)}")
