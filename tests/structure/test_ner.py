"""The language model: a hint, where labels and covers gave nothing."""

from __future__ import annotations

from precheck.structure.ner import persons
from precheck.testing import make_dossier


def test_persons_with_two_words() -> None:
    text = "Stage de Camille Lefebvre au collège Jean Moulin"
    assert [text[start:end] for start, end in persons(text)][:1] == ["Camille Lefebvre"]
    assert persons("   ") == []


def test_the_cover_is_read_when_nothing_else_names_anybody() -> None:
    cover = "Stage accompli en binôme par Camille Lefebvre au printemps"
    prose = "# Introduction\n" + "\n".join(f"La séance {n} a eu lieu dans la salle de la classe." for n in range(1, 46))
    dossier = make_dossier(cover, prose)
    assert [(s.text, s.source) for s in dossier.identity.names] == [("Camille Lefebvre", "NER")]


def test_a_text_too_short_for_a_dossier_is_not_worth_the_loading() -> None:
    assert make_dossier("Stage accompli en binôme par Camille Lefebvre au printemps").identity.names == ()
