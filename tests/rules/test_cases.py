"""Every rule's own examples: each ends as it says, and each rule shows a pass, a fault or a doubt, and one not seen."""

from __future__ import annotations

import dataclasses
import inspect
import re
from typing import Any

import pytest

from precheck.i18n import Translator
from precheck.model.finding import Severity, Status
from precheck.rules.base import Case, Need, Rule
from precheck.rules.engine import run
from precheck.rules.registry import ROOMS, Plan, PlannedRule, all_rules, needs_screening

RULES = list(all_rules().values())
SECTIONS = ("What it checks", "Why", "How to fix", "Limits", "Options")
ENGLISH = Translator("en")
NEVER_PASS = {"unreachable-links"}
"""It opens no address: it can tell those that nobody can reach, never that the others are reached."""


def examples() -> list[Any]:
    return [
        pytest.param(rule, case, id=f"{rule.code} {case.name}".replace(" ", "-"))
        for rule in RULES
        for case in rule.cases()
    ]


@pytest.mark.parametrize(("rule", "case"), examples())
def test_the_example_ends_as_it_says(rule: Rule[Any], case: Case[Any]) -> None:
    options = rule.options() if case.options is None else case.options
    planned = PlannedRule(rule, options, rule.severity, None, rule.requirements)
    (outcome,) = run(Plan((planned,), case.context), case.dossier)
    messages = tuple(ENGLISH(finding.message) for finding in outcome.findings)
    assert (outcome.status, messages) == (case.status, messages if _is_said_by_the_engine(case) else case.messages)
    for finding in outcome.findings:
        assert finding.status is not Status.NOT_APPLICABLE
        for evidence in finding.evidence:
            assert evidence.page is None or 1 <= evidence.page <= len(case.dossier.document.pages)


def _is_said_by_the_engine(case: Case[Any]) -> bool:
    return not case.messages and case.status is Status.UNVERIFIABLE and not case.dossier.document.has_text


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_a_rule_shows_a_pass_a_fault_and_one_not_seen(rule: Rule[Any]) -> None:
    cases = list(rule.cases())
    assert len({case.name for case in cases}) == len(cases)
    statuses = {case.status for case in cases}
    assert Status.PASSED in statuses or rule.name in NEVER_PASS
    assert statuses & {Status.FAILED, Status.TO_VERIFY}
    unseen = {Status.UNVERIFIABLE, Status.NOT_APPLICABLE}
    assert statuses & unseen or any(not case.dossier.document.has_text for case in cases)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_a_rule_is_described(rule: Rule[Any]) -> None:
    kind = type(rule)
    doc = inspect.cleandoc(kind.__doc__ or "")
    assert tuple(line for line in doc.splitlines() if line in SECTIONS) == SECTIONS
    assert all(text.strip() for text in re.split("|".join(f"^{name}$" for name in SECTIONS), doc, flags=re.MULTILINE))
    assert ENGLISH(rule.title)
    assert dataclasses.is_dataclass(rule.options)
    assert rule.options.__dataclass_params__.frozen  # type: ignore[attr-defined]
    told = doc.partition("\nOptions\n")[2]
    names = [field.name.replace("_", "-") for field in dataclasses.fields(rule.options)]
    assert [name for name in names if f"`{name}`" not in told] == []
    assert isinstance(rule.severity, Severity)


def test_codes_and_names() -> None:
    codes = [rule.code for rule in RULES]
    assert len(set(codes)) == len(codes)
    assert codes == sorted(codes)
    letters = dict(zip(ROOMS, "LISCOO", strict=True))
    for name, rule in all_rules().items():
        assert name == rule.name
        room, module = type(rule).__module__.split(".")[-2:]
        assert letters[room] == rule.code[0]
        assert (Need.SCREENING in rule.needs) == needs_screening(name)
        assert rule.name == module.replace("_", "-")
        assert re.fullmatch(r"[LISCO]\d{3}", rule.code)
        if rule.requirements:
            assert rule.requirements[0] % 100 == int(rule.code[1:]) % 100 or rule.code.startswith("L1")
