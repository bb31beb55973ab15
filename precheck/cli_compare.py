"""`precheck compare`: two texts side by side."""

from __future__ import annotations

from pathlib import Path

import click

from precheck.cli_batch import put
from precheck.cli_common import language_option
from precheck.cli_options import format_option, profile_option
from precheck.i18n import Translator
from precheck.profile import load_profile
from precheck.reading.pool import Reader, Source
from precheck.screening import compare as compare_texts
from precheck.screening import read_text


@click.command()
@click.argument("first", type=click.Path(path_type=Path))
@click.argument("second", type=click.Path(path_type=Path))
@profile_option
@format_option("text", "html", "json")
@click.option(
    "--output", type=click.Path(path_type=Path), help="The file that the result goes to. By default, on the screen."
)
@language_option
def compare(first: Path, second: Path, profile_id: str, form: str, output: Path | None, lang: str) -> None:
    """Show the passages that FIRST (a PDF, or a text in UTF-8) has in common with SECOND. Nothing is set aside.

    Exit code: 0 whatever is found, 2 wrong usage, 3 a file that cannot be read, 4 wrong profile, 70 internal error.
    """
    from precheck.report.comparison import Comparison, render_html, render_json, render_text

    profile = load_profile(profile_id)
    with Reader() as reader:
        one, other = (read_text(Source.load(path, reader.limits), reader, profile) for path in (first, second))
    found = Comparison(one.name, other.name, compare_texts(one, other, profile.screening), one.dossier)
    if form == "json":
        put(render_json(found), output)
    else:
        put((render_html if form == "html" else render_text)(found, Translator(lang)), output)
