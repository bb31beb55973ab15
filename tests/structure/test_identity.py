"""Whose dossier it is and of which year: names as they are written, names to leave out, years that date a dossier."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from precheck.model.structure import Certainty, Sighting
from precheck.structure.folding import fold
from precheck.structure.names import PersonName, is_mistyped
from precheck.structure.years import is_accepted, read_years, school_years, year_of
from precheck.testing import SCAN, make_document, make_dossier

BODY = "# Introduction\nCe dossier présente mon année dans une classe."


def shown(sightings: tuple[Sighting, ...]) -> list[tuple[str, str, bool]]:
    return [(s.text, s.source, s.certainty is Certainty.CERTAIN) for s in sightings]


def candidate(cover: str, name: str = "DUPONT Marie", header: str = "") -> list[tuple[str, str, bool]]:
    return shown(make_dossier(cover, BODY, BODY, BODY, candidate=name, header=header).identity.candidate)


@pytest.mark.parametrize(
    ("cover", "name", "read"),
    [
        ("Marie Dupont", "DUPONT Marie", "Marie Dupont"),
        ("DUPONT MARIE", "Marie Dupont", "DUPONT MARIE"),
        ("Marie\nDupont", "DUPONT Marie", "Marie Dupont"),
        ("Nom : DUPONT\nPrénom : Marie", "DUPONT Marie", "DUPONT Prénom : Marie"),
        ("Nom Prénom Année\nDUPONT Marie 2017", "DUPONT Marie", "DUPONT Marie"),
        ("Jean-Baptiste Le Goff", "LE GOFF Jean Baptiste", "Jean-Baptiste Le Goff"),
        ("Jeanne d'Almeida", "D'ALMÉIDA Jeanne", "Jeanne d'Almeida"),
        ("Marie-Claire DUPONT", "DUPONT Marie", "Marie-Claire DUPONT"),
        ("Zoe KABORE", "KABORÉ Zoé", "Zoe KABORE"),
        ("Marie DUPONT-MARTIN", "DUPONT MARTIN Marie", "Marie DUPONT-MARTIN"),
        ("D U P O N T  M a r i e", "DUPONT Marie", "D U P O N T M a r i e"),
        ("DU-\nPONT Marie", "DUPONT Marie", "DU- PONT Marie"),
    ],
)
def test_a_known_name_however_it_is_written(cover: str, name: str, read: str) -> None:
    assert candidate(cover, name) == [(read, "cover", True)]


@pytest.mark.parametrize(
    ("cover", "read"),
    [
        ("DUPOND Marie", "DUPOND Marie"),
        ("Marie LEROY", "Marie LEROY"),
        ("Mme Dupont", "Mme Dupont"),
        ("M. DUPONT", "M. DUPONT"),
    ],
)
def test_something_like_the_name_is_a_hint(cover: str, read: str) -> None:
    assert candidate(cover) == [(read, "cover", False)]


@pytest.mark.parametrize("cover", ["Dossier", "Collège Marie Curie", "Les élèves de Dupontel", "Tuteur : Jean MARTIN"])
def test_what_is_not_the_name(cover: str) -> None:
    assert candidate(cover) == []


def test_a_surname_among_prose_is_a_hint_and_a_lone_first_name_is_nothing() -> None:
    text = "# Introduction\nMarie a aidé les autres. Mme Dupont les a suivis."
    assert shown(make_dossier("Dossier", text, candidate="DUPONT Marie").identity.candidate) == [
        ("Mme Dupont", "body", False)
    ]


def test_a_name_in_the_header_is_furniture() -> None:
    assert candidate("Dossier", header="DUPONT Marie – C2i2e")[0] == ("DUPONT Marie", "furniture", True)


def test_where_the_name_stands() -> None:
    (sighting,) = make_dossier("Dossier\nMarie Dupont", BODY, candidate="DUPONT Marie").identity.candidate
    assert sighting.page == 1
    assert sighting.bbox is not None
    assert (sighting.bbox.x0, sighting.bbox.top) == (71.0, 85.0)


@pytest.mark.parametrize(
    ("cover", "expected"),
    [
        ("Présenté par : Zoé KABORÉ", ["Zoé KABORÉ"]),
        ("Présenté et soutenu par :\nKABORÉ Zoé Lina", ["KABORÉ Zoé Lina"]),
        ("Étudiante : Zoé Kaboré", ["Zoé Kaboré"]),
        ("Nom de naissance ▶ KABORÉ\nNom d'usage ▶\nPrénom ▶ Zoé", ["KABORÉ Zoé"]),
        ("NOM : KABORÉ  Prénom : Zoé", ["KABORÉ Zoé"]),
        ("Nom et prénom : Kaboré Zoé", ["Kaboré Zoé"]),
        ("Auteurs : Zoé KABORÉ et Paul MARTIN", ["Zoé KABORÉ", "Paul MARTIN"]),
        ("Réalisé par :\nZoé KABORÉ\nPaul MARTIN\nTuteur :\nJean VALJEAN", ["Zoé KABORÉ", "Paul MARTIN"]),
        ("Candidat : KABORÉ Zoé   Session 2017", ["KABORÉ Zoé"]),
    ],
)
def test_names_after_a_label(cover: str, expected: list[str]) -> None:
    names = make_dossier(cover, BODY).identity.names
    assert shown(names) == [(name, "label", True) for name in expected]


@pytest.mark.parametrize(
    ("cover", "expected"),
    [
        ("Zoé KABORÉ", ["Zoé KABORÉ"]),
        ("Zoé Kaboré et Paul Martin", ["Zoé Kaboré", "Paul Martin"]),
        ("Dossier de Zoé KABORÉ", ["Zoé KABORÉ"]),
        ("Zoé KABORÉ\nTuteur enseignant : Jean VALJEAN\nMaître de stage :\nAnne SYLVESTRE", ["Zoé KABORÉ"]),
    ],
)
def test_names_on_the_cover_without_a_label_are_hints(cover: str, expected: list[str]) -> None:
    assert shown(make_dossier(cover, BODY).identity.names) == [(name, "cover", False) for name in expected]


@pytest.mark.parametrize(
    "cover",
    ["LICENCE PROFESSIONNELLE\nBurkina Faso", "Université Paris Cité", "Directrice de mémoire : Mme Anne SYLVESTRE"],
)
def test_other_words_in_capitals_are_no_names(cover: str) -> None:
    assert make_dossier(cover, BODY).identity.names == ()


def test_a_year_by_place() -> None:
    identity = make_dossier("Dossier\nAnnée 2016-2017", f"{BODY}\nUne visite le 3 mars 2017.").identity
    assert shown(identity.years) == [("2016-2017", "cover", True), ("3 mars 2017", "body", False)]


def test_the_accepted_year_comes_first() -> None:
    dossier = make_dossier("Référence 2015\nSession 2017", BODY, years=("2016-2017",))
    assert [s.text for s in dossier.identity.years] == ["2017", "2015"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2016-2017", "2016-2017"),
        ("2016 – 2017", "2016 – 2017"),
        ("Année universitaire 2016/17", "2016/17"),
        ("année 16-17", "16-17"),
        ("Session 2017", "2017"),
        ("le 12 mai 2017", "12 mai 2017"),
        ("le 1er septembre 2016", "1er septembre 2016"),
        ("12/05/2017", "12/05/2017"),
        ("12/05/17", "12/05/17"),
        ("Dossier n° 12 – 2017", "2017"),
        ("D o s s i e r 2 0 1 7", "2017"),
        ("Licence 3 – 2016-2017", "2016-2017"),
    ],
)
def test_years_that_date_a_dossier(text: str, expected: str) -> None:
    (year,) = read_years(fold(text))
    assert year.text == fold(expected)
    assert is_accepted(year, ("2016-2017",))


@pytest.mark.parametrize(
    "text",
    [
        "Version du 11/09/2017",
        "la loi du 6 janvier 1978",
        "le décret n° 2013-768 du 23 août 2013",
        "B.O. n° 31 du 29 août 2013",
        "(Dupont, 2012)",
        "[Dupont, 2012, p. 4]",
        "Dupont, M. (2012). Le jeu.",
        "28/05/2024 23:20 Accueil",
        "https://site.fr/2019/03/",
        "© 2015 Nathan",
        "la norme ISO 9001-2015",
        "consulté le 12 mars 2017",
        "04 76 82 20 17",
        "12017 fois",
    ],
)
def test_years_of_something_else(text: str) -> None:
    assert read_years(fold(text)) == []


@pytest.mark.parametrize(
    ("text", "accepted"),
    [
        ("2016-2017", True),
        ("2016", True),
        ("2017", True),
        ("octobre 2016", True),
        ("octobre 2017", False),
        ("juin 2016", False),
        ("2015-2016", False),
        ("promotion 2015-2017", True),
        ("1999-2017", False),
        ("2018", False),
    ],
)
def test_what_a_campaign_accepts(text: str, accepted: bool) -> None:
    year = year_of(text)
    assert year is not None
    assert is_accepted(year, ("2016-2017",)) is accepted
    assert is_accepted(year, ("2016/2017",)) is accepted
    assert is_accepted(year, ())


@given(st.integers(1990, 2040), st.sampled_from(["-", "/", " – ", " / "]), st.booleans())
def test_every_school_year_is_itself(first: int, sign: str, short: bool) -> None:
    second = f"{(first + 1) % 100:02}" if short else f"{first + 1}"
    (year,) = read_years(fold(f"Année {first}{sign}{second}."))
    assert school_years(year) == {f"{first}-{first + 1}"}


@given(st.text(max_size=60))
def test_any_text_is_read_without_error(text: str) -> None:
    for year in read_years(fold(text)):
        assert 0 <= year.start < year.end <= len(text)
    assert len(PersonName.parse(text).words) == len(set(PersonName.parse(text).words))


def test_slips_of_the_finger() -> None:
    assert is_mistyped("dupond", "dupont")
    assert is_mistyped("delcrioxx", "delcroixx")
    assert not is_mistyped("lea", "leo")
    assert not is_mistyped("martin", "marin-roy")


def test_metadata_is_a_hint_when_nothing_is_printed() -> None:
    from precheck.model.document import Metadata

    document = make_document("Dossier", BODY, metadata=Metadata(author="Zoé Kaboré"))
    assert shown(make_dossier(document=document).identity.names) == [("Zoé Kaboré", "metadata", False)]


def test_a_scan_has_no_identity() -> None:
    identity = make_dossier(SCAN, candidate="DUPONT Marie").identity
    assert (identity.candidate, identity.names, identity.years) == ((), (), ())
