"""`precheck campaign screen`."""

from __future__ import annotations

import contextlib
import dataclasses
import datetime as dt
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from precheck.cli_campaign.progress import INTERRUPTED, progress
from precheck.cli_common import language_option
from precheck.cli_options import corpus_option, jobs_option
from precheck.cli_store import actor_option, campaign_argument, now_option, open_store, session_option
from precheck.i18n import Translator, msg, msgs

if TYPE_CHECKING:
    from precheck.campaign.screening.executors import Executor
    from precheck.campaign.screening.run import Summary


@click.command("screen")
@campaign_argument
@session_option
@corpus_option
@jobs_option
@click.option(
    "--cluster",
    "where",
    metavar="WHERE",
    help="Work on a cluster instead: local, slurm, oar, or the address of a Dask scheduler, tcp://HOST:PORT.",
)
@click.option("--json", "as_json", is_flag=True, help="Tell what was done in JSON, for programs.")
@actor_option
@now_option
@language_option
def screen_command(
    key: str,
    number: int | None,
    corpora: tuple[Path, ...],
    jobs: int,
    where: str | None,
    as_json: bool,
    actor: str,
    now: dt.datetime,
    lang: str,
) -> None:
    """Check every deposit of a session, and compare it with corpora and with all the other deposits.

    Each result is kept as it comes. Stopped at any moment and run again, it does what is left. A deposit is checked
    again when something changed that its result depends on: the version, the profile, a corpus, another deposit.
    """
    from precheck.campaign.screening.run import screen

    say = Translator(lang)
    with open_store() as store:
        try:
            with _executor(where, jobs, store.folder.absolute() / "work" / "logs") as executor, progress(say) as watch:
                summary = screen(store, key, number, corpora, executor, now, actor, watch)
        except KeyboardInterrupt:
            again = msg("Interrupted. What is done is kept: run the same command again, and it does what is left.")
            click.echo(f"\n{say(again)}", err=True)
            sys.exit(INTERRUPTED)
    if as_json:
        click.echo(json.dumps(dataclasses.asdict(summary), ensure_ascii=False, indent=2))
    else:
        _tell(say, summary)


@contextlib.contextmanager
def _executor(where: str | None, jobs: int, logs: Path) -> Iterator[Executor]:
    if where is None:
        from precheck.campaign.screening.executors import Pool, one_thread_each

        with one_thread_each(), Pool(jobs) as pool:
            yield pool
    else:
        from precheck.campaign.screening.cluster import cluster

        with cluster(where, jobs, logs) as workers:
            yield workers


def _tell(say: Translator, summary: Summary) -> None:
    done = msg("Session {number}: {deposits}, {checked}.", number=summary.session,
               deposits=msgs("{count} deposit", "{count} deposits", summary.deposits),
               checked=msgs("{count} checked now", "{count} checked now", summary.checked))  # fmt: skip
    click.echo(f"✓ {say(done)}")
    for verdict, count in sorted(summary.verdicts.items()):
        line = msg("{verdict}: {count}", verdict=WORDS[verdict], count=count)
        click.echo(f"  {say(line)}")
    if summary.unsettled:
        broken = msgs(
            "{count} could not be checked, through no fault of the file: run it again, and look into the log if it "
            "happens again.",
            "{count} could not be checked, through no fault of the files: run it again, and look into the log if it "
            "happens again.",
            summary.unsettled,
        )
        click.echo(f"  {say(broken)}")


WORDS = {
    "conforming": msg("conforming"),
    "to_verify": msg("to verify"),
    "not_conforming": msg("not conforming"),
    "refused": msg("not readable"),
}
