"""The documentation says what the code does: generated pages are fresh, nothing is left out, examples run."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import types
from pathlib import Path
from typing import Any

import click
import pytest

from precheck.errors import ExitCode
from precheck.model.finding import Outcome
from precheck.profile import load_profile
from precheck.profile.shapes import FRAMEWORK, PROFILE, RULE_KEYS, Each, Items, Table
from precheck.rules.base import Case, Rule
from precheck.rules.catalogue import RULES
from precheck.rules.engine import run
from precheck.rules.registry import Plan, PlannedRule, all_rules
from tools import docs
from tools.pages_cli import commands
from tools.pages_errors import error_classes

ROOT = Path(__file__).resolve().parent.parent
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md"), *(ROOT / "precheck").rglob("*.md")])
SHELL_EXAMPLE = re.compile(r"<!-- run -->\n```sh\n(.*?)```", re.DOTALL)
LINK = re.compile(r"\]\(([^)#\s]+)(?:#[^)]*)?\)")


def names(paths: list[Path]) -> list[str]:
    return [path.relative_to(ROOT).as_posix() for path in paths]


def test_generated_pages_are_fresh() -> None:
    assert docs.stale() == [], "run `make docs`"


@pytest.mark.parametrize("name", names(PAGES))
def test_links_lead_somewhere(name: str) -> None:
    page = ROOT / name
    targets = [target for target in LINK.findall(page.read_text("utf-8")) if "://" not in target]
    assert [target for target in targets if not (page.parent / target).exists()] == []


def test_every_command_and_option_is_documented() -> None:
    page = (ROOT / "docs/cli.md").read_text("utf-8")
    missing = [name for name, _ in commands() if f"\n## {name}\n" not in page]
    for name, context in commands():
        section = page.partition(f"\n## {name}\n")[2].partition("\n## ")[0]
        for parameter in context.command.get_params(context):
            if isinstance(parameter, click.Option) and not parameter.hidden:
                missing += [f"{name} {option}" for option in parameter.opts if option not in section]
    assert missing == []


def test_every_rule_is_documented() -> None:
    page = (ROOT / "precheck/rules/README.md").read_text("utf-8")
    rules = all_rules()
    assert len(rules) > 0
    assert [rule.code for rule in rules.values() if f"\n## {rule.code} {rule.name}\n" not in page] == []


def test_every_error_is_documented() -> None:
    page = (ROOT / "docs/errors.md").read_text("utf-8")
    assert [kind.__name__ for kind in error_classes() if f"\n## {kind.__name__}\n" not in page] == []
    assert [code for code in ExitCode if f"| {code.value} |" not in page] == []


def shell_examples() -> list[Any]:
    return [
        pytest.param(example, id=f"{name}-{number}")
        for name in names(PAGES)
        for number, example in enumerate(SHELL_EXAMPLE.findall((ROOT / name).read_text("utf-8")), 1)
    ]


@pytest.mark.parametrize("example", shell_examples())
def test_shell_examples_run(example: str, tmp_path: Path) -> None:
    """Each `sh` block after `<!-- run -->` runs in a folder that shows the corpus, and every command succeeds."""
    (tmp_path / "corpus").symlink_to(ROOT / "corpus")
    environment = os.environ | {"PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}"}
    done = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", example],
        cwd=tmp_path,
        env=environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, ""), done.stdout


def keys_of(shape: object) -> set[str]:
    """Every key that this shape of a file knows, at any depth."""
    if isinstance(shape, Table):
        return set(shape.keys).union(*map(keys_of, shape.keys.values()))
    return keys_of(shape.item) if isinstance(shape, Items | Each) else set()


def test_every_key_of_a_profile_is_documented() -> None:
    page = (ROOT / "docs/profiles.md").read_text("utf-8")
    assert {key for key in keys_of(PROFILE) | keys_of(FRAMEWORK) | set(RULE_KEYS) if key not in page} == set()


def test_the_profile_of_the_documentation_is_valid(tmp_path: Path) -> None:
    (toml,) = re.findall(
        r"<!-- profile -->\n```toml\n(.*?)```", (ROOT / "docs/profiles.md").read_text("utf-8"), re.DOTALL
    )
    (tmp_path / "profile.toml").write_text(toml, "utf-8")
    profile = load_profile(tmp_path / "profile.toml", RULES)
    assert profile.clauses["maximum"].quote == "25 pages au plus"
    assert profile.rules["too-many-pages"].options["maximum"] == 25
    assert not profile.rules["wrong-slides-format"].enabled
    assert profile.rules["too-few-pages"].enabled


def tutorial_rule() -> Rule[Any]:
    """The rule that CONTRIBUTING.md writes, from the page itself."""
    page = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
    (code,) = re.findall(r"<!-- rule -->\n```python\n(.*?)```", page, re.DOTALL)
    module = types.ModuleType("tutorial")
    sys.modules[module.__name__] = module
    exec(compile(code, "CONTRIBUTING.md", "exec"), vars(module))
    (rule,) = (
        value
        for value in vars(module).values()
        if isinstance(value, type) and value.__module__ == "tutorial" and issubclass(value, Rule)
    )
    return rule()


def outcome_of(rule: Rule[Any], case: Case[Any]) -> Outcome:
    options = rule.options() if case.options is None else case.options
    planned = PlannedRule(rule, options, rule.severity, None, rule.requirements)
    (outcome,) = run(Plan((planned,), case.context), case.dossier)
    return outcome


def test_the_rule_of_the_tutorial_works() -> None:
    rule = tutorial_rule()
    cases = list(rule.cases())
    outcomes = [outcome_of(rule, case) for case in cases]
    assert [outcome.status for outcome in outcomes] == [case.status for case in cases]
    assert len({case.status for case in cases}) >= 3
