"""The page of rules: a table of all, then what each says of itself."""

from __future__ import annotations

import dataclasses
import gettext
import inspect
import re
from typing import Any, get_args, get_type_hints

from precheck.i18n import DOMAIN, LOCALE_DIR, Message
from precheck.model.profile import Profile
from precheck.profile import load_profile, shipped_profiles
from precheck.rules.base import Rule
from precheck.rules.registry import all_rules

SECTIONS = ("What it checks", "Why", "How to fix", "Limits", "Options")
INTRODUCTION = """# Rules

Each rule is one file of this folder; its docstring is what is read here. A profile turns rules on and may change their
severity, their clause, their requirement numbers and their options. The last columns show what the shipped profiles
ask: ● an error (it blocks the dossier), ○ a warning, · an information.

"""
SIGNS = {"error": "●", "warning": "○", "info": "·"}


def page() -> str:
    """The page, in Markdown."""
    profiles = [load_profile(name) for name in shipped_profiles()]
    rules = list(all_rules().values())
    head = ["code", "rule", "demand", "requirements", *(profile.id for profile in profiles)]
    rows = [head, ["---"] * len(head), *(_row(rule, profiles) for rule in rules)]
    table = "".join(f"| {' | '.join(row)} |\n" for row in rows)
    return INTRODUCTION + table + "".join(map(_section, rules))


def _row(rule: Rule[Any], profiles: list[Profile]) -> list[str]:
    anchor = f"{rule.code}-{rule.name}".lower()
    demand = f"{rule.title.msgid}<br>*{_french(rule.title)}*"
    numbers = ", ".join(map(str, rule.requirements))
    return [rule.code, f"[{rule.name}](#{anchor})", demand, numbers, *(_sign(rule, profile) for profile in profiles)]


def _french(message: Message) -> str:
    return gettext.translation(DOMAIN, LOCALE_DIR, ["fr"], fallback=True).gettext(message.msgid)


def _sign(rule: Rule[Any], profile: Profile) -> str:
    setting = profile.rules.get(rule.name)
    if setting is None or not setting.enabled:
        return ""
    return SIGNS[(setting.severity or rule.severity).value]


def _section(rule: Rule[Any]) -> str:
    # A heading of the docstring becomes a bold line, and what is indented below it a plain paragraph.
    lines = [
        f"\n**{line}**\n" if line in SECTIONS else line.removeprefix("    ")
        for line in inspect.cleandoc(type(rule).__doc__ or "").splitlines()
    ]
    text = re.sub(r"\n{3,}", "\n\n", "\n".join(lines))
    return f"\n## {rule.code} {rule.name}\n\n{text}\n{_options(rule)}"


def _options(rule: Rule[Any]) -> str:
    fields = dataclasses.fields(rule.options)
    if not fields:
        return ""
    hints = get_type_hints(rule.options)
    rows = "".join(
        f"| `{field.name.replace('_', '-')}` | {_type(hints[field.name])} | `{_default(field)}` |\n" for field in fields
    )
    return f"\n| option | type | default |\n|---|---|---|\n{rows}"


def _type(hint: Any) -> str:
    written = hint.__name__ if isinstance(hint, type) and not get_args(hint) else str(hint)
    return re.sub(r"\b(?:\w+\.)+", "", written).replace("|", "or")


def _default(field: dataclasses.Field[Any]) -> str:
    """The default as TOML writes it, shortened when it is a long list."""
    if field.default is not dataclasses.MISSING:
        value = field.default
    elif field.default_factory is not dataclasses.MISSING:
        value = field.default_factory()
    else:
        return "(to be given)"
    if isinstance(value, bool):
        return str(value).lower()
    text = repr(list(value)) if isinstance(value, tuple | frozenset) else repr(value)
    return (text if len(text) <= 120 else f"{text[:117]}…").replace("|", "\\|")
