"""Settings that every test shares: reproducible examples, and no trace left outside of the test's own folder."""

from __future__ import annotations

import itertools
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

_NUMBERS = itertools.count(1)

IN_CI = os.environ.get("CI") == "true"

settings.register_profile("default", deadline=None, print_blob=True)
settings.register_profile("ci", deadline=None, derandomize=True, database=None)
settings.load_profile("ci" if IN_CI else "default")


@pytest.fixture(autouse=True)
def own_home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home of the test's own, so that no cache or setting of the person who runs it is read or written."""
    home = tmp_path_factory.mktemp("home")
    monkeypatch.setenv("HOME", str(home))
    for variable in ("XDG_CACHE_HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME"):
        monkeypatch.setenv(variable, str(home / variable.lower()))
    for variable in [name for name in os.environ if name.startswith("PRECHECK_")]:
        monkeypatch.delenv(variable)
    return home


def find_program(name: str, debian_package: str) -> str:
    """The path of a program that a test compares with. Missing, it is a skip for a person and a failure in CI."""
    path = shutil.which(name)
    if path:
        return path
    reason = f"{name} is missing; to install it: sudo apt-get install {debian_package}"
    if IN_CI:
        pytest.fail(reason)
    pytest.skip(reason)


@pytest.fixture(scope="session")
def pdftotext() -> str:
    """Poppler's `pdftotext`, the peer of the benchmarks."""
    return find_program("pdftotext", "poppler-utils")


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
    from sqlalchemy import create_engine, text

    name = f"precheck_{next(_NUMBERS)}"
    address = server.replace("postgresql://", "postgresql+psycopg://")
    engine = create_engine(address, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    engine.dispose()
    return address.replace("/postgres?", f"/{name}?", 1)
