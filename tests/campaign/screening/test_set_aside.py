"""A source that an evaluator set aside stays so: in what is found, exported and grouped, whoever screens again."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from precheck.campaign import campaigns
from precheck.campaign.errors import ResultChanged
from precheck.campaign.exports.rows import rows as rows_of
from precheck.campaign.groups import groups
from precheck.campaign.results import report_of, set_aside, version_of
from precheck.campaign.screening import run as running
from precheck.campaign.screening.deposits import keep
from precheck.campaign.screening.executors import Pool
from precheck.campaign.screening.run import screen
from precheck.campaign.screening.tasks import Outcome, peer_id
from precheck.campaign.store import Store
from precheck.campaign.tables import Deposit
from precheck.model.report import Report
from precheck.profile import load_profile
from precheck.reading.pool import Reader
from precheck.rules.catalogue import RULES
from tests.campaign.screening.campaigns import KEY, NOW, campaign, files, rows

PROFILE = load_profile("grenoble-2016", RULES)


def put_aside(store: Store, deposit: int, sources: list[str], version: tuple[object, ...] | None = None) -> None:
    """As an evaluator does on the site."""
    with store.writing() as session, Reader() as reader:
        one = session.get_one(Deposit, deposit)
        report = report_of(store, reader, PROFILE, one, sources)
        assert isinstance(report, Report)
        set_aside(session, one, sources, report, version or version_of(one), NOW, "evaluator")


def told(store: Store) -> dict[int, tuple[str | None, float | None, int, tuple[int, ...]]]:
    """What the table of the session says: the verdict, the share, the passages, with whom they are shared."""
    with store.reading() as session:
        found = rows_of(session, campaigns.find(session, KEY, store.folder))
        return {row.number: (row.verdict, row.share, row.passages, row.shared_with) for row in found}


def grouped(store: Store) -> list[list[int]]:
    with store.reading() as session:
        found = groups(session, campaigns.find(session, KEY, store.folder), 0.05)
        return [[member.number for member in group.members] for group in found]


def test_a_later_screening_knows_what_was_set_aside(store: Store, pool: Pool, corpus: Path) -> None:
    """As after setting it aside, so after another screening; and taking it back gives what was found."""
    first, second = campaign(store, files(2))
    screen(store, KEY, None, [], pool, NOW, "admin")
    before = told(store)
    assert before[100][3] == (101,)
    assert grouped(store) == [[100, 101]]
    put_aside(store, first, [peer_id(second)])
    aside = told(store)
    assert aside[100] == ("not_conforming", 0.0, 0, ())
    assert aside[101] == before[101]
    # What stands in the other dossier still stands there: it is for its own evaluator to say.
    assert grouped(store) == [[100, 101]]
    put_aside(store, second, [peer_id(first)])
    assert grouped(store) == []
    kept = rows(store)
    assert screen(store, KEY, None, [corpus], pool, NOW, "admin").checked == 2
    assert told(store)[100] == aside[100]
    assert grouped(store) == []
    screen(store, KEY, None, [], pool, NOW, "admin")
    assert rows(store) == kept
    for deposit in (first, second):
        put_aside(store, deposit, [])
    assert told(store) == before
    assert grouped(store) == [[100, 101]]


def test_what_was_set_aside_during_a_screening_is_not_lost(
    store: Store, pool: Pool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The deposit is checked once more: its result knew nothing of it."""
    first, second = campaign(store, files(2))
    screen(store, KEY, None, [], pool, NOW, "admin")
    put_aside(store, first, [peer_id(second)])
    wanted = rows(store)
    put_aside(store, first, [])
    with store.writing() as session:
        session.get_one(Deposit, first).result = None
    seen: list[Any] = []

    def keep_late(store: Store, found: Outcome, now: Any) -> bool:
        if not seen and found.deposit == first:
            with store.writing() as session:
                session.get_one(Deposit, first).set_aside = [peer_id(second)]
        seen.append(kept := keep(store, found, now))
        return kept

    monkeypatch.setattr(running, "keep", keep_late)
    assert screen(store, KEY, None, [], pool, NOW, "admin").checked == 1
    assert seen == [False, True]
    assert rows(store) == wanted


def test_whoever_looked_at_an_older_result_is_told(store: Store, pool: Pool, corpus: Path) -> None:
    first, second = campaign(store, files(2))
    screen(store, KEY, None, [], pool, NOW, "admin")
    with store.reading() as session:
        version = version_of(session.get_one(Deposit, first))
    screen(store, KEY, None, [corpus], pool, NOW, "admin")
    kept = rows(store)
    with pytest.raises(ResultChanged):
        put_aside(store, first, [peer_id(second)], version)
    assert rows(store) == kept
