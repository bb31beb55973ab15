"""What the commands share: the language option and where messages go."""

from __future__ import annotations

from typing import Any

import click

from precheck.i18n import DEFAULT_LANGUAGE, LANGUAGES


def _remember(ctx: click.Context, _parameter: click.Parameter, value: str) -> str:
    ctx.meta["precheck.language"] = value
    return value


def language_option(command: Any) -> Any:
    """`--lang`: the language of everything the command says."""
    return click.option(
        "--lang",
        type=click.Choice(LANGUAGES),
        default=DEFAULT_LANGUAGE,
        show_default=True,
        envvar="PRECHECK_LANG",
        callback=_remember,
        is_eager=True,
        help="Language of the report and of the messages.",
    )(command)
