"""The made-up campaign is the same each time, and what it says of itself."""

from __future__ import annotations

import hashlib
import io
import zipfile

import pypdfium2 as pdfium
import pytest

from corpus.campaign.archive import deposits, folder_of, reworked, roster
from corpus.campaign.dossiers import dossier_pdf
from corpus.campaign.people import CLOSES, PEOPLE, STRANGER, Part, Person
from precheck.campaign.procedure import Procedure
from precheck.profile import load_profile


@pytest.fixture(scope="module")
def archive() -> zipfile.ZipFile:
    return zipfile.ZipFile(io.BytesIO(deposits(jobs=1)))


def the(part: Part) -> Person:
    return next(person for person in PEOPLE if person.part is part)


def pages_of(data: bytes) -> list[str]:
    document = pdfium.PdfDocument(data)
    texts = [" ".join(page.get_textpage().get_text_range().split()) for page in document]
    document.close()
    return texts


def files_of(archive: zipfile.ZipFile, person: Person) -> list[bytes]:
    return [archive.read(name) for name in archive.namelist() if name.startswith(f"{folder_of(person)}/")]


def test_forty_people_and_forty_files(archive: zipfile.ZipFile) -> None:
    assert (len(PEOPLE), len(archive.namelist())) == (40, 40)
    assert len({person.key for person in PEOPLE}) == len({person.email for person in PEOPLE}) == 40
    counts = {person.key: len(files_of(archive, person)) for person in PEOPLE}
    assert {key for key, count in counts.items() if count != 1} == {
        person.key for person in PEOPLE if person.part in {Part.ABSENT, Part.DOUBLED}
    }
    assert sum(name.startswith(STRANGER) for name in archive.namelist()) == 1


def test_the_roster_is_as_a_french_spreadsheet_writes_it() -> None:
    lines = roster().decode("cp1252").split("\r\n")
    assert lines[:2] == [
        "Numéro étudiant;Nom;Prénom;Adresse de courriel;Public",
        "C17101;ABGRALL;Nolwenn;nolwenn.abgrall@etu.example.org;Masters enseignement",
    ]
    assert len(lines) == 42
    assert {line.split(";")[4] for line in lines[1:-1]} <= set(load_profile("grenoble-2016").procedure["publics"])


def test_made_again_it_is_the_same(archive: zipfile.ZipFile) -> None:
    again = zipfile.ZipFile(io.BytesIO(deposits(jobs=1)))
    digests = [
        {name: (made.getinfo(name).date_time, hashlib.sha256(made.read(name)).hexdigest()) for name in made.namelist()}
        for made in (archive, again)
    ]
    assert digests[0] == digests[1]


def test_three_are_late_one_of_them_by_a_second(archive: zipfile.ZipFile) -> None:
    zone = Procedure.of(load_profile("grenoble-2016")).timezone
    (window,) = Procedure.of(load_profile("grenoble-2016")).windows
    assert window.closes.astimezone(zone).replace(tzinfo=None) == CLOSES
    late = {info.filename for info in archive.infolist() if info.date_time > CLOSES.timetuple()[:6]}
    assert late == {
        name for name in archive.namelist() for one in PEOPLE if one.late and name.startswith(folder_of(one))
    }
    assert sorted(one.late for one in PEOPLE if one.late) == [1, 7265, 41_000]


def test_each_defect_is_there_and_no_other(archive: zipfile.ZipFile) -> None:
    broken = {Part.TRUNCATED, Part.ENCRYPTED, Part.NO_PDF}
    lengths = {}
    for person in PEOPLE:
        for data in files_of(archive, person):
            if person.part in broken:
                with pytest.raises(pdfium.PdfiumError):
                    pdfium.PdfDocument(data)
                continue
            pages = pages_of(data)
            lengths[person.part] = len(pages)
            assert (person.surname in pages[0]) is (person.part is not Part.NO_NAME), person.key
            assert ("2016-2017" in pages[0]) is (person.part is not Part.NO_YEAR), person.key
            assert ("Partie 3" in " ".join(pages)) is (person.part is not Part.PART_MISSING), person.key
            assert (len(pages) < 10) is (person.part is Part.NINE_PAGES), person.key
            assert len(pages) <= 20
    assert lengths[Part.NINE_PAGES] == 9


def test_the_rework_is_in_order() -> None:
    pages = pages_of(dossier_pdf(reworked(), again=True))
    assert len(pages) >= 10
    assert reworked().surname in pages[0]


def test_what_colluding_dossiers_share_stands_in_no_other(archive: zipfile.ZipFile) -> None:
    shared = "La page « louche » a été refaite trois fois par Noé"
    with_it = [
        person.group for person in PEOPLE for data in files_of(archive, person)
        if data.startswith(b"%PDF") and person.part not in {Part.TRUNCATED, Part.ENCRYPTED}
        and shared in " ".join(pages_of(data)).replace("\ufffe", "").replace("« ", "« ")
    ]  # fmt: skip
    assert with_it == [2, 2]
    assert sorted(person.group for person in PEOPLE if person.group) == [1, 1, 1, 2, 2]
