"""The profiles and frameworks supplied: whole, sound, and never the cause of another error than a told one."""

from __future__ import annotations

import datetime
import re
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from precheck.profile import (
    Problem,
    ProfileError,
    load_framework,
    load_profile,
    read_source,
    shipped_frameworks,
    shipped_profiles,
)
from precheck.profile.places import find_places
from precheck.profile.problems import dotted
from precheck.profile.sources import FRAMEWORKS
from precheck.rules.catalogue import RULES
from precheck.rules.registry import plan
from tests.profile.builders import write


def test_what_is_supplied() -> None:
    assert shipped_profiles() == ("grenoble-2016", "iufm-2006", "orleans-2022", "raep", "upec")
    assert shipped_frameworks() == ("c2i2e-2006", "c2i2e-2010")


@pytest.mark.parametrize("name", shipped_profiles())
def test_every_profile_is_valid(name: str) -> None:
    profile = load_profile(name, RULES)
    assert profile.id == name
    planned = plan(profile, screening=True).rules
    assert [rule.rule.name for rule in planned if rule.clause is None] == []
    assert len(planned) == len(profile.rules)


@pytest.mark.parametrize("name", shipped_profiles())
def test_clauses_are_short_and_all_serve(name: str) -> None:
    profile = load_profile(name)
    assert {id_: c.quote for id_, c in profile.clauses.items() if len(c.quote.split()) > 12} == {}
    used = {setting.clause for setting in profile.rules.values()} | {r.clause for r in profile.reminders}
    used |= set(profile.procedure.get("clauses", {}).values())
    assert set(profile.clauses) - used == set()


@pytest.mark.parametrize("name", shipped_frameworks())
def test_every_framework_is_valid(name: str) -> None:
    framework = load_framework(name)
    assert framework.id == name
    assert {domain.code for domain in framework.domains} == {item.code[:2] for item in framework.competences}
    assert all(re.fullmatch(r"[AB]\d\.\d", item.code) and item.statement for item in framework.competences)


def domains(name: str) -> dict[str, int]:
    return {domain.code: len(domain.competences) for domain in load_framework(name).domains}


def test_the_framework_of_2010() -> None:
    """28 items, 23 needed, at most two missing a domain, hence these least numbers."""
    framework = load_framework("c2i2e-2010")
    assert domains("c2i2e-2010") == {"A1": 5, "A2": 3, "A3": 4, "B1": 3, "B2": 5, "B3": 5, "B4": 3}
    assert (len(framework.competences), framework.required, framework.mandatory) == (28, 23, ())
    least = {d.code: len(d.competences) - (d.max_missing or 0) for d in framework.domains}
    assert least == {"A1": 3, "A2": 1, "A3": 2, "B1": 1, "B2": 3, "B3": 3, "B4": 1}


def test_the_framework_of_2006() -> None:
    """27 items, 23 needed; which are mandatory is for the institution to say."""
    framework = load_framework("c2i2e-2006")
    assert domains("c2i2e-2006") == {"A1": 5, "A2": 3, "A3": 4, "B1": 3, "B2": 4, "B3": 5, "B4": 3}
    assert (len(framework.competences), framework.required, framework.mandatory) == (27, 23, ())
    assert {domain.max_missing for domain in framework.domains} == {None}


def test_the_parts_of_grenoble_share_out_the_competences() -> None:
    profile = load_profile("grenoble-2016")
    assert profile.framework is not None
    carried = Counter(code for part in profile.outline.parts for code in part.competences)
    assert carried == Counter(item.code for item in profile.framework.competences)
    assert [(part.number, len(part.competences)) for part in profile.outline.parts] == [(1, 13), (2, 4), (3, 8), (4, 3)]


def test_grenoble_answers_for_every_requirement_of_its_text() -> None:
    """Numbers 1 to 54 by a rule or a reminder; the procedure's that a human keeps by a reminder."""
    profile = load_profile("grenoble-2016", RULES)
    by_rules = {number for planned in plan(profile).rules for number in planned.requirements}
    by_humans = {reminder.requirement for reminder in profile.reminders}
    assert set(range(1, 55)) - by_rules - by_humans == set()
    assert {11, 14, 38, 47, 54, 65, 67, 69} <= by_humans


def test_the_cues_of_grenoble() -> None:
    rules = load_profile("grenoble-2016").rules
    topics = rules["conclusion-topics"].options["topics"]
    assert [topic["requirement"] for topic in topics] == list(range(15, 26))
    assert len(rules["session-cues"].options["cues"]) == 8
    assert len(rules["email-practice"].options["cues"]) == 5


def test_the_calendars() -> None:
    day = datetime.date
    grenoble, orleans = load_profile("grenoble-2016").procedure, load_profile("orleans-2022").procedure
    assert [(w["opens"], w["closes"]) for w in grenoble["windows"]] == [(day(2017, 5, 10), day(2017, 5, 17))]
    assert (grenoble["timezone"], grenoble["reworks"], grenoble["claim-days"]) == ("Europe/Paris", 1, 15)
    assert [w["closes"] for w in orleans["windows"]] == [day(2023, 4, 23), day(2023, 6, 11)]


@pytest.mark.parametrize("name", shipped_profiles())
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_a_damaged_profile_is_refused_or_valid_but_never_breaks_the_loader(
    name: str, data: st.DataObject, tmp_path: Path
) -> None:
    lines = read_source(name).text.splitlines()
    for _ in range(data.draw(st.integers(1, 3), label="damages")):
        number = data.draw(st.integers(0, len(lines) - 1), label="line")
        damage = data.draw(st.sampled_from(["drop", "rename", "value", "swap"]), label="damage")
        if damage == "drop":
            lines[number] = ""
        elif damage == "rename":
            lines[number] = re.sub(r"^(\[*)([\w.-]+)", r"\1\2x", lines[number])
        elif damage == "value":
            value = data.draw(st.sampled_from(["3", "-1.5", "[]", "[[1]]", "{ a = 1 }", '""', "true", "2017-01-01"]))
            lines[number] = re.sub(r"= .*", f"= {value}", lines[number])
        else:
            other = data.draw(st.integers(0, len(lines) - 1), label="other")
            lines[number], lines[other] = lines[other], lines[number]
    path = write(tmp_path, "\n".join(lines))
    problems: tuple[Problem, ...] = ()
    try:
        load_profile(path, RULES)
    except ProfileError as error:
        problems = error.problems
        assert_told(error)
    assert all(1 <= p.line <= len(lines) + 1 for p in problems if p.line is not None)


def assert_told(error: ProfileError) -> None:
    """Whether the error has something to say of each problem."""
    assert len(error.details) == len(error.problems) > 0


def test_a_key_renamed_anywhere_is_told_on_its_line(tmp_path: Path) -> None:
    """Every key of a framework, one after the other: all are known or required, so none may pass."""
    text = (FRAMEWORKS / "c2i2e-2010.toml").read_text("utf-8")
    lines = text.splitlines()
    for key, line in list(find_places(text).items())[:40]:
        if not isinstance(key[-1], str) or not lines[line - 1].startswith(key[-1]):
            continue
        damaged = [*lines[: line - 1], f"x{lines[line - 1]}", *lines[line:]]
        with pytest.raises(ProfileError) as caught:
            load_framework(write(tmp_path, "\n".join(damaged)))
        assert (line, dotted((*key[:-1], f"x{key[-1]}")), key[-1]) in [
            (problem.line, problem.where, problem.suggestion) for problem in caught.value.problems
        ]
