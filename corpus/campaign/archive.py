"""The roster and the zip, as an administrator receives them from the registrar and from Moodle."""

from __future__ import annotations

import csv
import datetime as dt
import functools
import io
import zipfile
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

from corpus.campaign.dossiers import PASSWORD, dossier_pdf
from corpus.campaign.people import CLOSES, PEOPLE, STRANGER, Part, Person
from corpus.samples.generate.finish import encrypted

ROSTER, DEPOSITS, AGAIN = "liste.csv", "depots-moodle.zip", "reprise.pdf"
COLUMNS = ("Numéro étudiant", "Nom", "Prénom", "Adresse de courriel", "Public")
_FIRST_SUBMISSION = 48_210
_NO_PDF = "Voici mon dossier, je n'ai pas réussi à l'exporter.\r\n".encode("cp1252")


def write_campaign(
    folder: Path, jobs: int = 2, *, last_day: dt.date | None = None, bare: bool = False
) -> dict[str, int]:
    """Write the roster, the zip and the dossier that comes again. Returns the size of each file, by its name.

    Args:
        last_day: of the window, in place of the one of 2017.
        bare: make do with what precheck itself needs, without the libraries of those who develop it.
    """
    folder.mkdir(parents=True, exist_ok=True)
    shift = (last_day - CLOSES.date()) if last_day else dt.timedelta()
    again = dossier_pdf(reworked(), again=True, bare=bare)
    files = {ROSTER: roster(), DEPOSITS: deposits(jobs, shift=shift, bare=bare), AGAIN: again}
    for name, data in files.items():
        (folder / name).write_bytes(data)
    return {name: len(data) for name, data in files.items()}


def reworked() -> Person:
    """The one who is asked for a re-work."""
    return next(person for person in PEOPLE if person.part is Part.NINE_PAGES)


def roster() -> bytes:
    """The list of the registrar's office: cp1252, semicolons, as a spreadsheet writes it in French."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for person in sorted(PEOPLE, key=lambda one: one.key):
        writer.writerow((person.key, person.surname, person.given, person.email, person.public))
    return out.getvalue().encode("cp1252")


def deposits(jobs: int = 2, *, shift: dt.timedelta = dt.timedelta(), bare: bool = False) -> bytes:
    """The zip that "Download all submissions" gives; each file bears the time at which it was sent, `shift` later."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, moment, data in _members(jobs, bare):
            # A zip counts in steps of two seconds; a second too late stays too late.
            step = dt.timedelta(seconds=moment.second % 2 if moment > CLOSES else 0)
            entry = zipfile.ZipInfo(name, (moment + step + shift).timetuple()[:6])
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, data)
    return out.getvalue()


def _members(jobs: int, bare: bool) -> Iterator[tuple[str, dt.datetime, bytes]]:
    present = [person for person in PEOPLE if person.part is not Part.ABSENT]
    for person, pdf in zip(present, _made(present, jobs, bare), strict=True):
        yield f"{folder_of(person)}/{_file_name(person)}", person.deposited, _spoilt(person, pdf, bare)
        if person.part is Part.DOUBLED:
            other = dossier_pdf(person, second=True, bare=bare)
            yield f"{folder_of(person)}/dossier_v2_final.pdf", person.deposited + dt.timedelta(minutes=9), other
    stranger = f"{STRANGER.replace('_', ' ')}_{_FIRST_SUBMISSION + 99}_assignsubmission_file/dossier.pdf"
    yield stranger, CLOSES - dt.timedelta(days=2), dossier_pdf(present[0], second=True, bare=bare)


def _made(people: Sequence[Person], jobs: int, bare: bool) -> Iterator[bytes]:
    make = functools.partial(dossier_pdf, bare=bare)
    if jobs == 1:
        yield from map(make, people)
        return
    # Not forked: the libraries that lay out have threads.
    with ProcessPoolExecutor(jobs, get_context("spawn")) as pool:
        yield from pool.map(make, people, chunksize=4)


def folder_of(person: Person) -> str:
    """The folder of a person in the zip; some are as older versions of Moodle wrote them, with an underscore last."""
    number = PEOPLE.index(person)
    old = "_" if number % 5 == 0 else ""
    return f"{person.fullname}_{_FIRST_SUBMISSION + number}_assignsubmission_file{old}"


def _file_name(person: Person) -> str:
    styles = ("dossier.pdf", f"C2i2e {person.surname}.pdf", "Dossier numérique.pdf", "dossier_c2i2e-FINAL(1).pdf")
    return styles[PEOPLE.index(person) % len(styles)]


def _spoilt(person: Person, pdf: bytes, bare: bool) -> bytes:
    if person.part is Part.TRUNCATED:
        return pdf[: len(pdf) // 3]
    if person.part is Part.ENCRYPTED:
        return _encrypted_bare(pdf) if bare else encrypted(PASSWORD)(pdf)
    return _NO_PDF if person.part is Part.NO_PDF else pdf


def _encrypted_bare(pdf: bytes) -> bytes:
    from pypdf import PdfWriter

    out, writer = io.BytesIO(), PdfWriter(clone_from=io.BytesIO(pdf))
    writer.encrypt(PASSWORD, algorithm="RC4-128")
    writer.write(out)
    return out.getvalue()
