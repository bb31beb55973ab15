"""`precheck campaign index` and `opt-out`."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import click

from precheck.cli_common import language_option
from precheck.cli_store import actor_option, campaign_argument, now_option, open_store
from precheck.i18n import Translator, msg


@click.command("index")
@campaign_argument
@click.argument("corpus", metavar="CORPUS", type=click.Path(path_type=Path, file_okay=False))
@click.option("--year", default="", metavar="YEAR", help="By default, the year in which the last session closed.")
@actor_option
@now_option
@language_option
def index_command(key: str, corpus: Path, year: str, actor: str, now: dt.datetime, lang: str) -> None:
    """Put the dossiers of a closed campaign into a corpus, for later years; those who opted out stay out."""
    from precheck.campaign.keeping.indexing import index
    from precheck.reading.pool import Reader

    with open_store() as store, Reader() as reader:
        done = index(store, key, corpus, reader, now, actor, year)
    told = msg("In the corpus: {added} new, {known} known; left out: {opted_out} on demand, {unreadable} unreadable.",
               added=done.added, known=done.known, opted_out=done.opted_out, unreadable=done.unreadable)  # fmt: skip
    click.echo(f"✓ {Translator(lang)(told)}")


@click.command("opt-out")
@campaign_argument
@click.argument("candidate", metavar="CANDIDATE")
@click.option("--undo", is_flag=True, help="The candidate agrees after all.")
@actor_option
@now_option
@language_option
def opt_out_command(key: str, candidate: str, undo: bool, actor: str, now: dt.datetime, lang: str) -> None:
    """Note that a candidate does not want the dossier to enter a corpus."""
    from precheck.campaign.keeping.indexing import opt_out

    with open_store() as store:
        number = opt_out(store, key, candidate, undo, now, actor)
    out = msg("Dossier no. {number} stays out of every corpus from now on.", number=number)
    back = msg("Dossier no. {number} may enter a corpus.", number=number)
    click.echo(f"✓ {Translator(lang)(back if undo else out)}")
