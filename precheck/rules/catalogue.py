"""The rules as the profile loader wants to know them: their names, and what is wrong with the options of one."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from precheck.rules.options import OptionProblem, build_options
from precheck.rules.registry import find_rule, rule_modules


class Catalogue:
    """All rules there are. Nothing is imported before the first question."""

    def names(self) -> Collection[str]:
        """The names of all rules, in alphabetical order."""
        return rule_modules().keys()

    def option_faults(self, rule: str, options: Mapping[str, Any]) -> Sequence[OptionProblem]:
        """All that is wrong with `options` for the rule of that name."""
        problems: list[OptionProblem] = []
        if options:  # no options, no fault: the rule itself need not be imported
            build_options(find_rule(rule).options, options, problems)
        return problems


RULES = Catalogue()
"""Given to `load_profile` by whoever runs rules."""
