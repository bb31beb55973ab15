"""The wheel that `pip install .` makes holds everything, and works without the checkout."""

from __future__ import annotations

import re
import subprocess
import sys
import sysconfig
import venv
import zipfile
from pathlib import Path

import pytest

import precheck

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel of this checkout."""
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)],
        cwd=ROOT,
        check=True,
        capture_output=True,
    )
    (made,) = folder.glob("*.whl")
    return made


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The Python of an environment that has the wheel; its dependencies are those of the environment of the tests."""
    folder = tmp_path_factory.mktemp("installed")
    venv.create(folder, with_pip=False, symlinks=True)
    python = folder / "bin" / "python"
    install = ["install", "--quiet", "--no-deps", "--no-index", str(wheel)]
    subprocess.run([sys.executable, "-m", "pip", "--python", str(python), *install], check=True, capture_output=True)
    (site_packages,) = folder.glob("lib/python*/site-packages")
    # A path in a .pth file is searched, but no .pth file there is read: the checkout itself stays out of sight.
    (site_packages / "dependencies.pth").write_text(sysconfig.get_path("purelib"))
    return python


def precheck_of(python: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """The installed command, called from a folder that is not the checkout."""
    command = [str(python.with_name("precheck")), *arguments]
    return subprocess.run(command, cwd=python.parent, capture_output=True, text=True, check=False)


def test_the_wheel_holds_what_the_checkout_holds(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        held = set(archive.namelist())
    wanted = {
        path.relative_to(ROOT).as_posix()
        for folder in ("precheck", "web")
        for path in (ROOT / folder).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    wanted |= {
        f"precheck/_corpus/{path.relative_to(ROOT / 'corpus').as_posix()}"
        for path in (ROOT / "corpus").rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    assert {name for name in wanted if name.endswith((".toml", ".mo", ".html", ".pdf", ".typed"))} != set()
    assert wanted - held == set()
    assert {name for name in held - wanted if ".dist-info/" not in name} == set()


def test_the_wheel_says_what_it_is(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        (metadata_name,) = (name for name in archive.namelist() if name.endswith(".dist-info/METADATA"))
        metadata = archive.read(metadata_name).decode("utf-8")
        entry_points = archive.read(metadata_name.replace("METADATA", "entry_points.txt")).decode("utf-8")
        licence = archive.read(metadata_name.replace("METADATA", "licenses/LICENSE")).decode("utf-8")
    assert re.search(rf"^Version: {re.escape(precheck.__version__)}$", metadata, re.MULTILINE)
    assert "\nLicense-Expression: EUPL-1.2\n" in metadata
    assert "\nRequires-Python: >=3.11\n" in metadata
    assert "precheck = precheck.__main__:run" in entry_points
    assert licence == (ROOT / "LICENSE").read_text("utf-8")


def test_the_changelog_knows_the_version() -> None:
    changelog = (ROOT / "CHANGELOG.md").read_text("utf-8")
    assert re.search(rf"^## \[?{re.escape(precheck.__version__)}\b", changelog, re.MULTILINE)


def test_the_installed_command_tells_its_version(installed: Path) -> None:
    told = precheck_of(installed, "--version")
    assert (told.returncode, told.stderr) == (0, "")
    assert precheck.__version__ in told.stdout


def test_the_installed_command_checks_a_sample_of_its_own_corpus(installed: Path) -> None:
    samples = sorted(installed.parent.parent.glob("lib/python*/site-packages/precheck/_corpus/samples/**/*.pdf"))
    assert samples != []
    checked = precheck_of(installed, "check", str(samples[0]), "--format", "json", "--fail-on", "never")
    assert (checked.returncode, checked.stderr) == (0, "")
    assert '"outcomes"' in checked.stdout


def test_the_installed_package_does_not_use_the_checkout(installed: Path) -> None:
    told = subprocess.run(
        [str(installed), "-c", "import precheck; print(precheck.__file__)"],
        cwd=installed.parent,
        capture_output=True,
        text=True,
        check=True,
    )
    assert Path(told.stdout.strip()).is_relative_to(installed.parent.parent)
