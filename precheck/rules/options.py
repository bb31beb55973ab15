"""TOML values to the frozen `Options` of a rule, with every problem told, not only the first."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, get_type_hints

import msgspec


@dataclass(frozen=True, slots=True)
class OptionProblem:
    """A wrong option: its key as written, and why it is wrong (in English, untranslated: it quotes types)."""

    key: str
    unknown: bool
    reason: str
    known: tuple[str, ...] = ()


def build_options(options: type, values: Mapping[str, Any], problems: list[OptionProblem]) -> Any:
    """An instance of `options` from TOML `values`; keys have hyphens where fields have underscores.

    Whatever is wrong is appended to `problems`, and the field's default is used in its place.
    """
    hints = get_type_hints(options)
    fields = {field.name.replace("_", "-"): field.name for field in dataclasses.fields(options)}
    arguments: dict[str, Any] = {}
    for key, value in values.items():
        if key not in fields:
            problems.append(OptionProblem(key, True, "no such option", tuple(fields)))
            continue
        try:
            arguments[fields[key]] = msgspec.convert(value, hints[fields[key]])
        except msgspec.ValidationError as error:
            problems.append(OptionProblem(key, False, str(error)))
    return options(**arguments)
