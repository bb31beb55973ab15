"""`precheck serve`: the site, with everything it needs, on this machine."""

from __future__ import annotations

import click

from precheck.cli_common import language_option
from precheck.i18n import Translator, msg


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen at.")
@click.option("--port", type=click.IntRange(1, 65535), default=8000, show_default=True, help="The port to listen at.")
@language_option
def serve(host: str, port: int, lang: str) -> None:
    """Serve the site on this machine until Ctrl-C: pages, queue and worker.

    Settings come from the environment or from settings.toml in PRECHECK_DATA_DIR.
    """
    from web.addresses import public
    from web.serve import ensure_free, first_link
    from web.serve import serve as run
    from web.settings import load

    settings = load()
    ensure_free(host, port)
    say = Translator(lang)
    place = f"[{host}]" if ":" in host else host
    address = public(settings, "/") or f"http://{place}:{port}/"
    click.echo(say(msg("The site is at {address}", address=address)))
    click.echo(say(msg("Data: {folder}. Ctrl-C ends it.", folder=str(settings.data_dir))))
    if link := first_link(settings):
        told = msg("First administrator, once: {address}", address=address.rstrip("/") + link)
        click.echo(say(told))
    run(settings, host, port)
