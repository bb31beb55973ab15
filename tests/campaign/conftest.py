"""A store to test with: each test that asks for one runs on SQLite and on a real PostgreSQL server."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest

from precheck.campaign.store import Store
from tests.conftest import new_database


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
