"""Quotations: where they begin and end, how long they are, whether a source is near."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from precheck.model.structure import Quotation, Reference
from precheck.structure.quotations import count_words, find_quotations
from precheck.testing import make_dossier

WORDS = "le jeu est le premier travail des enfants"


def found(*pages: str, footer: str = "") -> list[tuple[str, Quotation]]:
    dossier = make_dossier(*pages, footer=footer)
    text = dossier.document.text
    return [(text[q.start : q.end], q) for q in find_quotations(dossier.document, dossier.structure)]


@pytest.mark.parametrize(
    "quoted",
    [
        f"« {WORDS} »",
        f"“{WORDS}”",
        f'"{WORDS}"',
        f"« {WORDS} et « {WORDS} » encore »",
        f"« {WORDS}, “{WORDS}” encore »",
        "« l'école, c'est d'abord l'affaire d'une équipe »",
    ],
)
def test_the_marks_belong_together(quoted: str) -> None:
    assert [text for text, _ in found(f"# Introduction\nOn lit que {quoted} partout.")] == [quoted]


def test_over_lines_and_pages_without_the_footer() -> None:
    pages = [f"# Introduction\nOn lit : « {WORDS}", f"{WORDS} » partout.", "Fin.", "Fin."]
    ((_, quotation),) = found(*pages, footer="Zoé Kaboré {page}")
    assert quotation.words == 16


@pytest.mark.parametrize(
    "text",
    [
        "le « cahier de textes » numérique",
        f"la séquence intitulée « {WORDS} »",
        f"la problématique : « {WORDS} »",
        f"la consigne était « {WORDS} »",
        f"un élève a dit « {WORDS} »",
        f"une marque sans fin « {WORDS}",
        f"une marque sans début {WORDS} »",
        'un écran de 15" et un autre de 17" dans la salle de la classe du fond',
    ],
)
def test_what_is_no_quotation(text: str) -> None:
    assert found(f"# Introduction\nVoici {text}.") == []


def test_the_bibliography_quotes_titles() -> None:
    assert found("# Introduction\nBonjour.", f"# Bibliographie\nDurand, « {WORDS} », Paris.") == []


@pytest.mark.parametrize(
    ("sentence", "reference"),
    [
        (f"On lit « {WORDS} » (Durand, 2012).", Reference.DETAILED),
        (f"Durand (2012) note que « {WORDS} ».", Reference.DETAILED),
        (f"On lit « {WORDS} » [3].", Reference.DETAILED),
        (f"On lit « {WORDS} » 2.", Reference.DETAILED),
        (f"On lit « {WORDS} » (source : Éduscol).", Reference.DETAILED),
        (f"On lit « {WORDS} » sur https://eduscol.fr/jeu.", Reference.DETAILED),
        (f"On lit « {WORDS} », Durand, p. 12.", Reference.DETAILED),
        (f"L'article L122-5 dispose que « {WORDS} ».", Reference.DETAILED),
        (f"Selon Durand, « {WORDS} ».", Reference.NAMED),
        (f"« {WORDS} », écrit Durand.", Reference.NAMED),
        (f"On entend partout que « {WORDS} ».", Reference.NONE),
        (f"On entend que « {WORDS} ». Puis vint mai. Plus tard nous lisons (Durand, 2012).", Reference.NONE),
    ],
)
def test_the_source_near_a_quotation(sentence: str, reference: Reference) -> None:
    ((_, quotation),) = found(f"# Introduction\n{sentence}")
    assert quotation.reference is reference


def test_words_are_what_spaces_part() -> None:
    assert count_words("l'école – c'est, oui, 2 fois « bien »") == 6


@given(st.text(alphabet='«»“”" abc.\n', max_size=200))
def test_quotations_never_overlap(text: str) -> None:
    dossier = make_dossier(f"# Introduction\n{text}")
    spans = [(q.start, q.end) for q in find_quotations(dossier.document, dossier.structure)]
    assert all(start < end <= len(dossier.document.text) for start, end in spans)
    assert all(before[1] <= after[0] for before, after in pairwise(spans))
