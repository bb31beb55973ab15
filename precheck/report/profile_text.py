"""A profile as a person reads it: what is asked, how grave it is, and the words it rests on."""

from __future__ import annotations

import dataclasses
import datetime
import textwrap
from collections.abc import Iterator, Mapping
from typing import Any

from precheck.i18n import Message, Translator, msg, msgs
from precheck.model.finding import Clause, Severity
from precheck.model.match import Reason
from precheck.model.profile import Framework, Profile
from precheck.report.originality_words import REASON_WORD, percent
from precheck.report.wording import ROOM_TITLE
from precheck.rules.registry import PlannedRule, plan

WIDTH = 110

SEVERITY_WORD: Mapping[Severity, Message] = {
    Severity.ERROR: msg("blocks the dossier"),
    Severity.WARNING: msg("to improve"),
    Severity.INFO: msg("for information"),
}

PROCEDURE_PHRASE: Mapping[str, str] = {
    "timezone": msg("Time zone: {value}").msgid,
    "reworks": msg("Re-works allowed: {value}").msgid,
    "replace": msg("A deposit may be replaced until the close: {value}").msgid,
    "retention-days": msg("Days that a closed campaign is kept: {value}").msgid,
    "publics": msg("Kinds of candidates: {value}").msgid,
    "claim-days": msg("Days to make a claim: {value}").msgid,
    "required-documents": msg("Documents to join: {value}").msgid,
    "deposit-forms": msg("Deposited as: {value}").msgid,
    "windows": msg("Deposit windows: {value}").msgid,
    "oral": msg("Oral: {value}").msgid,
    "name": "{value}",
    "opens": msg("from {value}").msgid,
    "closes": msg("until {value} included").msgid,
    "jury-from": msg("jury from {value}").msgid,
    "jury-to": msg("jury until {value}").msgid,
    "held": "{value}",
    "minutes": msg("{value} minutes").msgid,
    "presentation-minutes": msg("{value} minutes of presentation").msgid,
    "discussion-minutes": msg("{value} minutes of discussion").msgid,
    "jurors": msg("{value} jurors").msgid,
    "slides": msg("slides {value}").msgid,
    "postponement-motives": msg("another date for: {value}").msgid,
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
        _reminders(profile),
        _screening(profile, say),
        _procedure(profile, say),
    ]
    titles = [None, msg("Parts"), msg("Rules"), msg("Left to a human"), msg("Reused text"), msg("Procedure")]
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
    rooms = list(ROOM_TITLE)
    room = ""
    for planned in sorted(plan(profile).rules, key=lambda each: rooms.index(each.rule.code[0])):
        rule = planned.rule
        if rule.code[0] != room:
            room = rule.code[0]
            yield f"  {say(ROOM_TITLE[room])}"
        yield f"    {rule.code} {rule.name} – {say(rule.title)} ({say(SEVERITY_WORD[planned.severity])})"
        if planned.clause:
            yield from _wrapped(clause_text(planned.clause, profile), "         ")
        for option in option_texts(planned):
            yield from _wrapped(option, "         ")


def clause_text(clause: Clause, profile: Profile) -> str:
    """The words of a clause, with where they stand."""
    places = [clause.article] if clause.article else []
    if clause.source != profile.source:
        places.append(clause.source)
    return f"« {clause.quote} »" + (f" ({', '.join(places)})" if places else "")


def option_texts(planned: PlannedRule) -> Iterator[str]:
    """The options in force: "maximum = 20"."""
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


def _reminders(profile: Profile) -> Iterator[str]:
    for reminder in profile.reminders:
        yield from _wrapped(f"{reminder.requirement}. {reminder.text}", "  ")
        if reminder.clause:
            yield from _wrapped(clause_text(profile.clauses[reminder.clause], profile), "      ")


def _screening(profile: Profile, say: Translator) -> Iterator[str]:
    for line in screening_lines(profile, say):
        yield from _wrapped(line, "  ")


def screening_lines(profile: Profile, say: Translator) -> Iterator[str]:
    """What a comparison with other texts goes by; of the templates only how many there are."""
    screening = profile.screening
    lines = [
        msg("Passages to review from {share} % of the words on", share=percent(screening.review, say.language)),
        msg("Alert from {share} % of the words on", share=percent(screening.alert, say.language)),
        msg("Longest quotation that is short: {count} words", count=screening.quotation_words),
        msg("A phrase is common in the dossiers of {count} other authors", count=screening.common_authors),
    ]
    if screening.templates:
        count = len(screening.templates)
        lines.append(msgs("{count} text that may be copied", "{count} texts that may be copied", count))
    reasons = ", ".join(say(REASON_WORD[Reason(reason)]) for reason in screening.exclusions)
    lines.append(msg("Set aside: {reasons}", reasons=reasons) if reasons else msg("Nothing is set aside"))
    yield from map(say, lines)


def _procedure(profile: Profile, say: Translator) -> Iterator[str]:
    for line in procedure_lines(profile, say):
        yield from _wrapped(line, "  ")


def procedure_lines(profile: Profile, say: Translator) -> Iterator[str]:
    """The calendar and what the procedure allows, a line for each."""
    for key, value in profile.procedure.items():
        if key != "clauses":
            yield _phrase(key, value, say)


def _phrase(key: str, value: Any, say: Translator) -> str:
    return say(Message(PROCEDURE_PHRASE[key], {"value": _said(value, say)}))


def _said(value: Any, say: Translator) -> str:
    if isinstance(value, Mapping):
        return ", ".join(_phrase(key, each, say) for key, each in value.items())
    if isinstance(value, bool):
        return say(msg("yes") if value else msg("no"))
    if isinstance(value, list):
        return "; ".join(_said(each, say) for each in value)
    if isinstance(value, datetime.date):
        return value.strftime("%d/%m/%Y %H:%M" if isinstance(value, datetime.datetime) else "%d/%m/%Y")
    return say(VALUE_WORD[value]) if value in VALUE_WORD else str(value)


def _wrapped(text: str, margin: str) -> list[str]:
    return textwrap.wrap(
        text,
        WIDTH,
        initial_indent=margin,
        subsequent_indent=f"{margin}  ",
        break_long_words=False,
        break_on_hyphens=False,
    )
