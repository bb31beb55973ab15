"""The report on a terminal: whole outputs, 80 columns, nothing that the terminal obeys."""

from __future__ import annotations

import unicodedata
from dataclasses import replace

import pytest

from precheck.i18n import Translator
from precheck.model.report import Report
from precheck.report.text import render, render_summary
from tests.report.builders import PROFILE, REFUSAL, make_report, make_structured
from tests.report.hostile import hostile_report

EN = Translator("en")
WHOLE = """\
Pre-check of the dossier — dossier.pdf
Dossier d'essai

  Pages: 6
  Numbering: A number is visible on every page but the cover
  Introduction: p. 3
  Parts: part 1 p. 4, part 2 p. 5
  Conclusion: p. 6, 1.4 pages of text
  Name: Camille Exemple (p. 1)
  Year: 2016-2017 (p. 1)

To correct first (1)
────────────────────
1. ✗ 6 pages; at least 10 are asked for [L003]
     Observed: 6 pages · Expected: 10 pages
     → Add what is missing, then export again.
     Rule: “10 pages minimum” (Cahier des charges 2016-2017, Format général du
       dossier)

To improve (1)
──────────────
2. △ Page 1 has no number [p. 1, L005]
     Rule: “10 pages minimum” (Cahier des charges 2016-2017, Format général du
       dossier)

To verify (2)
─────────────
3. ? This passage may be a quotation without quotation marks [p. 3, 5, O052]
     - p. 3: “Ce dossier présente”
     - p. 5: “une veille”
     Rule: “10 pages minimum” (Cahier des charges 2016-2017, Format général du
       dossier)
4. ? The conclusion holds about 1.9 pages [p. 6, S213]
     “Conclusion”
     Rule: “10 pages minimum” (Cahier des charges 2016-2017, Format général du
       dossier)

What could not be seen (3)
──────────────────────────
5. ∅ No page of this file holds text that can be read. [C031, C032]
     → If these pages are a scan or a picture, export the dossier again as PDF
       from your word processor, so that its text can be read.
     Rules: At least the minimum of pages; At least the minimum of pages
6. ∅ This check broke down; nothing can be said. [C033]
     → Tell your administrator; the other checks stand.
     Rule: “10 pages minimum” (Cahier des charges 2016-2017, Format général du
       dossier)

Good to know (1)
────────────────
7. i A9.9 is not a code of the framework [p. 4, C030]
     “A9.9”

Competences by part
───────────────────
       Part 1             Part 2             Outside
A1.5                      [5]                                   in place
B2.1   [4]                                   3                  in place
B2.2   [ ]                                                      not mentioned
[ ]: the part where the competence is expected; the numbers are the pages where
it is mentioned.
A9.9 (p. 4) is not a code of this framework.
2 competences mentioned out of 3; 2 are needed. Indicative only: being mentioned
is not being validated. The jury judges item by item.

To check yourself
─────────────────
  □ Décrire rapidement d'autres usages.
  □ Les choix sont justifiés.

This report is an automatic pre-check. It shows places and the rules they rest
on; it decides nothing. The evaluators and the jury alone decide.

✗ dossier.pdf: Not conforming as it stands (1 point to correct, 1 to improve, 2
  to verify, 3 that could not be seen, 1 rule respected out of 9)
"""


def test_whole_report() -> None:
    assert render(make_report(), EN) == WHOLE


def test_the_verdict_comes_last_and_in_french_by_default() -> None:
    last = render(make_report(outcomes=[]), Translator()).splitlines()[-1]
    assert last.startswith("✓ dossier.pdf\u00a0: Rien à corriger (")


def test_a_refusal_says_what_happened_and_what_to_do() -> None:
    assert render(REFUSAL, EN) == (
        "✗ abîmé.pdf could not be read.\n  → Open the file, export it again as PDF, and try again.\n"
    )


def test_no_matrix_without_a_framework() -> None:
    report = replace(make_report(profile=replace(PROFILE, framework=None)), competences=(), projection=None)
    assert "Competences" not in render(report, EN)


def test_summary_of_several_files() -> None:
    quiet = make_report(make_structured(name="b.pdf"), [])
    assert render_summary([make_report(), REFUSAL, quiet], EN) == (
        "✗ dossier.pdf: Not conforming as it stands (1 point to correct, 1 to improve, 2\n"
        "  to verify, 3 that could not be seen, 1 rule respected out of 9)\n"
        "✗ abîmé.pdf could not be read.\n"
        "✓ b.pdf: Nothing to correct (0 rules respected out of 0)\n"
        "\n"
        "3 files, 1 conforming, 0 to verify, 1 not conforming, 1 could not be read.\n"
    )


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("report", [make_report(), hostile_report()], ids=["sample", "hostile"])
def test_lines_fit_the_terminal_and_hold_nothing_it_obeys(report: Report, language: str) -> None:
    text = render(report, Translator(language))
    assert max(len(line) for line in text.splitlines()) <= 80
    assert [c for c in text if unicodedata.category(c) in ("Cc", "Cs", "Co") and c != "\n"] == []
    assert [c for c in text if unicodedata.bidirectional(c) in ("RLO", "LRO", "RLE", "LRE", "RLI", "LRI", "FSI")] == []
    assert "plagiat" not in text.casefold()


def test_many_places_are_counted_not_listed() -> None:
    text = render(hostile_report(200), EN)
    assert text.count("and 92 more places") == 2
