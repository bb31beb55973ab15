"""Deposits: whose they are, when they came, and what they change."""

from __future__ import annotations

import datetime as dt
import zipfile
from collections.abc import Callable, Iterable
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select

from precheck.campaign.campaigns import candidacy, candidate, current, find
from precheck.campaign.errors import ReasonMissing, StepForbidden
from precheck.campaign.intake.deposits import Choices, DepositPlan, plan_deposits
from precheck.campaign.intake.errors import CampaignOver, NothingLate
from precheck.campaign.intake.mapping import file_map
from precheck.campaign.intake.roles import Role
from precheck.campaign.intake.sources import find_files
from precheck.campaign.intake.storing import Outcome, accept_late, apply_deposits, extend
from precheck.campaign.intake.tables import parse_table
from precheck.campaign.store import Store
from precheck.campaign.tables import Access, Deposit
from precheck.i18n import Message, Translator
from tests.campaign.intake.conftest import pdf

PARIS = ZoneInfo("Europe/Paris")
EN = Translator("en")
MakeZip = Callable[[Iterable[tuple[str, bytes]]], Path]


def plan(store: Store, *paths: Path, **said: object) -> DepositPlan:
    with store.reading() as session:
        campaign = find(session, "g", store.folder)
        files = (file for path in paths for file in find_files(path, PARIS))
        return plan_deposits(campaign, current(campaign), files, Choices(**said))  # type: ignore[arg-type]


def told(files: Iterable[object]) -> dict[str, str]:
    """Names with reasons."""
    return {each.name: EN(each.reason) for each in files}  # type: ignore[attr-defined]


def deposit(store: Store, place: Path, now: dt.datetime, **said: object) -> list[tuple[str, str, str, int]]:
    outcomes = apply_deposits(store, plan(store, place, **said), now, "admin")
    return [(each.name, each.candidate, each.fate, each.version) for each in outcomes]


def write(folder: Path, **files: str) -> Path:
    folder.mkdir(exist_ok=True)
    for name, text in files.items():
        (folder / f"{name}.pdf").write_bytes(pdf(text))
    return folder


def state(store: Store, key: str) -> str:
    with store.reading() as session:
        campaign = find(session, "g", store.folder)
        return candidacy(candidate(campaign, key), current(campaign)).state


def test_a_zip_from_moodle(ready: Store, make_zip: MakeZip) -> None:
    file = make_zip(
        [
            ("Marie-Claire DUPONT_11_assignsubmission_file_/dossier.pdf", pdf("1")),
            ("Marie-Claire DUPONT_11_assignsubmission_file_/attestation signée.pdf", pdf("2")),
            ("Zoé d'Almeida_12_assignsubmission_file_mon dossier.pdf", pdf("3")),
            ("Le_Goff_Anne_13_assignsubmission_file_/a.pdf", pdf("4")),
            ("Le_Goff_Anne_13_assignsubmission_file_/b.pdf", pdf("5")),
            ("Paul Martin_14_assignsubmission_file_/d.pdf", pdf("6")),
            ("Inconnue Lou_15_assignsubmission_file_/d.pdf", pdf("7")),
            ("Groupe B_16_assignsubmission_file_/d.pdf", pdf("8")),
            ("Anne Le Goff_17_assignsubmission_file_/d.docx", b"PK word"),
            ("../Anne Le Goff_18_assignsubmission_file_/d.pdf", pdf("9")),
            ("Anne Le Goff_19_assignsubmission_file_/d.pdf", b""),
        ]
    )
    found = plan(ready, file)
    assert [(each.candidate, each.role, each.origin) for each in found.matched] == [
        ("20170001", Role.ATTESTATION, "Marie-Claire DUPONT_11_assignsubmission_file_"),
        ("20170001", Role.DOSSIER, "Marie-Claire DUPONT_11_assignsubmission_file_"),
        ("20170002", Role.DOSSIER, "Zoé d'Almeida_12_assignsubmission_file_"),
    ]
    two = "Le_Goff_Anne_13_assignsubmission_file_/a.pdf, Le_Goff_Anne_13_assignsubmission_file_/b.pdf"
    several = f"the candidate 20170003 has several files of this kind: {two}"
    assert told(found.doubtful) == {
        "Le_Goff_Anne_13_assignsubmission_file_/a.pdf": several,
        "Le_Goff_Anne_13_assignsubmission_file_/b.pdf": several,
        "Paul Martin_14_assignsubmission_file_/d.pdf": "it may be somebody else's",
    }
    assert [each.likely for each in found.doubtful if each.likely] == [
        (("20170004", "MARTIN Paul"), ("20170005", "MARTIN Paul"))
    ]
    assert told(found.unmatched) == {
        "Inconnue Lou_15_assignsubmission_file_/d.pdf": "nobody on the roster is called like that",
        "Groupe B_16_assignsubmission_file_/d.pdf": "a group deposited it, and a dossier is one person's",
    }
    assert told(found.refused) == {
        "Anne Le Goff_17_assignsubmission_file_/d.docx": "it is not a PDF",
        "../Anne Le Goff_18_assignsubmission_file_/d.pdf": "its path leads out of the archive",
        "Anne Le Goff_19_assignsubmission_file_/d.pdf": "it is empty",
    }


