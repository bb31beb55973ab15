"""The command line: arguments to the orchestrator, its result to a renderer, the verdict to an exit code."""

from __future__ import annotations

import logging
import sys
from importlib import import_module
from typing import Any

import click

from precheck import __version__
from precheck.errors import PrecheckError
from precheck.i18n import DEFAULT_LANGUAGE, Translator

COMMANDS = (
    "backup",
    "campaign",
    "check",
    "compare",
    "corpus",
    "profile",
    "receipt",
    "restore",
    "rules",
    "screen",
    "serve",
    "user",
    "work",
)
"""Each is a click command of that name in the module `precheck.cli_<name>`, imported when it is asked for."""


class _Commands(click.Group):
    """Turns the product's errors into a sentence, a remedy and an exit code, in one place."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = getattr(import_module(f"precheck.cli_{cmd_name}"), cmd_name)
        return command

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except PrecheckError as error:
            say = Translator(_language(ctx))
            lines = [f"✗ {say(error.message)}", *(f"  {say(detail)}" for detail in error.details)]
            click.echo("\n".join([*lines, f"  → {say(error.advice)}"]), err=True)
            ctx.exit(int(error.exit_code))


def _language(ctx: click.Context) -> str:
    """The language that the command was asked to speak, if it got that far."""
    return str((ctx.meta.get("precheck.language")) or DEFAULT_LANGUAGE)


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, "--version", message="%(prog)s %(version)s")
@click.option("--debug", is_flag=True, help="Tell on the error output what the program does.")
def main(debug: bool) -> None:
    """Check PDF dossiers before they are deposited, and show the evidence on the page."""
    if debug:
        logging.basicConfig(level=logging.DEBUG, stream=sys.stderr)
