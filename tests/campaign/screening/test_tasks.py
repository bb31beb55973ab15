"""What travels: identifiers that lead back, and nobody's name where a task is shown."""

from __future__ import annotations

import pickle
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from precheck.campaign.screening.tasks import Item, Settings, Task, deposit_of, fingerprint, peer_id
from precheck.campaign.screening.workplace import workplace
from precheck.model.structure import Candidate, Deposit
from precheck.profile import load_profile
from precheck.rules.catalogue import RULES

ITEM = Item(7, "ab" * 32, "dupont.pdf", Deposit(Candidate("DUPONT Marie")), "dupont marie", 124)


@pytest.fixture(scope="module")
def task() -> Task:
    place = workplace(Path("data"), 1)
    return Task(Settings(Path("files"), place, load_profile("grenoble-2016", RULES), peers="p"), ITEM)


@given(st.integers(0, 2**63 - 1))
def test_a_peer_leads_back_to_its_deposit(number: int) -> None:
    assert deposit_of(peer_id(number)) == number


@given(st.binary(min_size=32, max_size=32))
def test_another_source_is_no_peer(digest: bytes) -> None:
    assert deposit_of(digest.hex()) is None


def test_the_order_of_deposits_does_not_matter() -> None:
    one, other = ITEM.trace, replace(ITEM, deposit=8).trace
    assert fingerprint([one, other]) == fingerprint([other, one]) != fingerprint([one])


def test_a_task_travels_and_names_nobody(task: Task) -> None:
    there = pickle.loads(pickle.dumps(task))
    assert (there.basis, there.document, there) == (task.basis, task.document, task)
    assert "dupont" not in repr(task).lower()
    assert repr(task).startswith("Task(item=Item(deposit=7, ")


def test_what_a_result_depends_on_changes_its_basis(task: Task) -> None:
    settings, item = task.settings, task.item
    others = [
        Task(replace(settings, peers="q"), item),
        Task(replace(settings, corpora=((Path("c"), "state"),)), item),
        Task(replace(settings, profile=load_profile("upec", RULES)), item),
        Task(settings, replace(item, sha256="cd" * 32)),
        Task(settings, replace(item, author="martin")),
        Task(settings, replace(item, facts=Deposit(Candidate("MARTIN Marie")))),
        Task(settings, replace(item, deposit=8)),
    ]
    assert len({each.basis for each in [task, *others]}) == 8
    # What was read serves again whatever it is compared with.
    assert [each.document == task.document for each in others] == [True, True, False, False, True, False, True]
