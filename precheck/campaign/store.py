"""The store: a database (SQLite in the data folder, or PostgreSQL by URL) and the files beside it."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, inspect, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError, SQLAlchemyError
from sqlalchemy.orm import Session

from precheck.campaign.blobs import Blobs
from precheck.campaign.errors import StoreError, StoreFull, StoreNewer
from precheck.errors import system_reason
from precheck.i18n import msg

__all__ = ["Session", "Store"]
"""Those who are handed a session name its type from here: they do not know the library."""

DATA_DIR = "PRECHECK_DATA_DIR"
DATABASE_URL = "PRECHECK_DATABASE_URL"
DATABASE = "precheck.sqlite3"
HEAD = "0001"
"""The revision of the tables that this version wants: the last file of `migrations/versions`."""
_PATIENCE = 30
"""Seconds that a writer waits for another."""
_WRITING = "precheck_writing"
_FILES = 0x70726563
"""The lock of PostgreSQL between those who deposit and those who erase files: any number, always the same."""
Transaction = Session
"""What `Store.writing` and `reading` open, by a name for the rooms that do not know the database."""


def data_folder() -> Path:
    """The data folder that the environment names, or the one of the person."""
    import platformdirs

    return Path(os.environ.get(DATA_DIR) or platformdirs.user_data_dir("precheck"))


class Store:
    """Campaigns and their files. Safe among threads and processes; every write is one transaction.

    Args:
        folder: the data folder; made when it is missing, readable by its owner only.
        url: of the database, as SQLAlchemy writes it; SQLite in the folder by default.

    Raises, when opened:
        StoreError: the folder or the database cannot be used.
        StoreNewer: a newer version made it.
    """

    def __init__(self, folder: Path, url: str | None = None) -> None:
        self.folder = folder
        try:
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            (folder / "files").mkdir(exist_ok=True, mode=0o700)
        except OSError as error:
            raise StoreError(place=str(folder), reason=system_reason(error)) from None
        self.blobs = Blobs(folder / "files")
        self._engine = _engine(folder, url)
        try:
            self._migrate()
        except BaseException:
            self._engine.dispose()
            raise

    @classmethod
    def default(cls) -> Store:
        """The store that the environment names, or the one in the person's own data folder."""
        return cls(data_folder(), os.environ.get(DATABASE_URL) or None)

    @property
    def place(self) -> str:
        """The database, without its password."""
        return self._engine.url.render_as_string(hide_password=True)

    @contextlib.contextmanager
    def writing(self) -> Iterator[Session]:
        """One transaction: all of what is done inside is kept, or nothing. Writers wait for each other.

        Raises:
            StoreFull: the database cannot be written to.
        """
        try:
            with self._engine.connect() as connection:
                connection.execution_options(**{_WRITING: True})
                with Session(connection) as session, session.begin():
                    yield session
        except DBAPIError as error:
            if isinstance(error.orig, _errors_of_room()):
                raise StoreFull(file=self.place, reason=_reason(error)) from error
            raise

    @contextlib.contextmanager
    def reading(self) -> Iterator[Session]:
        """One state of the store, whatever others write meanwhile. Nothing done inside is kept."""
        with self._engine.connect() as connection:
            if connection.dialect.name == "postgresql":
                connection.execution_options(isolation_level="REPEATABLE READ")
            with Session(connection, autoflush=False) as session:
                yield session

    @staticmethod
    def hold_files(session: Session, *, erasing: bool = False) -> None:
        """Until this transaction ends, who deposits and who erases files wait for each other; call it first in it.

        A deposit is then sure that the file it names stays, and who erases sees every deposit that names one. With
        SQLite whoever has begun to write is alone; PostgreSQL has a lock for it that many depositors share.
        """
        # A transaction begins with its first statement only, or here.
        if session.connection().dialect.name == "postgresql":
            lock = "pg_advisory_xact_lock" if erasing else "pg_advisory_xact_lock_shared"
            session.execute(text(f"SELECT {lock}(:key)"), {"key": _FILES})

    def ask(self) -> None:
        """Ask the database for something small. Raises `StoreError` when it does not answer."""
        try:
            with self._engine.connect() as connection:
                _revision(connection)
        except SQLAlchemyError as error:
            raise StoreError(place=self.place, reason=_reason(error)) from None

    def close(self) -> None:
        """Close all connections."""
        self._engine.dispose()

    def __enter__(self) -> Store:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _migrate(self) -> None:
        """Bring the tables up to date; nothing is imported for it when they are."""
        try:
            with self._engine.connect() as connection:
                if _revision(connection) == HEAD:
                    return
            from precheck.campaign.migrations.run import upgrade

            upgrade(self._engine, HEAD)
        except StoreNewer:
            raise StoreNewer(place=self.place, revision=HEAD) from None
        except SQLAlchemyError as error:
            raise StoreError(place=self.place, reason=_reason(error)) from None


def _engine(folder: Path, url: str | None) -> Engine:
    # hide_parameters: names of people never enter an error, and so never a log.
    try:
        wanted = make_url(url) if url else make_url(f"sqlite:///{folder / DATABASE}")
        if wanted.drivername in {"postgresql", "postgres"}:
            wanted = wanted.set(drivername="postgresql+psycopg")
        if wanted.get_backend_name() == "sqlite":
            engine = create_engine(wanted, connect_args={"timeout": _PATIENCE}, hide_parameters=True)
            event.listen(engine, "connect", _prepare_sqlite)
            event.listen(engine, "begin", _begin_sqlite)
            return engine
        return create_engine(wanted, pool_pre_ping=True, hide_parameters=True)
    except (ArgumentError, NoSuchModuleError):
        raise StoreError(place=DATABASE_URL, reason=msg("it is not the address of a database")) from None
    except ImportError:
        raise StoreError(
            place=DATABASE_URL, reason=msg("the driver is missing: install precheck[postgresql]")
        ) from None


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    # Transactions are begun below, so that a writer takes its lock before it reads (see SQLAlchemy, "Serializable
    # isolation / Savepoints / Transactional DDL" of the SQLite dialect).
    connection.isolation_level = None
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA foreign_keys = ON")


def _begin_sqlite(connection: Connection) -> None:
    writing = connection.get_execution_options().get(_WRITING)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")


def _revision(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()


def _errors_of_room() -> tuple[type[BaseException], ...]:
    """What databases raise when they cannot write: disk full, read-only, locked for too long."""
    import sqlite3

    kinds: list[type[BaseException]] = [sqlite3.OperationalError]
    with contextlib.suppress(ImportError):
        import psycopg

        kinds.append(psycopg.OperationalError)
    return tuple(kinds)


def _reason(error: SQLAlchemyError) -> str:
    return str(error.orig) if isinstance(error, DBAPIError) else str(error)
