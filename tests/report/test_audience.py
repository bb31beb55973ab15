"""What other people wrote never reaches a candidate, whatever the report is written as."""

from __future__ import annotations

import io
import re
from dataclasses import replace

import pikepdf
import pypdf
import pytest

from precheck.i18n import Translator
from precheck.model.match import (
    Match,
    MatchKind,
    Originality,
    Passage,
    Source,
    SourceKind,
    SourceShare,
    View,
    Visibility,
)
from precheck.model.report import Report
from precheck.reading.annotate import write_annotations
from precheck.report import html, json, pdf, text
from precheck.report.annotated import notes
from precheck.report.audience import UNSEEN, seen_by, shown_to
from precheck.report.comparison import Comparison, render_html, render_json, render_text
from precheck.testing import make_pdf
from tests.report.builders import REFUSAL, make_report
from tests.report.screened import OTHER, REWORDED_THERE, SECRET, UNDATED, WEB, screened_report

FR = Translator("fr")


def everything_in(data: bytes) -> str:
    """All that a PDF holds: its text, its annotations, its metadata, its streams unpacked."""
    reader = pypdf.PdfReader(io.BytesIO(data))
    said = [page.extract_text() for page in reader.pages] + [str(reader.metadata)]
    with pikepdf.open(io.BytesIO(data)) as opened:
        for page in opened.pages:
            said += [str(note.get("/Contents", "")) for note in page.get("/Annots", [])]
        for thing in opened.objects:
            said.append(str(thing))
            if isinstance(thing, pikepdf.Stream):
                said.append(thing.read_bytes().decode("latin-1"))
    return "\n".join(said)


def rendered(form: str, report: Report) -> str:
    """All that this format holds, as text."""
    if form == "annotated":
        return everything_in(write_annotations(make_pdf(*["Texte"] * 6), notes(report, FR)))
    if form == "pdf":
        return everything_in(pdf.render(report, FR))
    originality = report.dossier.originality
    assert originality is not None
    comparison = Comparison("a.pdf", "b.pdf", originality, report.dossier)
    return {
        "html": lambda: html.render(report, FR),
        "json": lambda: json.render(report, FR),
        "text": lambda: text.render(report, FR),
        "comparison as text": lambda: render_text(comparison, FR),
        "comparison as html": lambda: render_html(comparison, FR),
        "comparison as json": lambda: render_json(comparison),
    }[form]()


FORMS = pytest.mark.parametrize(
    "form",
    ["html", "json", "text", "pdf", "annotated", "comparison as text", "comparison as html", "comparison as json"],
)


def candidates_report() -> Report:
    shown = seen_by(View.CANDIDATE, screened_report())
    assert isinstance(shown, Report)
    return shown


@FORMS
def test_a_candidate_reads_nothing_of_others(form: str) -> None:
    said = rendered(form, candidates_report())
    assert [secret for secret in (*SECRET, UNDATED.id, UNDATED.title) if secret.casefold() in said.casefold()] == []
    assert "élèves ont photographié" in " ".join(re.sub("\u200b", "", said).split()) or form == "annotated"


@FORMS
def test_an_evaluator_reads_everything(form: str) -> None:
    """The same search finds the words where they may be: it can fail."""
    said = rendered(form, screened_report()).casefold()
    assert "bérénice" in said
    assert "zigomar" in said


@pytest.mark.parametrize(
    ("form", "words"),
    [
        ("text", "un dossier de la campagne 2016"),
        ("html", "un dossier de la campagne 2016"),
        ("annotated", "un dossier de la campagne 2016"),
        ("html", "un autre dossier"),
        ("html", "Une page du web sur la carte"),
    ],
)
def test_a_source_is_called_by_what_may_be_said_of_it(form: str, words: str) -> None:
    assert words in " ".join(rendered(form, candidates_report()).split())


def test_what_is_left_of_a_source_that_is_not_public() -> None:
    whole = screened_report().dossier.originality
    assert whole is not None
    shown = shown_to(View.CANDIDATE, whole)
    assert [share.source for share in shown.sources] == [
        replace(WEB, author=""),
        Source("hidden-2", "", SourceKind.DOSSIER, "", "2016", Visibility.EVALUATORS),
        whole.sources[2].source,
        Source("hidden-4", "", SourceKind.DOSSIER),
    ]
    assert [match.source_passage for match in shown.matches if match.source.startswith("hidden")] == [UNSEEN] * 4
    assert [match.passage for match in shown.matches] == [match.passage for match in whole.matches]
    assert (shown.share, shown.words, shown.view) == (whole.share, whole.words, View.CANDIDATE)


def test_the_evaluator_sees_the_very_same_result() -> None:
    report = screened_report()
    assert seen_by(View.EVALUATOR, report) == report


@pytest.mark.parametrize("kind", [SourceKind.WEB, SourceKind.TEMPLATE, SourceKind.OFFICIAL])
def test_whatever_is_not_public_stays_hidden(kind: SourceKind) -> None:
    source = replace(OTHER, kind=kind)
    there = Passage(0, 7, REWORDED_THERE, 1)
    match = Match(source.id, Passage(0, 4, "Moi.", 1), there, MatchKind.EDITED, 0.5)
    found = Originality("", 1, 1, 1, 0, 1, 0, 0.1, 0.25, (SourceShare(source, 1, 1.0, 1, 0),), (match,))
    shown = shown_to(View.CANDIDATE, found)
    assert shown.sources[0].source == Source("hidden-1", "", kind)
    assert shown.matches == (replace(match, source="hidden-1", source_passage=UNSEEN),)


def test_what_was_not_screened_or_not_read_stays_as_it_is() -> None:
    assert seen_by(View.CANDIDATE, REFUSAL) is REFUSAL
    report = make_report()
    assert seen_by(View.CANDIDATE, report) is report
