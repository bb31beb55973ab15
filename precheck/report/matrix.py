"""The competence matrix: each item of the framework by the parts of the dossier."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from precheck.i18n import Message, msg
from precheck.model.profile import Domain
from precheck.model.report import Report


class Placement(StrEnum):
    """How a competence stands in the dossier."""

    PLACED = "placed"
    """Mentioned in the part that carries it."""
    MENTIONED = "mentioned"
    """Mentioned, and the profile expects it in no part."""
    ELSEWHERE = "elsewhere"
    """Mentioned, but not in its part."""
    ABSENT = "absent"


PLACEMENT_WORD: Mapping[Placement, Message] = {
    Placement.PLACED: msg("in place"),
    Placement.MENTIONED: msg("mentioned"),
    Placement.ELSEWHERE: msg("elsewhere"),
    Placement.ABSENT: msg("not mentioned"),
}
PLACEMENT_SIGN: Mapping[Placement, str] = {
    Placement.PLACED: "✓",
    Placement.MENTIONED: "✓",
    Placement.ELSEWHERE: "↔",
    Placement.ABSENT: "–",
}


@dataclass(frozen=True, slots=True)
class Cell:
    """An item in a part: pages where it is mentioned, and whether the profile expects it there."""

    pages: tuple[int, ...]
    expected: bool


@dataclass(frozen=True, slots=True)
class Row:
    """An item: its cells follow `Matrix.columns`."""

    code: str
    statement: str
    cells: tuple[Cell, ...]
    placement: Placement


@dataclass(frozen=True, slots=True)
class DomainRows:
    domain: Domain
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Matrix:
    """`columns` are part numbers, None for the pages outside the parts; `unknown` are (code, pages) of no framework."""

    columns: tuple[int | None, ...]
    domains: tuple[DomainRows, ...]
    unknown: tuple[tuple[str, tuple[int, ...]], ...]

    @property
    def headings(self) -> tuple[Message, ...]:
        """The name of each column."""
        return tuple(
            msg("Outside") if number is None else msg("Part {number}", number=number) for number in self.columns
        )

    @property
    def expects(self) -> bool:
        """Whether the profile says in which part an item belongs."""
        return any(cell.expected for group in self.domains for row in group.rows for cell in row.cells)

    @property
    def caption(self) -> Message:
        """How to read the matrix where expected cells are shaded."""
        if not self.expects:
            return msg("The numbers are pages of the file.")
        return msg("The numbers are pages of the file. A shaded cell is the part where the competence is expected.")


def matrix(report: Report) -> Matrix | None:
    """The matrix of a report, None when its profile has no framework or the dossier no text that can be read."""
    framework = report.profile.framework
    if framework is None or not report.dossier.document.has_text:
        return None
    numbers = {spec.number for spec in report.profile.outline.parts}
    numbers |= {place.part for place in report.competences if place.part is not None}
    columns: tuple[int | None, ...] = tuple(sorted(numbers))
    if any(place.part is None for place in report.competences):
        columns += (None,)
    expected = {code: spec.number for spec in report.profile.outline.parts for code in spec.competences}
    found = {(place.code, place.part): place.pages for place in report.competences}

    def row(code: str, statement: str) -> Row:
        cells = tuple(
            Cell(found.get((code, part), ()), part is not None and expected.get(code) == part) for part in columns
        )
        mentioned = [cell for cell in cells if cell.pages]
        if not mentioned:
            placement = Placement.ABSENT
        elif code not in expected:
            placement = Placement.MENTIONED
        else:
            placement = Placement.PLACED if any(cell.expected for cell in mentioned) else Placement.ELSEWHERE
        return Row(code, statement, cells, placement)

    domains = tuple(
        DomainRows(domain, tuple(row(item.code, item.statement) for item in domain.competences))
        for domain in framework.domains
    )
    known = {item.code for item in framework.competences}
    unknown: dict[str, set[int]] = {}
    for place in report.competences:
        if place.code not in known:
            unknown.setdefault(place.code, set()).update(place.pages)
    return Matrix(columns, domains, tuple((code, tuple(sorted(unknown[code]))) for code in sorted(unknown)))
