"""`precheck restore`: what `precheck backup` wrote."""

from __future__ import annotations

from pathlib import Path

import click

from precheck.cli_common import language_option
from precheck.i18n import Translator, msgs


@click.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@language_option
def restore(file: Path, lang: str) -> None:
    """Put the backup FILE into PRECHECK_DATA_DIR, which must be empty; each file is proved by its hash."""
    from precheck.campaign.backup import restore_backup
    from web.settings import load

    count = restore_backup(file, load().data_dir)
    click.echo("✓ " + Translator(lang)(msgs("{count} file restored.", "{count} files restored.", count)))
