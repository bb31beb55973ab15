"""What goes out of each dossier: the candidates' feedback, the evaluators' bundles, the session on paper."""

from __future__ import annotations

import csv
import datetime as dt
import io
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import pypdf
import pytest
from sqlalchemy import select

from precheck.campaign import campaigns
from precheck.campaign.exports import EXPORTERS, exporter
from precheck.campaign.exports.base import Demand, Names, file_name
from precheck.campaign.exports.bundles import Doubt, doubt_of
from precheck.campaign.exports.errors import NothingToExport
from precheck.campaign.exports.feedback import folder_of
from precheck.campaign.exports.reports import Made
from precheck.campaign.exports.rows import Row, RuleTold
from precheck.campaign.states import State
from precheck.campaign.store import Store
from precheck.campaign.tables import Access, Overrule
from precheck.errors import OutputError
from precheck.i18n import Translator, msg
from precheck.model.profile import Screening
from precheck.model.report import Refusal
from precheck.profile import load_profile
from precheck.reading.pool import Source
from precheck.rules.catalogue import RULES
from tests.campaign.builders import KEY, PROFILE, small_campaign

FR = Translator("fr")
AGATHE, BASILE = "Collet Agathe_12346_assignsubmission_file_", "brivoire"
SECRETS = {
    # What each of the two who share passages must never read of the other: name, file, own words.
    AGATHE: ("rivoire", "basile", "quenotte", "trottinette"),
    BASILE: ("collet", "agathe", "zébulon", "baleines"),
}


@pytest.fixture(scope="module")
def demand(tmp_path_factory: pytest.TempPathFactory) -> Demand:
    """A campaign that is only read; the exports go beside it."""
    folder = tmp_path_factory.mktemp("exports")
    store = Store(folder / "data")
    small_campaign(store)
    with store.writing() as session:
        person = campaigns.candidate(campaigns.find(session, KEY, store.folder), "acollet")
        word = Overrule(rule="L003", status="PASSED", reason="Annexes reçues à part", at=person.campaign.created,
                        actor="Mme Roche")  # fmt: skip
        person.candidacies[0].deposits[0].overrules.append(word)
    return Demand(store, KEY, folder, FR, dt.datetime(2017, 7, 1, 9, tzinfo=dt.UTC), "admin")


def run(demand: Demand, what: str, output: str, *, anonymous: bool = False) -> Path:
    place = demand.output / output
    exporter(what).export(replace(demand, output=place, anonymous=anonymous))
    return place


@pytest.fixture(scope="module")
def feedback(demand: Demand) -> dict[str, bytes]:
    """The files of the feedback zip."""
    with zipfile.ZipFile(run(demand, "feedback", "feedback.zip")) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


@pytest.fixture(scope="module")
def bundle(demand: Demand) -> dict[str, bytes]:
    """The files of one evaluator's bundle."""
    folder = run(demand, "bundles", "bundles")
    assert sorted(path.name for path in folder.iterdir()) == [
        "@SUM(A1).zip", "M. Petit.zip", "Mme Roche.zip", "non-attribues.zip"
    ]  # fmt: skip
    with zipfile.ZipFile(folder / "Mme Roche.zip") as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def all_of(data: bytes) -> str:
    """Whatever may be read in a PDF: its bytes, its text, its properties, its comments."""
    reader = pypdf.PdfReader(io.BytesIO(data))
    notes = [str(note.get_object()) for page in reader.pages for note in page.get("/Annots", ())]
    text = [page.extract_text() for page in reader.pages]
    return "\n".join([data.decode("latin-1"), *text, *notes, str(reader.metadata)])


def words(data: bytes) -> str:
    return " ".join("".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(data)).pages).split())


def test_feedback_keeps_the_folders_of_moodle(feedback: dict[str, bytes]) -> None:
    files = ("rapport.html", "rapport.pdf", "dossier-annote.pdf")
    folders = ["Vernaz Maëlle_12345_assignsubmission_file_", AGATHE, BASILE, "ehostile", "fnumeros"]
    expected = [f"{folder}/{file}" for folder in folders for file in files]
    # A dossier that cannot be opened cannot be annotated.
    expected += ["ccrypte/rapport.html", "ccrypte/rapport.pdf"]
    assert sorted(feedback) == sorted(expected)


