"""`precheck serve` as a process: it ends cleanly, loses nothing, and says what is wrong."""

from __future__ import annotations

import datetime as dt
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from bench._measure import descendants
from bench._site import ROOT, Site
from web.checks import Checks, Request

SAMPLE = (ROOT / "corpus/samples/twenty-pages.pdf").read_bytes()


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    running = Site(tmp_path)
    yield running
    if running.process.poll() is None:
        running.end()


def checks_of(site: Site) -> Checks:
    return Checks(site.data / "drafts", dt.timedelta(hours=1))


def accept(site: Site, count: int) -> list[str]:
    """Drafts as the site accepts them, of which no worker is told."""
    checks = checks_of(site)
    wanted = Request("dossier.pdf", "grenoble-2016", "fr", dt.datetime.now(dt.UTC))
    return [checks.id(checks.accept(SAMPLE, wanted)) for _ in range(count)]


def eventually(condition: Callable[[], bool], seconds: float = 60.0) -> None:
    """Wait until it is so."""
    patience = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < patience, "it did not happen"
        time.sleep(0.1)


def workers(site: Site) -> list[int]:
    """The processes of the worker, its own parent first."""
    for pid in descendants(site.process.pid):
        command = Path(f"/proc/{pid}/cmdline").read_bytes()
        if b"web.worker" in command:
            return [pid, *descendants(pid)]
    return []


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_everything_and_nothing_is_lost(site: Site, how: signal.Signals) -> None:
    eventually(lambda: len(workers(site)) > 1)
    everybody = [site.process.pid, *descendants(site.process.pid)]
    site.end()
    accepted = accept(site, 8)
    site.start()
    eventually(lambda: len(checks_of(site).waiting()) < 8)
    everybody += descendants(site.process.pid)
    assert site.end(how) == 0
    eventually(lambda: not any(Path(f"/proc/{pid}").exists() for pid in everybody))
    site.start()
    eventually(lambda: not checks_of(site).waiting())
    answers = [check.answer.verdict for check in checks_of(site) if check.answer]
    assert answers == ["to_verify"] * len(accepted)


def test_a_killed_worker_is_replaced_and_its_draft_found_again(site: Site) -> None:
    site.end()
    accept(site, 12)
    site.start()
    eventually(lambda: 0 < len(checks_of(site).waiting()) < 12)
    for pid in workers(site):
        os.kill(pid, signal.SIGKILL)
    eventually(lambda: not checks_of(site).waiting(), 120)
    assert site.alive()


def test_whoever_is_left_ends_when_the_server_is_killed(site: Site) -> None:
    eventually(lambda: len(workers(site)) > 1)
    everybody = descendants(site.process.pid)
    site.end(signal.SIGKILL)
    eventually(lambda: not any(_lives(pid) for pid in everybody))


def _lives(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(") ")[2][0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False


def test_a_port_in_use_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PRECHECK_DATA_DIR", str(tmp_path / "data"))
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        done = subprocess.run(
            [sys.executable, "-m", "precheck", "serve", "--port", str(port), "--lang", "en"],
            cwd=ROOT, capture_output=True, text=True, check=False, timeout=60,
        )  # fmt: skip
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == (
        f"✗ The site cannot listen at 127.0.0.1:{port}: another program has it already\n"
        "  → Choose another port with --port, or end the program that has this one.\n"
    )
