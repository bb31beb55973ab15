"""Several hosts serve one site: they share a PostgreSQL database and a data folder, each has its queue."""

from __future__ import annotations

import datetime as dt
import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest
import requests

from bench._measure import descendants
from bench._site import ROOT, Site
from bench._visitor import Visitor
from precheck.campaign.accounts import personal_link
from precheck.campaign.campaigns import candidate, find
from precheck.campaign.store import Store
from precheck.campaign.tables import Candidacy, Candidate
from tests.conftest import new_database
from tests.web.site import CANDIDATE, HERE, populate, token_of

SAMPLE = (ROOT / "corpus/samples/conclusion-short.pdf").read_bytes()


@pytest.fixture
def hosts(tmp_path: Path, postgresql: str) -> Iterator[tuple[Site, Site]]:
    """Two hosts."""
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
                PRECHECK_WORKERS="1",
            )
        )
    first, second = started
    yield first, second
    for host in started:
        if host.process.poll() is None:
            host.end()


@pytest.fixture
def links(hosts: tuple[Site, Site], tmp_path: Path) -> list[str]:
    """The personal links of two candidates who may deposit."""
    url = hosts[0].settings["PRECHECK_DATABASE_URL"]
    now = dt.datetime.now(dt.UTC)
    with Store(tmp_path / "shared", url) as store:
        populate(store)
        with store.writing() as write:
            campaign = find(write, HERE, store.folder)
            window = campaign.sessions[0]
            window.closes = now.replace(microsecond=0) + dt.timedelta(days=1)
            other = Candidate(key="21700002", number=18, surname="Arnaud", given="Luc")
            campaign.candidates.append(other)
            other.candidacies.append(Candidacy(session=window))
            write.flush()
            both = (candidate(campaign, key) for key in (CANDIDATE, other.key))
            return [f"/d/{personal_link(write, one, now, 'tests')}" for one in both]


def test_a_draft_is_seen_at_the_other_host(hosts: tuple[Site, Site]) -> None:
    first, second = hosts
    path = Visitor(first.address).drop("dossier.pdf", SAMPLE)
    assert path is not None
    assert b"conclusion" in Visitor(second.address).wait(path)


def test_a_deposit_on_each(hosts: tuple[Site, Site], links: list[str]) -> None:
    receipts = []
    for host, other, link in zip(hosts, reversed(hosts), links, strict=True):
        person = requests.Session()
        page = person.get(host.address + link, timeout=60)
        taken = person.post(
            f"{page.url}/deposer",
            data={"csrf_token": token_of(page.text), "role": "dossier"},
            files={"file": ("dossier.pdf", SAMPLE, "application/pdf")},
            timeout=60,
        )
        assert "/depots/" in taken.url, taken.text
        # The cookies of one host are believed by the other, which has the receipt and the file.
        there = taken.url.partition("?")[0].replace(host.address, other.address)
        receipts.append(person.get(f"{there}/recepisse.txt", timeout=60).text)
        assert person.get(f"{there}/fichier.pdf", timeout=60).content == SAMPLE
    assert [key for key, receipt in zip((CANDIDATE, "21700002"), receipts, strict=True) if key not in receipt] == []


def test_the_work_of_a_killed_host_is_taken_over(hosts: tuple[Site, Site]) -> None:
    first, second = hosts
    everybody = [*descendants(first.process.pid), first.process.pid]
    worker = [pid for pid in everybody if b"web.worker" in Path(f"/proc/{pid}/cmdline").read_bytes()]
    for pid in worker:
        os.kill(pid, signal.SIGSTOP)
    path = Visitor(first.address).drop("dossier.pdf", SAMPLE)
    assert path is not None
    for pid in everybody:
        os.kill(pid, signal.SIGKILL)
    first.process.wait()
    assert b"conclusion" in Visitor(second.address).wait(path)
