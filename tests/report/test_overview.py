"""Many dossiers at a glance."""

from __future__ import annotations

import itertools
from dataclasses import replace

import pytest

from precheck.i18n import Translator
from precheck.model.match import Originality, Source, SourceKind, SourceShare
from precheck.model.report import Refusal, Report
from precheck.report import overview_html, overview_text
from precheck.report.originality_words import Level
from precheck.report.overview import Overview, OverviewRow, Pair, overview
from tests.report.builders import REFUSAL, make_report, make_structured
from tests.report.screened import passage, screened_dossier
from tests.report.test_html import parsed

EN = Translator("en")
PEERS = {"id-a": "a.pdf", "id-b": "b.pdf", "id-c": "c <1>.pdf"}


def dossier(name: str, words: int, **shared: int) -> Report:
    """A dossier of 100 words, `words` of them in passages; `shared` are words in common with each source."""
    made = screened_dossier()
    (match,) = [m for m in made.originality.standing if m.passage.page == 4] if made.originality else []
    sources = tuple(
        SourceShare(Source(f"id-{key}", key, SourceKind.DOSSIER), number, number / 100, 1, 0)
        for key, number in shared.items()
    )
    matches = tuple(replace(match, source=share.source.id) for share in sources)
    found = Originality("", 9, 100, words, words, 0, 0, 0.1, 0.25, sources, matches)
    document = replace(make_structured(name=name).document)
    return make_report(replace(made, document=document, originality=found), [])


def results() -> list[Report | Refusal]:
    return [
        dossier("a.pdf", 30, b=28, z=2),
        REFUSAL,
        dossier("b.pdf", 40, a=40),
        dossier("c <1>.pdf", 12, a=12),
    ]


EXPECTED = Overview(
    (
        OverviewRow("b.pdf", 0.4, Level.ALERT, 1, 1),
        OverviewRow("a.pdf", 0.3, Level.ALERT, 2, 2),
        OverviewRow("c <1>.pdf", 0.12, Level.REVIEW, 1, 1),
        OverviewRow("abîmé.pdf", None, None, refusal=REFUSAL),
    ),
    (Pair("b.pdf", "a.pdf", 0.4, 40), Pair("c <1>.pdf", "a.pdf", 0.12, 12)),
)


@pytest.mark.parametrize("order", list(itertools.permutations(range(4)))[::5])
def test_dossiers_by_share_and_each_pair_once(order: tuple[int, ...]) -> None:
    given = results()
    assert overview([given[index] for index in order], PEERS) == EXPECTED


def test_a_passage_of_the_builder_lies_in_its_dossier() -> None:
    made = screened_dossier()
    there = passage(made, "Un outil ne vaut que")
    assert made.document.text[there.start : there.end] == there.text


def test_on_a_terminal_the_figures_come_last() -> None:
    assert overview_text.render(EXPECTED, EN) == (
        "Dossiers compared\n"
        "─────────────────\n"
        "    40 %  ! b.pdf – to review first (1 passage)\n"
        "    30 %  ! a.pdf – to review first (2 passages)\n"
        "    12 %  ? c <1>.pdf – to review (1 passage)\n"
        "     –    ✗ abîmé.pdf could not be read.\n"
        "\n"
        "Dossiers that share most with each other\n"
        "────────────────────────────────────────\n"
        "    40 %  b.pdf and a.pdf: 40 words in common\n"
        "    12 %  c <1>.pdf and a.pdf: 12 words in common\n"
        "\n"
        "→ Open the report of each dossier to review, from the top of the list. You alone\n"
        "  judge.\n"
        "\n"
        "4 files, 2 to review first, 1 to review, 2 pairs that share passages, 1 could\n"
        "not be read.\n"
    )


def test_nothing_to_review() -> None:
    said = overview_text.render(overview([dossier("a.pdf", 2, z=2)], PEERS), EN)
    assert "No dossier reaches the threshold" in said
    assert "share most" not in said


def test_the_page_leads_to_each_report() -> None:
    page = parsed(overview_html.render(EXPECTED, EN, {"a.pdf": "a.html", "c <1>.pdf": "c <1>.html"}))
    assert (page.faults, page.stack) == ([], [])
    links = [attributes["href"] for _, attributes in page.named("a") if attributes["href"] != "#content"]
    assert links == ["a.html", "c%20%3C1%3E.html", "a.html", "c%20%3C1%3E.html", "a.html"]
    said = " ".join(" ".join(page.texts).split())
    assert "For the evaluators only" in said
    assert "abîmé.pdf could not be read." in said
    assert all(attributes.get("scope") for _, attributes in page.named("th"))
