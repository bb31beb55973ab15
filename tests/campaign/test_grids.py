"""Decisions from CSV files: what is read, and every fault with its line."""

from __future__ import annotations

import datetime as dt
import io

import pytest
import xlsxwriter

from precheck.campaign.decisions import Stage, items_of
from precheck.campaign.errors import BadGrid
from precheck.campaign.grids import decide_grid, read_assignments, read_items
from precheck.campaign.procedure import Procedure
from precheck.campaign.store import Store
from precheck.i18n import Translator
from precheck.profile import load_profile
from tests.campaign.people import campaign_of, deposit

PROFILE = load_profile("grenoble-2016")
GRENOBLE = Procedure.of(PROFILE)
FR = Translator("fr")


def faults(store: Store, now: dt.datetime, text: str) -> list[str]:
    """What is said of a grid on a campaign where the first two candidates deposited."""
    with store.writing() as session:
        campaign, (marie, paul, *_) = campaign_of(session, now)
        for one in (marie, paul):
            deposit(session, one, GRENOBLE, now)
        with pytest.raises(BadGrid) as told:
            read_items(campaign.sessions[0], PROFILE, text.encode(), "items.csv")
        assert marie.items == paul.items == []
        return [FR(problem) for problem in told.value.details]


@pytest.mark.parametrize(
    "content",
    [
        "candidat;étape;A1.1;A1.2\nk1;évaluateur;x;o\nDupont Marie;évaluateur;x;o\n".replace("Dupont Marie", "2"),
        "\ufeffcandidat,A1.1,A1.2\r\nk1,1,0\r\n\r\n2,1,0\r\n",
        "Candidat\tNom\tA1.1\tA1.2\nk1\tDUPONT\toui\tnon\nMartin Paul\t=1+1\to\tn\n",
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "cp1252"])
def test_grids_as_people_write_them(store: Store, now: dt.datetime, content: str, encoding: str) -> None:
    if encoding == "cp1252":
        content = content.removeprefix("\ufeff")
    with store.writing() as session:
        campaign, (marie, paul, *_) = campaign_of(session, now)
        for one in (marie, paul):
            deposit(session, one, GRENOBLE, now)
        rows = read_items(campaign.sessions[0], PROFILE, content.encode(encoding), "items.csv")
        assert decide_grid(session, rows, PROFILE, now, "eva") == 4
        for one in (marie, paul):
            assert items_of(one, Stage.EVALUATOR) == {"A1.1": True, "A1.2": False}


def test_a_grid_may_be_a_spreadsheet(store: Store, now: dt.datetime) -> None:
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        for place, line in enumerate((["candidat", "A1.1", "A1.2"], ["k1", "x", 0])):
            sheet.write_row(place, 0, line)
    with store.writing() as session:
        campaign, (marie, *_) = campaign_of(session, now)
        deposit(session, marie, GRENOBLE, now)
        rows = read_items(campaign.sessions[0], PROFILE, content.getvalue(), "items.xlsx")
        decide_grid(session, rows, PROFILE, now, "eva")
        assert items_of(marie, Stage.EVALUATOR) == {"A1.1": True, "A1.2": False}


def test_every_fault_is_told_with_its_line(store: Store, now: dt.datetime) -> None:
    text = "candidat;étape;A1.1\nk1;;1\nk9;;1\nk2;chef;1\nk1;;0\nk2;jury;1\nk3;;1\nk2;;perhaps\n"
    assert faults(store, now, text) == [
        "ligne 3 : Personne du nom de « k9 » ne figure sur la liste de la campagne « c ».",
        "ligne 4 : « chef » n'est ni évaluateur ni jury",
        "ligne 5 : ce candidat figure deux fois dans le fichier",
        "ligne 6 : On ne peut pas se prononcer sur les items maintenant : la candidature est dans l'état « déposé ».",
        "ligne 7 : On ne peut pas se prononcer sur les items maintenant : la candidature est dans l'état « inscrit ».",
        "ligne 8 : A1.1 : « perhaps » ne veut dire ni oui ni non",
        "ligne 8 : ce candidat figure deux fois dans le fichier",
    ]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("candidat;A1.1\nk1;o\n", "on ne peut pas savoir si « o » veut dire oui ou non : écrivez 1 et 0"),
        ("candidat;A1.1;A1.2;A1.3\nk1;o;x;n\n", "on ne peut pas savoir si « o » veut dire oui ou non : écrivez 1 et 0"),
        ("nom;A1.1\nk1;1\n", "la colonne « candidat » manque"),
        ("candidat;A1.1;A1.1\nk1;1;0\n", "plusieurs colonnes ont le même intitulé : A1.1"),
        ("candidat;A1.1\n", "il n'y a aucune ligne sous les intitulés"),
        ("", "il est vide"),
    ],
)
def test_files_that_cannot_be_understood(store: Store, now: dt.datetime, text: str, said: str) -> None:
    assert faults(store, now, text) == [said]


def test_assignments(store: Store, now: dt.datetime) -> None:
    with store.writing() as session:
        campaign, (marie, paul, *_) = campaign_of(session, now)
        window = campaign.sessions[0]
        assert read_assignments(window, "candidat;évaluateur\nk1;eva\n2;tom\n".encode(), "who.csv") == {
            marie: "eva",
            paul: "tom",
        }
        with pytest.raises(BadGrid) as told:
            read_assignments(window, "candidat;évaluateur\nk1;eva\nk1;tom\nk2;\n".encode(), "who.csv")
        assert [FR(problem) for problem in told.value.details] == [
            "ligne 3 : ce candidat figure deux fois dans le fichier",
            "ligne 4 : aucun évaluateur n'est nommé",
        ]
