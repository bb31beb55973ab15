"""What is shipped to run the site fits the code; its logs name nobody; machines can watch it."""

from __future__ import annotations

import dataclasses
import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from flask import Flask

from bench._site import ROOT, Site
from bench._visitor import Visitor
from tests.web.site import Browser
from web.pages import health
from web.queue import Queue
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


def test_machines_can_watch_it(client: Browser) -> None:
    assert (client.get("/healthz").status_code, client.get("/healthz").text) == (200, "ok\n")
    assert (client.get("/readyz").status_code, client.get("/readyz").text) == (200, "ready\n")
    answer = client.get("/metrics")
    assert answer.content_type.startswith("text/plain; version=0.0.4")
    figures = dict(line.split(" ") for line in answer.text.splitlines() if not line.startswith("#"))
    page = (ROOT / "docs/deploy.md").read_text("utf-8").partition("## Watching it")[2]
    assert sorted(figures) == sorted(set(re.findall(r"`(precheck_\w+)`", page)))
    assert (figures["precheck_drafts_waiting"], figures["precheck_queue_length"]) == ("0.0", "0.0")


def test_a_full_disk_is_told(client: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health, "_ROOM", 1 << 62)
    answer = client.get("/readyz")
    assert (answer.status_code, answer.text) == (503, "disk\n")
    assert client.get("/healthz").status_code == 200


@pytest.mark.parametrize("file", ["queue.sqlite3", "precheck.sqlite3"])
def test_a_broken_queue_or_database_is_told(app: Flask, client: Browser, settings: Settings, file: str) -> None:
    queue: Queue = app.extensions["precheck-queue"]
    queue.huey.storage.close()
    app.extensions["precheck-store"].close()
    for path in settings.data_dir.glob(f"{file}*"):
        os.truncate(path, 0)
        path.write_bytes(b"no database, but long enough to be taken for one" * 100)
    answer = client.get("/readyz")
    assert (answer.status_code, answer.text) == (503, "queue\n" if file.startswith("queue") else "database\n")
