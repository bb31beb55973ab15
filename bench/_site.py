"""A real site for tests and benchmarks: `precheck serve` in a process, on a free port, with its own data folder."""

from __future__ import annotations

import datetime as dt
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

from precheck.campaign.accounts import Role, ensure_user, grant, new_key
from precheck.campaign.campaigns import find
from precheck.campaign.store import Store
from web.checks import Checks, Request

ROOT = Path(__file__).resolve().parents[1]
START_SECONDS = 60.0
LIMITS = {"PRECHECK_UPLOADS_PER_HOUR": "100000"}
"""All come from one address here."""


def free_port() -> int:
    """A port that nobody listens at."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        return int(listening.getsockname()[1])


class Site:
    """A site that runs until `end`; `start` again continues with the same data and the same address.

    Args:
        folder: where its data folder and its log lie.
        settings: environment variables beside those of the tests.
    """

    def __init__(self, folder: Path, **settings: str) -> None:
        self.data = folder / "data"
        self.log = folder / "serve.log"
        self.port = free_port()
        self.settings = settings
        self.start()

    @property
    def address(self) -> str:
        """Without a slash at its end."""
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        """Start the processes and wait until the site answers."""
        environment = os.environ | LIMITS | {"PRECHECK_DATA_DIR": str(self.data)} | self.settings
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "precheck", "serve", "--port", str(self.port)],
                cwd=ROOT, env=environment, stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True,
            )  # fmt: skip
        patience = time.monotonic() + START_SECONDS
        while not self.alive():
            if self.process.poll() is not None or time.monotonic() > patience:
                raise RuntimeError(f"the site did not start:\n{self.log.read_text()}")
            time.sleep(0.05)

    def alive(self) -> bool:
        """Whether it answers."""
        try:
            with urllib.request.urlopen(f"{self.address}/healthz", timeout=5) as answer:  # noqa: S310 (our own)
                return bool(answer.status == 200)
        except (urllib.error.URLError, OSError):
            return False

    def end(self, how: signal.Signals = signal.SIGTERM, patience: float = 30.0) -> int:
        """End it and return its exit code."""
        self.process.send_signal(how)
        return self.process.wait(timeout=patience)

    def store(self) -> Store:
        """The store of the site, opened beside it; close it."""
        return Store(self.data)

    def welcome(self, login: str, role: Role | None = None, campaign: str | None = None, name: str = "") -> str:
        """The path of a one-time link for a person, who gets that role."""
        now = dt.datetime.now(dt.UTC)
        with self.store() as store, store.writing() as write:
            user = ensure_user(write, login, now, name)
            if role is not None:
                where = find(write, campaign, store.folder) if campaign else None
                grant(write, user, role, where, now, "tests")
            return f"/bienvenue/{new_key(write, 'sign-in', now, user=user)}"

    def unanswered(self, name: str = "dossier.pdf", language: str = "fr") -> str:
        """The path of the page of a draft that no worker was told of: it waits."""
        wanted = Request(name, "grenoble-2016", language, dt.datetime.now(dt.UTC))
        token = Checks(self.data / "drafts", dt.timedelta(hours=1)).accept(b"%PDF-1.4", wanted)
        return f"/verification/{token}"
