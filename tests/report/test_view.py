"""What a report shows and in which order, before any layout."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from precheck.i18n import Translator, msg
from precheck.model.finding import Evidence, Finding, Severity, Status
from precheck.model.geometry import BBox
from precheck.model.profile import Outline
from precheck.report.matrix import Cell, Placement, matrix
from precheck.report.phrases import structure_facts
from precheck.report.plain import Voice, page_ranges, plain, shorten
from precheck.report.rows import page_marks, room_rows
from precheck.report.shots import MAX_HEIGHT, PER_FINDING, crop_requests, shots
from precheck.report.strip import printed_pages, strip
from precheck.report.view import Counts, counts, items, quote_of, rooms, urgency
from precheck.report.wording import Urgency
from tests.report.builders import PROFILE, make_report, make_structured, outcome, scanned_dossier


def finding(status: Status, severity: Severity, code: str = "L003", *pages: int) -> Finding:
    return Finding(code, status, severity, msg("something"), tuple(Evidence(page) for page in pages))


@pytest.mark.parametrize(
    ("status", "severity", "expected"),
    [
        (Status.FAILED, Severity.ERROR, Urgency.FIX),
        (Status.FAILED, Severity.WARNING, Urgency.IMPROVE),
        (Status.FAILED, Severity.INFO, Urgency.NOTE),
        (Status.TO_VERIFY, Severity.WARNING, Urgency.VERIFY),
        (Status.TO_VERIFY, Severity.INFO, Urgency.NOTE),
        (Status.UNVERIFIABLE, Severity.INFO, Urgency.UNSEEN),
        (Status.CRASHED, Severity.WARNING, Urgency.UNSEEN),
        (Status.PASSED, Severity.INFO, None),
    ],
)
def test_urgency(status: Status, severity: Severity, expected: Urgency | None) -> None:
    assert urgency(finding(status, severity)) is expected


def test_items_come_most_urgent_first_and_one_a_rule() -> None:
    shown = [(item.urgency, item.codes, item.pages) for item in items(make_report())]
    assert shown == [
        (Urgency.FIX, ("L003",), ()),
        (Urgency.IMPROVE, ("L005",), (1,)),
        (Urgency.VERIFY, ("O052",), (3, 5)),
        (Urgency.VERIFY, ("S213",), (6,)),
        (Urgency.UNSEEN, ("C031", "C032"), ()),
        (Urgency.UNSEEN, ("C033",), ()),
        (Urgency.NOTE, ("C030",), (4,)),
    ]


def test_rules_that_are_blind_for_the_same_reason_are_said_once_without_their_clauses() -> None:
    blind = next(item for item in items(make_report()) if item.codes == ("C031", "C032"))
    assert blind.requirements == (31, 32)
    assert blind.clauses == ()
    assert [hint.msgid[:14] for hint in blind.hints] == ["If these pages"]


def test_a_rule_with_two_degrees_of_certainty_appears_under_both() -> None:
    both = outcome(
        "L003",
        "rule",
        Status.FAILED,
        finding(Status.FAILED, Severity.ERROR),
        finding(Status.TO_VERIFY, Severity.WARNING),
    )
    assert [item.urgency for item in items(make_report(outcomes=[both]))] == [Urgency.FIX, Urgency.VERIFY]


def test_counts_are_of_rules() -> None:
    report = make_report()
    assert counts(report, items(report)) == Counts(fix=1, improve=1, verify=2, unseen=3, passed=1, checked=9)


def test_rules_stand_in_their_rooms() -> None:
    found = [(room.title.msgid, [o.code for o in room.outcomes]) for room in rooms(make_report())]
    assert found == [
        ("Format of the file", ["L003", "L005"]),
        ("Name and year", ["I007"]),
        ("Structure", ["S213"]),
        ("Content", ["C030", "C031", "C032", "C033", "C039"]),
        ("Quotations and sources", ["O052"]),
    ]


def test_a_defect_that_blocks_nothing_is_not_called_a_failure() -> None:
    states = {rule.code: rule.word for room in room_rows(make_report(), Voice(Translator("en"))) for rule in room.rules}
    assert (states["L003"], states["L005"], states["C030"]) == ("Failed", "To improve", "Good to know")


def test_a_page_bears_the_sign_of_the_most_urgent_thing() -> None:
    marks = page_marks(items(make_report()), 6)
    assert marks == (Urgency.IMPROVE, None, Urgency.VERIFY, Urgency.NOTE, Urgency.VERIFY, Urgency.VERIFY)


def test_quotations_of_lines_apart_show_the_gap() -> None:
    lines = [BBox(70, 100, 300, 111), BBox(70, 114, 300, 125), BBox(70, 400, 300, 411)]
    evidence = [Evidence(1, box, text) for box, text in zip(lines, ("un", "deux", "trois"), strict=True)]
    assert quote_of([*evidence, Evidence(2, lines[0], "quatre"), Evidence(2)]) == "un deux […] trois […] quatre"


# --- matrix ---


def test_matrix_places_each_item_of_the_framework() -> None:
    table = matrix(make_report())
    assert table is not None
    assert table.columns == (1, 2, None)
    rows = {row.code: (row.placement, row.cells) for group in table.domains for row in group.rows}
    nothing = Cell((), False)
    assert rows == {
        "A1.5": (Placement.PLACED, (nothing, Cell((5,), True), nothing)),
        "B2.1": (Placement.PLACED, (Cell((4,), True), nothing, Cell((3,), False))),
        "B2.2": (Placement.ABSENT, (Cell((), True), nothing, nothing)),
    }
    assert table.unknown == (("A9.9", (4,)),)


def test_matrix_tells_an_item_that_stands_elsewhere() -> None:
    report = make_report()
    table = matrix(replace(report, competences=tuple(place for place in report.competences if place.part != 1)))
    assert table is not None
    assert [row.placement for row in table.domains[1].rows] == [Placement.ELSEWHERE, Placement.ABSENT]


def test_where_the_profile_expects_nothing_being_mentioned_is_enough() -> None:
    table = matrix(make_report(profile=replace(PROFILE, outline=Outline())))
    assert table is not None
    assert not table.expects
    placements = [row.placement for group in table.domains for row in group.rows]
    assert placements == [Placement.MENTIONED, Placement.MENTIONED, Placement.ABSENT]


def test_no_matrix_without_a_framework_or_without_any_text() -> None:
    assert matrix(make_report(profile=replace(PROFILE, framework=None))) is None
    assert matrix(make_report(scanned_dossier(), [])) is None


def test_what_was_found_is_told_and_nothing_of_a_scan() -> None:
    voice = Voice(Translator("en"))
    assert structure_facts(make_report(scanned_dossier(), []), voice) == (("Pages", "2"), ("Pages not read", "1, 2"))
    assert [label for label, _ in structure_facts(make_report(), voice, beside_map=True)] == [
        "Pages",
        "Numbering",
        "Conclusion",
        "Name",
        "Year",
    ]


def test_different_things_of_one_rule_are_counted_in_its_heading() -> None:
    findings = tuple(
        Finding("L003", Status.TO_VERIFY, Severity.WARNING, msg("place {n}", n=n), (Evidence(n),)) for n in (1, 2)
    )
    (item,) = items(make_report(outcomes=[outcome("L003", "rule", Status.TO_VERIFY, *findings)]))
    assert Voice(Translator("en"))(item.heading) == "At least the minimum of pages: 2 places"


# --- strip ---


def test_strip_covers_the_file_and_cuts_a_page_where_a_part_begins() -> None:
    stretches = strip(make_structured())
    assert [(s.kind.value, s.number, round(s.start, 2), round(s.end, 2)) for s in stretches] == [
        ("cover", None, 0.0, 1.0),
        ("contents", None, 1.0, 2.0),
        ("introduction", None, 2.0, 3.0),
        ("part", 1, 3.0, 4.1),
        ("part", 2, 4.1, 5.0),
        ("conclusion", None, 5.0, 6.0),
    ]
    assert stretches[3].title == "Concevoir une séance"


def test_what_is_only_furniture_takes_no_room() -> None:
    dossier = make_structured()
    cover, contents, *rest = dossier.structure.sections
    footer = dossier.document.pages[1].lines[-1]
    cut = (cover, replace(contents, end=footer.start), replace(cover, start=footer.start, start_page=2, end_page=2))
    dressed = replace(dossier, structure=replace(dossier.structure, sections=(*cut, *rest)))
    assert strip(dressed) == strip(dossier)


def test_printed_numbers_of_a_stretch() -> None:
    dossier = make_structured()
    assert printed_pages(dossier, 2, 6) == "2–6"
    assert printed_pages(dossier, 1, 1) == ""


# --- shots ---


def test_boxes_near_each_other_share_a_picture() -> None:
    document = make_structured().document
    near, far = BBox(71, 100, 200, 111), BBox(71, 100 + 2 * MAX_HEIGHT, 200, 111 + 2 * MAX_HEIGHT)
    taken = shots(document, [Evidence(4, near), Evidence(4, far), Evidence(4, BBox(71, 120, 90, 131))])
    assert [(shot.page, len(shot.boxes)) for shot in taken] == [(4, 2), (4, 1)]
    for shot in taken:
        view = shot.request.bbox
        assert all(
            view.x0 <= b.x0 and view.top <= b.top and b.x1 <= view.x1 and b.bottom <= view.bottom for b in shot.boxes
        )


def test_a_page_without_a_place_is_shown_whole_and_small() -> None:
    (shot,) = shots(make_structured().document, [Evidence(1)])
    assert shot.whole_page
    assert shot.request.bbox == BBox(0, 0, 595, 842)


def test_evidence_on_the_file_or_on_no_page_shows_nothing() -> None:
    assert shots(make_structured().document, [Evidence(), Evidence(99, BBox(0, 0, 9, 9))]) == ()


def test_pictures_are_asked_for_once_each() -> None:
    report = make_report()
    again = replace(report, outcomes=(*report.outcomes, replace(report.outcomes[-1], code="S999")))
    assert crop_requests(again) == crop_requests(report)
    assert [request.page for request in crop_requests(report)] == [1, 3, 5, 6, 4]


boxes = st.builds(
    lambda x, y, w, h: BBox(x, y, x + w, y + h),
    st.floats(-50, 700),
    st.floats(-50, 900),
    st.floats(0, 300),
    st.floats(0, 300),
)


@given(st.lists(st.builds(Evidence, st.sampled_from([None, 1, 4, 6]), st.none() | boxes), max_size=12))
def test_a_picture_lies_on_its_page(evidence: list[Evidence]) -> None:
    taken = shots(make_structured().document, evidence)
    assert len(taken) <= PER_FINDING
    for shot in taken:
        view = shot.request.bbox
        assert 0 <= view.x0 < view.x1 <= 595
        assert 0 <= view.top < view.bottom <= 842


# --- plain ---


@pytest.mark.parametrize(
    ("pages", "expected"),
    [((), ""), ((4,), "4"), ((5, 4), "4, 5"), ((1, 2, 3, 7, 9, 8, 12), "1–3, 7–9, 12"), ((2, 2), "2")],
)
def test_page_ranges(pages: tuple[int, ...], expected: str) -> None:
    assert page_ranges(pages) == expected


def test_plain_text_holds_nothing_that_a_terminal_or_a_browser_obeys() -> None:
    assert plain(" a\x1b[31m\u202eb\n\tc\x00\ud800 ") == "a[31mb c"
    assert plain("« 10\u00a0pages »") == "« 10\u00a0pages »"


@given(st.text(st.characters(), max_size=200))
def test_plain_text_is_one_printable_line(text: str) -> None:
    shown = plain(text)
    shown.encode("utf-8")
    assert len(shown.splitlines()) <= 1
    assert plain(shown) == shown


@given(st.text(max_size=80), st.integers(2, 60))
def test_shortened_text_fits(text: str, length: int) -> None:
    short = shorten(text, length)
    assert len(short) <= max(length, 0)
    assert short == text or short.endswith("…")


def test_quotation_marks_follow_the_language() -> None:
    assert Voice(Translator("fr")).quotation("« déjà »") == "«\u00a0déjà\u00a0»"
    assert Voice(Translator("en")).quotation("mot") == "“mot”"
    assert Voice(Translator("fr")).quotation("\x00") == ""
