"""The page of the command line, from the commands themselves."""

from __future__ import annotations

from collections.abc import Iterator

import click

INTRODUCTION = """# Command line

What `precheck --help` and the help of each command say.
"""


def commands() -> Iterator[tuple[str, click.Context]]:
    """Every command with its full name ("precheck profile show") and its context, parents first."""
    from precheck.cli import main

    yield from _below("precheck", main, None)


def _below(name: str, command: click.Command, parent: click.Context | None) -> Iterator[tuple[str, click.Context]]:
    settings = {**command.context_settings, "terminal_width": 100, "max_content_width": 100}
    context = click.Context(command, parent=parent, info_name=name.rpartition(" ")[2], **settings)
    yield name, context
    if isinstance(command, click.Group):
        for child in command.list_commands(context):
            found = command.get_command(context, child)
            if found is not None and not found.hidden:
                yield from _below(f"{name} {child}", found, context)


def page() -> str:
    """The page, in Markdown."""
    return INTRODUCTION + "".join(
        f"\n## {name}\n\n```text\n{context.get_help().rstrip()}\n```\n" for name, context in commands()
    )
