"""What is shipped to run the site fits the code; its logs name nobody; several hosts share one site."""

from __future__ import annotations

import dataclasses
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from bench._site import ROOT, Site
from bench._visitor import Visitor
from tests.campaign.conftest import new_database, postgresql  # noqa: F401 (a fixture)
from web.settings import Settings

SAMPLE = (ROOT / "corpus/samples/conclusion-short.pdf").read_bytes()


def test_every_setting_is_documented() -> None:
    page = (ROOT / "docs/deploy.md").read_text("utf-8")
    listed = re.findall(r"^\| `(\w+)` \|", page.partition("## Settings")[2].partition("\n## ")[0], re.MULTILINE)
    assert listed == [each.name for each in dataclasses.fields(Settings)]


def test_the_shipped_environment_has_known_settings() -> None:
    said = re.findall(r"^#?PRECHECK_(\w+)=", (ROOT / "deploy/precheck.env").read_text("utf-8"), re.MULTILINE)
    assert {name.lower() for name in said} <= {each.name for each in dataclasses.fields(Settings)}
    assert "data_dir" in {name.lower() for name in said}


@pytest.mark.parametrize("name", ["precheck-web.service", "precheck-worker.service"])
def test_systemd_takes_the_units(name: str, tmp_path: Path) -> None:
    program = shutil.which("systemd-analyze")
    if program is None:
        pytest.skip("systemd-analyze is missing")
    unit = (ROOT / "deploy" / name).read_text("utf-8")
    # The programs are not installed here; systemd refuses a path that leads nowhere.
    (tmp_path / name).write_text(re.sub(r"/opt/precheck/bin/\w+", "/bin/true", unit))
    done = subprocess.run([program, "verify", tmp_path / name], capture_output=True, text=True, check=False)
    assert [line for line in done.stderr.splitlines() if name in line and "not found" not in line] == []
    assert done.returncode == 0, done.stderr


def test_the_logs_name_nobody(tmp_path: Path) -> None:
    site = Site(tmp_path)
    try:
        visitor = Visitor(site.address)
        path = visitor.drop("Durand_Camille_dossier.pdf", SAMPLE)
        assert path is not None
        visitor.wait(path)
        broken = visitor.drop("Durand_Camille_2.pdf", b"%PDF-1.4 Durand")
        assert broken is not None
        visitor.wait(broken)
        visitor.ask("other", "GET", f"/verification/{'x' * 32}")
        visitor.ask("other", "GET", site.welcome("camille.durand", name="Camille Durand"))
    finally:
        site.end()
    logged = site.log.read_text("utf-8")
    assert "draft" in logged, "the worker logs what it does"
    private = ["Durand", "durand", "Camille", "VERNAZ", "Maëlle", path.rpartition("/")[2], broken.rpartition("/")[2]]
    assert [word for word in private if word in logged] == []


@pytest.fixture
def hosts(tmp_path: Path, postgresql: str) -> Iterator[tuple[Site, Site]]:  # noqa: F811
    """Two hosts that share a data folder and a database, each with its queue."""
    url = new_database(postgresql)
    started: list[Site] = []
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        started.append(
            Site(
                tmp_path / name,
                PRECHECK_DATA_DIR=str(tmp_path / "shared"),
                PRECHECK_DATABASE_URL=url,
                PRECHECK_QUEUE_DIR=str(tmp_path / name / "queue"),
            )
        )
    first, second = started
    yield first, second
    for host in started:
        if host.process.poll() is None:
            host.end()


def test_several_hosts_serve_one_site(hosts: tuple[Site, Site]) -> None:
    first, second = hosts
    visitor = Visitor(first.address)
    path = visitor.drop("dossier.pdf", SAMPLE)
    assert path is not None
    # The other host shows what the first one accepted, and lives on when that one is gone.
    assert b"conclusion" in Visitor(second.address).wait(path)
    first.end()
    again = Visitor(second.address)
    other = again.drop("dossier.pdf", SAMPLE)
    assert other is not None
    assert b"verdict" in again.wait(other)