@pytest.mark.parametrize("folder", SECRETS)
def test_a_candidate_reads_nothing_of_another(feedback: dict[str, bytes], folder: str) -> None:
    page = feedback[f"{folder}/rapport.html"].decode()
    assert "un autre dossier" in page
    read = [page, *(all_of(feedback[f"{folder}/{name}.pdf"]) for name in ("rapport", "dossier-annote"))]
    assert [secret for secret in SECRETS[folder] for text in read if secret in text.casefold()] == []
    # The other's own secrets stand here: the words above would have been found.
    mine = SECRETS[BASILE if folder == AGATHE else AGATHE]
    assert all(secret in read[2].casefold() for secret in mine[:2])


@pytest.mark.parametrize(
    ("origin", "folder"),
    [
        ("Participant_77_assignsubmission_file_", "Participant_77_assignsubmission_file_"),
        ("Dupont Marie_77_assignsubmission_file", "Dupont Marie_77_assignsubmission_file"),
        ("Groupe A_7_assignsubmission_file_mon dossier.pdf", "Groupe A_7_assignsubmission_file_"),
        ("rendus.zip/jd_Du Pont_7_assignsubmission_file_/x.pdf", "jd_Du Pont_7_assignsubmission_file_"),
        ("../_7_assignsubmission_file_", "key"),
        ("folder/DUPONT.pdf", "key"),
        ("", "key"),
    ],
)
def test_every_name_that_moodle_gives(origin: str, folder: str) -> None:
    row = Row(1, 124, "key", "DUPONT Marie", "", State.DEPOSITED, "")
    each = Made(row, Source("x.pdf", b""), Refusal("x.pdf", "", msg(""), msg(""), 3), origin)
    assert folder_of(each) == folder
    assert folder_of(each, anonymous=True) == ("dossier-124" if folder == "key" else folder)


