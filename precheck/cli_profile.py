"""`precheck profile`: what institutions ask for, as data to list, read, verify and begin."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import click

from precheck.cli_common import language_option
from precheck.errors import ExitCode
from precheck.i18n import Translator, msg, msgs


@click.group()
def profile() -> None:
    """List, read, verify and begin profiles: what an institution asks of a dossier."""


@profile.command("list")
@language_option
def list_(lang: str) -> None:
    """List the profiles supplied: id, title, institution."""
    from precheck.profile import read_source, shipped_profiles

    del lang
    files = [read_source(name).data for name in shipped_profiles()]
    rows = [(data["id"], data["title"], data["institution"]) for data in files]
    widths = [max(len(row[column]) for row in rows) for column in (0, 1)]
    for row in rows:
        click.echo(f"{row[0]:{widths[0]}}  {row[1]:{widths[1]}}  {row[2]}")


@profile.command()
@click.argument("reference", metavar="PROFILE")
@click.option("--toml", is_flag=True, help="Print the file itself.")
@language_option
def show(reference: str, toml: bool, lang: str) -> None:
    """Tell what a PROFILE asks: its rules with their gravity, clause and options, and what is left to a human."""
    from precheck.profile import load_profile, read_source

    if toml:
        click.echo(read_source(reference).text, nl=False)
        return
    from precheck.report.profile_text import render
    from precheck.rules.catalogue import RULES

    click.echo(render(load_profile(reference, RULES), Translator(lang)), nl=False)


@profile.command()
@click.argument("references", metavar="FILE…", nargs=-1, required=True)
@language_option
def validate(references: tuple[str, ...], lang: str) -> None:
    """Verify profiles (or frameworks of competences) and tell everything that is wrong, with its line.

    Exit code: 0 all valid, 4 something is wrong.
    """
    from precheck.profile import ProfileError, load_framework, load_profile, read_source
    from precheck.rules.catalogue import RULES

    say = Translator(lang)
    wrong = False
    for reference in references:
        try:
            if "domains" in read_source(reference).data:
                load_framework(Path(reference))
                valid = msg("{file}: valid framework.", file=reference)
            else:
                loaded = load_profile(reference, RULES)
                enabled = sum(setting.enabled for setting in loaded.rules.values())
                valid = msgs(
                    "{file}: valid profile, {count} rule enabled.",
                    "{file}: valid profile, {count} rules enabled.",
                    enabled,
                    file=reference,
                )
            click.echo(f"✓ {say(valid)}")
        except ProfileError as error:
            wrong = True
            click.echo("\n".join([f"✗ {say(error.message)}", *(f"  {say(line)}" for line in error.details)]), err=True)
    sys.exit(int(ExitCode.BAD_CONFIGURATION if wrong else ExitCode.CONFORMING))


@profile.command()
@click.argument("path", type=click.Path(path_type=Path))
@click.option("--extends", metavar="PROFILE", help="Take over this profile: the name of one supplied, or a TOML file.")
@click.option("--title", required=True, help="What people will read in lists.")
@click.option("--id", "id_", help="Its name, lower-case words joined by hyphens. By default, from the file's name.")
@language_option
def new(path: Path, extends: str | None, title: str, id_: str | None, lang: str) -> None:
    """Begin a profile at PATH: a commented file, valid as it is."""
    from precheck.output import write_whole
    from precheck.profile import load_profile
    from precheck.profile.starter import is_id, starter
    from precheck.rules.catalogue import RULES

    if path.exists():
        raise click.BadParameter(f"{path} already exists.", param_hint="PATH")
    if path.suffix != ".toml":
        raise click.BadParameter("The name of a profile ends with .toml.", param_hint="PATH")
    id_ = path.stem if id_ is None else id_
    if not is_id(id_):
        raise click.BadParameter(f"{id_!r} is not lower-case words joined by hyphens.", param_hint="--id")
    if not title.strip() or not title.isprintable():
        raise click.BadParameter("A title is a line of text.", param_hint="--title")
    parent = load_profile(extends, RULES) if extends else None
    text = starter(id_, title, parent, _beside(extends, path), Translator(lang))
    write_whole(path, text.encode("utf-8"))
    written = msg("{file} is written; open it and complete it.", file=str(path))
    click.echo(Translator(lang)(written))


def _beside(extends: str | None, path: Path) -> str | None:
    """`extends` as the new file must say it: a path is relative to the file that says it."""
    from precheck.profile import shipped_profiles

    if extends is None or extends in shipped_profiles():
        return extends
    return os.path.relpath(Path(extends).resolve(), path.resolve().parent)