def test_what_is_stored(ready: Store, tmp_path: Path, now: dt.datetime) -> None:
    place = write(tmp_path / "in", dupont_marie_claire="a", declaration_sur_l_honneur_20170001="b")
    assert deposit(ready, place, now) == [
        ("declaration_sur_l_honneur_20170001.pdf", "20170001", "stored", 1),
        ("dupont_marie_claire.pdf", "20170001", "stored", 1),
    ]
    with ready.reading() as session:
        dossier = session.scalars(select(Deposit).where(Deposit.role == "dossier")).one()
        assert ready.blobs.get(dossier.sha256) == pdf("a")
        assert (dossier.size, dossier.name, dossier.received, dossier.late, dossier.accepted, dossier.origin) == (
            len(pdf("a")), "dupont_marie_claire.pdf", now, 0, True, "dupont_marie_claire.pdf",
        )  # fmt: skip
        (step,) = dossier.candidacy.history
        assert (step.step, step.source, step.target, step.at, step.actor, step.deposit_id) == (
            "deposit", "registered", "deposited", now, "admin", dossier.id,
        )  # fmt: skip
        actions = session.scalars(select(Access.action).order_by(Access.id)).all()
        assert actions == ["begin", "roster", "deposit", "deposit"]


def test_the_same_bytes_are_deposited_once_and_others_replace_them(
    ready: Store, tmp_path: Path, now: dt.datetime
) -> None:
    name = "dupont_marie_claire"
    assert deposit(ready, write(tmp_path / "in", **{name: "a"}), now)[0][2:] == ("stored", 1)
    assert deposit(ready, write(tmp_path / "in", **{name: "b"}), now)[0][2:] == ("stored", 2)
    (again,) = apply_deposits(ready, plan(ready, write(tmp_path / "in", **{name: "a"})), now, "admin")
    assert (again.fate, again.version) == ("already", 1)
    assert EN(again.reason or Message("")) == "deposited before as version 1; version 2 is the one that counts"
    with ready.reading() as session:
        assert again.receipt == session.scalars(select(Deposit.receipt).where(Deposit.version == 1)).one()
        assert session.scalars(select(Deposit.version)).all() == [1, 2]


def test_what_the_procedure_forbids_stops_no_other_file(ready: Store, tmp_path: Path, now: dt.datetime) -> None:
    deposit(ready, write(tmp_path / "in", dupont_marie_claire="a"), now)
    with ready.writing() as session:
        campaign = find(session, "g", ready.folder)
        candidacy(candidate(campaign, "20170001"), current(campaign)).state = "transmitted"
    place = write(tmp_path / "in", dupont_marie_claire="b", legoff="x", le_goff_anne="c")
    outcomes: list[Outcome] = list(apply_deposits(ready, plan(ready, place), now, "admin"))
    assert [(each.candidate, each.fate, bool(each.receipt)) for each in outcomes] == [
        ("20170001", "refused", False),
        ("20170003", "stored", True),
    ]
    why = (
        "This step is not allowed (replacement of the deposit): the candidacy is in the state “handed on to the jury”."
    )
    assert outcomes[0].reason is not None
    assert EN(outcomes[0].reason) == why


