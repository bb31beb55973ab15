"""Tables as offices really export them, and as nobody should."""

from __future__ import annotations

import contextlib
import datetime as dt
import io
import zipfile
from pathlib import Path

import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from precheck.campaign.intake import tables
from precheck.campaign.intake.errors import TableUnreadable
from precheck.campaign.intake.tables import Row, Table, parse_table, read_table

TEXT = "clé;nom\r\n1;Élodie\r\n\r\n2;Zoé\r\n"
EXPECTED = Table("r.csv", ("clé", "nom"), (Row(2, ("1", "Élodie")), Row(4, ("2", "Zoé"))))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
def test_every_encoding_and_delimiter(encoding: str, delimiter: str) -> None:
    assert parse_table("r.csv", TEXT.replace(";", delimiter).encode(encoding)) == EXPECTED


def test_quoted_cells_keep_the_line_where_they_begin() -> None:
    table = parse_table("r.csv", b'sep=;\na;b\n1;"x\ny"\n2;"p;q"\n')
    assert table.rows == (Row(3, ("1", "x\ny")), Row(5, ("2", "p;q")))


def test_a_spreadsheet(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(tmp_path / "r.xlsx", {"default_date_format": "dd/mm/yy"}) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["clé", "nom", "délai", "copie"])
        sheet.write_row(2, 0, [20170001, " Zoé ", None, True])
        sheet.write_datetime(2, 2, dt.datetime(2017, 5, 20))  # noqa: DTZ001 (spreadsheets know no zone)
    assert read_table(tmp_path / "r.xlsx") == Table(
        "r.xlsx", ("clé", "nom", "délai", "copie"), (Row(3, ("20170001", "Zoé", "2017-05-20", "1")),)
    )


def bomb() -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b"0" * (tables.MAX_UNPACKED + 1))
    return stream.getvalue()


def with_entities(tmp_path: Path) -> bytes:
    with xlsxwriter.Workbook(tmp_path / "r.xlsx") as book:
        book.add_worksheet().write(0, 0, "x")
    stream = io.BytesIO()
    with zipfile.ZipFile(tmp_path / "r.xlsx") as old, zipfile.ZipFile(stream, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            if name == "xl/workbook.xml":
                data = data.replace(b"<workbook", b'<!DOCTYPE a [<!ENTITY b "c">]><workbook', 1)
            new.writestr(name, data)
    return stream.getvalue()


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "it is empty"),
        (b"\n ; \n", "it is empty"),
        (b"a;b\n\0", "it is neither a text nor a spreadsheet"),
        (b"\xe9\x81\n", "it is neither a text nor a spreadsheet"),
        (b'a;b\n1;"x\n', "the quotation marks of line 2 do not close"),
        (b"PK\x03\x04 no", "it is no spreadsheet, or a damaged one"),
        (bomb(), "it is too large once unpacked"),
        (b"a;" * 300 + b"a\n", "it has more than 200 columns"),
    ],
)
def test_what_is_no_table_is_told(data: bytes, reason: str) -> None:
    with pytest.raises(TableUnreadable) as caught:
        parse_table("r", data)
    assert str(caught.value) == f"r cannot be read as a table: {reason}."


def test_entities_of_a_spreadsheet_are_not_expanded(tmp_path: Path) -> None:
    with pytest.raises(TableUnreadable, match="damaged"):
        parse_table("r.xlsx", with_entities(tmp_path))


def test_too_many_lines_and_bytes(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(tables, "MAX_ROWS", 2)
    with pytest.raises(TableUnreadable, match="more than 2 lines"):
        parse_table("r", b"a\nb\nc\n")
    monkeypatch.setattr(tables, "MAX_BYTES", 2)
    (tmp_path / "r.csv").write_bytes(b"a\nb\n")
    with pytest.raises(TableUnreadable, match="too large"):
        read_table(tmp_path / "r.csv")
    with pytest.raises(TableUnreadable, match="no file or folder"):
        read_table(tmp_path / "none.csv")


@given(st.binary(max_size=300) | st.binary(max_size=300).map(lambda data: b"PK\x03\x04" + data))
def test_no_bytes_break_it(data: bytes) -> None:
    with contextlib.suppress(TableUnreadable):
        assert parse_table("r", data).header
