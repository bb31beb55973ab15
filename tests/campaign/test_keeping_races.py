"""A file is erased while the same bytes are deposited elsewhere: the new deposit never loses its file."""

from __future__ import annotations

import hashlib
import multiprocessing
import threading
from collections.abc import Callable
from multiprocessing.synchronize import Barrier
from pathlib import Path

import pytest
from sqlalchemy import select

from precheck.campaign.blobs import Blobs
from precheck.campaign.campaigns import begin
from precheck.campaign.intake.roles import Role
from precheck.campaign.intake.single import deposit_one
from precheck.campaign.intake.storing import Fate
from precheck.campaign.keeping.anonymise import anonymise
from precheck.campaign.keeping.purge import purge
from precheck.campaign.states import Phase
from precheck.campaign.store import Store
from precheck.campaign.tables import Candidacy, Candidate, Deposit
from precheck.i18n import Translator
from precheck.profile import load_profile
from tests.campaign.keepers import AFTER, CLOSED, NOW, closed_campaign

SAME = b"%PDF-1.4 the same"
SHA256 = hashlib.sha256(SAME).hexdigest()
ROUNDS = 8
Erase = Callable[[Store, str], object]


def by_purge(store: Store, key: str) -> None:
    purge(store, key, key, AFTER, "admin")


def by_anonymise(store: Store, key: str) -> None:
    anonymise(store, key, key, AFTER, "admin")


def campaign(store: Store, key: str, people: int = 1) -> None:
    """An open campaign where nobody has deposited."""
    with store.writing() as session:
        begun = begin(session, key, load_profile("grenoble-2016"), "grenoble-2016", NOW, "admin")
        for number in range(people):
            person = Candidate(campaign=begun, key=f"{key}-{number}", number=number, surname="NOM", given="Prénom")
            session.add(Candidacy(candidate=person, session=begun.sessions[0]))


def deposit(store: Store, key: str, number: int = 0, data: bytes = SAME) -> Fate:
    say = Translator()
    return deposit_one(store, key, None, f"{key}-{number}", Role.DOSSIER, "d.pdf", data, NOW, "admin", say).fate


@pytest.fixture
def both(store: Store) -> Store:
    """A closed campaign with the dossier of somebody who deposits the same in another."""
    closed_campaign(store, "c17", files=[SAME])
    campaign(store, "c18")
    return store


@pytest.mark.parametrize("erase", [by_purge, by_anonymise])
def test_erased_after_the_deposit_found_the_bytes_there(
    both: Store, monkeypatch: pytest.MonkeyPatch, erase: Erase
) -> None:
    put = Blobs.put

    def put_then_erased(self: Blobs, data: bytes, name: str) -> str:
        sha256 = put(self, data, name)
        monkeypatch.undo()
        erase(both, "c17")
        assert list(both.blobs) == []
        return sha256

    monkeypatch.setattr(Blobs, "put", put_then_erased)
    assert deposit(both, "c18") is Fate.STORED
    assert both.blobs.get(SHA256) == SAME
    assert list(both.blobs) == [SHA256]


@pytest.mark.parametrize("erase", [by_purge, by_anonymise])
def test_deposited_after_the_erasing_found_nobody_who_needs_it(
    both: Store, monkeypatch: pytest.MonkeyPatch, erase: Erase
) -> None:
    put, remove = Blobs.put, Blobs.remove
    fates: list[Fate] = []
    depositing = threading.Thread(target=lambda: fates.append(deposit(both, "c18")))
    found = threading.Event()

    def put_and_told(self: Blobs, data: bytes, name: str) -> str:
        sha256 = put(self, data, name)
        found.set()
        return sha256

    def deposited_then_removed(self: Blobs, sha256: str) -> None:
        if not depositing.ident:
            depositing.start()
            assert found.wait(60)
            depositing.join(0.5)  # all the time it would need, were it not made to wait
        remove(self, sha256)

    monkeypatch.setattr(Blobs, "put", put_and_told)
    monkeypatch.setattr(Blobs, "remove", deposited_then_removed)
    erase(both, "c17")
    depositing.join()
    assert fates == [Fate.STORED]
    assert both.blobs.get(SHA256) == SAME


def test_by_two_processes_at_the_same_time(store: Store, database_url: str | None) -> None:
    for number in range(ROUNDS):
        closed_campaign(store, f"old{number}", files=[_bytes(number)])
    campaign(store, "new", ROUNDS)
    context = multiprocessing.get_context("spawn")
    barrier = context.Barrier(2, timeout=120)
    workers = [
        context.Process(target=work, args=(store.folder, database_url, barrier)) for work in (_purging, _depositing)
    ]
    for each in workers:
        each.start()
    for each in workers:
        each.join()
    assert [each.exitcode for each in workers] == [0, 0]
    with store.reading() as session:
        assert len(session.scalars(select(Deposit)).all()) == ROUNDS
    assert list(store.blobs) == sorted(hashlib.sha256(_bytes(number)).hexdigest() for number in range(ROUNDS))


def _bytes(number: int) -> bytes:
    return b"%%PDF-1.4 dossier %d" % number


def _purging(folder: Path, url: str | None, barrier: Barrier) -> None:
    with Store(folder, url) as store:
        for number in range(ROUNDS):
            barrier.wait()
            by_purge(store, f"old{number}")


def _depositing(folder: Path, url: str | None, barrier: Barrier) -> None:
    with Store(folder, url) as store:
        for number in range(ROUNDS):
            barrier.wait()
            assert deposit(store, "new", number, _bytes(number)) is Fate.STORED
            assert store.blobs.get(hashlib.sha256(_bytes(number)).hexdigest())


def test_a_late_deposit_in_the_campaign_itself_goes_with_it(store: Store) -> None:
    closed_campaign(store, "c17", files=[SAME])
    campaign(store, "c18")
    deposit(store, "c18")
    with store.writing() as session:
        begun = session.scalars(select(Candidate).where(Candidate.key == "c18-0")).one().campaign
        begun.phase, begun.closed, begun.sessions[0].closed = Phase.CLOSED.value, CLOSED, CLOSED
    by_anonymise(store, "c17")
    assert list(store.blobs) == [SHA256]
    by_purge(store, "c18")
    assert list(store.blobs) == [], "an anonymised campaign needs no file any more"
