"""`precheck work`: a worker of the site, for where the site is started by something else than `precheck serve`."""

from __future__ import annotations

import click

from precheck.cli_common import language_option


@click.command()
@language_option
def work(lang: str) -> None:
    """Work for the site until SIGTERM: check drafts, send mails, erase what is too old.

    `precheck serve` starts a worker by itself; this is for a site behind a server of its own. Settings are the same.
    """
    from web.settings import load
    from web.worker import work as run

    run(load())
