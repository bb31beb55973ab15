"""Which column of a roster tells what: recognised by its name, in French or English, or named by the administrator."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from precheck.campaign.intake.cells import plain
from precheck.campaign.intake.errors import ColumnUnknown
from precheck.campaign.intake.tables import Table

NAMES: Mapping[str, tuple[str, ...]] = {
    "key": (
        "cle", "key", "eppn", "edupersonprincipalname", "numero etudiant", "n etudiant", "no etudiant", "num etudiant",
        "code etudiant", "student number", "student id", "identifiant", "identifier", "id", "login", "uid", "username",
        "nom d utilisateur", "numero", "matricule",
    ),
    "surname": ("nom", "nom de famille", "nom usuel", "nom d usage", "surname", "last name", "lastname", "family name"),
    "given": ("prenom", "prenoms", "prenom s", "first name", "firstname", "given name", "given"),
    "fullname": ("nom complet", "nom et prenom", "nom prenom", "prenom et nom", "prenom nom", "full name", "name"),
    "email": (
        "courriel", "adresse de courriel", "adresse electronique", "email", "e mail", "mail", "email address",
        "adresse mail",
    ),
    "public": ("public", "type de public", "type de candidat", "categorie", "kind"),
    "extension": ("extension", "delai", "delai accorde", "report", "extended until", "delai jusqu au"),
    "others": (
        "autre identifiant", "autres identifiants", "identifiant moodle", "id moodle", "moodle", "participant",
        "other id", "other ids",
    ),
    "earlier": ("items acquis", "items deja acquis", "competences deja acquises", "deja acquis", "earlier items"),
    "digital_copy": ("copie numerique", "digital copy"),
    "office_copy": ("copie au bureau", "copie secretariat", "copie du secretariat", "copie papier", "office copy"),
    "opted_out": ("refus indexation", "refus d indexation", "opposition", "opt out", "opted out"),
}  # fmt: skip
"""The fields of a candidate, and what their columns are called, the first being preferred."""


@dataclass(frozen=True, slots=True)
class Columns:
    """Where the fields stand: positions in a row, and the columns that nobody looks at.

    A second column that could be the key tells other identifiers.
    """

    places: Mapping[str, int]
    others: tuple[int, ...]
    ignored: tuple[str, ...]

    def cell(self, cells: tuple[str, ...], field: str) -> str:
        """The cell of that field, "" where there is none."""
        at = self.places.get(field, len(cells))
        return cells[at] if at < len(cells) else ""


def recognise(table: Table, said: Mapping[str, str] | None = None) -> Columns:
    """The columns of a table.

    Args:
        said: names of columns by fields, which go before what is recognised.

    Raises:
        ColumnUnknown: a column that was named is not there, or that of the key or of the name is missing.
    """
    header = [plain(name) for name in table.header]
    places: dict[str, int] = {}
    others: list[int] = []
    for field, name in (said or {}).items():
        if field not in NAMES or plain(name) not in header:
            raise _unknown(table, field if field not in NAMES else f"{field}={name}")
        places[field] = header.index(plain(name))
    taken = set(places.values())
    for field, aliases in NAMES.items():
        found = [at for alias in aliases for at, name in enumerate(header) if name == alias and at not in taken]
        if field == "others":
            others += found
            taken.update(found)
        elif found and field not in places:
            places[field] = found[0]
            taken.add(found[0])
        if field == "key":
            others += [at for at in found if at != places["key"]]
            taken.update(found)
    if "others" in places:
        others.append(places.pop("others"))
    if "key" not in places or not {"surname", "fullname"} & places.keys():
        raise _unknown(table, "key" if "key" not in places else "surname")
    ignored = tuple(name for at, name in enumerate(table.header) if at not in taken and name)
    return Columns(places, tuple(others), ignored)


def _unknown(table: Table, field: str) -> ColumnUnknown:
    return ColumnUnknown(file=table.name, field=field, columns=", ".join(table.header), fields=", ".join(NAMES))
