"""A backup holds all of the data folder, and only a whole one is restored."""

from __future__ import annotations

import datetime as dt
import stat
import subprocess
import tarfile
from pathlib import Path

import pytest
from click.testing import CliRunner

from precheck.campaign.accounts import all_users, ensure_user
from precheck.campaign.backup import restore_backup, write_backup
from precheck.campaign.errors import BadBackup, DataThere
from precheck.campaign.store import Store
from precheck.cli import main
from tests.conftest import new_database

NOW = dt.datetime(2017, 5, 12, 10, tzinfo=dt.UTC)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A data folder with an account, a file, settings, and a draft that a backup leaves out."""
    folder = tmp_path / "data"
    with Store(folder) as store, store.writing() as write:
        ensure_user(write, "camille.durand", NOW, "Camille Durand")
        store.blobs.put(b"a dossier", "dossier.pdf")
    (folder / "settings.toml").write_text('language = "en"\n')
    (folder / "drafts").mkdir()
    (folder / "drafts" / "dossier.pdf").write_bytes(b"a draft")
    return folder


def contents(folder: Path) -> tuple[list[str], list[str], bytes]:
    with Store(folder) as store, store.reading() as read:
        (sha256,) = store.blobs
        names = sorted(path.name for path in folder.iterdir() if not path.name.endswith(("-wal", "-shm")))
        return [one.name for one in all_users(read)], names, store.blobs.get(sha256)


def test_all_comes_back(folder: Path, tmp_path: Path) -> None:
    assert write_backup(folder, tmp_path / "backup.tar") == 3
    assert stat.S_IMODE((tmp_path / "backup.tar").stat().st_mode) == 0o600
    assert restore_backup(tmp_path / "backup.tar", tmp_path / "again") == 3
    names = ["files", "precheck.sqlite3", "settings.toml"]
    assert contents(tmp_path / "again") == (["Camille Durand"], names, b"a dossier")
    assert (tmp_path / "again" / "settings.toml").read_text() == 'language = "en"\n'


def test_what_is_written_meanwhile_does_not_spoil_it(folder: Path, tmp_path: Path) -> None:
    with Store(folder) as store, store.writing() as write:
        ensure_user(write, "not.yet", NOW, "Not Yet")
        write.flush()
        write_backup(folder, tmp_path / "backup.tar")
    restore_backup(tmp_path / "backup.tar", tmp_path / "again")
    assert contents(tmp_path / "again")[0] == ["Camille Durand"]


def test_data_are_never_overwritten(folder: Path, tmp_path: Path) -> None:
    write_backup(folder, tmp_path / "backup.tar")
    with pytest.raises(DataThere):
        restore_backup(tmp_path / "backup.tar", folder)
    assert contents(folder)[0] == ["Camille Durand"]


@pytest.mark.parametrize("damage", ["cut", "changed", "no archive"])
def test_a_damaged_backup_leaves_nothing_behind(damage: str, folder: Path, tmp_path: Path) -> None:
    file = tmp_path / "backup.tar"
    write_backup(folder, file)
    data = file.read_bytes()
    cut, changed = data[: len(data) // 2], data.replace(b"a dossier", b"a bossier")
    file.write_bytes({"cut": cut, "changed": changed, "no archive": b"hello"}[damage])
    with pytest.raises(BadBackup):
        restore_backup(file, tmp_path / "again")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["backup.tar", "data"]


@pytest.mark.parametrize("name", ["../outside", "/outside", "a/../../outside", "link"])
def test_nothing_is_written_outside(name: str, tmp_path: Path) -> None:
    with tarfile.open(tmp_path / "backup.tar", "w") as archive:
        entry = tarfile.TarInfo(name)
        if name == "link":
            entry.type, entry.linkname = tarfile.SYMTYPE, "/etc"
        archive.addfile(entry)
    with pytest.raises(BadBackup):
        restore_backup(tmp_path / "backup.tar", tmp_path / "again")
    assert [path.name for path in tmp_path.iterdir()] == ["backup.tar"]


def test_the_commands(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PRECHECK_DATA_DIR", str(folder))
    file = str(tmp_path / "backup.tar")
    done = CliRunner().invoke(main, ["backup", file, "--lang", "en"])
    assert (done.exit_code, done.output) == (0, "✓ 3 files backed up.\n")
    done = CliRunner().invoke(main, ["restore", file, "--lang", "en"])
    assert done.exit_code == 2
    monkeypatch.setenv("PRECHECK_DATA_DIR", str(tmp_path / "again"))
    done = CliRunner().invoke(main, ["restore", file, "--lang", "en"])
    assert (done.exit_code, done.output) == (0, "✓ 3 files restored.\n")


def test_with_postgresql_the_database_comes_back_beside_it(tmp_path: Path, postgresql: str) -> None:
    import pgserver

    programs = Path(pgserver.__file__).parent / "pginstall" / "bin"
    before, after = (new_database(postgresql) for _ in range(2))
    dump, file = str(tmp_path / "precheck.dump"), tmp_path / "precheck.tar"
    with Store(tmp_path / "data", before) as store:
        with store.writing() as write:
            ensure_user(write, "camille.durand", NOW, "Camille Durand")
        store.blobs.put(b"a dossier", "dossier.pdf")
        told = before.replace("+psycopg", "")
        subprocess.run([programs / "pg_dump", "--format=custom", f"--file={dump}", told], check=True)
        # What comes in meanwhile is in the files and not in the database, never the other way round.
        store.blobs.put(b"another", "dossier.pdf")
        assert write_backup(tmp_path / "data", file) == 2
    assert restore_backup(file, tmp_path / "again") == 2
    told = after.replace("+psycopg", "")
    subprocess.run([programs / "pg_restore", "--clean", "--if-exists", f"--dbname={told}", dump], check=True)
    with Store(tmp_path / "again", after) as store, store.reading() as read:
        assert [one.name for one in all_users(read)] == ["Camille Durand"]
        assert {store.blobs.get(each) for each in store.blobs} == {b"a dossier", b"another"}
