"""A table that says whose each file is, in place of their names."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from precheck.campaign.intake.cells import plain
from precheck.campaign.intake.errors import ColumnUnknown
from precheck.campaign.intake.roles import Role
from precheck.campaign.intake.tables import Table

_NAMES: Mapping[str, tuple[str, ...]] = {
    "file": ("fichier", "file", "nom du fichier", "file name", "chemin", "path"),
    "candidate": ("candidat", "candidate", "cle", "key", "identifiant", "numero etudiant", "eppn", "nom"),
    "role": ("role", "type", "document"),
}


@dataclass(frozen=True, slots=True)
class Mapped:
    """What a row says of a file: a candidate, and a role where it tells one."""

    candidate: str
    role: Role | None
    line: int


@dataclass(frozen=True, slots=True)
class FileMap:
    """Rows by file: a path as it stands in the folder or zip, or a name alone."""

    name: str
    rows: Mapping[str, Mapped] = field(default_factory=dict)

    def of(self, path: str) -> tuple[str, Mapped] | None:
        """The row of that file and how the row calls it."""
        for said in (path, PurePosixPath(path).name):
            if said in self.rows:
                return said, self.rows[said]
        return None


def file_map(table: Table) -> FileMap:
    """The map that a table is. The last row of a file holds.

    Raises:
        ColumnUnknown: the column of files, or that of candidates, is missing.
    """
    header = [plain(name) for name in table.header]
    places = {}
    for wanted, names in _NAMES.items():
        found = [header.index(name) for name in names if name in header]
        if found:
            places[wanted] = found[0]
        elif wanted != "role":
            raise ColumnUnknown(
                file=table.name, field=wanted, columns=", ".join(table.header), fields=", ".join(_NAMES)
            )
    rows = {}
    for row in table.rows:
        said = {name: row.cells[at] if at < len(row.cells) else "" for name, at in places.items()}
        role = said.get("role", "").lower()
        rows[said["file"].replace("\\", "/")] = Mapped(
            said["candidate"], Role(role) if role in set(Role) else None, row.line
        )
    return FileMap(table.name, rows)
