"""A table that somebody uploads, CSV or XLSX, as a header and rows with their line numbers. The file may be hostile."""

from __future__ import annotations

import codecs
import csv
import datetime as dt
import io
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from precheck.campaign.intake.errors import TableUnreadable
from precheck.errors import system_reason
from precheck.i18n import Message, msg
from precheck.reading.limits import MIB

MAX_BYTES = 20 * MIB
MAX_UNPACKED = 200 * MIB
"""Bytes of an XLSX once unpacked."""
MAX_ROWS = 100_000
MAX_COLUMNS = 200
DELIMITERS = (";", ",", "\t")


@dataclass(frozen=True, slots=True)
class Row:
    """A row; `line` is the number that a person sees in an editor or in a spreadsheet, the header's being 1 as a rule.

    `cells` are stripped; an empty one is "".
    """

    line: int
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """The header and the rows below it; empty rows are left out."""

    name: str
    header: tuple[str, ...]
    rows: tuple[Row, ...]


def read_table(path: Path) -> Table:
    """The table in a file. Raises `TableUnreadable`."""
    try:
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise TableUnreadable(file=path.name, reason=system_reason(error)) from None
    return parse_table(path.name, data)


def parse_table(name: str, data: bytes) -> Table:
    """The table in some bytes: XLSX (first sheet), or CSV in UTF-8, UTF-16 with its mark, or cp1252.

    Raises:
        TableUnreadable: it is none, or too large.
    """
    if len(data) > MAX_BYTES:
        raise TableUnreadable(file=name, reason=msg("it is too large"))
    found = _xlsx(name, data) if data.startswith(b"PK") else _csv(name, data)
    rows = list(_bounded(name, found))
    if not rows:
        raise TableUnreadable(file=name, reason=msg("it is empty"))
    return Table(name, rows[0].cells, tuple(rows[1:]))


def _bounded(name: str, found: Iterable[tuple[int, Iterable[str]]]) -> Iterator[Row]:
    count = 0
    for line, said in found:
        cells = tuple(cell.strip() for cell in said)
        while cells and not cells[-1]:
            cells = cells[:-1]
        if not cells:
            continue
        count += 1
        if count > MAX_ROWS:
            raise TableUnreadable(file=name, reason=msg("it has more than {maximum} lines", maximum=MAX_ROWS))
        if len(cells) > MAX_COLUMNS:
            raise TableUnreadable(file=name, reason=msg("it has more than {maximum} columns", maximum=MAX_COLUMNS))
        yield Row(line, cells)


def _csv(name: str, data: bytes) -> Iterator[tuple[int, list[str]]]:
    text = _decoded(name, data)
    before, skipped = 0, 0
    if text[:4].lower() == "sep=":
        text, skipped = text.partition("\n")[2], 1
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True)
    try:
        for cells in reader:
            yield before + 1 + skipped, cells
            before = reader.line_num
    except csv.Error:
        why = msg("the quotation marks of line {line} do not close", line=before + 1 + skipped)
        raise TableUnreadable(file=name, reason=why) from None


def _decoded(name: str, data: bytes) -> str:
    unknown: Message = msg("it is neither a text nor a spreadsheet")
    wide = data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    for encoding in ("utf-16",) if wide else ("utf-8-sig", "cp1252"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" in text:
            break
        return text
    raise TableUnreadable(file=name, reason=unknown)


def _delimiter(text: str) -> str:
    """The delimiter that cuts the first line into most cells; `;` before `,` before a tab."""
    first = next((line for line in text.splitlines() if line.strip()), "")
    return max(DELIMITERS, key=lambda delimiter: len(next(csv.reader([first], delimiter=delimiter), [])))


def _xlsx(name: str, data: bytes) -> Iterator[tuple[int, list[str]]]:
    import openpyxl
    from defusedxml import DefusedXmlException
    from openpyxl.utils.exceptions import InvalidFileException

    damaged: Message = msg("it is no spreadsheet, or a damaged one")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if sum(info.file_size for info in archive.infolist()) > MAX_UNPACKED:
                raise TableUnreadable(file=name, reason=msg("it is too large once unpacked"))
            # No spreadsheet declares a document type, and which parser openpyxl takes depends on what is installed.
            if any(_declares(archive.read(info)) for info in archive.infolist()):
                raise TableUnreadable(file=name, reason=damaged)
        book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
        try:
            sheet = book.worksheets[0]
            sheet.reset_dimensions()  # what a file says of its size may be wrong
            rows = sheet.iter_rows(max_row=MAX_ROWS + 2, max_col=MAX_COLUMNS + 1, values_only=True)
            for line, values in enumerate(rows, 1):
                yield line, [_shown(value) for value in values]
        finally:
            book.close()
    except TableUnreadable:
        raise
    except (
        zipfile.BadZipFile, InvalidFileException, DefusedXmlException, SyntaxError, KeyError, ValueError, IndexError,
        TypeError, AttributeError, EOFError, OSError, NotImplementedError, OverflowError, RuntimeError, zlib.error,
    ):  # fmt: skip
        # openpyxl lets through whatever its parsing meets (SyntaxError is that of XML).
        raise TableUnreadable(file=name, reason=damaged) from None


def _declares(data: bytes) -> bool:
    """Whether XML declares a document type, as entity bombs must; in UTF-16 too."""
    return any("<!DOCTYPE".encode(encoding) in data for encoding in ("ascii", "utf-16-le", "utf-16-be"))


def _shown(value: Any) -> str:
    """A cell as a person typed it: no decimals on a whole number, no time on a day."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, dt.datetime) and value.time() == dt.time():
        return value.date().isoformat()
    return value.isoformat() if isinstance(value, dt.date) else str(value)
