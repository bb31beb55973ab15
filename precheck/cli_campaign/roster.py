"""`precheck campaign roster`."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import click

from precheck.cli_common import language_option
from precheck.cli_store import actor_option, campaign_argument, now_option, open_store, session_option
from precheck.i18n import Translator, msg, msgs


def _columns(_ctx: click.Context, _parameter: click.Parameter, values: tuple[str, ...]) -> dict[str, str]:
    for value in values:
        if "=" not in value:
            raise click.BadParameter(f"{value!r} is not FIELD=NAME, such as surname=NOM_USUEL.")
    return dict(value.split("=", 1) for value in values)


@click.command("roster")
@campaign_argument
@click.argument("file", metavar="FILE", type=click.Path(path_type=Path))
@click.option(
    "--column", "columns", multiple=True, metavar="FIELD=NAME", callback=_columns,
    help="Which column tells a field, such as surname=NOM_USUEL; may be given several times.",
)  # fmt: skip
@session_option
@click.option("--dry-run", is_flag=True, help="Tell what would happen; change nothing.")
@actor_option
@now_option
@language_option
def roster_command(
    key: str, file: Path, columns: dict[str, str], number: int | None, dry_run: bool, actor: str, now: dt.datetime,
    lang: str,
) -> None:  # fmt: skip
    """Import the candidates from a CSV or XLSX file. Wrong lines are told, and then nothing is imported.

    Imported again, it updates the candidates by their keys and adds new ones; it never removes anybody.
    """
    from precheck.campaign.campaigns import current, find, profile_of
    from precheck.campaign.intake.errors import RosterInvalid
    from precheck.campaign.intake.roster import apply_roster, plan_roster
    from precheck.campaign.intake.tables import read_table

    say = Translator(lang)
    table = read_table(file)
    with open_store() as store, store.writing() as session:
        campaign = find(session, key, store.folder)
        into = current(campaign, number)
        plan = plan_roster(campaign, into, profile_of(campaign), table, columns)
        if plan.faults:
            raise RosterInvalid(plan.name, plan.faults)
        if not dry_run:
            apply_roster(session, campaign, into, plan, now, actor)
    counts = [
        msgs("{count} new candidate", "{count} new candidates", len(plan.new)),
        msgs("{count} updated", "{count} updated", len(plan.changed)),
        msgs("{count} unchanged", "{count} unchanged", plan.unchanged),
    ]
    click.echo(f"✓ {', '.join(map(say, counts))}")
    if plan.ignored:
        aside = msg("Columns left aside: {columns}.", columns=", ".join(plan.ignored))
        click.echo(f"  {say(aside)}")
    if dry_run:
        nothing = msg("Nothing was changed (--dry-run).")
        click.echo(f"  {say(nothing)}")
