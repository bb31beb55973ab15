"""What is shown of a screening, before any layout, and what each renderer makes of it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from precheck.i18n import Translator, msg
from precheck.model.finding import Evidence, Finding, Severity, Status
from precheck.model.geometry import BBox
from precheck.model.match import MatchKind, Originality, Passage, Reason
from precheck.model.note import Note
from precheck.report.album import NO_PICTURES, Album
from precheck.report.annotated import notes
from precheck.report.matches import boxes_of, by_reason, by_source, colour, words_of
from precheck.report.originality import (
    AsideGroup,
    AsideRow,
    KindRow,
    Section,
    SourceRow,
    section,
)
from precheck.report.originality_words import NEXT, PALETTE, Level, level, percent
from precheck.report.pagemap import MAX_PAGES, small_pages
from precheck.report.plain import Voice
from precheck.report.shots import PER_SCREENING, crop_requests
from precheck.report.text import render
from precheck.testing import make_dossier
from tests.report.builders import box, make_report, outcome
from tests.report.screened import screened_dossier, screened_report

EN = Voice(Translator("en"))
FR = Voice(Translator("fr"))


def screened() -> Originality:
    found = screened_dossier().originality
    assert found is not None
    return found


def made() -> Section:
    return section(screened(), screened_dossier(), EN, Album(NO_PICTURES))


def test_sources_by_weight_each_with_its_passages_in_the_order_of_the_dossier() -> None:
    groups = by_source(screened())
    assert [(group.number, group.share.source.title[:11], group.colour) for group in groups] == [
        (1, "Une page du", PALETTE[0]),
        (2, "dossier-de-", PALETTE[1]),
    ]
    labels = [(found.label, found.match.kind.value, found.match.passage.page) for g in groups for found in g.found]
    assert labels == [("1.1", "verbatim", 3), ("1.2", "verbatim", 5), ("2.1", "edited", 4), ("2.2", "reworded", 6)]


def test_colours_go_round() -> None:
    assert [colour(number) for number in (1, 8, 9)] == [PALETTE[0], PALETTE[7], PALETTE[0]]


@pytest.mark.parametrize(
    ("words", "matched", "compared", "expected"),
    [
        (0, 0, 5, Level.UNREAD),
        (100, 0, 0, Level.UNREAD),
        (1000, 99, 5, Level.BELOW),
        (1000, 100, 5, Level.REVIEW),
        (1000, 249, 5, Level.REVIEW),
        (1000, 250, 5, Level.ALERT),
    ],
)
def test_levels_begin_at_their_thresholds(words: int, matched: int, compared: int, expected: Level) -> None:
    found = replace(screened(), words=words, matched_words=matched, compared=compared)
    assert level(found) is expected


def test_nothing_stands() -> None:
    assert level(replace(screened(), matches=screened().set_aside, matched_words=0)) is Level.NOTHING


@pytest.mark.parametrize(
    ("share", "said"),
    [(0.0, "0"), (0.0004, "<0.1"), (0.1, "10"), (0.0999, "9.9"), (0.256, "25.6"), (1.0, "100"), (0.29, "29")],
)
def test_a_share_never_says_a_threshold_that_it_does_not_reach(share: float, said: str) -> None:
    assert percent(share, "en") == said
    assert percent(share, "fr") == said.replace(".", ",")


def test_figures_and_sources() -> None:
    shown = made()
    assert (shown.level, shown.title, shown.percent) == ("alert", "Passages to review first", "66")
    assert shown.said == "4 passages, 66 % of the words (66 of 100)."
    assert shown.thresholds == "Thresholds of the institution: to review from 10 %, to review first from 25 %."
    assert shown.kinds == (
        KindRow(MatchKind.VERBATIM, "=", "word for word", shown.kinds[0].meaning, 35, "35", 35.0),
        KindRow(MatchKind.EDITED, "≈", "edited", shown.kinds[1].meaning, 16, "16", 16.0),
        KindRow(MatchKind.REWORDED, "~", "reworded", shown.kinds[2].meaning, 15, "15", 15.0),
    )
    assert shown.sources == (
        SourceRow(1, PALETTE[0], "Une page du web sur la carte", "web page, 2015", 35, "35", 2, 0),
        SourceRow(2, PALETTE[1], "dossier-de-berenice.pdf, Bérénice Cachottière", "dossier, 2016", 31, "31", 2, 0),
        SourceRow(3, "", "Référentiel C2i2e", "official text, 2010", 0, "0", 0, 1),
        SourceRow(4, "", "Zigomar sans date", "dossier", 0, "0", 0, 2),
    )


def test_a_passage_stands_beside_its_source() -> None:
    (edited, reworded) = made().groups[1].passages
    assert (edited.label, edited.kind, edited.place, edited.source_place) == ("2.1", "edited", "p. 4", "p. 7")
    assert edited.likeness == "16 words, 67 % of them in common"
    assert [piece.text for piece in edited.own if not piece.common] == [
        "groupe tient un carnet numérique où il note",
        "erreurs",
    ]
    assert (edited.highlight, reworded.highlight) == (False, True)
    assert [piece.text for piece in reworded.own if piece.common] == ["charte", "de la classe"]


def test_what_is_wrong_with_quotation_marks_is_named() -> None:
    first, quoted = made().groups[0].passages
    assert (first.fault, first.hint, first.same) == ("", "", True)
    assert quoted.fault == "In quotation marks, but no source is given near it."
    assert quoted.hint.startswith("After the quotation, give author, year and page")


def test_what_was_set_aside_stands_under_its_reason() -> None:
    assert made().aside == (
        AsideGroup(
            "official or handed-out text",
            "Set aside because every candidate may copy this text.",
            "1 passage",
            (
                AsideRow(
                    "p. 4", "source 3, Référentiel C2i2e", "“S'impliquer dans l'éducation au numérique des élèves.”"
                ),
            ),
            "",
        ),
        AsideGroup(
            "common phrase",
            "Set aside because many dossiers say it in these words.",
            "1 passage",
            (AsideRow("p. 3", "source 4, Zigomar sans date", "“dans le cadre de ma formation”"),),
            "",
        ),
        AsideGroup(
            "own earlier version",
            "Set aside because the source is an earlier dossier of the same candidate.",
            "1 passage",
            (
                AsideRow(
                    "p. 5", "source 4, Zigomar sans date", "“Ma classe compte vingt-quatre élèves de cours moyen.”"
                ),
            ),
            "",
        ),
    )


def test_the_most_frequent_reason_comes_first() -> None:
    found = screened()
    again = replace(found, matches=(*found.matches, *[m for m in found.matches if m.excluded is Reason.OWN_VERSION]))
    assert list(by_reason(again)) == [Reason.OWN_VERSION, Reason.OFFICIAL, Reason.COMMON_PHRASE]


def test_every_reason_says_why_in_french() -> None:
    found = screened()
    one = found.matches[0]
    every = replace(found, matches=tuple(replace(one, excluded=reason) for reason in Reason))
    shown = section(every, screened_dossier(), FR, Album(NO_PICTURES))
    assert len(shown.aside) == len(Reason)
    assert [group.why for group in shown.aside if not group.why.startswith("Écarté parce que ")] == []


def test_there_is_always_something_to_do_next() -> None:
    assert [(view, reached) for view, texts in NEXT.items() for reached in Level if reached not in texts] == []


def test_running_headers_between_two_pages_are_no_words_of_a_passage() -> None:
    dossier = screened_dossier()
    whole = dossier.document.text
    start, end = whole.index("S'impliquer"), whole.index("Partie 2 :")
    over = Passage(start, end, whole[start:end], 20, 4)
    assert "\n4\f" in over.text
    assert "4" not in words_of(dossier, over)
    assert [page for page, _ in boxes_of(dossier, over)] == [4, 5]


def test_a_source_that_adds_nothing_is_folded() -> None:
    found = screened()
    (first, *_) = found.sources
    again = replace(first, source=replace(first.source, id="again", title="Une copie de la page"))
    copies = tuple(replace(match, source="again") for match in found.standing if match.source == first.source.id)
    twice = replace(found, sources=(first, again, *found.sources[1:]), matches=(*found.matches, *copies))
    groups = section(twice, screened_dossier(), EN, Album(NO_PICTURES)).groups
    assert [(group.row.number, group.repeated) for group in groups] == [
        (1, ""),
        (2, "Show its 2 passages, found in the sources above too"),
        (3, ""),
    ]


# --- pages in small ---


def test_pages_in_small_show_where_the_passages_stand() -> None:
    pages = small_pages(screened(), screened_dossier(), EN)
    assert [(page.number, page.sources, page.label, len(page.bars)) for page in pages] == [
        (1, "", "", 0),
        (2, "", "", 0),
        (3, "1", "1.1", 1),
        (4, "2", "2.1", 1),
        (5, "1", "1.2", 1),
        (6, "2", "2.2", 1),
    ]
    assert pages[0].description == "Page 1: nothing to review"
    assert pages[3].description == "Page 4: passage 2.1"


def test_no_pages_when_nothing_stands() -> None:
    assert small_pages(replace(screened(), matches=screened().set_aside), screened_dossier(), EN) == ()


def test_a_long_file_shows_the_pages_that_matter() -> None:
    dossier = screened_dossier()
    blank = dossier.document.pages[0]
    more = tuple(replace(blank, number=number, lines=()) for number in range(7, MAX_PAGES + 8))
    long = replace(dossier, document=replace(dossier.document, pages=(*dossier.document.pages, *more)))
    assert [page.number for page in small_pages(screened(), long, EN)] == [3, 4, 5, 6]


# --- pictures, notes, text ---


def test_pictures_are_bounded() -> None:
    dossier = make_dossier(*[f"{'abc'[number % 3] * (number + 3)} et rien de plus." for number in range(30)])
    (one, *_) = screened().matches
    on_each_page = tuple(
        replace(one, passage=Passage(line.start, line.end, line.text, 4, line.page)) for line in dossier.document.lines
    )
    asked = crop_requests(make_report(replace(dossier, originality=replace(screened(), matches=on_each_page)), []))
    assert [request.page for request in asked] == [page for page in range(1, 21) for _ in range(2)]
    assert len(asked) == PER_SCREENING


def test_each_passage_has_a_picture_of_its_lines_and_one_of_its_page() -> None:
    asked = crop_requests(screened_report())
    assert [request.page for request in asked] == [3, 3, 5, 5, 4, 4, 6, 6]
    assert asked[1].bbox == BBox(0.0, 0.0, 595.0, 842.0)


def test_notes_have_one_colour_a_source_and_what_is_set_aside_has_none() -> None:
    document = screened_dossier().document
    summary, *placed = notes(screened_report(), Translator("en"))
    assert "Passages to review first. 4 passages, 66 % of the words (66 of 100).\nSource 1: Une page" in summary.text
    blue, orange = (0.653, 0.783, 0.913), (0.957, 0.697, 0.61)
    assert [(note.page, note.colour) for note in placed] == [(3, blue), (4, orange), (5, blue), (6, orange)]
    first, second = (box(document, 4, text) for text in ("Chaque groupe", "ses essais"))
    assert placed[1] == Note(
        4,
        "Passage 2.1 to review: edited\n"
        "Source 2: dossier-de-berenice.pdf, Bérénice Cachottière, p. 7\n"
        "16 words, 67 % of them in common\n"
        "In the source: “Chaque équipe tenait un cahier Zigomar où elle consignait ses essais, ses échecs et ses "
        "réussites.”",
        (BBox(first.x0, first.top, first.x1, first.bottom), second),
        orange,
    )


def test_a_line_is_highlighted_once_and_its_comment_names_the_other_sources() -> None:
    found = screened()
    first, second, *_ = found.matches
    same = replace(second, passage=first.passage, excluded=None, source="5ec2e7")
    dossier = replace(screened_dossier(), originality=replace(found, matches=(first, same)))
    _, *placed = notes(make_report(dossier, []), Translator("en"))
    assert [(note.page, note.text.splitlines()[0], note.text.splitlines()[-1]) for note in placed] == [
        (3, "Passage 1.1 to review: word for word", "Also in source 2"),
    ]


def test_rules_that_point_at_the_passages_do_not_cover_them() -> None:
    report = screened_report()
    place = Evidence(3, BBox(71, 85, 536, 96), "Les élèves")
    hit = Finding("O050", Status.TO_VERIFY, Severity.WARNING, msg("66 % to review"), (place,))
    told = outcome("O050", "similar-passages", Status.TO_VERIFY, hit, severity=Severity.WARNING)
    summary, *placed = notes(replace(report, outcomes=(told,)), Translator("en"))
    assert "66 % to review" in summary.text
    assert placed == list(notes(report, Translator("en"))[1:])


def test_the_terminal_says_it_in_short() -> None:
    said = render(screened_report(), Translator("en"))
    section_ = said.partition("Passages found in other texts\n")[2].partition("Competences by part")[0]
    assert section_.splitlines()[:14] == [
        "─────────────────────────────",
        "! Passages to review first",
        "  4 passages, 66 % of the words (66 of 100). Compared with 1200 texts.",
        "  word for word 35\u00a0% · edited 16\u00a0% · reworded 15\u00a0%",
        "  Thresholds of the institution: to review from 10 %, to review first from 25 %.",
        "",
        "  Source 1: Une page du web sur la carte (35\u00a0%)",
        "    1.1 word for word [p. 3]: 17 words, 100 % of them in common",
        "        “Les élèves ont photographié la façade de la mairie avant de placer",
        "        leurs images sur la carte.”",
        "      ← “Les élèves ont photographié la façade de la mairie avant de placer",
        "        leurs images sur la carte.”",
        "    1.2 word for word [p. 5]: 20 words, 100 % of them in common",
        "        “Un outil ne vaut que par le projet qui le porte et par la main qui le",
    ]
    assert max(map(len, said.splitlines())) <= 80
    assert said.splitlines()[-2:] == [
        "✓ dossier.pdf: Nothing to correct (0 rules respected out of 0, 66 % in passages",
        "  to review)",
    ]


def test_a_dossier_that_was_not_screened_says_nothing_of_it() -> None:
    assert "other texts" not in render(make_report(), Translator("en"))
    assert [note for note in notes(make_report(), Translator("en")) if "Passage" in note.text] == []


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_product_never_accuses(language: str) -> None:
    assert "plagia" not in render(screened_report(), Translator(language)).casefold()
