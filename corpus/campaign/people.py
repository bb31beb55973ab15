"""The forty people of the made-up campaign. None of them exists; addresses are of example.org."""

from __future__ import annotations

import datetime as dt
import unicodedata
from dataclasses import dataclass
from enum import StrEnum

MASTER, OTHER, DOCTOR, FREE, TRAINING = (
    "Masters enseignement", "Autres masters", "Doctorats", "Candidats libres", "Formation continue du sco",
)  # fmt: skip


class Part(StrEnum):
    """What a person does in the campaign."""

    CONFORMING = "conforming"
    NINE_PAGES = "nine-pages"
    """Too short: a re-work is asked for, and the dossier comes back in order."""
    NO_NUMBERS = "no-numbers"
    NO_YEAR = "no-year"
    NO_NAME = "no-name"
    PART_MISSING = "part-missing"
    SHORT_CONCLUSION = "short-conclusion"
    DOUBLED = "doubled"
    """Two PDFs in one folder."""
    TRUNCATED = "truncated"
    ENCRYPTED = "encrypted"
    NO_PDF = "no-pdf"
    """A text document called .pdf."""
    NICKNAME = "nickname"
    """The site knows another first name than the roster."""
    ABSENT = "absent"
    """Deposits nothing."""


@dataclass(frozen=True, slots=True)
class Person:
    """A candidate: `site` is the name that the Moodle site shows, `group` the number of a colluding group or 0, `late`
    seconds after the last one of the window."""

    key: str
    surname: str
    given: str
    public: str
    part: Part = Part.CONFORMING
    group: int = 0
    late: int = 0
    site: str = ""

    @property
    def email(self) -> str:
        """An address that leads nowhere."""
        return f"{_plain(self.given)}.{_plain(self.surname)}@etu.example.org"

    @property
    def fullname(self) -> str:
        """The name as the Moodle site writes it."""
        return self.site or f"{self.given} {self.surname}"

    @property
    def deposited(self) -> dt.datetime:
        """When the file was sent, in the local time of the institution: some day of the window, or late."""
        if self.late:
            return CLOSES + dt.timedelta(seconds=self.late)
        return CLOSES - dt.timedelta(minutes=37 * int(self.key[-3:]) + 1, seconds=int(self.key[-2:]))


CLOSES = dt.datetime(2017, 5, 17, 23, 59, 59)  # noqa: DTZ001 (as a zip counts)
"""The last second of the window, in the local time of the institution."""
STRANGER = "Ombeline Tarascon-Villedieu"
"""Somebody of the Moodle course who is not on the roster."""


def _plain(text: str) -> str:
    letters = unicodedata.normalize("NFKD", text.lower())
    return "".join("-" if letter in " '’-" else letter for letter in letters if not unicodedata.combining(letter))


def _people() -> tuple[Person, ...]:
    return tuple(
        Person(f"C17{number:03}", surname, given, public, *rest)  # type: ignore[arg-type]
        for number, (surname, given, public, *rest) in enumerate(_ROWS, 101)
    )


_ROWS: tuple[tuple[object, ...], ...] = (
    ("ABGRALL", "Nolwenn", MASTER),
    ("AUBRÉE-LACAZE", "Jean-Marc", MASTER, Part.CONFORMING, 1),
    ("BACHELLERIE", "Océane", MASTER),
    ("BERTHÉLÉMY", "Côme", OTHER, Part.CONFORMING, 0, 1),
    ("BOISJOLY", "Raphaëlle", MASTER, Part.NINE_PAGES),
    ("CASTAGNÈDE", "Loïc", FREE),
    ("CHÂTEAUNEUF", "Solène", MASTER, Part.CONFORMING, 2),
    ("COURTINE", "Basile", TRAINING, Part.NO_NUMBERS),
    ("D'ARGENSOLLE", "Hermine", MASTER),
    ("DE LA VERGNE", "Tristan", MASTER, Part.CONFORMING, 1),
    ("DELCOURTIAL", "Aïcha", MASTER, Part.DOUBLED),
    ("DU PLESSIS-ROBIN", "Éléonore", DOCTOR),
    ("ESCOFFIÉ", "Mathurin", MASTER, Part.TRUNCATED),
    ("FARANDJIS", "Eugénie", MASTER, Part.CONFORMING, 0, 7265),
    ("FONTVIEILLE", "Gaspard", MASTER),
    ("GARGUILLO", "Chiara", FREE, Part.NO_YEAR),
    ("GUÉRANGER", "Marie-Ange", MASTER),
    ("HAUDECŒUR", "Anselme", MASTER, Part.ABSENT),
    ("HOURCADE", "Maïté", OTHER),
    ("ISNARD-BELLON", "Clovis", MASTER, Part.SHORT_CONCLUSION),
    ("JOSSELIN", "Bérénice", MASTER),
    ("KERGUÉLEN", "Ronan", MASTER, Part.CONFORMING, 2),
    ("LAFOREST", "Christophe", TRAINING, Part.NICKNAME, 0, 0, "Kiki Laforest-Dubreuil"),
    ("LE GOASTER", "Gwenaëlle", MASTER),
    ("LUSSIGNY", "Octave", MASTER, Part.NO_NAME),
    ("MALEVERGNE", "Inès", DOCTOR),
    ("MONTAGNAC", "Félicien", MASTER, Part.ENCRYPTED),
    ("NÉDÉLEC", "Perrine", MASTER),
    ("NOTREDAME", "Zacharie", MASTER, Part.CONFORMING, 1),
    ("OSTERTAG", "Liselotte", MASTER, Part.PART_MISSING),
    ("PASQUINELLI", "Dario", OTHER),
    ("PÉRIGORD", "Apolline", MASTER),
    ("QUEFFÉLEC", "Yannig", MASTER, Part.NO_PDF),
    ("ROCHETAILLÉE", "Victoire", FREE, Part.CONFORMING, 0, 41_000),
    ("SAINT-ALARY", "Baptistin", MASTER),
    ("SERVANTIE", "Capucine", MASTER),
    ("TRÉMOLIÈRES", "Ulysse", MASTER, Part.ABSENT),
    ("VAN DER HEYDE", "Joris", TRAINING),
    ("VILLEMAGNE", "Faustine", MASTER),
    ("ZUBELDIA", "Iban", MASTER),
)
PEOPLE = _people()
