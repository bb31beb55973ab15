"""`precheck campaign`: an administrator's whole job from a terminal.

A command is one file beside this one; it is imported when it is asked for.
"""

from __future__ import annotations

from importlib import import_module

import click

COMMANDS = {
    "abandon": "closing",
    "accept": "lateness",
    "anonymise": "keep",
    "archive": "keep",
    "assign": "evaluate",
    "call": "oral",
    "cancel": "candidacy",
    "claim": "jury",
    "close": "closing",
    "copy": "jury",
    "deposit": "deposit",
    "eligible": "closing",
    "enter": "candidacy",
    "export": "export",
    "export-person": "keep",
    "extend": "lateness",
    "groups": "clusters",
    "hear": "oral",
    "history": "candidacy",
    "index": "reference",
    "init": "begin",
    "items": "items",
    "jury": "jury",
    "link": "link",
    "list": "begin",
    "opt-out": "reference",
    "overrule": "evaluate",
    "postpone": "oral",
    "purge": "keep",
    "reopen": "candidacy",
    "reopen-session": "closing",
    "rework": "evaluate",
    "roster": "roster",
    "screen": "screen",
    "status": "standing",
    "transmit": "evaluate",
    "unarchive": "keep",
}
"""The commands, and the module of this package where each stands as `<name>_command`."""


class _Commands(click.Group):
    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module = import_module(f"{__name__}.{COMMANDS[cmd_name]}")
        command: click.Command = getattr(module, f"{cmd_name.replace('-', '_')}_command")
        return command


@click.group(cls=_Commands)
def campaign() -> None:
    """Run a campaign: roster, deposits, screening at close, decisions, exports.

    Data lie in the folder PRECHECK_DATA_DIR (by default the user's own data folder), in SQLite, or in the PostgreSQL
    database of PRECHECK_DATABASE_URL.
    """
