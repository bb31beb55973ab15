"""The engine: which hit decides, what a crash and an unreadable file become, how a plan is made."""

from __future__ import annotations

import logging
import subprocess
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from precheck.i18n import msg
from precheck.model.finding import Clause, Evidence, Finding, Outcome, Severity, Status
from precheck.model.profile import Outline, Profile, RuleSetting
from precheck.model.structure import Dossier
from precheck.rules.base import Case, Context, Hit, Need, Rule
from precheck.rules.engine import run
from precheck.rules.options import OptionProblem, build_options
from precheck.rules.registry import Plan, PlannedRule, all_rules, plan
from precheck.testing import SCAN, make_dossier

CLAUSE = Clause("Cahier des charges", "Format", "est paginé")


@dataclass(frozen=True, slots=True)
class Hits:
    """Options of the rule below: what it yields, or that it crashes."""

    hits: tuple[Hit, ...] = ()
    crashes: bool = False


class Stub(Rule[Hits]):
    """Yields what its options say."""

    code, name, title, requirements = "L901", "stub", msg("A stub"), (5,)
    options = Hits

    def check(self, dossier: Dossier, options: Hits, context: Context) -> Iterator[Hit]:
        del dossier, context
        yield from options.hits
        if options.crashes:
            raise LookupError("a fault of ours")

    def cases(self) -> Iterable[Case[Hits]]:
        return ()


class BlindStub(Stub):
    """The same, needing no text."""

    needs = frozenset[Need]()


def outcome(rule: Rule[Hits], options: Hits, dossier: Dossier, severity: Severity = Severity.ERROR) -> Outcome:
    (found,) = run(Plan((PlannedRule(rule, options, severity, CLAUSE, (5,)),), Context()), dossier)
    return found


def hit(status: Status, text: str = "x") -> Hit:
    return Hit(status, msg(text))


def test_nothing_said_is_a_pass() -> None:
    assert outcome(Stub(), Hits(), make_dossier("Bonjour.")) == Outcome(
        "L901", "stub", "A stub", (5,), Status.PASSED, Severity.ERROR, None, CLAUSE, ()
    )


def test_the_gravest_hit_decides_and_all_are_told() -> None:
    evidence = (Evidence(1, None, "ici"),)
    hits = (
        hit(Status.PASSED, "seen"),
        Hit(Status.TO_VERIFY, msg("doubt"), evidence, msg("look"), {"page": 1}),
        hit(Status.FAILED, "wrong"),
        hit(Status.UNVERIFIABLE, "unseen"),
    )
    found = outcome(Stub(), Hits(hits), make_dossier("Bonjour."))
    assert (found.status, found.reason) == (Status.FAILED, msg("wrong"))
    assert found.findings == (
        Finding("L901", Status.PASSED, Severity.INFO, msg("seen"), (), CLAUSE),
        Finding("L901", Status.TO_VERIFY, Severity.WARNING, msg("doubt"), evidence, CLAUSE, msg("look"), {"page": 1}),
        Finding("L901", Status.FAILED, Severity.ERROR, msg("wrong"), (), CLAUSE),
        Finding("L901", Status.UNVERIFIABLE, Severity.WARNING, msg("unseen"), (), CLAUSE),
    )


ORDER = [Status.FAILED, Status.CRASHED, Status.TO_VERIFY, Status.UNVERIFIABLE, Status.PASSED]


@given(st.lists(st.sampled_from([status for status in ORDER if status is not Status.CRASHED]), min_size=1))
def test_only_all_passes_pass(statuses: list[Status]) -> None:
    found = outcome(Stub(), Hits(tuple(map(hit, statuses))), make_dossier("Bonjour."))
    assert found.status is min(statuses, key=ORDER.index)
    assert (found.status is Status.PASSED) == (set(statuses) == {Status.PASSED})


def test_not_applicable_only_stands_alone() -> None:
    alone = outcome(Stub(), Hits((hit(Status.NOT_APPLICABLE, "no parts"),)), make_dossier("Bonjour."))
    assert (alone.status, alone.reason, alone.findings) == (Status.NOT_APPLICABLE, msg("no parts"), ())
    both = (hit(Status.NOT_APPLICABLE), hit(Status.TO_VERIFY))
    assert outcome(Stub(), Hits(both), make_dossier("Bonjour.")).status is Status.TO_VERIFY


