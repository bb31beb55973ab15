"""Competences said by their codes, in every spelling seen, and what only looks like a code."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from precheck.model.profile import Outline, PartSpec
from precheck.model.structure import Mention, MentionKind
from precheck.profile import load_framework
from precheck.testing import make_dossier

FRAMEWORK = load_framework("c2i2e-2010")
CODES = tuple(item.code for item in FRAMEWORK.competences)
OUTLINE = Outline(parts=(PartSpec(1, "Enseigner"), PartSpec(2, "Veiller")))


def mentions(*pages: str, header: str = "", footer: str = "") -> tuple[Mention, ...]:
    return make_dossier(*pages, outline=OUTLINE, framework=FRAMEWORK, header=header, footer=footer).mentions


def codes(*pages: str) -> list[str]:
    return [mention.code for mention in mentions(*pages)]


@pytest.mark.parametrize(
    "written", ["A1.1", "A.1.1", "A.1-1", "A1-1", "A 1.1", "A. 1.1", "a1.1", "(A1.1)", "A1.1.", "A1–1", "« A1.1 »"]
)
def test_one_code_in_every_spelling(written: str) -> None:
    assert codes(f"Ici {written} avec la classe") == ["A1.1"]


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("B2.1-B2.5", ["B2.1", "B2.2", "B2.3", "B2.4", "B2.5"]),
        ("B2.1 à B2.4", ["B2.1", "B2.2", "B2.3", "B2.4"]),
        ("B2.1 à 3", ["B2.1", "B2.2", "B2.3"]),
        ("B2.1-5", ["B2.1", "B2.2", "B2.3", "B2.4", "B2.5"]),
        ("B2.4 à B3.2", ["B2.4", "B2.5", "B3.1", "B3.2"]),
        ("B2.1, 2 et 4 sont visées", ["B2.1", "B2.2", "B2.4"]),
        ("B2.1/2/3", ["B2.1", "B2.2", "B2.3"]),
        ("(B2.1;B2.3)", ["B2.1", "B2.3"]),
        ("B2.1, 2.3 et 3.1", ["B2.1", "B2.3", "B3.1"]),
        ("B2.1 - B2.3 - B3.1", ["B2.1", "B2.3", "B3.1"]),
        ("B2.1 - B3.2", ["B2.1", "B3.2"]),
    ],
)
def test_ranges_and_lists(written: str, expected: list[str]) -> None:
    assert codes(f"Compétences {written}") == expected


@pytest.mark.parametrize(
    "written",
    [
        "la figure A1.2",
        "les figures A1.1 et A1.2",
        "fig. A1.1",
        "le tableau A1.1",
        "en salle B2",
        "salle B2.1",
        "l'article L122-5",
        "page A1.1",
        "la version A1.1",
        "le niveau B1.1",
        "le niveau A2.1 du Cadre européen",
        "des élèves en A2.1 (CECRL)",
        "Cadre européen commun : A1.1, A1.2",
        "DNL A2.1",
        "une feuille A4",
        "le B2i et le C2i",
        "A1.1.2 puis A.1.1.1",
        "voir http://site.fr/A1.1/",
        "un détour A 1.5 km",
        "il y en a 1.5",
        "CA1.1",
        "A1.12",
    ],
)
def test_what_only_looks_like_a_code(written: str) -> None:
    assert codes(f"On voit ici {written}.") == []


def test_a_number_of_things_does_not_lengthen_a_list() -> None:
    assert codes("Pour B2.1, 3 séances ; pour B2.2 et 2 autres ; B3.1, 5 % de mieux.") == ["B2.1", "B2.2", "B3.1"]


def test_a_code_split_over_a_line_break() -> None:
    assert codes("la compétence B\n2.1 et les suivantes B2.3,\n4 et 5.") == ["B2.1", "B2.3", "B2.4", "B2.5"]


def test_the_footer_completes_no_code() -> None:
    pages = ["Ces pages renvoient à la grille A1" for _ in range(4)]
    assert mentions(*pages, footer="- {page} -") == ()
    assert codes("Dans le domaine A1.", "1. Contexte") == []
    assert codes("Dans le domaine A1.\n2. Contexte de la classe") == []


def test_unknown_codes_are_told() -> None:
    found = [(mention.code, mention.known) for mention in mentions("Ici B2.6, A4.1 et B2.1 ; ni A 4.1 ni B9-2.")]
    assert found == [("B2.6", False), ("A4.1", False), ("B2.1", True)]


def test_a_dossier_without_codes_has_no_unknown_ones() -> None:
    assert mentions("La puce A9.3 du téléphone.") == ()


def test_headings_numbered_by_the_author_are_no_codes() -> None:
    assert codes("A.1.1 Contexte\nBonjour.", "A.1.2 Public\nBonjour.", "C.1.1 Bilan\nBonjour.") == []
    own = "A.1 Contexte\nA.1.1 Identifier les personnes ressources TIC et leurs rôles\nA.1.2 Mon collège"
    assert codes(own) == ["A1.1"]
    assert codes("A1.1 Mes interlocuteurs\nBonjour.", "A1.2 Mon collège\nBonjour.") == ["A1.1", "A1.2"]


def test_each_mention_is_placed() -> None:
    found = mentions(
        "# Introduction\nNous verrons B2.1.", "# Partie 1 : Enseigner\nIci B2.1.", "# Partie 2 : Veiller\nIci A2.3."
    )
    placed = [(m.code, m.kind, m.page, m.part, m.overview) for m in found]
    assert placed == [
        ("B2.1", MentionKind.CODE, 1, None, False),
        ("B2.1", MentionKind.CODE, 2, 1, False),
        ("A2.3", MentionKind.CODE, 3, 2, False),
    ]


def test_a_table_of_all_codes_places_nothing() -> None:
    table = "# Partie 1 : Enseigner\n" + "\n".join(f"{code} oui" for code in CODES)
    found = mentions("# Introduction\nBonjour.", table, "# Partie 2 : Veiller\nIci A2.3.")
    assert {m.code for m in found if m.overview} == set(CODES)
    assert [(m.code, m.part) for m in found if not m.overview] == [("A2.3", 2)]
    assert all(m.overview for m in mentions("Toutes les compétences, de A1.1 à B4.3, sont visées."))


def test_a_part_that_lists_its_own_codes_is_no_overview() -> None:
    listed = "\n".join(code for code in CODES if code[:2] in ("B2", "B3", "B4"))
    found = mentions(f"# Partie 1 : Enseigner\n{listed}", "# Partie 2 : Veiller\nBonjour.")
    assert len(found) == 13
    assert not any(m.overview for m in found)


@given(
    st.lists(st.sampled_from(CODES), min_size=1, max_size=6, unique=True),
    st.sampled_from(["{0}{1}.{2}", "{0}.{1}.{2}", "{0}{1}-{2}", "{0} {1}.{2}"]),
    st.text(alphabet="éàx ,;:()\n", max_size=12),
)
def test_whatever_is_written_is_read_where_it_stands(written: list[str], spelling: str, between: str) -> None:
    texts = [spelling.format(code[0], code[1], code[3]) for code in written]
    text = f" et aussi{between} puis ".join(texts)
    dossier = make_dossier(text, framework=FRAMEWORK)
    found = dossier.mentions
    assert [m.code for m in found] == written
    assert [dossier.document.text[m.start : m.end] for m in found] == texts
