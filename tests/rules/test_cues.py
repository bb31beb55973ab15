"""Cues: which words are found, where, and what is told when they are not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from precheck.i18n import Translator, msg
from precheck.model.finding import Evidence, Status
from precheck.model.structure import Dossier
from precheck.rules.base import Hit
from precheck.rules.cues import (
    WHOLE,
    Cue,
    Span,
    conclusion_area,
    cue,
    find_words,
    line_at,
    look_for,
    part_area,
    span_shown,
)
from precheck.rules.examples import filler, four_parts
from precheck.testing import SCAN, make_dossier

ENGLISH = Translator("en")


def found(wording: str, text: str) -> str | None:
    dossier = make_dossier(text)
    span = find_words(dossier, (wording,), (Span(0, len(dossier.document.text)),))
    return None if span is None else dossier.document.text[span.start : span.end]


@pytest.mark.parametrize(
    ("wording", "text", "expected"),
    [
        ("différenciation", "Une DIFFÉRENCIATION réussie", "DIFFÉRENCIATION"),
        ("objectif", "Les objectifs visés", "objectifs"),
        ("compétence visée", "deux compétences visées ici", "compétences visées"),
        ("ressources numériques", "une ressource numérique", "ressource numérique"),
        ("différenci*", "nous différencions les tâches", "différencions"),
        ("mise en œuvre", "la mise en oeuvre", "mise en oeuvre"),
        ("mise en oeuvre", "la mise en œuvre", "mise en œuvre"),
        ("plus-value", "une plus value réelle", "plus value"),
        ("droit à l'image", "Le droit à l’image", "droit à l’image"),
        ("éducation aux médias", "l'éducation aux\nmédias", "éducation aux\nmédias"),
        ("jeu", "des jeux", "jeux"),
        ("B2i", "le B2i.", "B2i"),
        ("loi", "un emploi", None),
        ("loi", "l'exploit, les loisirs", None),
        ("mo", "la modalité du mot", None),
        ("carte", "une cartographie", None),
        ("cp", "le CPE", None),
        ("avec et sans", "avec, puis sans", None),
        ("veille", "", None),
        ("", "rien", None),
    ],
)
def test_words_are_found_whatever_their_case_accents_and_ending(wording: str, text: str, expected: str | None) -> None:
    assert found(wording, text or " x") == expected


def test_the_first_of_several_wordings_is_found() -> None:
    dossier = make_dossier("Une charte, puis une loi, puis une charte.")
    span = find_words(dossier, ("loi", "charte"), (Span(0, 100),))
    assert span == Span(4, 10)


def pages_of_text(dossier: Dossier) -> list[str]:
    return dossier.document.text.split("\f")


def test_running_headers_are_passed_over() -> None:
    dossier = four_parts({1: "\n".join(["Bonjour.", *filler(20).split("\n"), "Une carte du ciel."])})
    dossier = make_dossier(*pages_of_text(dossier), header="Ma veille, page {page}")
    whole = part_area(dossier, WHOLE).spans
    assert find_words(dossier, ("veille",), whole) is None
    assert find_words(dossier, ("carte du ciel",), whole) is not None


@given(st.text(alphabet="aeé œ'-\n.bx", min_size=1, max_size=60), st.integers(0, 59), st.integers(1, 20))
def test_a_wording_taken_from_the_text_is_found_at_or_before_it(text: str, start: int, length: int) -> None:
    words = [word for word in text[start : start + length].split() if word.isalnum()]
    dossier = make_dossier(f"debut {text} fin")
    plain = dossier.document.text
    for word in words:
        position = next((i for i in range(len(plain)) if _is_whole(plain, i, word)), None)
        if position is None:
            continue
        span = find_words(dossier, (word,), (Span(0, len(plain)),))
        assert span is not None
        assert span.start <= position


def _is_whole(text: str, start: int, word: str) -> bool:
    end = start + len(word)
    before = text[start - 1 : start] if start else ""
    return text[start:end] == word and not before.isalnum() and not text[end : end + 1].isalnum()


def test_the_line_of_each_position() -> None:
    document = make_dossier("Un.\nDeux.", SCAN, "", "Trois.").document
    for line in document.lines:
        for position in range(line.start, line.end + 1):
            assert line_at(document, position) == line
    assert line_at(make_dossier(SCAN).document, 0) is None


def test_evidence_boxes_the_words_and_quotes_the_line() -> None:
    dossier = make_dossier("Le droit à l'image des élèves.")
    (line,) = dossier.document.lines
    start = line.text.index("droit")
    span = Span(start, start + len("droit à l'image"))
    assert span_shown(dossier.document, span) == (
        Evidence(1, line.box(span.start, span.end), "Le droit à l'image des élèves."),
    )
    assert line.box(span.start, span.end).x0 > line.bbox.x0


CUES = (Cue("charte", ("charte",)), Cue("données", ("donnée",)))
HINT = msg("hint")


def told(dossier: Dossier, part: int, enough: int | None = None) -> list[tuple[Status, str]]:
    hits: list[Hit] = list(look_for(dossier, part_area(dossier, part), CUES, HINT, enough))
    return [(hit.status, ENGLISH(hit.message)) for hit in hits]


def test_a_pass_for_each_cue() -> None:
    assert told(four_parts({4: "La charte.\nLes données."}), 4) == [
        (Status.PASSED, "Seen in part 4, page 5: charte"),
        (Status.PASSED, "Seen in part 4, page 5: données"),
    ]


def test_missing_cues_are_told_together_with_where_they_are() -> None:
    assert told(four_parts({4: "La charte.", 2: "Les données."}), 4) == [
        (Status.PASSED, "Seen in part 4, page 5: charte"),
        (Status.TO_VERIFY, "Not seen in part 4: données (something like it: p. 3)"),
    ]
    assert told(four_parts(), 4) == [(Status.TO_VERIFY, "Not seen in part 4: charte ; données")]


def test_enough_cues_make_a_pass() -> None:
    assert told(four_parts({4: "La charte."}), 4, enough=1) == [(Status.PASSED, "Seen in part 4, page 5: charte")]


def test_a_part_that_was_not_recognised() -> None:
    assert told(make_dossier("La charte."), 4) == [
        (Status.TO_VERIFY, "Not recognised: part 4; looked for: charte ; données (something like it: p. 1)")
    ]
    assert told(make_dossier("Rien."), 4) == [
        (Status.TO_VERIFY, "Not recognised: part 4; nothing was seen of: charte ; données")
    ]


def test_pages_that_could_not_be_read_leave_the_question_open() -> None:
    assert told(make_dossier("Rien.", SCAN), 4) == [
        (Status.UNVERIFIABLE, "Not seen in part 4: charte ; données (p. 2 could not be read)")
    ]
    assert told(four_parts(after=(SCAN,)), 1) == [(Status.TO_VERIFY, "Not seen in part 1: charte ; données")]


def test_the_heading_of_a_part_is_no_content() -> None:
    assert find_words(four_parts(), ("juridique",), part_area(four_parts(), 4).spans) is None


def test_the_conclusion_is_searched_from_its_heading_to_its_end() -> None:
    dossier = four_parts(conclusion=("# Conclusion\nLa charte.", "Les données."), after=("# Annexes\nUne plus-value.",))
    spans = conclusion_area(dossier).spans
    assert find_words(dossier, ("charte",), spans)
    assert find_words(dossier, ("donnée",), spans)
    assert find_words(dossier, ("conclusion",), spans) is None
    assert find_words(dossier, ("plus-value",), spans) is None


def test_cues_are_written_in_one_string() -> None:
    assert cue("veille", "veille | se tenir informé") == Cue("veille", ("veille", "se tenir informé"))
