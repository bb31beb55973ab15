"""The measuring against hand labels, on a dossier made here."""

from __future__ import annotations

from pathlib import Path

import pytest

from bench.dossiers import (
    Answer,
    Labels,
    answers,
    check_all,
    contradictions,
    coverage,
    is_printed,
    missed,
    read_labels,
    table,
)
from precheck.i18n import msg
from precheck.model.finding import Finding, Outcome, Severity, Status
from precheck.model.profile import Outline, Profile
from precheck.model.report import Report
from precheck.testing import make_dossier, make_pdf

HEAD = (
    "sha12\tpages\tproducer\tnumbering\tfirst_numbered_page\tauthor\tyear_on_cover\tintro_page\tconcl_start\tconcl_end"
    "\ttoc_pages\n"
)
TEXT = (
    "Dans la classe, les élèves ont travaillé sur un document\npartagé pendant trois séances,\nce qui demande du temps."
)
PAGES = (
    "Dossier numérique\nDUPONT Claire\nAnnée 2016-2017",
    f"# Introduction\n{TEXT}",
    f"# Partie 1\n{TEXT}",
    f"# Conclusion\n{TEXT}",
)
LABELS = Labels("a", 4, "all", 1, ("DUPONT Claire",), "2016-2017", 2, (4, 4), ())


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "pdf").mkdir()
    (tmp_path / "pdf" / "a.pdf").write_bytes(make_pdf(*PAGES, footer="{page}"))
    row = "a\t4\ttypst\tall\t1\tDUPONT Claire\t2016-2017\t2\t4\t4\tnone\n"
    (tmp_path / "labels.tsv").write_text(HEAD + row, encoding="utf-8")
    return tmp_path


def test_labels_are_read(tmp_path: Path) -> None:
    rows = (
        "a\t12\tx\tall_but_5\t2\tDUPONT Claire;MARTIN Paul (+3)\t2024(print date only)\tnone\tnone\tnone\t2-3\n"
        "b\t10\tx\tnone\t-\tnone\t2016/2017\t3\t9\t10\tnone\n"
    )
    (tmp_path / "labels.tsv").write_text(HEAD + rows, encoding="utf-8")
    assert read_labels(tmp_path) == [
        Labels("a", 12, "all_but_5", 2, ("DUPONT Claire", "MARTIN Paul"), None, None, None, (2, 3)),
        Labels("b", 10, "none", None, (), "2016/2017", 3, (9, 10), ()),
    ]


@pytest.mark.parametrize(
    ("label", "verdict"),
    [("all", "all"), ("all_but_cover", "all_but_cover"), ("none", "none"), ("part", "part"), ("all_but_1_12", "part")],
)
def test_coverage(label: str, verdict: str) -> None:
    assert coverage(label) == verdict


def test_a_name_is_printed_in_any_order_and_case() -> None:
    assert is_printed("DUPONT Élise", "Présenté par Elise Dupont")
    assert not is_printed("DUPONT Claire", "Présenté par Clairette Dupont")


def test_a_dossier_and_its_labels_agree(folder: Path) -> None:
    found, _ = check_all(folder, "grenoble-2016")
    assert [(answer.column, answer.product) for answer in found if not answer.right] == []
    assert [answer.column for answer in found] == [
        "paginated",
        "coverage",
        "first number",
        "introduction",
        "conclusion start",
        "conclusion end",
        "contents",
        "author",
        "year",
    ]


def _report(profile: Profile, *outcomes: Outcome) -> Report:
    return Report("0", profile, make_dossier(*PAGES, footer="{page}"), outcomes, (), None, ())


def _failed(name: str) -> Outcome:
    finding = Finding("X000", Status.FAILED, Severity.ERROR, msg("Not there"))
    return Outcome("X000", name, name, (1,), Status.FAILED, Severity.ERROR, findings=(finding,))


PROFILE = Profile("p", "P", "", "", (), Outline(), None, {}, {})


def test_failures_that_a_person_refutes() -> None:
    report = _report(PROFILE, _failed("introduction-missing"), _failed("conclusion-too-short"), _failed("part-missing"))
    assert list(contradictions(LABELS, report)) == ["a: X000 introduction-missing: Not there"]


def test_differences_shares_and_missed_aims() -> None:
    found = [Answer("a", "introduction", "2", "3", False), Answer("b", "introduction", "4", "4", True)]
    assert table(found, everything=False) == [
        "!! a              introduction       labels 2                        product 3",
        "introduction         1 of   2   50.0%  aim 92%",
    ]
    assert missed(found) == ["introduction"]
    assert missed(list(answers(LABELS, [_report(PROFILE)]))[:6]) == []