@pytest.mark.parametrize(
    ("at", "key", "fate", "late"),
    [
        ("2017-05-10T00:00:00+02:00", "20170001", "stored", 0),
        ("2017-05-09T23:59:59+02:00", "20170001", "refused", 0),
        ("2017-05-17T23:59:59.999+02:00", "20170001", "stored", 0),
        ("2017-05-18T00:00:00+02:00", "20170001", "late", 1),
        ("2017-05-17T22:00:00+00:00", "20170001", "late", 1),
        ("2017-05-20T23:59:59+02:00", "20170002", "stored", 0),
        ("2017-05-21T00:00:00+02:00", "20170002", "late", 1),
    ],
)
def test_to_the_second(ready: Store, tmp_path: Path, at: str, key: str, fate: str, late: int) -> None:
    place = write(tmp_path / "in", **{key: "a"})
    moment = dt.datetime.fromisoformat(at)
    (outcome,) = apply_deposits(ready, plan(ready, place), moment, "admin")
    assert (outcome.fate, outcome.late) == (fate, late)
    assert state(ready, key) == ("deposited" if fate == "stored" else "registered")
    with ready.reading() as session:
        kept = [(each.late, each.accepted) for each in session.scalars(select(Deposit))]
    assert kept == ([] if fate == "refused" else [(late, not late)])


def test_a_human_accepts_a_late_dossier(ready: Store, tmp_path: Path) -> None:
    late = dt.datetime(2017, 5, 17, 22, 0, 30, tzinfo=dt.UTC)
    deposit(ready, write(tmp_path / "in", **{"20170001": "a"}), late)
    later = late + dt.timedelta(days=1)
    with ready.writing() as session:
        campaign = find(session, "g", ready.folder)
        with pytest.raises(ReasonMissing):
            accept_late(session, campaign, "20170001", None, later, "admin", " ")
        accepted = accept_late(session, campaign, "20170001", None, later, "admin", "panne du serveur")
        one = accepted.candidacy
        assert (one.state, one.extension, one.extension_reason) == ("deposited", late, "panne du serveur")
        assert (accepted.accepted, accepted.late, one.dossier) == (True, 31, accepted)
        assert (one.history[-1].at, one.history[-1].reason) == (later, "panne du serveur")
        with pytest.raises(NothingLate):
            accept_late(session, campaign, "20170001", None, later, "admin", "encore")


def test_an_extension_opens_the_window_for_one(ready: Store, tmp_path: Path) -> None:
    at = dt.datetime(2017, 5, 19, tzinfo=dt.UTC)
    with ready.writing() as session:
        campaign = find(session, "g", ready.folder)
        extend(session, campaign, "20170003", None, at, at, "admin", "hospitalisation")
    place = write(tmp_path / "in", **{"20170003": "a", "20170001": "b"})
    assert [each[1:3] for each in deposit(ready, place, at)] == [("20170001", "late"), ("20170003", "stored")]


def test_a_map_says_whose_files_are(ready: Store, tmp_path: Path, now: dt.datetime) -> None:
    place = write(tmp_path / "in", x="a", y="b", z="c", w="d")
    table = "fichier;candidat;role\nx.pdf;20170004;\ny.pdf;20170005;slides\nz.pdf;Personne;\nabsent.pdf;20170001;\n"
    mapping = file_map(parse_table("m.csv", table.encode()))
    found = plan(ready, place, mapping=mapping)
    assert [(each.name, each.candidate, each.role) for each in found.matched] == [
        ("x.pdf", "20170004", "dossier"), ("y.pdf", "20170005", "slides"),
    ]  # fmt: skip
    assert told((*found.unmatched, *found.refused)) == {
        "w.pdf": "the map does not name it",
        "z.pdf": "Nobody called “Personne” is on the roster of the campaign “g”.",
        "absent.pdf": "the map names it, but it is not there",
    }


def test_one_file_with_its_candidate(ready: Store, tmp_path: Path, now: dt.datetime) -> None:
    place = write(tmp_path / "in", scan="a") / "scan.pdf"
    assert deposit(ready, place, now, candidate="Zoé d'Almeida", role=Role.OTHER) == [
        ("scan.pdf", "20170002", "stored", 1)
    ]
    assert state(ready, "20170002") == "registered"


