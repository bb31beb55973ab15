"""Profiles written for a test, and a small catalogue of rules that does not depend on those there are."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from precheck.i18n import Translator
from precheck.profile import ProfileError, load_framework, load_profile
from precheck.rules.options import OptionProblem, build_options

Told = tuple[str, int | None, str, str, str | None]
"""A problem as a test compares it: file name, line, dotted key, English message, suggestion."""


@dataclass(frozen=True, slots=True)
class Cue:
    name: str
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PageOptions:
    minimum: int = 10
    share: float = 0.5
    uncounted: tuple[str, ...] = ()
    cues: tuple[Cue, ...] = ()


@dataclass(frozen=True, slots=True)
class NoOptions:
    pass


class SmallCatalogue:
    """Two rules: `too-few-pages` with options, `name-missing` without."""

    rules: Mapping[str, type] = {"too-few-pages": PageOptions, "name-missing": NoOptions}

    def names(self) -> Collection[str]:
        return self.rules.keys()

    def option_faults(self, rule: str, options: Mapping[str, Any]) -> Sequence[OptionProblem]:
        problems: list[OptionProblem] = []
        build_options(self.rules[rule], options, problems)
        return problems


HEAD = """id = "mine"
title = "Mine"
institution = "Here"
source = "The rules"
"""
"""Four lines that every profile needs."""


def write(folder: Path, text: str, name: str = "mine.toml") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def told(error: ProfileError) -> list[Told]:
    """The problems, in order."""
    say = Translator("en")
    return [(Path(p.file).name, p.line, p.where, say(p.message), p.suggestion) for p in error.problems]


def problems_of(path: Path | str) -> list[Told]:
    """What is wrong with a profile that must be wrong."""
    with pytest.raises(ProfileError) as caught:
        load_profile(path, SmallCatalogue())
    return told(caught.value)


def framework_problems_of(path: Path | str) -> list[Told]:
    """What is wrong with a framework that must be wrong."""
    with pytest.raises(ProfileError) as caught:
        load_framework(path)
    return told(caught.value)
