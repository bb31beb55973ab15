"""What is kept of a campaign, for how long, and what goes."""

from __future__ import annotations

import hashlib
import io
import json
import os
import signal
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from sqlalchemy import func, select

from precheck.campaign.account_tables import Key
from precheck.campaign.accounts import personal_link
from precheck.campaign.errors import NobodyNamed, ReasonMissing
from precheck.campaign.keeping.anonymise import anonymise
from precheck.campaign.keeping.archive import archive, unarchive, verify
from precheck.campaign.keeping.errors import ArchiveDamaged, NotArchived, NotClosed, NotConfirmed, NotDue
from precheck.campaign.keeping.indexing import Indexed, index, opt_out
from precheck.campaign.keeping.person import export_person
from precheck.campaign.keeping.purge import plan, purge
from precheck.campaign.keeping.records import rows_of_campaign
from precheck.campaign.states import Phase
from precheck.campaign.store import Store
from precheck.campaign.tables import Access, Base, Campaign, Candidate, Statistic
from precheck.model.match import Visibility
from precheck.reading.pool import Reader
from precheck.testing import make_pdf
from tests.campaign.keepers import AFTER, CLOSED, NAMES, NOW, closed_campaign

ERASED = {
    "candidates": 5, "candidacies": 5, "deposits": 5, "results": 5, "shares": 1, "steps": 5, "items": 1, "jury": 1,
}  # fmt: skip
SHARES = [(0, 1, 0.4, 90)]
ELSEWHERE = {
    "accesses": "the access log, which outlives campaigns",
    "statistics": "the yearly figures, which stay",
    "users": "accounts belong to the site",
    "grants": "so do their roles",
    "keys": "secrets that open a page, worth nothing later",
}
"""The tables that are in no archive, and why."""


def phase(store: Store) -> str:
    with store.reading() as session:
        return session.scalars(select(Campaign.phase).order_by(Campaign.id)).first() or ""


def everything(store: Store) -> str:
    """All that the database holds, but for the access log's own words."""
    with store.reading() as session:
        tables = [each for each in Base.metadata.sorted_tables if each.name != "accesses"]
        return "\n".join(str(tuple(row)) for each in tables for row in session.execute(select(each)))


