"""`precheck rules`: what is checked, in a list or one rule at length."""

from __future__ import annotations

import inspect

import click

from precheck.cli_common import language_option
from precheck.i18n import Translator


@click.command()
@click.argument("code", required=False)
@language_option
def rules(code: str | None, lang: str) -> None:
    """List the rules, or explain the one with this CODE (or name)."""
    from precheck.rules.registry import all_rules

    say = Translator(lang)
    known = all_rules()
    if code is None:
        for rule in known.values():
            click.echo(f"{rule.code}  {rule.name:36} {say(rule.title)}")
        return
    found = [rule for rule in known.values() if code.lower() in (rule.code.lower(), rule.name)]
    if not found:
        raise click.BadParameter(f"no rule is called {code!r}; `precheck rules` lists them", param_hint="CODE")
    click.echo(f"{found[0].code} {found[0].name}\n\n{inspect.getdoc(found[0])}")
