"""The site as tests meet it: a browser without a window, people of each role, and the real server on a free port."""

from __future__ import annotations

import contextlib
import datetime as dt
import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from precheck.campaign.accounts import Role, ensure_user, grant, set_password
from precheck.campaign.campaigns import begin
from precheck.campaign.store import Store
from precheck.campaign.tables import Candidacy, Candidate
from precheck.profile import load_profile
from precheck.rules.catalogue import RULES

ROOT = Path(__file__).resolve().parent.parent.parent
HERE, ELSEWHERE = "c2i2e", "voisine"
"""Keys of the two campaigns."""
PASSWORD = "quatre mots bien choisis"
CANDIDATE = "21700001"
"""The identifier of the candidate on the roster of the campaign HERE, which is also the login."""
PEOPLE: dict[str, tuple[tuple[Role, str | None], ...]] = {
    "nobody": (),
    "candidate": (),
    "evaluator elsewhere": ((Role.EVALUATOR, ELSEWHERE),),
    "evaluator": ((Role.EVALUATOR, HERE),),
    "administrator elsewhere": ((Role.ADMINISTRATOR, ELSEWHERE),),
    "administrator": ((Role.ADMINISTRATOR, HERE),),
    "superuser": ((Role.SUPERUSER, None),),
}
"""Each kind of person, with roles and the campaign of each."""
_BEGUN = dt.datetime(2017, 1, 9, 8, 0, tzinfo=dt.UTC)
_TOKEN = re.compile(r'name="csrf_token"(?: type="hidden")? value="([^"]+)"')


class Browser(FlaskClient):
    """A client that fills in a form as a person does: it takes the token of the page first."""

    def submit(self, path: str, data: dict[str, Any] | None = None, *, page: str = "/accessibilite") -> TestResponse:
        """Post a form to `path`, with the token that `page` shows in the same session."""
        return self.post(path, data={**(data or {}), "csrf_token": token_of(self.get(page).text)})


def token_of(page: str) -> str:
    """The token of the first form of a page."""
    found = _TOKEN.search(page)
    assert found, "no form on this page"
    return found[1]


def login_of(kind: str) -> str:
    """The login of that kind of person."""
    return CANDIDATE if kind == "candidate" else kind.replace(" ", "-")


def populate(store: Store) -> None:
    """Two campaigns, a candidate on the roster of the first, and a local account for each kind of person."""
    with store.writing() as session:
        profile = load_profile("grenoble-2016", RULES)
        campaigns = {
            key: begin(session, key, profile, "grenoble-2016", _BEGUN, "tests", f"Campagne {key}")
            for key in (HERE, ELSEWHERE)
        }
        candidate = Candidate(key=CANDIDATE, number=17, surname="Martin", given="Zoé")
        campaigns[HERE].candidates.append(candidate)
        candidate.candidacies.append(Candidacy(session=campaigns[HERE].sessions[0]))
        for kind, roles in PEOPLE.items():
            if kind == "nobody":
                continue
            user = ensure_user(session, login_of(kind), _BEGUN, name=f"Camille {kind.title()}")
            set_password(user, PASSWORD)
            for role, key in roles:
                grant(session, user, role, campaigns[key] if key else None, _BEGUN, "tests")


@dataclass(frozen=True, slots=True)
class Served:
    """A site that runs: its address without a slash at the end, its data folder, what it wrote when it began."""

    address: str
    folder: Path
    process: subprocess.Popen[bytes]

    @property
    def output(self) -> str:
        return (self.folder / "output.txt").read_text("utf-8")

    @property
    def first_link(self) -> str:
        """The whole one-time link of the first administrator."""
        found = re.search(r"\S+/bienvenue/\S+", self.output)
        assert found, self.output
        return found[0]


def free_port() -> int:
    """A port of this machine that nobody listens at."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port: int = one.getsockname()[1]
        return port


@contextlib.contextmanager
def serving(folder: Path, **settings: str) -> Iterator[Served]:
    """`precheck serve` with its data in `folder`, until the block ends. Settings are named as in `web.settings`."""
    folder.mkdir(parents=True, exist_ok=True)
    port = free_port()
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("PRECHECK_", "XDG_"))}
    said = {f"PRECHECK_{name.upper()}": value for name, value in {"workers": "1", **settings}.items()}
    environ = {**clean, **said, "PRECHECK_DATA_DIR": str(folder), "HOME": str(folder), "PYTHONPATH": str(ROOT)}
    with (folder / "output.txt").open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "precheck", "serve", "--port", str(port)],
            cwd=ROOT, env=environ, stdout=output, stderr=subprocess.STDOUT, start_new_session=True,
        )  # fmt: skip
    served = Served(f"http://127.0.0.1:{port}", folder, process)
    try:
        _wait(served)
        yield served
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(timeout=40)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def _wait(served: Served) -> None:
    """Until the site answers."""
    end = time.monotonic() + 60
    while time.monotonic() < end:
        assert served.process.poll() is None, served.output
        with contextlib.suppress(OSError), urllib.request.urlopen(f"{served.address}/healthz", timeout=5) as answer:
            assert answer.status == 200
            return
        time.sleep(0.1)
    raise AssertionError(f"the site did not answer: {served.output}")
