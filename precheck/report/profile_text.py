"""A profile as a person reads it: what is asked, how grave it is, and the words it rests on."""

from __future__ import annotations

import dataclasses
import datetime
from collections.abc import Iterator, Mapping
from typing import Any

from precheck.i18n import Message, Translator, msg, msgs
from precheck.model.finding import Clause, Severity
from precheck.model.profile import Framework, Profile
from precheck.report.wording import ROOM_TITLE
from precheck.rules.registry import PlannedRule, plan

SEVERITY_WORD: Mapping[Severity, Message] = {
    Severity.ERROR: msg("blocks the dossier"),
    Severity.WARNING: msg("to improve"),
    Severity.INFO: msg("for information"),
}

PROCEDURE_WORD: Mapping[str, Message] = {
    "timezone": msg("Time zone"),
    "reworks": msg("Re-works allowed"),
    "claim-days": msg("Days to make a claim"),
    "required-documents": msg("Documents to join"),
    "deposit-forms": msg("Deposited as"),
    "windows": msg("Deposit windows"),
    "oral": msg("Oral"),
    "name": msg("Name"),
    "opens": msg("opens"),
    "closes": msg("closes"),
    "jury-from": msg("jury from"),
    "jury-to": msg("jury to"),
    "held": msg("held"),
    "minutes": msg("minutes"),
    "presentation-minutes": msg("minutes of presentation"),
    "discussion-minutes": msg("minutes of discussion"),
    "jurors": msg("jurors"),
    "slides": msg("slides"),
    "postponement-motives": msg("motives for another date"),
}
VALUE_WORD: Mapping[str, Message] = {
    "always": msg("always"),
    "on-request": msg("on request"),
    "never": msg("never"),
    "file": msg("a file"),
    "link": msg("a link"),
    "pdf": msg("in PDF"),
}


def render(profile: Profile, say: Translator) -> str:
    """The whole profile in plain text. Rules switched off are left out; options are those in force."""
    blocks = [
        _head(profile, say),
        _parts(profile),
        _rules(profile, say),
        _reminders(profile, say),
        _procedure(profile, say),
    ]
    titles = [None, msg("Parts"), msg("Rules"), msg("Left to a human"), msg("Procedure")]
    told = []
    for title, lines in zip(titles, map(list, blocks), strict=True):
        if lines:
            told.append("\n".join(lines if title is None else [say(title), *lines]))
    return "\n\n".join(told) + "\n"


def _head(profile: Profile, say: Translator) -> Iterator[str]:
    yield f"{profile.title} ({profile.id})"
    yield profile.institution
    yield say(msg("Source: {source}", source=profile.source))
    if profile.years:
        yield say(msg("Years: {years}", years=", ".join(profile.years)))
    if profile.framework:
        yield say(msg("Framework: {framework}", framework=_framework(profile.framework)))


def _framework(framework: Framework) -> Message:
    told = msgs(
        "{title}; {required} of {count} item needed",
        "{title}; {required} of {count} items needed",
        len(framework.competences),
        title=framework.title,
        required=framework.required,
    )
    if framework.mandatory:
        return msg("{framework}; mandatory: {codes}", framework=told, codes=", ".join(framework.mandatory))
    return told


def _parts(profile: Profile) -> Iterator[str]:
    for part in profile.outline.parts:
        yield f"  {part.number}. {part.title}"
        if part.competences:
            yield f"     {', '.join(part.competences)}"


def _rules(profile: Profile, say: Translator) -> Iterator[str]:
    room = ""
    for planned in plan(profile).rules:
        rule = planned.rule
        if rule.code[0] != room:
            room = rule.code[0]
            yield f"  {say(ROOM_TITLE.get(room, Message(room)))}"
        yield f"    {rule.code} {rule.name} – {say(rule.title)} ({say(SEVERITY_WORD[planned.severity])})"
        if planned.clause:
            yield f"         {_clause(planned.clause, profile)}"
        yield from (f"         {line}" for line in _options(planned))


def _clause(clause: Clause, profile: Profile) -> str:
    places = [clause.article] if clause.article else []
    if clause.source != profile.source:
        places.append(clause.source)
    return f"« {clause.quote} »" + (f" ({', '.join(places)})" if places else "")


def _options(planned: PlannedRule) -> Iterator[str]:
    for field in dataclasses.fields(planned.options):
        value = getattr(planned.options, field.name)
        yield f"{field.name.replace('_', '-')} = {_value(value)}"


def _value(value: Any) -> str:
    if isinstance(value, Mapping):
        return ", ".join(f"{key}: {_value(each)}" for key, each in value.items()) or "–"
    if isinstance(value, list | tuple | set | frozenset):
        each = sorted(map(_value, value)) if isinstance(value, set | frozenset) else map(_value, value)
        return ", ".join(each) or "–"
    if dataclasses.is_dataclass(value):
        return str(getattr(value, "name", value))
    return str(value)


def _reminders(profile: Profile, say: Translator) -> Iterator[str]:
    del say
    for reminder in profile.reminders:
        yield f"  {reminder.requirement}. {reminder.text}"
        if reminder.clause:
            yield f"      {_clause(profile.clauses[reminder.clause], profile)}"


def _procedure(profile: Profile, say: Translator) -> Iterator[str]:
    for key, value in profile.procedure.items():
        yield f"  {say(PROCEDURE_WORD[key])} : {_said(value, say)}"


def _said(value: Any, say: Translator) -> str:
    if isinstance(value, Mapping):
        return ", ".join(f"{say(PROCEDURE_WORD[key])} {_said(each, say)}" for key, each in value.items())
    if isinstance(value, list):
        return " ; ".join(_said(each, say) for each in value)
    if isinstance(value, datetime.date):
        return value.strftime("%d/%m/%Y %H:%M" if isinstance(value, datetime.datetime) else "%d/%m/%Y")
    return say(VALUE_WORD[value]) if value in VALUE_WORD else str(value)
