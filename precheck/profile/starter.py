"""The first text of a new profile: what must be said, and what may be, ready to be uncommented."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from precheck.i18n import Message, Translator, msg
from precheck.model.profile import Profile, RuleSetting, Screening
from precheck.profile.shapes import ID_TEXT


def is_id(text: str) -> bool:
    """Whether `text` may be a profile's id."""
    return ID_TEXT.pattern is not None and ID_TEXT.pattern.fullmatch(text) is not None


def starter(id_: str, title: str, parent: Profile | None, extends: str | None, say: Translator) -> str:
    """TOML text of a valid profile. Prose is commented with `# `, what may be uncommented with `#` alone.

    With a `parent`, which `extends` names, its rules are listed as they are set there.
    """
    parts = (_top(id_, title, parent, extends, say), _rules(parent, say), _screening(parent, say), _procedure(say))
    return "\n".join(line for part in parts for line in part) + "\n"


def _top(id_: str, title: str, parent: Profile | None, extends: str | None, say: Translator) -> Iterator[str]:
    yield from _note(say, msg("A profile for precheck. Lines that begin with # are comments."))
    yield from _note(say, msg("Remove the # before the settings that you want to change."))
    yield from _note(say, msg("Then verify it: precheck profile validate FILE"))
    yield ""
    yield f"id = {_toml(id_)}"
    yield f"title = {_toml(title)}"
    yield from _note(say, msg("Who asks, and the title of the document that says so."))
    if parent is not None:
        yield f"#institution = {_toml(parent.institution)}"
        yield f"#source = {_toml(parent.source)}"
        yield ""
        yield from _note(say, msg("All that this file does not say is taken from the profile that it extends."))
        yield f"extends = {_toml(extends)}"
    else:
        blank = _toml(say(msg("To be completed")))
        yield f"institution = {blank}"
        yield f"source = {blank}"
        yield 'framework = "c2i2e-2010"'
    yield ""
    yield from _note(say, msg("Years accepted on a dossier."))
    yield f"#years = {_toml(list(parent.years) if parent and parent.years else ['2016-2017'])}"


def _note(say: Translator, message: Message) -> Iterator[str]:
    yield f"# {say(message)}"


def _rules(parent: Profile | None, say: Translator) -> Iterator[str]:
    yield ""
    yield from _note(say, msg("A clause: the few words of your document that a rule rests on."))
    yield "#[clauses.example]"
    yield f"#article = {_toml('1.2')}"
    yield f"#quote = {_toml('20 pages maximum')}"
    yield ""
    if parent is None:
        yield from _note(say, msg("A rule. The list is given by: precheck rules"))
        yield "#[rules.too-many-pages]"
        yield '#clause = "example"'
        yield "#maximum = 20"
        return
    yield from _note(say, msg("The rules as they are; keep only what changes. “enabled = false” switches a rule off."))
    for setting in parent.rules.values():
        yield ""
        yield from (f"#{line}" for line in _rule(setting))


def _rule(setting: RuleSetting) -> Iterator[str]:
    yield f"[rules.{setting.rule}]"
    yield f"enabled = {_toml(setting.enabled)}"
    if setting.severity is not None:
        yield f"severity = {_toml(setting.severity.value)}"
    if setting.clause is not None:
        yield f"clause = {_toml(setting.clause)}"
    for key, value in setting.options.items():
        yield f"{key} = {_toml(value)}"


def _screening(parent: Profile | None, say: Translator) -> Iterator[str]:
    screening = parent.screening if parent else Screening()
    yield ""
    yield from _note(say, msg("The comparison with other texts: from which share on passages are to be reviewed,"))
    yield from _note(say, msg("for which reasons some are set aside, and texts that every candidate may copy."))
    yield "#[screening]"
    yield f"#review = {_toml(screening.review)}"
    yield f"#alert = {_toml(screening.alert)}"
    yield f"#common-authors = {_toml(screening.common_authors)}"
    yield f"#exclusions = {_toml(list(screening.exclusions))}"
    yield f"#templates = {_toml([say(msg('The plan that the institution hands out.'))])}"


def _procedure(say: Translator) -> Iterator[str]:
    yield ""
    yield from _note(say, msg("The calendar: first and last day of deposit, both included."))
    yield "#[procedure]"
    yield '#timezone = "Europe/Paris"'
    yield "#reworks = 1"
    yield "#[[procedure.windows]]"
    yield "#opens = 2017-05-10"
    yield "#closes = 2017-05-17"


def _toml(value: Any) -> str:
    """A text, number, truth value, list or table as TOML, on one line."""
    if isinstance(value, Mapping):
        return "{ " + ", ".join(f"{key} = {_toml(each)}" for key, each in value.items()) + " }"
    if isinstance(value, list):
        return "[" + ", ".join(map(_toml, value)) + "]"
    # JSON's escapes are TOML's; only DEL must be escaped in TOML and is not in JSON.
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