@pytest.mark.parametrize("before", [(), (hit(Status.PASSED),), (hit(Status.FAILED),)])
def test_a_crash_is_told_and_never_a_pass(before: tuple[Hit, ...], caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.ERROR):
        found = outcome(Stub(), Hits(before, crashes=True), make_dossier("Le secret de Léa."))
    assert found.status is Status.CRASHED
    assert [finding.status for finding in found.findings] == [Status.CRASHED]
    assert "rule stub crashed" in caplog.text
    assert "LookupError" in caplog.text
    assert "Léa" not in caplog.text


def test_a_file_without_text_is_unverifiable_for_rules_that_read() -> None:
    scan = make_dossier(SCAN)
    wrong = Hits((hit(Status.FAILED),))
    assert outcome(Stub(), wrong, scan).status is Status.UNVERIFIABLE
    assert outcome(BlindStub(), wrong, scan).status is Status.FAILED


def test_an_information_stays_one_when_it_fails() -> None:
    found = outcome(Stub(), Hits((hit(Status.FAILED),)), make_dossier("Bonjour."), Severity.INFO)
    assert [finding.severity for finding in found.findings] == [Severity.INFO]


def profile(**rules: RuleSetting) -> Profile:
    named = {setting.rule: setting for setting in rules.values()}
    return Profile("p", "P", "I", "S", ("2016-2017",), Outline(), None, {"pages": CLAUSE}, named)


ASKED = profile(
    a=RuleSetting("too-many-pages", clause="pages", options={"maximum": 8}, requirements=()),
    b=RuleSetting("too-few-pages", severity=Severity.WARNING),
    c=RuleSetting("pages-not-numbered", enabled=False),
)


def test_a_plan_holds_what_the_profile_turns_on_in_the_order_of_codes() -> None:
    few, many = plan(ASKED).rules
    assert (few.rule.code, few.options.minimum, few.severity, few.clause) == ("L003", 10, Severity.WARNING, None)
    assert (many.rule.code, many.options.maximum, many.severity) == ("L004", 8, Severity.ERROR)
    assert (many.clause, many.requirements, few.requirements) == (CLAUSE, (), (3,))
    assert plan(ASKED).context == Context(Outline(), None, ("2016-2017",))


@pytest.mark.parametrize(
    ("only", "skip", "expected"),
    [
        (["L003"], [], ["L003"]),
        (["too-many-pages"], [], ["L004"]),
        ([], ["L003"], ["L004"]),
        (["L003", "L004"], ["too-few-pages"], ["L004"]),
        (["L005"], [], []),
    ],
)
def test_a_plan_may_be_restricted(only: list[str], skip: list[str], expected: list[str]) -> None:
    made = plan(ASKED, frozenset(only), frozenset(skip))
    assert [planned.rule.code for planned in made.rules] == expected


def test_typography_is_measured_only_when_a_rule_asks() -> None:
    assert not plan(ASKED).needs_layout
    assert plan(profile(a=RuleSetting("body-font"))).needs_layout


def test_every_wrong_option_is_told() -> None:
    problems: list[OptionProblem] = []
    rule = all_rules()["too-few-pages"]
    options = build_options(rule.options, {"minimum": "ten", "maximun": 3, "uncounted": ["annex"]}, problems)
    assert [(problem.key, problem.unknown) for problem in problems] == [("minimum", False), ("maximun", True)]
    assert problems[1].known == ("minimum", "uncounted")
    assert options == rule.options(minimum=10, uncounted=("annex",))


def test_a_plain_check_does_not_run_the_rules_of_a_screening() -> None:
    settings = {name: RuleSetting(name) for name in ("hidden-text", "similar-passages", "too-many-pages")}
    profile = Profile("id", "title", "institution", "source", (), Outline(), None, {}, settings)
    assert [item.rule.name for item in plan(profile).rules] == ["too-many-pages"]
    assert not plan(profile).needs_surface
    screened = plan(profile, screening=True)
    assert [item.rule.name for item in screened.rules] == ["too-many-pages", "similar-passages", "hidden-text"]
    assert screened.needs_surface


def test_a_plain_check_does_not_import_the_rules_of_a_screening() -> None:
    program = (
        "import sys; from precheck.profile import load_profile; from precheck.rules.catalogue import RULES;"
        "from precheck.rules.registry import plan; plan(load_profile('grenoble-2016', RULES));"
        "print([name for name in sys.modules if 'screening.' in name])"
    )
    ran = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert ran.stdout == "[]\n"
