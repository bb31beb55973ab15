"""The table of a session: rows, CSV, XLSX, and what spreadsheets must never take for a formula."""

from __future__ import annotations

import csv
import datetime as dt
import io
import string
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from zoneinfo import ZoneInfo

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from precheck.campaign import campaigns
from precheck.campaign.exports import exporter
from precheck.campaign.exports.base import Demand, Done
from precheck.campaign.exports.errors import UnknownForm
from precheck.campaign.exports.rows import Row, RuleTold, connected, newest, rows
from precheck.campaign.exports.sheets import Cell, Column, Share, Sheet, as_csv, as_text, as_xlsx
from precheck.campaign.states import State
from precheck.campaign.store import Store
from precheck.campaign.tables import Access, Campaign, Overrule
from precheck.i18n import Translator, msg
from tests.campaign.builders import KEY, RECEIVED, decide, small_campaign

PARIS = ZoneInfo("Europe/Paris")
FR = Translator("fr")
Export = Callable[..., Done]


@pytest.fixture
def export(store: Store, tmp_path: Path, now: dt.datetime) -> Export:
    small_campaign(store)

    def run(what: str, output: str, **more: object) -> Done:
        demand = Demand(store, KEY, tmp_path / output, FR, now, "admin")
        return exporter(what).export(replace(demand, **more))  # type: ignore[arg-type]

    return run


def rows_of(store: Store, groups: dict[int, int] | None = None) -> tuple[Row, ...]:
    with store.reading() as session:
        return rows(session, campaigns.find(session, KEY, store.folder), None, groups)


def test_a_row_tells_all_of_a_candidacy(store: Store) -> None:
    small_campaign(store)
    decide(store, "fnumeros", ["B1.1", "A1.1"], certified=False)
    found = {row.number: row for row in rows_of(store)}
    assert list(found) == [101, 102, 103, 104, 105, 106, 107]
    row = found[107]
    assert replace(row, candidacy=0, deposit=0, share=None, passages=0, verify=()) == Row(
        0, 107, "fnumeros", "NUMÉROS Fanny", "Doctorats", State.PARTIAL, "M. Petit", 0, "sans.pdf",
        RECEIVED + dt.timedelta(seconds=107), 0, True, 18, "not_conforming",
        (RuleTold("I006", "The surname and first name are in the dossier"), RuleTold("L005", "The pages are numbered")),
        shared_with=(101, 106), group=1, acquired=("A1.1", "B1.1"), certified=False,
        decided=dt.datetime(2017, 5, 18, 6, 0, tzinfo=dt.UTC),
    )  # fmt: skip
    assert row.share is not None
    assert row.share > 0.8
    assert (found[102].shared_with, found[103].shared_with) == ((103,), (102,))
    assert (found[102].group, found[103].group) == (2, 2)


def test_a_late_dossier_and_none(store: Store) -> None:
    small_campaign(store)
    late, absent = rows_of(store)[3:5]
    assert (late.verdict, late.pages, late.late, late.accepted, late.file) == ("refused", None, 61, False, "ferme.pdf")
    assert (absent.deposit, absent.verdict, absent.share) == (None, None, None)


def test_the_evaluator_has_the_last_word(store: Store, now: dt.datetime) -> None:
    small_campaign(store)
    with store.writing() as session:
        person = campaigns.candidate(campaigns.find(session, KEY, store.folder), "fnumeros")
        deposit = person.candidacies[0].deposits[0]
        for rule in ("I006", "L005"):
            deposit.overrules.append(Overrule(rule=rule, status="PASSED", reason="vu", at=now, actor="Mme Roche"))
    row = rows_of(store)[6]
    assert (row.verdict, row.failed, row.overruled) == ("to_verify", (), ("I006", "L005"))


def test_groups_may_be_given(store: Store) -> None:
    small_campaign(store)
    deposits = [row.deposit for row in rows_of(store)]
    assert deposits[2] is not None
    assert [row.group for row in rows_of(store, {deposits[2]: 9})] == [None, None, 9, None, None, None, None]


def test_connected_deposits_are_one_group_however_they_are_linked() -> None:
    links = [(7, 9, 0.3), (5, 4, 0.2), (9, 3, 0.1), (1, 2, 0.05)]
    assert connected(links, 0.1) == {3: 1, 7: 1, 9: 1, 4: 2, 5: 2}
    assert connected(links, 0.25) == {7: 1, 9: 1}


def test_the_csv_is_for_french_spreadsheets(export: Export, tmp_path: Path) -> None:
    export("table", "t.csv")
    content = (tmp_path / "t.csv").read_bytes()
    assert content.startswith("\ufeffNuméro;Identifiant;Nom;Type de public;État;".encode())
    lines = list(csv.reader(io.StringIO(content.decode("utf-8-sig")), delimiter=";"))
    assert {len(line) for line in lines} == {22}
    assert lines[4] == [
        "104", "ccrypte", "CRYPTÉ Chantal", "Doctorats", "inscrit", "", "ferme.pdf", "2017-05-12T10:01:44+02:00", "61",
        "non", "", "illisible", "", "", "", "", "", "", "", "", "", "",
    ]  # fmt: skip
    assert lines[6][:7] == [
        "106", "ehostile", "'=CMD|'/C CALC'!A0", "'+33", "déposé", "'@SUM(A1)", "'-dossier.pdf"
    ]  # fmt: skip


