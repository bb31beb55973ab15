"""All rules there are, and the plan that a profile makes of them."""

from __future__ import annotations

import functools
import importlib
import pkgutil
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import precheck.rules
from precheck.model.finding import Clause, Severity
from precheck.model.profile import Profile
from precheck.rules.base import Context, Need, Rule
from precheck.rules.options import OptionProblem, build_options

SCREENING_ROOM = "screening"
"""Holds the rules that need a screening, and no others: a plain check does not import them."""
ROOMS = ("layout", "identity", "structure", "content", "originality", SCREENING_ROOM)


@functools.cache
def rule_modules() -> Mapping[str, str]:
    """The module of each rule by the rule's name, which is the name of its file: too-few-pages is too_few_pages.py.

    Nothing is imported: a profile that uses a few rules does not pay for the others.
    """
    found = {}
    for room in ROOMS:
        package = importlib.import_module(f"{precheck.rules.__name__}.{room}")
        for info in pkgutil.iter_modules(package.__path__):
            found[info.name.replace("_", "-")] = f"{package.__name__}.{info.name}"
    return dict(sorted(found.items()))


def needs_screening(name: str) -> bool:
    """Whether that rule needs a screening. Raises `KeyError` when there is none of that name."""
    return rule_modules()[name].split(".")[-2] == SCREENING_ROOM


@functools.cache
def find_rule(name: str) -> Rule[Any]:
    """The rule of that name. Raises `KeyError` when there is none."""
    module = importlib.import_module(rule_modules()[name])
    for value in vars(module).values():
        if isinstance(value, type) and issubclass(value, Rule) and value.__module__ == module.__name__:
            rule: Rule[Any] = value()
            return rule
    raise KeyError(name)


@functools.cache
def all_rules() -> Mapping[str, Rule[Any]]:
    """Every rule by its name, ordered by code."""
    found = {name: find_rule(name) for name in rule_modules()}
    return dict(sorted(found.items(), key=lambda item: item[1].code))


@dataclass(frozen=True, slots=True)
class PlannedRule:
    """A rule with the options, severity, clause and requirement numbers that a profile gives it."""

    rule: Rule[Any]
    options: Any
    severity: Severity
    clause: Clause | None
    requirements: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """What a check runs: rules in the order of their codes, and what the profile lets them know."""

    rules: tuple[PlannedRule, ...]
    context: Context

    @property
    def needs_layout(self) -> bool:
        return any(Need.LAYOUT in planned.rule.needs for planned in self.rules)

    @property
    def needs_surface(self) -> bool:
        return any(Need.SURFACE in planned.rule.needs for planned in self.rules)


def plan(
    profile: Profile, only: frozenset[str] = frozenset(), skip: frozenset[str] = frozenset(), *, screening: bool = False
) -> Plan:
    """The rules that `profile` enables, restricted to `only` and without `skip` (codes or names).

    Without `screening`, the rules that need one are left out. The profile must have been validated; its options are
    trusted here.
    """
    planned = []
    for name, setting in profile.rules.items():
        if needs_screening(name) and not screening:
            continue
        rule = find_rule(name)
        tags = {rule.code, rule.name}
        if not setting.enabled or (only and not tags & only) or tags & skip:
            continue
        problems: list[OptionProblem] = []
        options = build_options(rule.options, setting.options, problems)
        assert not problems, problems
        planned.append(
            PlannedRule(
                rule,
                options,
                setting.severity or rule.severity,
                profile.clauses.get(setting.clause) if setting.clause else None,
                rule.requirements if setting.requirements is None else setting.requirements,
            )
        )
    planned.sort(key=lambda item: item.rule.code)
    return Plan(tuple(planned), Context(profile.outline, profile.framework, profile.years))
