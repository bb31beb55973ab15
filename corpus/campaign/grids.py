"""The evaluators' and the jury's grids of the made-up campaign: ``python -m corpus.campaign.grids FOLDER``.

Most candidates have all items, one in nine misses a few, one in nine too many.
"""

from __future__ import annotations

import csv
import sys
from pathlib import Path

from corpus.campaign.people import PEOPLE, Part, Person
from precheck.profile import load_profile

ABSENT_AT_THE_ORAL = "C17103"
_WITHOUT_DOSSIER = {Part.ABSENT, Part.TRUNCATED, Part.ENCRYPTED, Part.NO_PDF, Part.NICKNAME, Part.DOUBLED}
_MISSING = {0: 12, 1: 3}
"""Items missing, by the place on the roster modulo nine; elsewhere none to two."""


def heard() -> list[str]:
    """The keys of those whom the jury heard."""
    return [person.key for _, person in _judged() if person.key != ABSENT_AT_THE_ORAL]


def write_grids(folder: Path) -> None:
    """Write `grille-evaluateurs.csv` and `grille-jury.csv`."""
    framework = load_profile("grenoble-2016").framework
    assert framework is not None
    codes = [item.code for item in framework.competences]
    for name, stage, keys in (
        ("grille-evaluateurs.csv", "évaluateur", [person.key for _, person in _judged()]),
        ("grille-jury.csv", "jury", heard()),
    ):
        with (folder / name).open("w", encoding="utf-8", newline="") as file:
            grid = csv.writer(file, delimiter=";")
            grid.writerow(["candidat", "étape", *codes])
            for place, person in _judged():
                if person.key in keys:
                    grid.writerow([person.key, stage, *_marks(place, len(codes))])


def _judged() -> list[tuple[int, Person]]:
    """Those with a dossier that was handed on, with their places on the roster."""
    return [
        (place, person)
        for place, person in enumerate(PEOPLE)
        if person.part not in _WITHOUT_DOSSIER and person.late <= 1
    ]


def _marks(place: int, items: int) -> list[str]:
    missing = _MISSING.get(place % 9, place % 3)
    return ["0" if item % 3 == 0 and item // 3 < missing else "1" for item in range(items)]


if __name__ == "__main__":
    write_grids(Path(sys.argv[1]))
    print("\n".join(heard()))