def test_the_xlsx_says_the_same(export: Export, tmp_path: Path) -> None:
    export("table", "t.csv")
    export("table", "t.xlsx")
    lines = list(csv.reader(io.StringIO((tmp_path / "t.csv").read_text("utf-8-sig")), delimiter=";"))
    page = openpyxl.load_workbook(tmp_path / "t.xlsx").active
    assert page is not None
    said = [[_as_csv(cell) for cell in row] for row in page.iter_rows()]
    assert said == lines
    assert (page.freeze_panes, page.auto_filter.ref) == ("A2", "A1:V8")
    assert {cell.data_type for row in page.iter_rows() for cell in row} == {"s", "n", "d"}
    assert [cell.hyperlink for row in page.iter_rows() for cell in row if cell.hyperlink] == []


def _as_csv(cell: openpyxl.cell.cell.Cell | openpyxl.cell.cell.MergedCell) -> str:
    value = cell.value
    if isinstance(value, dt.datetime):
        assert cell.number_format == "dd/mm/yyyy hh:mm:ss"
        return value.replace(tzinfo=PARIS).isoformat()
    if isinstance(value, float):
        assert cell.number_format == "0.0%"
        return Share(value).said("fr")
    text = "" if value is None else str(value)
    return f"'{text}" if text.startswith(("=", "+", "-", "@")) else text


def test_the_same_data_give_the_same_bytes(export: Export, tmp_path: Path, now: dt.datetime) -> None:
    export("table", "a.xlsx")
    export("table", "b.xlsx", now=now + dt.timedelta(days=9))
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()


def test_the_file_is_as_old_as_its_data(store: Store) -> None:
    small_campaign(store)
    with store.reading() as session:
        campaign = session.scalars(select(Campaign)).one()
        assert newest(rows(session, campaign), campaign) == RECEIVED + dt.timedelta(seconds=107)
        assert newest((), campaign) == campaign.created


def test_anonymous_names_nobody(export: Export, store: Store, tmp_path: Path) -> None:
    export("table", "t.csv", anonymous=True)
    said = (tmp_path / "t.csv").read_text("utf-8-sig")
    assert said.startswith("Numéro;Type de public;État;Évaluateur;Reçu le (Europe/Paris);")
    private = ("VERNAZ", "COLLET", "RIVOIRE", "mvernaz", "dossier.pdf", "CMD")
    assert [word for word in private if word in said] == []
    with store.reading() as session:
        noted = session.scalars(select(Access).where(Access.action == "export-table")).one()
        assert (noted.actor, noted.campaign, noted.detail) == ("admin", KEY, {"rows": 7, "anonymous": True})


def test_another_ending_is_refused(export: Export, tmp_path: Path) -> None:
    with pytest.raises(UnknownForm, match=r"t\.ods has an ending"):
        export("table", "t.ods")
    assert not (tmp_path / "t.ods").exists()


cells = st.one_of(
    st.text(alphabet=st.sampled_from(string.printable + "é\u202e\x00\x1b"), max_size=12),
    st.sampled_from(("=", "+", "-", "@", "\t=", "\r=")).map(lambda start: f"{start}HYPERLINK(A1)"),
    st.integers(-10, 10**6),
    st.floats(0, 1).map(Share),
    st.none(),
)


def one_column(given: list[Cell]) -> Sheet:
    return Sheet(msg("Candidacies"), (Column("x"),), tuple((cell,) for cell in given))


@given(st.lists(cells, max_size=6))
def test_no_cell_of_a_csv_begins_a_formula(given: list[Cell]) -> None:
    content = as_csv([one_column(given)], FR, PARIS).decode("utf-8-sig")
    read = list(csv.reader(io.StringIO(content, newline=""), delimiter=";"))
    texts = [row[0] for row, cell in zip(read[1:], given, strict=True) if row and isinstance(cell, str)]
    assert [text for text in texts if text.startswith(("=", "+", "-", "@", "\t", "\r"))] == []


@given(st.lists(cells, max_size=6))
def test_no_cell_of_an_xlsx_is_a_formula_or_a_link(given: list[Cell]) -> None:
    content = as_xlsx([one_column(given)], FR, PARIS, RECEIVED)
    page = openpyxl.load_workbook(io.BytesIO(content)).active
    assert page is not None
    assert {cell.data_type for row in page.iter_rows() for cell in row} <= {"s", "n"}
    assert [cell for row in page.iter_rows() for cell in row if cell.hyperlink] == []


def test_a_table_in_words_is_aligned() -> None:
    table = Sheet(
        msg("By year"), (Column(msg("Year")), Column("2012")), ((msg("Success rate"), Share(0.646, 0)), ("+", 48))
    )
    assert as_text([table], FR, PARIS) == (
        "Par année\n──────────────────────\nAnnée             2012\n──────────────────────\n"
        "Taux de réussite  65 %\n+                   48\n"
    )  # fmt: skip
