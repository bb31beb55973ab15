"""The yearly tables: counted from the campaigns there are, and from what is kept of those that were purged."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import openpyxl
import pytest
from sqlalchemy import select

from precheck.campaign import campaigns
from precheck.campaign.exports import exporter
from precheck.campaign.exports.base import Demand
from precheck.campaign.exports.errors import NothingToExport
from precheck.campaign.exports.sheets import Share
from precheck.campaign.exports.yearly import Public, Year, publics, sheet_of_years, years
from precheck.campaign.states import Phase, State
from precheck.campaign.statistics import all_statistics, statistics_of
from precheck.campaign.store import Store
from precheck.campaign.tables import Campaign, Candidacy, Candidate, Statistic
from precheck.i18n import Translator
from precheck.profile import load_profile
from precheck.rules.catalogue import RULES

FR = Translator("fr")
GRENOBLE = "ESPE de l'académie de Grenoble, Université Grenoble Alpes"
PUBLISHED = {
    "2006": (18, 6150, 3290), "2007": (23, 17671, 7263), "2008": (23, 19516, 12772), "2009": (22, 18378, 12635),
    "2010": (21, 13804, 10840), "2011": (22, 13978, 5810), "2012": (48, 35604, 23009),
}  # fmt: skip
"""Institutions, candidates and certificates of the national surveys."""


def figures(found: list[Statistic]) -> list[tuple[str, str, str, str, int, int]]:
    return [(s.campaign, s.year, s.institution, s.public, s.candidates, s.certificates) for s in found]


def campaign(store: Store, key: str, profile: str, now: dt.datetime, people: list[tuple[str, list[State]]]) -> None:
    """A campaign whose people are of a kind and stand somewhere in each of its sessions."""
    with store.writing() as session:
        made = campaigns.begin(session, key, load_profile(profile, RULES), profile, now, "admin")
        for number, (public, states) in enumerate(people, 1):
            person = Candidate(key=f"k{number}", number=number, surname="S", public=public)
            made.candidates.append(person)
            for part, state in zip(made.sessions, states, strict=False):
                person.candidacies.append(Candidacy(session=part, state=state.value))


def test_a_candidate_counts_once_from_the_registration_on(store: Store, now: dt.datetime) -> None:
    campaign(store, "o", "orleans-2022", now, [
        ("Masters", [State.CERTIFIED]),
        ("Masters", [State.PARTIAL, State.CERTIFIED]),
        ("Masters", [State.ABANDONED]),
        ("", [State.CANCELLED]),
        ("", []),
    ])  # fmt: skip
    with store.reading() as session:
        found = statistics_of(session, session.scalars(select(Campaign)).one())
        assert figures(found) == [
            ("o", "2023", "Inspé, université d'Orléans", "", 1, 0),
            ("o", "2023", "Inspé, université d'Orléans", "Masters", 3, 2),
        ]
        assert list(session.new) == []


def test_what_is_kept_of_a_purged_campaign_counts_once(store: Store, now: dt.datetime) -> None:
    campaign(store, "old", "grenoble-2016", now, [("Doctorats", [State.CERTIFIED])])
    campaign(store, "new", "grenoble-2016", now, [("Doctorats", [State.DEPOSITED])])
    with store.writing() as session:
        old = campaigns.find(session, "old", store.folder)
        session.add_all(statistics_of(session, old))
        old.phase = Phase.PURGED.value
        old.candidates.clear()
    with store.reading() as session:
        assert figures(all_statistics(session)) == [
            ("new", "2017", GRENOBLE, "Doctorats", 1, 0),
            ("old", "2017", GRENOBLE, "Doctorats", 1, 1),
        ]


def published() -> list[Statistic]:
    """The figures of the surveys, each institution with its share of them."""
    made = []
    for year, (institutions, candidates, certificates) in PUBLISHED.items():
        for number in range(institutions):
            first = number == 0
            made.append(
                Statistic(
                    campaign=f"{year}-{number}", year=year, institution=f"I{number}", public="Masters",
                    candidates=candidates if first else 0, certificates=certificates if first else 0,
                )
            )  # fmt: skip
    return made


def test_the_national_figures() -> None:
    found = years(published())
    assert found == tuple(Year(year, *told) for year, told in PUBLISHED.items())
    rates = [cell.said("fr") for cell in sheet_of_years(found).rows[3][1:] if isinstance(cell, Share)]
    # As published but for 2012, which is 64.6 % and was told as 64 %.
    assert rates == ["53 %", "41 %", "65 %", "69 %", "79 %", "42 %", "65 %"]


def test_kinds_of_candidates_in_the_order_of_the_profile() -> None:
    def line(public: str, candidates: int, certificates: int, year: str = "2012") -> Statistic:
        return Statistic(campaign="c", year=year, institution="I", public=public, candidates=candidates,
                         certificates=certificates)  # fmt: skip

    found = [
        line("", 1, 0),
        line("Doctorats", 10, 6),
        line("Autre", 2, 1),
        line("Masters", 4, 1),
        line("Masters", 6, 2),
    ]
    found.append(line("Masters", 100, 100, "2011"))
    assert publics(found, "2012", ("Masters", "Doctorats")) == (
        Public("Masters", 10, 3, 0.3),
        Public("Doctorats", 10, 6, 0.6),
        Public("Autre", 2, 1, 0.1),
        Public("", 1, 0, 0.0),
    )
    assert publics([line("", 0, 0)], "2012") == (Public("", 0, 0, None),)
    assert Public("", 0, 0, None).rate is None


def test_the_tables_as_text_and_workbook(store: Store, tmp_path: Path, now: dt.datetime) -> None:
    states = [State.CERTIFIED, State.CERTIFIED, State.PARTIAL]
    campaign(store, "c", "grenoble-2016", now, [("Doctorats", [each]) for each in states])
    with store.writing() as session:
        session.add(Statistic(campaign="z", year="2016", institution="I", public="", candidates=8, certificates=1))
    for name in ("y.txt", "y.xlsx"):
        exporter("yearly").export(Demand(store, "c", tmp_path / name, FR, now, "admin"))
    rule, wide = "─" * 32, "─" * 92
    assert (tmp_path / "y.txt").read_text().splitlines() == [
        "Par année", rule,
        "Année                 2016  2017", rule,
        "Établissements           1     1",
        "Candidats inscrits       8     3",
        "Certificats délivrés     1     2",
        "Taux de réussite      13 %  67 %",
        "",
        "Par type de public", wide,
        "Année 2017  Candidats inscrits  Certificats délivrés  Part des certificats  Taux de réussite", wide,
        "Doctorats                    3                     2               100,0 %              67 %",
    ]  # fmt: skip
    book = openpyxl.load_workbook(tmp_path / "y.xlsx")
    assert [list(page.values) for page in book] == [
        [("Année", "2016", "2017"), ("Établissements", 1, 1), ("Candidats inscrits", 8, 3),
         ("Certificats délivrés", 1, 2), ("Taux de réussite", 0.125, pytest.approx(2 / 3))],
        [("Année 2017", "Candidats inscrits", "Certificats délivrés", "Part des certificats", "Taux de réussite"),
         ("Doctorats", 3, 2, 1, pytest.approx(2 / 3))],
    ]  # fmt: skip


def test_a_year_without_candidates_is_told(store: Store, tmp_path: Path, now: dt.datetime) -> None:
    campaign(store, "c", "grenoble-2016", now, [("", [State.REGISTERED])])
    with pytest.raises(NothingToExport, match="nobody registered in 1999"):
        exporter("yearly").export(Demand(store, "c", tmp_path / "y.csv", FR, now, "admin", year="1999"))