def test_links_in_a_folder_are_refused(ready: Store, tmp_path: Path) -> None:
    place = write(tmp_path / "in")
    (tmp_path / "secret.pdf").write_bytes(pdf("s"))
    (place / "20170001.pdf").symlink_to(tmp_path / "secret.pdf")
    assert told(plan(ready, place).refused) == {"20170001.pdf": "it is a link"}


def test_the_same_file_twice_in_a_zip(ready: Store, make_zip: MakeZip) -> None:
    with pytest.warns(UserWarning, match="Duplicate name"):
        file = make_zip([("20170001.pdf", pdf("a")), ("20170001.pdf", pdf("a"))])
    found = plan(ready, file)
    assert [each.candidate for each in found.matched] == ["20170001"]
    assert told(found.refused) == {"20170001.pdf": "it is the same as 20170001.pdf"}
    with pytest.warns(UserWarning, match="Duplicate name"):
        file = make_zip([("20170001.pdf", pdf("a")), ("20170001.pdf", pdf("b"))])
    assert [each.name for each in plan(ready, file).doubtful] == ["20170001.pdf", "20170001.pdf"]


@pytest.mark.parametrize(
    ("date_time", "extra", "late"),
    [
        ((2017, 5, 17, 23, 59, 58), b"", 0),
        ((2017, 5, 18, 0, 0, 0), b"", 1),
        # 2017-05-17T21:59:59Z and one second later, as Info-ZIP writes them beside a coarser time.
        ((2017, 5, 18, 0, 0, 0), b"UT\x05\x00\x01" + (1495058399).to_bytes(4, "little"), 0),
        ((2017, 5, 17, 23, 59, 58), b"UT\x05\x00\x01" + (1495058400).to_bytes(4, "little"), 1),
    ],
)
def test_the_times_of_a_zip_are_those_of_the_campaign(
    ready: Store, tmp_path: Path, date_time: tuple[int, int, int, int, int, int], extra: bytes, late: int
) -> None:
    with zipfile.ZipFile(tmp_path / "in.zip", "w") as archive:
        info = zipfile.ZipInfo("20170001.pdf", date_time)
        info.extra = extra
        archive.writestr(info, pdf("a"))
    now = dt.datetime(2017, 6, 1, tzinfo=dt.UTC)
    (outcome,) = apply_deposits(ready, plan(ready, tmp_path / "in.zip", times=True), now, "admin")
    assert (outcome.fate, outcome.late) == ("late" if late else "stored", late)


def test_summer_time_is_that_of_the_campaign(ready: Store, tmp_path: Path) -> None:
    """The hour that comes twice, at the end of summer time, is taken at its first coming."""
    with zipfile.ZipFile(tmp_path / "in.zip", "w") as archive:
        archive.writestr(zipfile.ZipInfo("20170001.pdf", (2016, 10, 30, 2, 30, 0)), pdf("a"))
        archive.writestr(zipfile.ZipInfo("20170002.pdf", (2016, 10, 30, 3, 0, 0)), pdf("b"))
    found = plan(ready, tmp_path / "in.zip", times=True)
    assert [each.received for each in found.matched] == [
        dt.datetime(2016, 10, 30, 0, 30, tzinfo=dt.UTC), dt.datetime(2016, 10, 30, 2, 0, tzinfo=dt.UTC),
    ]  # fmt: skip


def test_nothing_enters_an_archived_campaign(ready: Store, tmp_path: Path, now: dt.datetime) -> None:
    with ready.writing() as session:
        find(session, "g", ready.folder).phase = "archived"
    with pytest.raises(CampaignOver):
        deposit(ready, write(tmp_path / "in", **{"20170001": "a"}), now)
    with pytest.raises((CampaignOver, StepForbidden)), ready.writing() as session:
        extend(session, find(session, "g", ready.folder), "20170001", None, now, now, "admin", "x")


def test_names_in_utf8_that_do_not_say_so(ready: Store, make_zip: MakeZip) -> None:
    file = make_zip([("D'Almeida Zo12.pdf", pdf("a"))])
    file.write_bytes(file.read_bytes().replace(b"Zo12", "Zoé".encode()))
    assert [(each.name, each.candidate) for each in plan(ready, file).matched] == [("D'Almeida Zoé.pdf", "20170002")]
