"""The comments for the candidate's own PDF."""

from __future__ import annotations

import io

import pikepdf

from precheck.i18n import Translator
from precheck.model.note import Note
from precheck.reading.annotate import write_annotations
from precheck.report.annotated import COLOUR, SUMMARY_COLOUR, notes
from precheck.report.wording import Urgency
from precheck.testing import make_pdf
from tests.report.builders import box, make_report, make_structured
from tests.report.hostile import hostile_report

EN = Translator("en")
CLAUSE = "“10 pages minimum” (Cahier des charges 2016-2017, Format général du dossier)"


def test_a_summary_then_a_note_at_each_place() -> None:
    document = make_structured().document
    summary, *placed = notes(make_report(), EN)
    assert summary == Note(
        1,
        "Not conforming as it stands\n"
        "1 point to correct, 1 to improve, 2 to verify, 3 that could not be seen, 1 rule respected out of 9.\n"
        "1. ✗ 6 pages; at least 10 are asked for\n"
        "2. △ Page 1 has no number\n"
        "3. ? This passage may be a quotation without quotation marks\n"
        "4. ? The conclusion holds about 1.9 pages\n"
        "5. ∅ No page of this file holds text that can be read.\n"
        "6. ∅ This check broke down; nothing can be said.\n"
        "This report is an automatic pre-check. It shows places and the rules they rest on; it decides nothing. "
        "The evaluators and the jury alone decide.",
        colour=SUMMARY_COLOUR,
    )
    quotation = "? To verify\nThis passage may be a quotation without quotation marks"
    assert placed == [
        Note(1, "△ To improve\nPage 1 has no number", (), COLOUR[Urgency.IMPROVE]),
        Note(3, quotation, (box(document, 3, "Ce dossier"),), COLOUR[Urgency.VERIFY]),
        Note(5, quotation, (box(document, 5, "une veille"),), COLOUR[Urgency.VERIFY]),
        Note(
            6,
            f"? To verify\nThe conclusion holds about 1.9 pages\n{CLAUSE}",
            (box(document, 6, "Conclusion"),),
            COLOUR[Urgency.VERIFY],
        ),
        Note(
            4,
            "i Good to know\nA9.9 is not a code of the framework",
            (box(document, 4, "A9.9"),),
            COLOUR[Urgency.NOTE],
        ),
    ]


def test_french_comments_are_read_back_from_the_pdf() -> None:
    written = write_annotations(make_pdf(*["Texte"] * 6), notes(make_report(), Translator("fr")))
    with pikepdf.open(io.BytesIO(written)) as pdf:
        kinds = [[str(a.Subtype) for a in page.get("/Annots", [])] for page in pdf.pages]
        first = str(pdf.pages[0].Annots[0].Contents)
    assert kinds == [["/Text", "/Text"], [], ["/Highlight"], ["/Highlight"], ["/Highlight"], ["/Highlight"]]
    assert first.startswith("Non conforme en l’état\n1 point à corriger, ")


def test_hostile_texts_are_only_text() -> None:
    made = notes(hostile_report(), EN)
    assert len(made) == 201
    written = write_annotations(make_pdf(*["Texte"] * 6), made)
    with pikepdf.open(io.BytesIO(written)) as pdf:
        assert sum(len(page.Annots) for page in pdf.pages) == 201
