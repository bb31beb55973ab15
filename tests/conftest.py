"""Settings that every test shares: reproducible examples, and no trace left outside of the test's own folder."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest
from hypothesis import settings

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
