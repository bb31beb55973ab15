"""`precheck backup`: the data folder in one file."""

from __future__ import annotations

from pathlib import Path

import click

from precheck.cli_common import language_option
from precheck.i18n import Translator, msg, msgs


@click.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@language_option
def backup(file: Path, lang: str) -> None:
    """Write all that PRECHECK_DATA_DIR holds to FILE, while the site goes on working.

    A database elsewhere (PRECHECK_DATABASE_URL) is not in it: back it up with its own tools, such as pg_dump, first.
    """
    from precheck.campaign.backup import write_backup
    from web.settings import load

    settings, say = load(), Translator(lang)
    count = write_backup(settings.data_dir, file)
    click.echo("✓ " + say(msgs("{count} file backed up.", "{count} files backed up.", count)))
    if settings.database_url:
        told = msg("The database is elsewhere and is not in this file: back it up with its own tools.")
        click.echo(f"! {say(told)}", err=True)
