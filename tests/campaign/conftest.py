"""A store to test with: each test that asks for one runs on SQLite and on a real PostgreSQL server."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from precheck.campaign.store import Store

_NUMBERS = itertools.count(1)


@pytest.fixture(scope="session")
def postgresql(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a server with an empty database of its own for this process."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_RUNTIME_DIR", str(tmp_path_factory.mktemp("run")))
        # It looks for that folder as soon as it is imported.
        from pgserver.postgres_server import get_server

        server = get_server(tmp_path_factory.mktemp("postgresql"), cleanup_mode="delete")
    yield server.get_uri()
    server.cleanup()


def new_database(server: str) -> str:
    """The address of a new, empty database on that server."""
    name = f"precheck_{next(_NUMBERS)}"
    address = server.replace("postgresql://", "postgresql+psycopg://")
    engine = create_engine(address, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    engine.dispose()
    return address.replace("/postgres?", f"/{name}?", 1)


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest) -> str | None:
    """The address of an empty database; None for SQLite in the data folder."""
    return None if request.param == "sqlite" else new_database(request.getfixturevalue("postgresql"))


@pytest.fixture
def store(tmp_path: Path, database_url: str | None) -> Iterator[Store]:
    """An empty store."""
    with Store(tmp_path / "data", database_url) as opened:
        yield opened


@pytest.fixture
def now() -> dt.datetime:
    """An instant inside the window of the Grenoble campaign."""
    return dt.datetime(2017, 5, 12, 8, 0, tzinfo=dt.UTC)
