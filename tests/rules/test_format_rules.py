"""Where the format rules draw the line between failed, to verify and passed."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from precheck.i18n import Translator
from precheck.model.document import TextState
from precheck.model.finding import Outcome, Status
from precheck.model.geometry import BBox
from precheck.model.structure import (
    Dossier,
    Numbering,
    NumberingFault,
    NumberingVerdict,
    PrintedNumber,
    Section,
    SectionKind,
)
from precheck.rules.base import Context
from precheck.rules.engine import run
from precheck.rules.examples import OUTLINE, filler, four_parts
from precheck.rules.registry import Plan, PlannedRule, all_rules
from precheck.testing import SCAN, make_dossier

ENGLISH = Translator("en")


def check(name: str, dossier: Dossier, **options: Any) -> Outcome:
    rule = all_rules()[name]
    planned = PlannedRule(rule, rule.options(**options), rule.severity, None, rule.requirements)
    (outcome,) = run(Plan((planned,), Context(OUTLINE)), dossier)
    return outcome


def told(outcome: Outcome) -> list[str]:
    return [ENGLISH(finding.message) for finding in outcome.findings]


# --- Page numbers: 10 pages, introduction 1, parts 2 to 5, conclusion 6 to 8, annexes 9 and 10 ---


def numbered(*labels: str | None, faults: tuple[NumberingFault, ...] = (), scanned: tuple[int, ...] = ()) -> Dossier:
    """The dossier with those numbers printed on its pages; roman ones are in letters."""
    dossier = four_parts(after=(f"# Annexes\n{filler(40)}", filler(40, 3)))
    printed = tuple(_printed(page, label) for page, label in enumerate(labels, 1))
    verdict = NumberingVerdict.PART if any(printed) else NumberingVerdict.NONE
    structure = replace(dossier.structure, numbering=Numbering(verdict, printed, faults))
    pages = tuple(
        replace(
            page,
            state=TextState.IMAGE if page.number in scanned else page.state,
            lines=page.lines if printed[page.number - 1] else page.lines[:-1],
        )
        for page in dossier.document.pages
    )
    return replace(dossier, structure=structure, document=replace(dossier.document, pages=pages))


def _printed(page: int, label: str | None) -> PrintedNumber | None:
    if label is None:
        return None
    value = int(label) if label.isdigit() else len(label)  # i, ii, iii
    return PrintedNumber(page, label, value, not label.isdigit(), BBox(290, 800, 300, 811), label)


ALL = tuple(str(page) for page in range(1, 11))


def jump(page: int, observed: str | None, expected: str) -> NumberingFault:
    return NumberingFault(page, observed, expected)


@pytest.mark.parametrize(
    ("dossier", "status"),
    [
        pytest.param(numbered(*ALL), Status.PASSED, id="all"),
        pytest.param(numbered(None, *ALL[1:]), Status.PASSED, id="all but the cover"),
        pytest.param(
            numbered("i", "ii", "1", "2", "3", "4", "5", "6", "7", "8"), Status.PASSED, id="roman front matter"
        ),
        pytest.param(numbered(None, None, *ALL[2:]), Status.PASSED, id="late start"),
        pytest.param(numbered(*ALL[:8], "1", "2"), Status.PASSED, id="restart in the annexes"),
        pytest.param(
            numbered(*ALL[:8], "3", "4", faults=(jump(9, "3", "9"),)), Status.PASSED, id="other in the annexes"
        ),
        pytest.param(numbered(*ALL[:8], None, None), Status.PASSED, id="annexes without numbers"),
        pytest.param(numbered(*ALL[:3], None, *ALL[4:], scanned=(4,)), Status.PASSED, id="a scanned page lacks one"),
        pytest.param(
            numbered(*ALL[:3], None, *ALL[4:], faults=(jump(4, None, "4"),)), Status.TO_VERIFY, id="a page lacks one"
        ),
        pytest.param(numbered(*ALL[:3], "40", *ALL[4:], faults=(jump(4, "40", "4"),)), Status.TO_VERIFY, id="wrong"),
        pytest.param(numbered(*ALL[:7], None, None, None), Status.TO_VERIFY, id="the last page of the body lacks one"),
        pytest.param(numbered(*ALL[:4], *[None] * 6), Status.FAILED, id="they stop before the end of the body"),
        pytest.param(numbered(*[None] * 7, "8", "9", "10"), Status.TO_VERIFY, id="they start at the end"),
        pytest.param(numbered(*[None] * 10), Status.FAILED, id="none"),
        pytest.param(numbered(*[None] * 10, scanned=(9,)), Status.TO_VERIFY, id="none, and a scanned page"),
    ],
)
def test_page_numbers(dossier: Dossier, status: Status) -> None:
    assert check("pages-not-numbered", dossier).status is status


def test_the_pass_shows_where_numbers_were_seen() -> None:
    (finding,) = check("pages-not-numbered", numbered(None, *ALL[1:])).findings
    assert ENGLISH(finding.message) == "A printed page number is seen on 9 pages out of 10"
    assert [(evidence.page, evidence.quote) for evidence in finding.evidence] == [(2, "2"), (10, "10")]
    assert finding.data == {"numbered": 9, "pages": 10, "first": 2}


def test_figures_that_count_on_in_the_margin_are_never_no_number() -> None:
    dossier = four_parts()
    none = Numbering(NumberingVerdict.NONE, (None,) * len(dossier.document.pages))
    unseen = replace(dossier, structure=replace(dossier.structure, numbering=none))
    assert check("pages-not-numbered", unseen).status is Status.TO_VERIFY


def test_a_number_after_a_wrong_one_is_right() -> None:
    faults = (jump(4, "40", "4"), jump(5, "5", "41"))
    assert told(check("pages-not-numbered", numbered(*ALL[:3], "40", *ALL[4:], faults=faults))) == [
        "Page 4 carries the number 40 where 4 was expected"
    ]


# --- Length of the conclusion ---


def concluded(length: float | None, **changes: Any) -> Dossier:
    """The dossier whose conclusion has that length, and those other changes."""
    dossier = four_parts()
    sections = tuple(
        replace(section, length_pages=length, **changes) if section.kind is SectionKind.CONCLUSION else section
        for section in dossier.structure.sections
    )
    return replace(dossier, structure=replace(dossier.structure, sections=sections))


@pytest.mark.parametrize(
    ("length", "status", "said"),
    [
        (2.0, Status.PASSED, "2.0"),
        (2.4, Status.PASSED, "2.4"),
        (1.999, Status.TO_VERIFY, "1.9"),
        (1.9, Status.TO_VERIFY, "1.9"),
        (1.89, Status.FAILED, "1.8"),
        (0.95, Status.FAILED, "0.9"),
    ],
)
def test_the_conclusion_is_measured_and_never_rounded_up(length: float, status: Status, said: str) -> None:
    outcome = check("conclusion-too-short", concluded(length))
    assert outcome.status is status
    assert told(outcome)[0].startswith(f"The conclusion is {said} pages long")


def test_a_conclusion_that_cannot_be_measured_is_never_failed() -> None:
    assert check("conclusion-too-short", concluded(None)).status is Status.UNVERIFIABLE
    assert check("conclusion-too-short", concluded(0.5, certain=False)).status is Status.TO_VERIFY
    dossier = concluded(0.5)
    pages = tuple(replace(page, state=TextState.IMAGE) if page.number == 7 else page for page in dossier.document.pages)
    scanned = replace(dossier, document=replace(dossier.document, pages=pages))
    assert check("conclusion-too-short", scanned).status is Status.TO_VERIFY


def test_what_may_belong_to_the_conclusion_saves_it() -> None:
    dossier = concluded(1.0)
    sections = dossier.structure.sections
    last = sections[-1]
    middle = (last.start + last.end) // 2
    split = (replace(last, end=middle), Section(SectionKind.OTHER, middle, last.end, 7, 8, length_pages=1.2))
    doubtful = replace(dossier, structure=replace(dossier.structure, sections=(*sections[:-1], *split)))
    assert check("conclusion-too-short", doubtful).status is Status.TO_VERIFY
    annexe = (split[0], replace(split[1], kind=SectionKind.ANNEX))
    certain = replace(dossier, structure=replace(dossier.structure, sections=(*sections[:-1], *annexe)))
    assert check("conclusion-too-short", certain).status is Status.FAILED


# --- Parts, introduction, conclusion ---


def uncertain(dossier: Dossier, *numbers: int) -> Dossier:
    """The same dossier, its parts of those numbers only guessed."""
    sections = tuple(
        replace(section, certain=False) if section.number in numbers else section
        for section in dossier.structure.sections
    )
    return replace(dossier, structure=replace(dossier.structure, sections=sections))


def test_a_part_is_missing_only_when_the_others_are_certain() -> None:
    missing = four_parts(order=(1, 2, 4))
    assert check("part-missing", missing).status is Status.FAILED
    assert check("part-missing", uncertain(missing, 2)).status is Status.TO_VERIFY
    assert check("part-missing", uncertain(four_parts(), 2)).status is Status.TO_VERIFY
    assert check("part-missing", four_parts(order=(1, 2, 4), after=(SCAN,))).status is Status.UNVERIFIABLE


def test_a_heading_like_the_parts_may_be_the_missing_one() -> None:
    own = four_parts({2: f"{filler(3)}\n# Mes outils de tous les jours"}, order=(1, 2, 4))
    outcome = check("part-missing", own)
    assert outcome.status is Status.TO_VERIFY
    assert outcome.findings[2].evidence[0].quote == "Mes outils de tous les jours"


def test_near_headings_are_shown() -> None:
    near = four_parts(order=(1, 2, 3, 4), headings={3: "Mon environnement professionnel"})
    outcome = check("part-missing", near)
    assert outcome.status in (Status.PASSED, Status.TO_VERIFY)


@pytest.mark.parametrize("order", [(2, 1, 3, 4), (1, 2, 4, 3), (4, 3, 2, 1)])
def test_parts_out_of_order(order: tuple[int, ...]) -> None:
    assert check("parts-out-of-order", four_parts(order=order)).status is Status.FAILED
    assert check("parts-out-of-order", uncertain(four_parts(order=order), *order)).status is Status.TO_VERIFY


def test_a_guessed_introduction_or_conclusion_is_to_verify() -> None:
    dossier = four_parts()
    for name, kind in (
        ("introduction-missing", SectionKind.INTRODUCTION),
        ("conclusion-missing", SectionKind.CONCLUSION),
    ):
        sections = tuple(replace(s, certain=s.kind is not kind) for s in dossier.structure.sections)
        guessed = replace(dossier, structure=replace(dossier.structure, sections=sections))
        assert check(name, guessed).status is Status.TO_VERIFY


def test_missing_sections_are_unverifiable_when_a_page_is_a_picture() -> None:
    assert check("introduction-missing", four_parts(introduction=None, after=(SCAN,))).status is Status.UNVERIFIABLE
    assert check("conclusion-missing", four_parts(conclusion=(), after=(SCAN,))).status is Status.UNVERIFIABLE


@pytest.mark.parametrize("heading", ["Bilan de l'année", "Synthèse", "Retour sur l'expérience", "Perspectives"])
def test_a_heading_like_a_conclusion_is_never_a_missing_one(heading: str) -> None:
    dossier = four_parts(conclusion=(f"# {heading}\n{filler(48)}",))
    assert check("conclusion-missing", dossier).status in (Status.PASSED, Status.TO_VERIFY)


@pytest.mark.parametrize("heading", ["Bibliographie", "Annexes", "Glossaire", "Sitographie", "Lexique"])
def test_what_may_follow_the_conclusion(heading: str) -> None:
    assert check("conclusion-not-last", four_parts(after=(f"# {heading}\n{filler(40)}",))).status is Status.PASSED


def test_a_guessed_part_after_the_conclusion_is_to_verify() -> None:
    after = (f"# Partie 4 : Enjeux juridiques et éthiques\n{filler(40)}",)
    dossier = four_parts(order=(1, 2, 3), after=after)
    assert check("conclusion-not-last", dossier).status is Status.FAILED
    assert check("conclusion-not-last", uncertain(dossier, 4)).status is Status.TO_VERIFY


def test_what_names_a_section_keeps_it_from_being_missing() -> None:
    said = "Sommaire\nIntroduction ..... 2\nPartie 1 ..... 2"
    dossier = four_parts(introduction=said)
    assert check("introduction-missing", dossier).status is not Status.FAILED
    line = four_parts({4: f"{filler(20)}\nBilan."}, conclusion=())
    assert check("conclusion-missing", line).status is Status.TO_VERIFY
    opened = four_parts(
        {2: f"{filler(20)}\n3e partie, celle de tous les jours et de toutes les heures passées à apprendre."},
        order=(1, 2, 4),
    )
    assert check("part-missing", opened).status is Status.TO_VERIFY


def test_a_later_heading_may_be_the_final_conclusion() -> None:
    part = f"# Partie 4 : Enjeux juridiques et éthiques\n{filler(30)}\n# Retour réflexif et perspectives de travail"
    dossier = four_parts(order=(1, 2, 3), after=(f"{part}\n{filler(10)}",))
    assert check("conclusion-not-last", dossier).status is not Status.FAILED


# --- Pages ---


@pytest.mark.parametrize(
    ("pages", "few", "many"),
    [(9, "FAILED", "PASSED"), (10, "PASSED", "PASSED"), (20, "PASSED", "PASSED"), (21, "PASSED", "FAILED")],
)
def test_page_counts(pages: int, few: str, many: str) -> None:
    dossier = make_dossier(*["Bonjour."] * (pages - 1), SCAN)
    assert (check("too-few-pages", dossier).status, check("too-many-pages", dossier).status) == (few, many)


def test_pages_that_a_profile_does_not_count() -> None:
    dossier = four_parts(after=(f"# Annexes\n{filler(40)}", filler(40, 3)))
    annex = (SectionKind.ANNEX,)
    assert check("too-many-pages", dossier, maximum=8, uncounted=annex).status is Status.PASSED
    assert check("too-many-pages", dossier, maximum=8).status is Status.FAILED
    assert check("too-few-pages", dossier, minimum=9, uncounted=annex).status is Status.FAILED
    assert check("too-few-pages", dossier, minimum=9).status is Status.PASSED
    assert check("too-many-pages", four_parts(after=(SCAN,)), maximum=8, uncounted=annex).status is Status.TO_VERIFY


def test_findings_tell_what_was_observed_and_expected() -> None:
    (finding,) = check("too-few-pages", make_dossier(*["Bonjour."] * 9)).findings
    (evidence,) = finding.evidence
    assert evidence.observed is not None
    assert evidence.expected is not None
    assert (ENGLISH(evidence.observed), ENGLISH(evidence.expected)) == ("9 pages", "at least 10 pages")
    assert finding.hint is not None
    assert finding.data == {"pages": 9, "counted": 9, "minimum": 10}
