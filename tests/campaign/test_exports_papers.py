"""Attestations and certificates: only what the jury confirmed, and recorded."""

from __future__ import annotations

import datetime as dt
import hashlib
import io
from dataclasses import replace
from pathlib import Path
from zoneinfo import ZoneInfo

import openpyxl
import pypdf
import pytest
from click.testing import CliRunner
from sqlalchemy import select

from precheck.campaign.exports import EXPORTERS, exporter
from precheck.campaign.exports.base import Demand, Done
from precheck.campaign.exports.errors import NothingToExport
from precheck.campaign.states import State
from precheck.campaign.store import Store
from precheck.campaign.tables import Candidacy, Candidate, Issued
from precheck.cli import main
from precheck.cli_campaign.export import EXPORTS
from precheck.i18n import Translator
from precheck.profile import load_profile
from precheck.rules.catalogue import RULES
from tests.campaign.builders import CHECKED, KEY, PROFILE, decide, small_campaign

FR = Translator("fr")
FRAMEWORK = load_profile(PROFILE, RULES).framework
assert FRAMEWORK is not None
STATEMENTS = {item.code: item.statement for item in FRAMEWORK.competences}
CODES = list(STATEMENTS)


@pytest.fixture
def demand(store: Store, tmp_path: Path) -> Demand:
    small_campaign(store, results=False)
    return Demand(store, KEY, tmp_path / "out", FR, dt.datetime(2017, 7, 1, 9, tzinfo=dt.UTC), "scolarite")


def words(content: bytes) -> str:
    pages = [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(content)).pages]
    return " ".join(" ".join(pages).replace("\u200b", "").split())


def issued(store: Store) -> list[tuple[str, str, str, str]]:
    with store.reading() as session:
        found = session.execute(
            select(Candidate.key, Issued.kind, Issued.sha256, Issued.actor)
            .join(Candidacy, Candidacy.candidate_id == Candidate.id)
            .join(Issued, Issued.candidacy_id == Candidacy.id)
            .order_by(Issued.id)
        )
        return [tuple(row) for row in found]  # type: ignore[misc]


def test_an_attestation_lists_the_items_acquired_and_no_others(demand: Demand) -> None:
    decide(demand.store, "fnumeros", ["B2.1", "A1.2", "A1.1"], certified=False)
    exporter("attestations").export(demand)
    assert [path.name for path in demand.output.iterdir()] == ["attestation-fnumeros.pdf"]
    content = (demand.output / "attestation-fnumeros.pdf").read_bytes()
    said = words(content)
    for text in (
        "ESPE de l'académie de Grenoble", "Attestation récapitulative des items acquis", "Campagne 2017",
        "le jury a reconnu, le 18/05/2017, comme acquis par NUMÉROS Fanny", "les 3 items suivants",
        "Fait le 01/07/2017", "Signature et cachet",
    ):  # fmt: skip
        assert text in said
    assert [code for code in CODES if STATEMENTS[code] in said] == ["A1.1", "A1.2", "B2.1"]
    assert [code for code in CODES if code in said] == ["A1.1", "A1.2", "B2.1"]
    reader = pypdf.PdfReader(io.BytesIO(content))
    assert "/StructTreeRoot" in reader.root_object
    digest = hashlib.sha256(content).hexdigest()
    assert issued(demand.store) == [("fnumeros", "attestation", digest, "scolarite")]


def test_the_same_day_gives_the_same_attestation_recorded_once(demand: Demand) -> None:
    decide(demand.store, "fnumeros", CODES[:20], certified=False)
    made = []
    for name, days in (("a", 0), ("b", 0), ("c", 1)):
        later = replace(demand, output=demand.output / name, now=demand.now + dt.timedelta(days=days))
        exporter("attestations").export(later)
        made.append((later.output / "attestation-fnumeros.pdf").read_bytes())
    assert made[0] == made[1] != made[2]
    assert len(issued(demand.store)) == 2


