"""What must hold between the parts of a profile, once each of its files has the right shape."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from precheck.i18n import Message, msg
from precheck.model.profile import Framework, Screening
from precheck.profile.catalogue import OptionFault, RuleCatalogue
from precheck.profile.problems import Key, Problems, nearest
from precheck.profile.shapes import NOTHING, RULE_KEYS, found_noun
from precheck.profile.sources import Source

Data = Mapping[str, Any]
USUAL_TIMEZONE = "Europe/Paris"
"""Not looked up: the data base of time zones takes as long to load as a profile."""


def owner(sources: Sequence[Source], key: Key) -> Source:
    """The file that has the last word on `key`: the first of the chain that says it, or else says most of it."""
    for length in range(len(key), 0, -1):
        for source in sources:
            if source.has(key[:length]):
                return source
    return sources[0]


def check_rules(source: Source, rules: dict[str, Any], catalogue: RuleCatalogue, problems: Problems) -> None:
    """Names and options of the rules that one file sets. Unknown rules are taken out."""
    for name in list(rules):
        if name not in catalogue.names():
            del rules[name]
            said = msg("There is no rule “{rule}”.", rule=name)
            problems.add(source, ("rules", name), said, nearest(name, catalogue.names()))
            continue
        options = {key: value for key, value in rules[name].items() if key not in RULE_KEYS}
        for fault in catalogue.option_faults(name, options):
            _option_problem(source, name, fault, problems)


_REASON = re.compile(r"(?P<said>.*?)(?: - at `(?P<at>[^`]+)`)?", re.DOTALL)
_EXPECTED = re.compile(r"Expected `(?P<expected>[^`]+)`, got `[^`]+`")
_NOUNS = {
    "int": msg("a whole number"),
    "float": msg("a number"),
    "str": msg("a text"),
    "bool": msg("true or false"),
    "array": msg("a list"),
    "object": msg("a table"),
}


def _option_problem(source: Source, rule: str, fault: OptionFault, problems: Problems) -> None:
    key: Key = ("rules", rule, fault.key)
    if fault.unknown:
        known = (*fault.known, *RULE_KEYS)
        said = msg("The rule “{rule}” has no option “{key}”.", rule=rule, key=fault.key)
        if fault.known:
            said = msg(
                "The rule “{rule}” has no option “{key}”, only {known}.",
                rule=rule,
                key=fault.key,
                known=", ".join(fault.known),
            )
        problems.add(source, key, said, nearest(fault.key, known))
        return
    reason = _REASON.fullmatch(fault.reason)
    assert reason is not None
    deeper = (*key, *_steps(reason["at"] or ""))
    key = deeper if source.has(deeper) else key
    expected = _EXPECTED.fullmatch(reason["said"])
    if expected is None:
        problems.add(source, key, msg("This value does not suit the option: {reason}.", reason=reason["said"]))
        return
    noun: Message | str = _NOUNS.get(expected["expected"], expected["expected"])
    found = found_noun(source.value(key))
    problems.add(source, key, msg("Expected {expected}, found {found}.", expected=noun, found=found))


def _steps(path: str) -> Key:
    """`$[2].words` as a key; `[...]`, any item, ends it."""
    steps: list[str | int] = []
    for index, name in re.findall(r"\[(\d+|\.\.\.)\]|\.([\w-]+)", path):
        if index == "...":
            break
        steps.append(int(index) if index else name)
    return tuple(steps)


def check_profile(sources: Sequence[Source], merged: Data, framework: Framework | None, problems: Problems) -> None:
    """All that concerns the profile as a whole."""
    for name in ("institution", "source"):
        if name not in merged and not _said(sources, (name,)):
            problems.add(sources[0], (), msg("“{key}” is missing.", key=name))
    _check_years(sources, merged, problems)
    _check_clauses(sources, merged, problems)
    _check_parts(sources, merged, framework, problems)
    _check_screening(sources, merged, problems)
    _check_procedure(sources, merged, problems)


def items(values: Sequence[Any]) -> Iterator[tuple[int, Any]]:
    """The items that are right, with their positions in the file."""
    return ((index, value) for index, value in enumerate(values) if value is not NOTHING)


def _said(sources: Sequence[Source], key: Key) -> bool:
    return any(source.has(key) for source in sources)


def _check_years(sources: Sequence[Source], merged: Data, problems: Problems) -> None:
    for index, year in items(merged.get("years", ())):
        first, _, second = year.partition("-")
        if second and int(second) != int(first) + 1:
            key: Key = ("years", index)
            said = msg("“{year}” is not a school year: the second year must follow the first.", year=year)
            problems.add(owner(sources, key), key, said, f"{first}-{int(first) + 1}")


def _check_clauses(sources: Sequence[Source], merged: Data, problems: Problems) -> None:
    """Every enabled rule names a clause, and every clause named exists."""
    clauses = merged.get("clauses", {})
    users: list[tuple[Key, Data]] = [(("rules", name), rule) for name, rule in merged.get("rules", {}).items()]
    users += [(("reminders", index), each) for index, each in items(merged.get("reminders", ()))]
    for key, user in users:
        clause = user.get("clause")
        if clause is None:
            if key[0] == "rules" and user.get("enabled", True) and not _said(sources, (*key, "clause")):
                said = msg("The rule “{rule}” is enabled but names no clause.", rule=key[1])
                problems.add(owner(sources, key), key, said)
        elif clause not in clauses and not _said(sources, ("clauses", clause)):
            said = msg("There is no clause “{clause}”.", clause=clause)
            problems.add(owner(sources, (*key, "clause")), (*key, "clause"), said, nearest(clause, clauses))
    for name, clause in clauses.items():
        if "source" not in clause and not _said(sources, ("source",)):
            key = ("clauses", name)
            problems.add(owner(sources, key), key, msg("“{key}” is missing here.", key="source"))


def _check_parts(sources: Sequence[Source], merged: Data, framework: Framework | None, problems: Problems) -> None:
    """Part numbers are told once; competences exist and are carried by one part each."""
    numbers: set[int] = set()
    carried: dict[str, int] = {}
    codes = [item.code for item in framework.competences] if framework else []
    for index, part in items(merged.get("outline", {}).get("parts", ())):
        key: Key = ("outline", "parts", index)
        source = owner(sources, key)
        number = part.get("number")
        if number in numbers:
            problems.add(source, (*key, "number"), msg("There are two parts {number}.", number=number))
        numbers.add(number)
        for place, code in items(part.get("competences", ())):
            at = (*key, "competences", place)
            if framework and code not in codes:
                said = msg("The framework {framework} has no competence “{code}”.", framework=framework.id, code=code)
                problems.add(source, at, said, nearest(code, codes))
            elif code in carried:
                said = msg("The competence {code} is already in part {number}.", code=code, number=carried[code])
                problems.add(source, at, said)
            elif not _said(sources, ("framework",)):
                problems.add(source, at, msg("No framework tells what {code} is.", code=code))
            carried.setdefault(code, number)


def _check_screening(sources: Sequence[Source], merged: Data, problems: Problems) -> None:
    """The threshold of alert is not below that of review, be one of them the usual one."""
    screening = merged.get("screening", {})
    review, alert = screening.get("review", Screening().review), screening.get("alert", Screening().alert)
    if alert < review:
        told = [key for name in ("alert", "review") if _said(sources, key := ("screening", name))]
        source = min((owner(sources, key) for key in told), key=sources.index)
        key = next(key for key in told if source.has(key))
        said = msg("The threshold “alert” ({alert}) is below “review” ({review}).", alert=alert, review=review)
        problems.add(source, key, said)


def _check_procedure(sources: Sequence[Source], merged: Data, problems: Problems) -> None:
    procedure = merged.get("procedure", {})
    key: Key = ("procedure", "timezone")
    zone = procedure.get("timezone")
    if zone not in {None, USUAL_TIMEZONE} and not _is_timezone(zone):
        problems.add(owner(sources, key), key, msg("“{zone}” is not a time zone such as Europe/Paris.", zone=zone))
    for name, clause in procedure.get("clauses", {}).items():
        if clause not in merged.get("clauses", {}):
            key = ("procedure", "clauses", name)
            said = msg("There is no clause “{clause}”.", clause=clause)
            problems.add(owner(sources, key), key, said, nearest(clause, merged.get("clauses", {})))
    for index, window in items(procedure.get("windows", ())):
        for first, last in (("opens", "closes"), ("jury-from", "jury-to")):
            if first in window and last in window and str(window[last]) < str(window[first]):
                key = ("procedure", "windows", index, last)
                said = msg("“{last}” comes before “{first}”.", last=last, first=first)
                problems.add(owner(sources, key), key, said)


def _is_timezone(name: str) -> bool:
    """Whether that time zone exists; a machine that knows none at all is believed."""
    from zoneinfo import ZoneInfo, available_timezones

    try:
        ZoneInfo(name)
    except (LookupError, ValueError, OSError):  # not there, a path outside, a folder
        return not available_timezones()
    return True


def check_framework(source: Source, data: Data, problems: Problems) -> None:
    """Codes are told once, and what is required exists."""
    codes: list[str] = []
    domains: list[str] = []
    for d, domain in items(data.get("domains", ())):
        code = domain.get("code")
        if code in domains:
            problems.add(source, ("domains", d, "code"), msg("The domain {code} is told twice.", code=code))
        domains.append(code)
        for c, item in items(domain.get("competences", ())):
            if item.get("code") in codes:
                said = msg("The competence {code} is told twice.", code=item["code"])
                problems.add(source, ("domains", d, "competences", c, "code"), said)
            if "code" in item:
                codes.append(item["code"])
    if data.get("required", 0) > len(codes):
        said = msg(
            "{required} competences are required, but there are only {total}.",
            required=data["required"],
            total=len(codes),
        )
        problems.add(source, ("required",), said)
    for index, code in items(data.get("mandatory", ())):
        if code not in codes:
            said = msg("The mandatory competence “{code}” does not exist.", code=code)
            problems.add(source, ("mandatory", index), said, nearest(code, codes))