class TestArchive:
    def test_it_holds_all_and_the_phase_changes(self, store: Store, tmp_path: Path) -> None:
        closed_campaign(store, shares=SHARES)
        held = archive(store, "c17", tmp_path / "a.zip", CLOSED, "admin")
        assert (held.files, held.rows) == (5, 2 + sum(ERASED.values()))
        assert verify(tmp_path / "a.zip") == held
        assert phase(store) == Phase.ARCHIVED
        archive(store, "c17", tmp_path / "b.zip", AFTER, "admin")
        assert (tmp_path / "a.zip").read_bytes() == (tmp_path / "b.zip").read_bytes()
        with zipfile.ZipFile(tmp_path / "a.zip") as made:
            people = [json.loads(line) for line in made.read("rows/candidates.jsonl").splitlines()]
            assert [one["surname"] for one in people] == list(NAMES)
            sha256 = json.loads(made.read("rows/deposits.jsonl").splitlines()[0])["sha256"]
            assert made.read(f"files/{sha256}") == b"%PDF c17 Abgrall"

    def test_every_row_and_every_file_is_there_as_it_is_kept(self, store: Store, tmp_path: Path) -> None:
        closed_campaign(store, shares=SHARES)
        closed_campaign(store, "c18")
        archive(store, "c17", tmp_path / "a.zip", CLOSED, "admin")
        with store.reading() as session:
            campaign = session.scalars(select(Campaign).where(Campaign.key == "c17")).one()
            campaign.phase = Phase.CLOSED.value
            rows = rows_of_campaign(session, campaign)
            kept = {each.sha256 for one in campaign.sessions[0].candidacies for each in one.deposits}
        with zipfile.ZipFile(tmp_path / "a.zip") as made:
            names = set(made.namelist()) - {"manifest.json"}
            assert names == {f"rows/{name}.jsonl" for name in rows} | {f"files/{sha256}" for sha256 in kept}
            told = json.loads(made.read("manifest.json"))["sha256"]
            assert told == {name: hashlib.sha256(made.read(name)).hexdigest() for name in names}
            for name, each in rows.items():
                held = [json.loads(line) for line in made.read(f"rows/{name}.jsonl").splitlines()]
                assert held == [{**row, "phase": "closed"} if name == "campaigns" else row for row in each]
                assert not each or set(each[0]) == set(Base.metadata.tables[name].columns.keys())

    def test_no_table_is_forgotten(self, store: Store) -> None:
        closed_campaign(store)
        with store.reading() as session:
            rows = rows_of_campaign(session, session.scalars(select(Campaign)).one())
        assert set(rows) | set(ELSEWHERE) == set(Base.metadata.tables)

    def test_a_file_that_is_missing_is_told_though_the_manifest_agrees(self, store: Store, tmp_path: Path) -> None:
        closed_campaign(store)
        archive(store, "c17", tmp_path / "a.zip", CLOSED, "admin")
        with zipfile.ZipFile(tmp_path / "a.zip") as whole, zipfile.ZipFile(tmp_path / "b.zip", "w") as changed:
            manifest = json.loads(whole.read("manifest.json"))
            lost = next(name for name in manifest["sha256"] if name.startswith("files/"))
            del manifest["sha256"][lost]
            for name in manifest["sha256"]:
                changed.writestr(name, whole.read(name))
            changed.writestr("manifest.json", json.dumps(manifest))
        with pytest.raises(ArchiveDamaged, match="a deposit's file is missing"):
            verify(tmp_path / "b.zip")

    def test_it_is_taken_up_again_until_it_is_purged(self, store: Store, tmp_path: Path) -> None:
        closed_campaign(store)
        with pytest.raises(NotArchived, match="closed"):
            unarchive(store, "c17", CLOSED, "admin", "an error")
        archive(store, "c17", tmp_path / "a.zip", CLOSED, "admin")
        with pytest.raises(ReasonMissing):
            unarchive(store, "c17", CLOSED, "admin", " ")
        with pytest.raises(NobodyNamed):
            unarchive(store, "c17", CLOSED, "", "a claim came in")
        unarchive(store, "c17", AFTER, "admin", "a claim came in")
        assert phase(store) == Phase.CLOSED
        with store.reading() as session:
            (noted,) = session.scalars(select(Access).where(Access.action == "unarchive"))
            assert (noted.at, noted.actor, noted.detail) == (AFTER, "admin", {"reason": "a claim came in"})
        purge(store, "c17", "c17", AFTER, "admin")
        with pytest.raises(NotArchived, match="purged"):
            unarchive(store, "c17", AFTER, "admin", "a claim came in")

    def test_a_changed_archive_is_told(self, store: Store, tmp_path: Path) -> None:
        closed_campaign(store)
        archive(store, "c17", tmp_path / "a.zip", CLOSED, "admin")
        with zipfile.ZipFile(tmp_path / "a.zip") as whole, zipfile.ZipFile(tmp_path / "b.zip", "w") as changed:
            for name in whole.namelist():
                changed.writestr(name, whole.read(name).replace(b"Abgrall", b"Abgrill"))
        with pytest.raises(ArchiveDamaged, match="was changed"):
            verify(tmp_path / "b.zip")
        (tmp_path / "c.zip").write_bytes((tmp_path / "a.zip").read_bytes()[:-40])
        with pytest.raises(ArchiveDamaged, match="no archive"):
            verify(tmp_path / "c.zip")

    def test_an_open_campaign_is_not_archived(self, store: Store, tmp_path: Path) -> None:
        closed_campaign(store)
        with store.writing() as session:
            session.scalars(select(Campaign)).one().phase = Phase.OPEN.value
        with pytest.raises(NotClosed):
            archive(store, "c17", tmp_path / "a.zip", CLOSED, "admin")
        assert list(tmp_path.glob("*.zip")) == []


class TestPurge:
    def test_figures_stay_and_people_go(self, store: Store) -> None:
        closed_campaign(store, shares=SHARES, files=[b"%PDF both"])
        closed_campaign(store, "c18", files=[b"%PDF both"])
        (store.folder / "work" / "1").mkdir(parents=True)
        made = plan(store, "c17")
        assert (made.rows, len(made.files), made.needed_elsewhere) == (ERASED, 4, 1)
        assert len(list(store.blobs)) == 9
        with pytest.raises(NotConfirmed):
            purge(store, "c17", "c71", AFTER, "admin")
        with pytest.raises(NotDue):
            purge(store, "c17", "c17", CLOSED, "admin")
        assert purge(store, "c17", "c17", AFTER, "admin") == made
        assert len(list(store.blobs)) == 5
        assert not (store.folder / "work" / "1").exists()
        assert "c17-0" not in everything(store)
        with store.reading() as session:
            assert session.scalar(select(func.count()).select_from(Candidate)) == 5
            (line,) = session.scalars(select(Statistic))
            assert (line.campaign, line.year, line.candidates, line.certificates) == ("c17", "2017", 5, 1)
            assert session.scalars(select(Access.action).where(Access.action == "report")).all() == ["report"] * 2
        again = purge(store, "c17", "c17", AFTER, "admin")
        assert (again.files, again.rows) == ((), {})

    @pytest.mark.parametrize("after", [0, 1, 3, 5])
    def test_killed_in_the_middle_and_run_again_it_ends_the_same(self, tmp_path: Path, after: int) -> None:
        with Store(tmp_path) as store:
            closed_campaign(store, shares=SHARES)
        killed = subprocess.run(
            [sys.executable, "-c", KILLED, str(tmp_path), str(after)], env=os.environ, check=False, timeout=60
        )
        assert killed.returncode == -signal.SIGKILL
        with Store(tmp_path) as store:
            assert len(list(store.blobs)) == 5 - after
            purge(store, "c17", "c17", AFTER, "admin")
            assert (list(store.blobs), phase(store)) == ([], Phase.PURGED)
            with store.reading() as session:
                (line,) = session.scalars(select(Statistic))
                assert (line.candidates, line.certificates) == (5, 1)
                assert session.scalars(select(Candidate)).all() == []