def test_an_attestation_needs_the_word_of_the_jury(demand: Demand) -> None:
    decide(demand.store, "mvernaz", CODES, certified=True)
    decide(demand.store, "acollet", [], certified=False)
    with demand.store.writing() as session:
        one = session.scalars(select(Candidacy).join(Candidate).where(Candidate.key == "brivoire")).one()
        one.state = State.PARTIAL.value
    with pytest.raises(NothingToExport):
        exporter("attestations").export(demand)
    assert not demand.output.exists()
    assert issued(demand.store) == []


def test_who_acquired_nothing_is_told(demand: Demand) -> None:
    decide(demand.store, "acollet", [], certified=False)
    decide(demand.store, "fnumeros", ["A1.1"], certified=False)
    done: Done = exporter("attestations").export(demand)
    assert [FR(each) for each in done.notes] == ["1 candidat n'a acquis aucun item : il n'y a rien à attester."]
    assert "l'item suivant du référentiel" in words((demand.output / "attestation-fnumeros.pdf").read_bytes())


def test_hostile_names_stay_text_and_in_their_folder(demand: Demand) -> None:
    with demand.store.writing() as session:
        person = session.scalars(select(Candidate).where(Candidate.key == "ehostile")).one()
        person.surname, person.key = '#read("data.json") *x* $y$', "../../dehors"
    decide(demand.store, "../../dehors", CODES[:3], certified=False)
    exporter("attestations").export(demand)
    assert [path.name for path in demand.output.iterdir()] == ["attestation-.._.._dehors.pdf"]
    assert '#READ("DATA.JSON") *X* $Y$' in words((demand.output / "attestation-.._.._dehors.pdf").read_bytes())


def test_the_list_of_certificates(demand: Demand) -> None:
    decide(demand.store, "mvernaz", CODES[:25], certified=True)
    decide(demand.store, "ehostile", CODES, certified=True)
    decide(demand.store, "fnumeros", CODES[:3], certified=False)
    for ending in ("xlsx", "pdf"):
        exporter("certificates").export(replace(demand, output=demand.output / f"c.{ending}"))
    page = openpyxl.load_workbook(demand.output / "c.xlsx").active
    assert page is not None
    day = CHECKED.astimezone(ZoneInfo("Europe/Paris")).replace(tzinfo=None)
    assert list(page.values) == [
        ("Numéro", "Identifiant", "Nom", "Type de public", "Session", "Décidé le (Europe/Paris)", "Items acquis"),
        (106, "ehostile", "=CMD|'/C CALC'!A0", "+33", "Campagne 2017", day, 28),
        (101, "mvernaz", "VERNAZ Maëlle", "Masters enseignement", "Campagne 2017", day, 25),
    ]
    said = words((demand.output / "c.pdf").read_bytes())
    assert "2 VERNAZ Maëlle Masters enseignement 18/05/2017 25 2 certificats" in said
    assert "NUMÉROS" not in said
    digests = [hashlib.sha256((demand.output / f"c.{end}").read_bytes()).hexdigest() for end in ("xlsx", "pdf")]
    assert [(key, sha256) for key, _, sha256, _ in issued(demand.store)] == [
        (key, digest) for digest in digests for key in ("ehostile", "mvernaz")
    ]


def test_the_command_knows_every_exporter() -> None:
    assert EXPORTS == EXPORTERS
    assert all(exporter(name).FORMS for name in EXPORTERS)


def test_from_a_terminal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PRECHECK_DATA_DIR", str(tmp_path / "data"))
    with Store(tmp_path / "data") as store:
        small_campaign(store, results=False)
        decide(store, "fnumeros", ["A1.1"], certified=False)
    asked = ["campaign", "export", KEY, "attestations", "--output", str(tmp_path / "out"), "--as", "scolarite"]
    done = CliRunner().invoke(main, asked)
    assert (done.exit_code, done.output) == (0, f"✓ 1 attestation écrite dans {tmp_path / 'out'}.\n")
    again = CliRunner().invoke(main, asked)
    assert again.exit_code == 70
    assert "il y a déjà quelque chose à cet endroit" in again.output
    wrong = CliRunner().invoke(main, ["campaign", "export", KEY, "table", "--output", str(tmp_path / "t.doc")])
    assert wrong.exit_code == 2
    assert "Donnez un fichier qui se termine par l'un de ceux-ci : .csv, .xlsx." in wrong.output
