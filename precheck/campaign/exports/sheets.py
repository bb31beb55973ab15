"""Tables as CSV, XLSX and text. What people wrote is only ever text there: never a formula, a link or a format."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from zoneinfo import ZoneInfo

from precheck.i18n import Message, Translator
from precheck.report.plain import Voice, shorten

CSV_DELIMITER = ";"
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""How a cell begins that spreadsheets take for a formula (OWASP, "CSV Injection")."""
CELL_LENGTH = 32_000
"""Characters; XLSX allows 32,767."""
FORMS = (".csv", ".xlsx")


@dataclass(frozen=True, slots=True)
class Share:
    """A share, 0 to 1, shown in hundredths with so many decimals, halves rounded up."""

    value: float
    decimals: int = 1

    def said(self, language: str) -> str:
        """ "12,4 %"."""
        step = Decimal(1).scaleb(-self.decimals)
        text = str((Decimal(repr(self.value)) * 100).quantize(step, ROUND_HALF_UP))
        return f"{text.replace('.', ',')} %" if language == "fr" else f"{text}%"


Cell = str | int | Share | dt.datetime | Message | None


@dataclass(frozen=True, slots=True)
class Column:
    """A heading and how many characters wide the column is."""

    title: Message | str
    width: int = 14


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table. Instants are shown in `zone`, which the headings tell."""

    name: Message
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]


def as_csv(sheets: Sequence[Sheet], translator: Translator, zone: ZoneInfo) -> bytes:
    """UTF-8 with a byte order mark, semicolons, CR LF; several tables with their names and an empty line between.

    A text that a spreadsheet would take for a formula has an apostrophe before it.
    """
    voice = Voice(translator)
    stream = io.StringIO()
    writer = csv.writer(stream, delimiter=CSV_DELIMITER, lineterminator="\r\n")
    for number, sheet in enumerate(sheets):
        if number:
            writer.writerow([])
        if len(sheets) > 1:
            writer.writerow([_harmless(voice(sheet.name))])
        writer.writerow([_harmless(_title(column, voice)) for column in sheet.columns])
        writer.writerows([_harmless(_said(cell, voice, zone)) for cell in row] for row in sheet.rows)
    return b"\xef\xbb\xbf" + stream.getvalue().encode()


def _said(cell: Cell, voice: Voice, zone: ZoneInfo) -> str | int:
    if isinstance(cell, int):
        return cell
    if isinstance(cell, dt.datetime):
        return cell.astimezone(zone).isoformat(timespec="seconds")
    return cell.said(voice.language) if isinstance(cell, Share) else voice(cell)


def _harmless(said: str | int) -> str | int:
    return f"'{said}" if isinstance(said, str) and said.startswith(_FORMULA) else said


def _title(column: Column, voice: Voice) -> str:
    return voice(column.title)


def as_xlsx(sheets: Sequence[Sheet], translator: Translator, zone: ZoneInfo, created: dt.datetime) -> bytes:
    """A workbook: headings that stay in view, filters, widths, dates and shares as such. The same data and the same
    `created` give the same bytes."""
    import xlsxwriter

    voice = Voice(translator)
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True}) as book:
        book.set_properties({"created": created.astimezone(dt.UTC).replace(tzinfo=None), "author": "precheck"})
        heading = book.add_format(
            {"bold": True, "bg_color": "#e2edf6", "text_wrap": True, "valign": "top", "bottom": 1}
        )
        formats: dict[str | int, object] = {
            "text": book.add_format({"valign": "top"}),
            "moment": book.add_format({"num_format": "dd/mm/yyyy hh:mm:ss", "valign": "top", "align": "left"}),
            0: book.add_format({"num_format": "0%", "valign": "top"}),
            1: book.add_format({"num_format": "0.0%", "valign": "top"}),
        }
        for sheet in sheets:
            page = book.add_worksheet(voice(sheet.name)[:31])
            page.freeze_panes(1, 0)
            page.set_landscape()
            page.fit_to_pages(1, 0)
            page.repeat_rows(0)
            for number, column in enumerate(sheet.columns):
                page.set_column(number, number, column.width)
                page.write_string(0, number, _title(column, voice), heading)
            for line, row in enumerate(sheet.rows, 1):
                for number, cell in enumerate(row):
                    _write(page, line, number, cell, formats, voice, zone)
            page.autofilter(0, 0, max(len(sheet.rows), 1), len(sheet.columns) - 1)
    return stream.getvalue()


def _write(
    page: object, line: int, number: int, cell: Cell, formats: dict[str | int, object], voice: Voice, zone: ZoneInfo
) -> None:
    from xlsxwriter.worksheet import Worksheet

    assert isinstance(page, Worksheet)
    if isinstance(cell, int):
        page.write_number(line, number, cell, formats["text"])
    elif isinstance(cell, Share):
        page.write_number(line, number, cell.value, formats[cell.decimals])
    elif isinstance(cell, dt.datetime):
        there = cell.astimezone(zone).replace(tzinfo=None, microsecond=0)
        page.write_datetime(line, number, there, formats["moment"])
    elif text := voice(cell):
        page.write_string(line, number, shorten(text, CELL_LENGTH), formats["text"])


def as_text(sheets: Sequence[Sheet], translator: Translator, zone: ZoneInfo) -> str:
    """Tables in aligned columns, the first to the left, the others to the right. Ends with a line feed."""
    voice = Voice(translator)
    blocks = []
    for sheet in sheets:
        lines = [[_title(column, voice) for column in sheet.columns]]
        lines += [[str(_said(cell, voice, zone)) for cell in row] for row in sheet.rows]
        widths = [max(len(line[number]) for line in lines) for number in range(len(sheet.columns))]
        rule = "─" * (sum(widths) + 2 * (len(widths) - 1))
        aligned = [
            "  ".join(
                text.ljust(width) if number == 0 else text.rjust(width)
                for number, (text, width) in enumerate(zip(line, widths, strict=True))
            ).rstrip()
            for line in lines
        ]
        blocks.append("\n".join([voice(sheet.name), rule, aligned[0], rule, *aligned[1:]]))
    return "\n\n".join(blocks) + "\n"


def written(
    ending: str, sheets: Sequence[Sheet], translator: Translator, zone: ZoneInfo, created: dt.datetime
) -> bytes:
    """The tables in the form that the ending says: `.csv`, `.xlsx`, otherwise text."""
    if ending == ".csv":
        return as_csv(sheets, translator, zone)
    if ending == ".xlsx":
        return as_xlsx(sheets, translator, zone, created)
    return as_text(sheets, translator, zone).encode()
