"""`precheck profile`, as a person uses it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from precheck.cli import main
from precheck.profile import load_profile, read_source, shipped_profiles
from precheck.rules.catalogue import RULES
from precheck.rules.registry import plan
from tests.profile.builders import HEAD, write


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, ["profile", *map(str, arguments)])


def test_list() -> None:
    result = run("list")
    assert result.exit_code == 0
    assert [re.split(r"  +", line) for line in result.stdout.splitlines()] == [
        [profile.id, profile.title, profile.institution] for profile in map(load_profile, shipped_profiles())
    ]


@pytest.mark.parametrize("name", shipped_profiles())
@pytest.mark.parametrize("language", ["fr", "en"])
def test_show_tells_every_rule_clause_and_reminder(name: str, language: str) -> None:
    result = run("show", name, "--lang", language)
    assert (result.exit_code, result.stderr) == (0, "")
    text = " ".join(result.stdout.split())
    profile = load_profile(name, RULES)
    for planned in plan(profile).rules:
        assert planned.clause is not None
        assert f"{planned.rule.code} {planned.rule.name} – " in text
        assert f"« {planned.clause.quote} »" in text
    assert [reminder.text for reminder in profile.reminders if reminder.text not in text] == []


def test_show_tells_how_dossiers_are_compared(tmp_path: Path) -> None:
    text = '[screening]\nreview = 0.125\nexclusions = ["bibliography", "collaborator"]\ntemplates = ["Un.", "Deux."]\n'
    shown = run("show", write(tmp_path, HEAD + text), "--lang", "en").stdout
    assert shown.partition("Reused text\n")[2].splitlines() == [
        "  Passages to review from 12.5 % of the words on",
        "  Alert from 25 % of the words on",
        "  Longest quotation that is short: 50 words",
        "  A phrase is common in the dossiers of 3 other authors",
        "  2 texts that may be copied",
        "  Set aside: bibliography, declared overlap",
    ]


def test_show_toml_prints_the_file() -> None:
    result = run("show", "raep", "--toml")
    assert (result.exit_code, result.stdout) == (0, read_source("raep").text)


def test_show_of_an_unknown_profile() -> None:
    result = run("show", "grenoble", "--lang", "en")
    assert result.exit_code == 4
    assert result.stderr.splitlines() == [
        "✗ 1 problem in the profile grenoble.",
        f"  grenoble: “grenoble” is neither a file nor one of those supplied: {', '.join(shipped_profiles())}. "
        "Did you mean “grenoble-2016”?",
        "  → Correct what is told above, then try again.",
    ]


def test_validate_what_is_valid(tmp_path: Path) -> None:
    path = write(tmp_path, HEAD + '[clauses.c]\nquote = "q"\n[rules.too-few-pages]\nclause = "c"\n')
    framework = write(
        tmp_path,
        'id = "f"\ntitle = "F"\nsource = "S"\nrequired = 1\n'
        '[[domains]]\ncode = "A1"\ntitle = "D"\ncompetences = [{ code = "A1.1" }]\n',
        "framework.toml",
    )
    result = run("validate", path, framework, "--lang", "en")
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout.splitlines() == [
        f"✓ {path}: valid profile, 1 rule enabled.",
        f"✓ {framework}: valid framework.",
    ]


def test_validate_tells_all_files_and_all_problems(tmp_path: Path) -> None:
    good = write(tmp_path, HEAD, "good.toml")
    bad = write(tmp_path, HEAD + "yeers = []\n[rules.to-few-pages]\n", "bad.toml")
    missing = tmp_path / "missing.toml"
    result = run("validate", bad, missing, good, "--lang", "en")
    assert result.exit_code == 4
    assert result.stdout.splitlines() == [f"✓ {good}: valid profile, 0 rules enabled."]
    assert result.stderr.splitlines() == [
        f"✗ 2 problems in the profile {bad}.",
        f"  {bad}, line 5, yeers: “yeers” is not a known key. Did you mean “years”?",
        f"  {bad}, line 6, rules.to-few-pages: There is no rule “to-few-pages”. Did you mean “too-few-pages”?",
        f"✗ 1 problem in the profile {missing}.",
        f"  {missing}: The file cannot be read: No such file or directory.",
    ]


@pytest.mark.parametrize("parent", [None, *shipped_profiles()])
@pytest.mark.parametrize("language", ["fr", "en"])
def test_new_writes_a_valid_profile_and_so_does_uncommenting_it(
    parent: str | None, language: str, tmp_path: Path
) -> None:
    path = tmp_path / "mon-profil.toml"
    title = 'C2i2e « ici » "2018" \\ é'
    extends = () if parent is None else ("--extends", parent)
    result = run("new", path, *extends, "--title", title, "--lang", language)
    assert (result.exit_code, result.stderr) == (0, "")
    profile = load_profile(path, RULES)
    assert (profile.id, profile.title) == ("mon-profil", title)
    if parent is not None:
        assert profile.rules == load_profile(parent).rules
    uncommented = re.sub(r"(?m)^#(?! )", "", path.read_text("utf-8"))
    loaded = load_profile(write(tmp_path, uncommented, "uncommented.toml"), RULES)
    assert {name for name in profile.rules if not loaded.rules[name].enabled} == set()
    assert loaded.years == ((profile.years if parent else ()) or ("2016-2017",))


def test_new_over_a_profile_of_ones_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    write(tmp_path, HEAD + "[rules.too-few-pages]\nenabled = false\n", "base.toml")
    assert run("new", "years/of-2018.toml", "--extends", "base.toml", "--title", "T").exit_code == 0
    assert 'extends = "../base.toml"' in Path("years/of-2018.toml").read_text("utf-8")
    assert not load_profile("years/of-2018.toml", RULES).rules["too-few-pages"].enabled


def test_new_never_overwrites(tmp_path: Path) -> None:
    path = write(tmp_path, "mine")
    assert run("new", path, "--title", "T").exit_code == 2
    assert path.read_text("utf-8") == "mine"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["profil.txt", "--title", "T"], "ends with .toml"),
        (["Mon Profil.toml", "--title", "T"], "lower-case words joined by hyphens"),
        (["p.toml", "--id", "Été", "--title", "T"], "lower-case words joined by hyphens"),
        (["p.toml", "--title", "a\nb"], "A title is a line of text"),
        (["p.toml"], "Missing option '--title'"),
    ],
)
def test_new_refuses_what_would_not_be_valid(
    arguments: list[str], said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    result = run("new", *arguments)
    assert result.exit_code == 2
    assert said in " ".join(result.stderr.replace("│", " ").split())
    assert list(tmp_path.iterdir()) == []
