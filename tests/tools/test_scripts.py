"""The shell scripts behind the Makefile, with stand-ins for Debian's programs."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def debian(tmp_path: Path) -> Path:
    """A folder with a `dpkg-query` that knows one package, an `apt-get` that fails, and an `id` that is not root."""
    for name, body in {
        "dpkg-query": '[ "${@: -1}" = poppler-utils ] && echo -n installed',
        "apt-get": "exit 100",
        "id": "echo ${FAKE_UID:-1000}",
    }.items():
        program = tmp_path / name
        program.write_text(f"#!/bin/bash\n{body}\n")
        program.chmod(0o755)
    return tmp_path


def debian_packages(debian: Path, *arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
    environment = {name: value for name, value in os.environ.items() if name != "CI"}
    environment |= {"PATH": f"{debian}:{os.environ['PATH']}"} | variables
    command = ["bash", str(ROOT / "tools/debian_packages.sh"), *arguments]
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False)


def test_nothing_is_said_when_nothing_is_missing(debian: Path) -> None:
    done = debian_packages(debian, "poppler-utils")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_a_person_is_told_what_to_run(debian: Path) -> None:
    done = debian_packages(debian, "poppler-utils", "chromium")
    assert done.returncode == 0
    assert "sudo apt-get install chromium\n" in done.stderr


@pytest.mark.parametrize("uid", ["0", "1000"])
def test_in_ci_a_missing_package_is_a_failure(debian: Path, uid: str) -> None:
    done = debian_packages(debian, "chromium", CI="true", FAKE_UID=uid)
    assert done.returncode == 1
    assert "sudo apt-get install chromium\n" in done.stderr


def test_a_required_package_is_a_failure_for_everyone(debian: Path) -> None:
    assert debian_packages(debian, "--required", "python3-venv").returncode == 1


def test_the_demo_says_where_its_report_and_its_copy_are(tmp_path: Path) -> None:
    environment = os.environ | {"BIN": str(Path(sys.executable).parent)}
    command = ["bash", str(ROOT / "tools/demo.sh"), "corpus/samples/conclusion-short.pdf", str(tmp_path)]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert "Non conforme en l’état" in done.stdout
    heads = {"rapport.html": b"<!DOCTYPE html>", "annote.pdf": b"%PDF-", "passages.html": b"<!DOCTYPE html>"}
    for name, head in heads.items():
        assert str(tmp_path / name) in done.stdout
        assert (tmp_path / name).read_bytes().startswith(head)