def test_a_folder_holds_what_the_zip_holds(demand: Demand, feedback: dict[str, bytes]) -> None:
    folder = run(demand, "feedback", "feedback")
    found = {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    assert sorted(found) == sorted(feedback)
    assert {name for name in found if name.endswith(".html") and found[name] != feedback[name]} == set()
    with pytest.raises(OutputError, match="something is there already"):
        run(demand, "feedback", "feedback")
    assert sorted(path.name for path in demand.output.iterdir() if path.name.startswith(".")) == []


def test_the_evaluator_has_the_last_word_there_too(feedback: dict[str, bytes]) -> None:
    said = "L&#39;évaluateur a tranché : Annexes reçues à part"
    assert said in feedback[f"{AGATHE}/rapport.html"].decode()
    assert said not in feedback[f"{BASILE}/rapport.html"].decode()


def test_a_bundle_has_the_doubtful_first(bundle: dict[str, bytes]) -> None:
    names = ["dossier-102 COLLET Agathe", "dossier-101 VERNAZ Maëlle"]
    expected = [file for name in names for file in (f"dossiers/{name}.pdf", f"rapports/{name}.html")]
    assert list(bundle) == [*expected, "vue-d-ensemble.csv", "vue-d-ensemble.html"]
    overview = bundle["vue-d-ensemble.html"].decode()
    links = [f'href="rapports/{name}.html"'.replace(" ", "%20").replace("ë", "%C3%AB") for name in names]
    assert all(link in overview for link in links)
    assert overview.index(links[0]) < overview.index(links[1])
    lines = list(csv.reader(io.StringIO(bundle["vue-d-ensemble.csv"].decode("utf-8-sig")), delimiter=";"))
    assert [line[0] for line in lines] == ["Numéro", "102", "101"]
    # The evaluator sees what the candidate does not.
    assert "Quenotte" in bundle["rapports/dossier-102 COLLET Agathe.html"].decode()


def test_an_anonymous_bundle_says_no_name(demand: Demand) -> None:
    folder = run(demand, "bundles", "anonymous", anonymous=True)
    with zipfile.ZipFile(folder / "M. Petit.zip") as archive:
        names = archive.namelist()
        told = [archive.read(name).decode() for name in names if not name.endswith(".pdf")]
    assert names == ["dossiers/dossier-103.pdf", "rapports/dossier-103.html", "dossiers/dossier-107.pdf",
                     "rapports/dossier-107.html", "vue-d-ensemble.csv", "vue-d-ensemble.html"]  # fmt: skip
    # Files and overview; the words of the dossiers themselves are shown as they are.
    private = ("numéros fanny", "rivoire_basile", "collet_agathe", "brivoire", "sans.pdf")
    assert [word for word in private for text in told if word in text.casefold()] == []


def test_what_is_doubtful() -> None:
    def row(verdict: str | None, share: float | None = 0.0, verify: str = "") -> Row:
        told = (RuleTold(verify, ""),) if verify else ()
        return Row(1, 1, "k", "N", "", State.DEPOSITED, "", verdict=verdict, share=share, verify=told)

    rows = [
        row("refused", None), row("conforming", 0.25), row("not_conforming", 0.1), row("to_verify", 0.0, "L001"),
        row("not_conforming"), row(None, None), row("conforming", 0.09),
    ]  # fmt: skip
    assert [doubt_of(each, Screening()) for each in rows] == list(Doubt)


def test_the_session_on_paper(demand: Demand) -> None:
    content = run(demand, "batch", "batch.pdf").read_bytes()
    reader = pypdf.PdfReader(io.BytesIO(content))
    root: Any = reader.root_object
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "fr"
    outline = [str(entry["/Title"]).replace("\u200b", "") for entry in reader.outline if isinstance(entry, dict)]
    titles = [
        "VERNAZ Maëlle",
        "COLLET Agathe",
        "RIVOIRE Basile",
        "CRYPTÉ Chantal",
        "=CMD|'/C CALC'!A0",
        "NUMÉROS Fanny",
    ]
    numbers = (101, 102, 103, 104, 106, 107)
    expected = [f"Dossier n° {number} – {title}" for number, title in zip(numbers, titles, strict=True)]
    assert [title for title in outline if title.startswith("Dossier n°")] == expected
    said = words(content)
    for phrase in (
        "Candidats inscrits 7",
        "Dossiers déposés 6",
        "illisible 1",
        "A des passages en commun avec le dossier 103",
    ):
        assert phrase in said
    assert run(demand, "batch", "again.pdf").read_bytes() == content


def test_the_session_on_paper_without_names(demand: Demand) -> None:
    said = words(run(demand, "batch", "anonymous.pdf", anonymous=True).read_bytes())
    assert "Dossier n° 107" in said
    assert [name for name in ("NUMÉROS", "CRYPTÉ", "COLLET_Agathe", "sans.pdf", "ferme.pdf") if name in said] == []


def test_every_export_is_noted(demand: Demand, feedback: dict[str, bytes], bundle: dict[str, bytes]) -> None:
    with demand.store.reading() as session:
        noted = {each.action: (each.actor, each.campaign, each.subject) for each in session.scalars(select(Access))}
    for what in ("export-feedback", "export-bundles"):
        assert noted[what] == ("admin", KEY, "1")


def test_on_the_other_database_too(store: Store, tmp_path: Path, now: dt.datetime) -> None:
    small_campaign(store)
    place = tmp_path / "batch.pdf"
    exporter("batch").export(Demand(store, KEY, place, FR, now, "admin"))
    assert "Dossier n° 107 – NUMÉROS Fanny" in words(place.read_bytes())


@pytest.mark.parametrize("what", [each for each in EXPORTERS if each not in ("table", "yearly")])
def test_nothing_to_export(store: Store, tmp_path: Path, now: dt.datetime, what: str) -> None:
    with store.writing() as session:
        campaigns.begin(session, "empty", load_profile(PROFILE, RULES), PROFILE, now, "admin")
    ending = {"batch": "out.pdf", "certificates": "out.pdf"}.get(what, "out")
    with pytest.raises(NothingToExport):
        exporter(what).export(Demand(store, "empty", tmp_path / ending, FR, now, "admin"))
    assert [path.name for path in tmp_path.iterdir()] == ["data"]


def test_names_of_files_lead_nowhere_else() -> None:
    assert [file_name(text) for text in ("../../etc/passwd", "a\x00b\n", " . ", "", "C:\\x", "é" * 300)] == [
        "_.._etc_passwd", "a_b_", "_", "_", "C__x", "é" * 120
    ]  # fmt: skip
    name = Names()
    assert [name(text) for text in ("Dupont", "dupont", "DUPONT", "Durand")] == [
        "Dupont",
        "dupont-2",
        "DUPONT-3",
        "Durand",
    ]
