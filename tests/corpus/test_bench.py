"""The comparison of a report with a sample's truth finds what differs."""

from __future__ import annotations

from bench.samples import SAMPLES, Comparison, check_all, compare, requirement_statuses, table


def outcome(name: str, requirements: list[int], status: str, *findings: dict[str, object]) -> dict[str, object]:
    return {"name": name, "requirements": requirements, "status": status, "findings": list(findings)}


def test_a_requirement_has_the_gravest_status_of_its_rules() -> None:
    outcomes = [
        outcome("conclusion-missing", [13], "PASSED"),
        outcome("conclusion-too-short", [13], "FAILED"),
        outcome("conclusion-not-last", [13], "NOT_APPLICABLE"),
    ]
    assert requirement_statuses(outcomes)["13"] == "FAILED"


def test_a_finding_may_be_about_one_of_several_requirements() -> None:
    topics = outcome(
        "conclusion-topics",
        [15, 16, 17],
        "TO_VERIFY",
        {"status": "PASSED", "data": {"requirement": 15}},
        {"status": "TO_VERIFY", "data": {"requirement": 16}},
    )
    parts = outcome(
        "competences",
        [26, 27],
        "TO_VERIFY",
        {"status": "TO_VERIFY", "data": {"part": 2}},
        {"status": "PASSED", "data": {"part": 1}},
    )
    assert requirement_statuses([topics, parts]) == {
        "15": "PASSED",
        "16": "TO_VERIFY",
        "17": "TO_VERIFY",
        "26": "PASSED",
        "27": "TO_VERIFY",
        "conclusion-topics": "TO_VERIFY",
        "competences": "TO_VERIFY",
    }


def test_a_refusal_is_compared_with_the_one_expected() -> None:
    truth = {"refusal": "EncryptedFile"}
    refused = {"error": {"code": "EncryptedFile"}}
    assert [c.same for c in compare("x", truth, refused)] == [True]
    assert list(compare("x", truth, {"outcomes": []})) == [Comparison("x", "refusal", "EncryptedFile", None)]


def test_the_table_shows_what_differs() -> None:
    found = [Comparison("one", "pages", 9, 9), Comparison("two", "pages", 9, 10)]
    assert table(found) == [
        "   one                            1 of   1",
        "!! two                            0 of   1",
        "   two: pages: truth 9, product 10",
        "1 of 2 right",
    ]


def test_every_rule_is_right_on_every_sample() -> None:
    names = sorted(file.stem for file in SAMPLES.glob("*.toml"))
    assert [c for c in check_all(SAMPLES, names) if not c.same] == []
