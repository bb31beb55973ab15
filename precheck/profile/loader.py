"""From TOML files to a `Profile` or a `Framework`; everything wrong is told at once."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from precheck.i18n import Message
from precheck.model.finding import Clause, Severity
from precheck.model.profile import (
    Competence,
    Domain,
    Framework,
    Outline,
    PartSpec,
    Profile,
    Reminder,
    RuleSetting,
    Screening,
)
from precheck.profile import checks
from precheck.profile.catalogue import RuleCatalogue
from precheck.profile.problems import Key, Problem, Problems
from precheck.profile.shapes import FRAMEWORK, PROFILE, RULE_KEYS
from precheck.profile.sources import FRAMEWORKS, PROFILES, Source, chain, find, merge, read, shipped, unknown_id


def shipped_profiles() -> tuple[str, ...]:
    """The ids of the profiles supplied, in alphabetical order."""
    return tuple(shipped(PROFILES))


def shipped_frameworks() -> tuple[str, ...]:
    """The ids of the competence frameworks supplied, in alphabetical order."""
    return tuple(shipped(FRAMEWORKS))


def load_profile(reference: str | Path, rules: RuleCatalogue | None = None) -> Profile:
    """The profile of that shipped id or TOML file, with what it extends.

    With `rules` the names of rules and their options are verified too; a check needs that. Raises `ProfileError`
    with everything that is wrong, in the profile itself and in those it extends.
    """
    problems = Problems()
    sources = chain(reference, problems)
    merged: dict[str, Any] = {}
    for source in reversed(sources):
        merged = merge(merged, _layer(source, rules, problems))
    name = sources[0].file if sources else str(reference)
    whole = bool(sources) and not problems.plain
    framework = _framework_of(sources, merged, problems) if whole else None
    if whole:
        checks.check_profile(sources, merged, framework, problems)
    problems.raise_any(name, [source.file for source in sources])
    return _profile(merged, framework)


def load_framework(reference: str | Path) -> Framework:
    """The framework of that shipped id or TOML file. Raises `ProfileError` with everything that is wrong."""
    problems = Problems()
    path = find(reference, FRAMEWORKS)
    if path is None:
        problems.add_plain(Problem(str(reference), None, "", *unknown_id(str(reference), FRAMEWORKS)))
    framework = _read_framework(path, problems) if path else None
    problems.raise_any(str(reference))
    assert framework is not None
    return framework


def _layer(source: Source, rules: RuleCatalogue | None, problems: Problems) -> dict[str, Any]:
    """What one file says, without what is wrong in it."""

    def note(key: Key, message: Message, suggestion: str | None) -> None:
        problems.add(source, key, message, suggestion)

    cleaned: dict[str, Any] = PROFILE.clean(source.data, (), note)
    if rules is not None:
        checks.check_rules(source, cleaned.get("rules", {}), rules, problems)
    for clause in cleaned.get("clauses", {}).values():
        if "source" in cleaned:
            clause.setdefault("source", cleaned["source"])
    return cleaned


def _framework_of(sources: list[Source], merged: Mapping[str, Any], problems: Problems) -> Framework | None:
    """The framework that the profile names, by id or by path from the file that names it."""
    reference = merged.get("framework")
    if reference is None:
        return None
    key: Key = ("framework",)
    source = checks.owner(sources, key)
    path = find(reference, FRAMEWORKS, source.path.parent)
    if path is None:
        problems.add(source, key, *unknown_id(reference, FRAMEWORKS))
        return None
    return _read_framework(path, problems)


def _read_framework(path: Path, problems: Problems) -> Framework | None:
    source = read(path, problems)
    if source is None:
        return None
    sound = len(problems.found)

    def note(key: Key, message: Message, suggestion: str | None) -> None:
        problems.add(source, key, message, suggestion)

    data: dict[str, Any] = FRAMEWORK.clean(source.data, (), note)
    checks.check_framework(source, data, problems)
    if len(problems.found) > sound:
        return None
    return Framework(
        data["id"],
        data["title"],
        data["source"],
        tuple(_domain(domain) for domain in data["domains"]),
        data["required"],
        tuple(data.get("mandatory", ())),
        data.get("mandatory-unknown", False) and not data.get("mandatory"),
    )


def _domain(data: Mapping[str, Any]) -> Domain:
    competences = (
        Competence(item["code"], item.get("statement", ""), tuple(item.get("variants", ())))
        for item in data["competences"]
    )
    return Domain(data["code"], data["title"], tuple(competences), data.get("max-missing"))


def _profile(data: Mapping[str, Any], framework: Framework | None) -> Profile:
    return Profile(
        data["id"],
        data["title"],
        data["institution"],
        data["source"],
        tuple(data.get("years", ())),
        _outline(data.get("outline", {})),
        framework,
        {
            name: Clause(clause["source"], clause.get("article", ""), clause["quote"])
            for name, clause in data.get("clauses", {}).items()
        },
        {name: _setting(name, setting) for name, setting in data.get("rules", {}).items()},
        tuple(
            Reminder(reminder["requirement"], reminder["text"], reminder.get("clause"))
            for reminder in data.get("reminders", ())
        ),
        data.get("procedure", {}),
        _screening(data),
    )


def _outline(data: Mapping[str, Any]) -> Outline:
    words = {key: tuple(value) for key, value in data.items() if key != "parts"}
    parts = (
        PartSpec(part["number"], part["title"], tuple(part.get("aliases", ())), tuple(part.get("competences", ())))
        for part in data.get("parts", ())
    )
    return Outline(tuple(parts), **words)


def _screening(data: Mapping[str, Any]) -> Screening:
    """`[screening]`, with the length of a short quotation from the rule that shows it."""
    said = {key.replace("-", "_"): value for key, value in data.get("screening", {}).items()}
    for key in ("exclusions", "templates"):
        if key in said:
            said[key] = tuple(said[key])
    words = data.get("rules", {}).get("long-quotation", {}).get("max-words")
    if isinstance(words, int):
        said["quotation_words"] = words
    return Screening(**said)


def _setting(name: str, data: Mapping[str, Any]) -> RuleSetting:
    severity, requirements = data.get("severity"), data.get("requirements")
    return RuleSetting(
        name,
        data.get("enabled", True),
        None if severity is None else Severity(severity),
        data.get("clause"),
        None if requirements is None else tuple(requirements),
        {key: value for key, value in data.items() if key not in RULE_KEYS},
    )