KILLED = """
import os, signal, sys
from pathlib import Path
from precheck.campaign.blobs import Blobs
from precheck.campaign.keeping.purge import purge
from precheck.campaign.store import Store
from tests.campaign.keepers import AFTER

left, remove = int(sys.argv[2]), Blobs.remove

def last(self, sha256):
    global left
    if left == 0:
        os.kill(os.getpid(), signal.SIGKILL)
    left -= 1
    remove(self, sha256)
    if left == 0:
        os.kill(os.getpid(), signal.SIGKILL)

Blobs.remove = last
purge(Store(Path(sys.argv[1])), "c17", "c17", AFTER, "admin")
"""


class TestPerson:
    def test_all_about_one_and_nothing_of_others(self, store: Store) -> None:
        closed_campaign(store, shares=SHARES)
        made = export_person(store, "c17", "701", AFTER, "admin")
        assert (made.campaigns, made.files) == (1, 1)
        with zipfile.ZipFile(io.BytesIO(made.data)) as opened:
            texts = {name: opened.read(name).decode() for name in opened.namelist()}
        whole = "\n".join(texts.values())
        assert texts["receipts/1.txt"] == "reçu de Abgrall"
        assert [json.loads(line)["action"] for line in texts["accesses.jsonl"].splitlines()] == [
            "report",
            "export-person",
        ]
        assert json.loads(texts["results.jsonl"])["verdict"] == "to_verify"
        assert [name for name in NAMES if name in whole] == ["Abgrall"]
        assert "Roche" not in whole

    def test_the_same_address_is_the_same_person(self, store: Store) -> None:
        closed_campaign(store)
        closed_campaign(store, "c18")
        assert export_person(store, "c17", "c17-1", AFTER, "admin").campaigns == 2


def test_anonymised_nobody_is_named_and_figures_stay(store: Store) -> None:
    closed_campaign(store, shares=SHARES)
    with store.writing() as session:
        personal_link(session, session.scalars(select(Candidate).limit(1)).one(), AFTER, "admin")
    with pytest.raises(NotConfirmed):
        anonymise(store, "c17", "", AFTER, "admin")
    assert anonymise(store, "c17", "c17", AFTER, "admin") == 5
    whole = everything(store)
    assert [word for word in (*NAMES, "Roche", "example.org", "c17-0") if word.lower() in whole.lower()] == []
    assert list(store.blobs) == []
    with store.reading() as session:
        assert session.scalars(select(Candidate.number).order_by(Candidate.number)).all() == [701, 714, 727, 740, 753]
        assert session.scalars(select(Candidate)).first().candidacies[0].jury.certified  # type: ignore[union-attr]
        assert session.scalars(select(Key)).all() == []  # a link would lead back to what is nobody's any more
    assert anonymise(store, "c17", "c17", AFTER, "admin") == 5


def test_a_closed_campaign_enters_a_corpus_without_those_who_opted_out(store: Store, tmp_path: Path) -> None:
    from precheck.similarity.index.corpus import Corpus
    from precheck.similarity.index.writer import init

    files = [make_pdf(f"# Dossier de {name}\nUn texte sur la classe de {name} et ses cartes.") for name in NAMES[:4]]
    closed_campaign(store, files=[*files, b"no PDF"])
    init(tmp_path / "corpus")
    opt_out(store, "c17", "c17-1", False, NOW, "admin")
    with Reader() as reader:
        assert index(store, "c17", tmp_path / "corpus", reader, AFTER, "admin") == Indexed(3, 0, 1, 1)
        assert index(store, "c17", tmp_path / "corpus", reader, AFTER, "admin") == Indexed(0, 3, 1, 1)
    sources = list(Corpus.open(tmp_path / "corpus").sources())
    assert sorted((one.title, one.author, one.year, one.visibility) for one in sources) == [
        ("c17 – 701", "abgrall prenom", "2017", Visibility.EVALUATORS),
        ("c17 – 727", "castagnede prenom", "2017", Visibility.EVALUATORS),
        ("c17 – 740", "delcourtial prenom", "2017", Visibility.EVALUATORS),
    ]
