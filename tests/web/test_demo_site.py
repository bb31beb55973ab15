"""`make demo-site` as a stranger runs it: its campaign is made, and each link opens what it promises."""

from __future__ import annotations

import contextlib
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import requests

from tests.web.site import PASSWORD, ROOT, free_port, token_of

_LINK = re.compile(r"http://\S+/(?:bienvenue|d)/\S+")


@contextlib.contextmanager
def demo(folder: Path, log: Path) -> Iterator[tuple[str, list[str]]]:
    """What it printed until the site answers, and the three links in it: evaluator, candidate, administrator."""
    port = free_port()
    with log.open("wb") as output:
        process = subprocess.Popen(
            ["bash", ROOT / "tools/demo_site.sh", folder], stdout=output, stderr=output,
            env={**os.environ, "BIN": str(Path(sys.executable).parent), "PORT": str(port), "PYTHONPATH": str(ROOT)},
        )  # fmt: skip
    try:
        patience = time.monotonic() + 600
        while True:
            assert process.poll() is None, log.read_text("utf-8")
            assert time.monotonic() < patience, log.read_text("utf-8")
            with contextlib.suppress(requests.RequestException):
                requests.get(f"http://127.0.0.1:{port}/readyz", timeout=20)
                break
            time.sleep(0.5)
        printed = log.read_text("utf-8")
        yield printed, _LINK.findall(printed)
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(timeout=60)


def welcomed(link: str) -> requests.Session:
    """Who used a one-time link."""
    person = requests.Session()
    page = person.get(link, timeout=60)
    done = person.post(link, data={"csrf_token": token_of(page.text), "password": PASSWORD}, timeout=60)
    assert done.url.endswith("/accueil")
    return person


def test_each_link_opens_what_it_promises(tmp_path: Path) -> None:
    with demo(tmp_path / "demo", tmp_path / "log") as (_, links):
        evaluator, candidate, administrator = links
        site = evaluator.partition("/bienvenue/")[0]
        assert "re-travail" not in requests.get(site, timeout=60).text
        own = requests.get(candidate, timeout=60)
        assert own.url == f"{site}/depot/c2i2e"
        assert "BOISJOLY Raphaëlle" in own.text
        assert "Une nouvelle version est demandée" in own.text
        listed = welcomed(evaluator).get(f"{site}/evaluation/c2i2e", timeout=60).text
        assert len(set(re.findall(r'"/evaluation/c2i2e/(\d+)[?"]', listed))) == 11
        seen = welcomed(administrator).get(f"{site}/campagnes/c2i2e", timeout=60).text
        assert "Décider des dossiers en retard" in seen
        assert "AUBRÉE-LACAZE Jean-Marc" in seen
    # Started again, the same data are there and only the links are new; the administrator has a password.
    with demo(tmp_path / "demo", tmp_path / "log") as (printed, links):
        assert "✓" not in printed
        assert len(links) == 2
        assert requests.get(links[1], timeout=60).ok
        assert (
            requests.get(candidate.replace(site, links[0].partition("/bienvenue/")[0]), timeout=60).status_code == 404
        )
