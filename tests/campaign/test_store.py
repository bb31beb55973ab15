"""The store: its tables, its transactions, its files."""

from __future__ import annotations

import datetime as dt
import os
import threading
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import create_engine, select, text
from sqlalchemy.exc import IntegrityError

from precheck.campaign import account_tables  # noqa: F401 (its tables are compared too)
from precheck.campaign.blobs import Blobs
from precheck.campaign.errors import BlobMissing, StoreError, StoreFull, StoreNewer
from precheck.campaign.store import Store
from precheck.campaign.tables import Access, Base, Campaign, Candidate


def test_migrations_make_the_tables_of_the_code(tmp_path: Path, database_url: str | None) -> None:
    with Store(tmp_path, database_url):
        pass
    engine = create_engine(database_url or f"sqlite:///{tmp_path / 'precheck.sqlite3'}")
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "render_as_batch": True})
        assert compare_metadata(context, Base.metadata) == []
    engine.dispose()


def test_a_store_made_by_a_newer_version_is_left_alone(tmp_path: Path, database_url: str | None) -> None:
    with Store(tmp_path, database_url) as store, store.writing() as session:
        session.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(StoreNewer):
        Store(tmp_path, database_url)


def test_an_instant_comes_back_with_its_zone(store: Store, now: dt.datetime) -> None:
    paris = now.astimezone(dt.timezone(dt.timedelta(hours=2)))
    with store.writing() as session:
        session.add(Access(at=paris, actor="a", action="look"))
    with store.reading() as session:
        assert session.scalars(select(Access.at)).one() == now
        assert session.scalars(select(Access.at)).one().tzinfo is dt.UTC


def test_a_transaction_is_kept_whole_or_not_at_all(store: Store, now: dt.datetime) -> None:
    def half() -> None:
        with store.writing() as session:
            session.add(Campaign(key="c", title="C", profile="upec", created=now))
            session.flush()
            session.add(Candidate(campaign_id=99, key="k", number=1, surname="S"))

    with pytest.raises(IntegrityError):
        half()
    with store.reading() as session:
        assert session.scalars(select(Campaign)).all() == []


def test_writers_wait_for_each_other(store: Store, now: dt.datetime) -> None:
    with store.writing() as session:
        session.add(Campaign(key="c", title="C", profile="upec", created=now, settings={"n": 0}))

    def count() -> None:
        for _ in range(20):
            with store.writing() as session:
                campaign = session.scalars(select(Campaign).with_for_update()).one()
                campaign.settings = {"n": campaign.settings["n"] + 1}

    threads = [threading.Thread(target=count) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with store.reading() as session:
        assert session.scalars(select(Campaign)).one().settings == {"n": 80}


@pytest.mark.parametrize("url", ["nonsense", "oracle+nothing://x/y"])
def test_an_address_that_is_none_is_told(tmp_path: Path, url: str) -> None:
    with pytest.raises(StoreError):
        Store(tmp_path, url)


def test_a_file_that_is_no_database_is_told(tmp_path: Path) -> None:
    (tmp_path / "precheck.sqlite3").write_bytes(b"no database at all" * 100)
    with pytest.raises(StoreError):
        Store(tmp_path)


class TestBlobs:
    def test_what_is_kept_comes_back(self, tmp_path: Path) -> None:
        blobs = Blobs(tmp_path)
        first, second = blobs.put(b"one", "one.pdf"), blobs.put(b"two", "two.pdf")
        assert (blobs.get(first), blobs.get(second)) == (b"one", b"two")
        assert list(blobs) == sorted([first, second])
        assert blobs.put(b"one", "again.pdf") == first

    def test_a_changed_or_missing_file_is_told(self, tmp_path: Path) -> None:
        blobs = Blobs(tmp_path)
        sha256 = blobs.put(b"one", "one.pdf")
        blobs.path(sha256).write_bytes(b"two")
        with pytest.raises(BlobMissing):
            blobs.get(sha256)
        blobs.remove(sha256)
        with pytest.raises(BlobMissing):
            blobs.get(sha256)

    def test_a_full_disk_leaves_nothing_behind(self, tmp_path: Path) -> None:
        if not Path("/dev/full").exists():
            pytest.skip("no /dev/full here")
        blobs = Blobs(tmp_path)
        real, os_fdopen = open, os.fdopen

        def full(handle: int, mode: str) -> object:
            os.close(handle)
            return real("/dev/full", mode, buffering=0)

        os.fdopen = full  # type: ignore[assignment]
        try:
            with pytest.raises(StoreFull) as told:
                blobs.put(b"one", "one.pdf")
        finally:
            os.fdopen = os_fdopen
        assert told.value.params["file"] == "one.pdf"
        assert [path for path in tmp_path.rglob("*") if path.is_file()] == []

    def test_what_a_killed_writer_left_is_swept(self, tmp_path: Path) -> None:
        blobs = Blobs(tmp_path)
        sha256 = blobs.put(b"one", "one.pdf")
        (blobs.path(sha256).parent / ".new-half").write_bytes(b"on")
        assert blobs.sweep() == 1
        assert list(blobs) == [sha256]
