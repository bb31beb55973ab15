"""A whole screening: what is found, what is done again and what not, and what cannot stop it."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from precheck.campaign.results import report_of, unpack
from precheck.campaign.screening.deposits import keep
from precheck.campaign.screening.errors import ScreeningRunning
from precheck.campaign.screening.executors import Pool
from precheck.campaign.screening.run import Stage, Summary, screen
from precheck.campaign.screening.tasks import Outcome
from precheck.campaign.screening.workplace import alone, clear, workplace
from precheck.campaign.store import Store
from precheck.campaign.tables import Access, Campaign, CampaignSession, Candidacy, Candidate, CheckResult, Deposit
from precheck.model.report import Refusal, Report
from precheck.profile import load_profile
from precheck.reading.limits import MIB, Limits
from precheck.reading.pool import Reader
from precheck.rules.catalogue import RULES
from precheck.similarity.errors import CorpusDamaged, NotACorpus
from precheck.similarity.index.writer import CorpusWriter
from tests.campaign.screening.campaigns import KEY, NOW, campaign, corpus_of, dossier, files, rows, verdicts
from tests.campaign.screening.conftest import DEPOSITS
from tests.campaign.screening.workers import Killer
from tests.reading.test_pool import memory_bomb
from tests.similarity.corpora import documents


def run(store: Store, pool: Pool, *corpora: Path, number: int | None = None) -> Summary:
    return screen(store, KEY, number, corpora, pool, NOW, "admin")


def test_every_deposit_has_a_result(
    store: Store, pool: Pool, corpus: Path, uninterrupted: list[dict[str, Any]]
) -> None:
    campaign(store, files(DEPOSITS))
    done = run(store, pool, corpus)
    assert (done.deposits, done.checked, done.unsettled) == (8, 8, 0)
    assert rows(store) == uninterrupted
    assert done.verdicts == {"not_conforming": 6, "refused": 2}
    assert verdicts(store) == [
        ("not_conforming", 2),  # a passage of the second, and the same file as the sixth
        ("not_conforming", 2),
        ("refused", 0),
        ("not_conforming", 0),
        ("refused", 0),
        ("not_conforming", 2),
        ("not_conforming", 0),
        ("not_conforming", 0),
    ]
    with store.reading() as session:
        noted = session.scalars(select(Access).where(Access.action == "screen")).one()
    assert (noted.actor, noted.campaign, noted.subject, noted.detail) == ("admin", KEY, "1", {"deposits": 8})


def test_what_is_done_is_not_done_again(store: Store, pool: Pool) -> None:
    campaign(store, files(4))
    assert run(store, pool).checked == 4
    again = run(store, pool)
    assert (again.deposits, again.checked, again.seconds) == (4, 0, {})


def test_a_result_made_with_something_else_is_made_again(store: Store, pool: Pool, corpus: Path) -> None:
    """Another corpus, another deposit, another name: what depends on it is checked again, and nothing is read twice
    that was read."""
    numbers = campaign(store, files(4))
    run(store, pool)
    alone_before = verdicts(store)
    with_corpus = run(store, pool, corpus)
    assert with_corpus.checked == 4
    assert "reading" not in with_corpus.seconds
    assert run(store, pool).checked == 4
    assert verdicts(store) == alone_before
    with store.writing() as session:
        last = session.get_one(Deposit, numbers[3])
        new = dossier(77, "MOREAU")
        last.candidacy.deposits.append(
            Deposit(version=2, sha256=store.blobs.put(new, "x"), size=len(new), name="3.pdf", received=NOW)
        )
    assert run(store, pool).checked == 4
    assert [row["deposit_id"] for row in rows(store)] == [*numbers, numbers[3] + 1]
    with store.reading() as session:
        current = session.get_one(Deposit, numbers[0]).result
        assert current is not None
        assert [share.peer_id for share in current.shares] == [numbers[1]]


def test_the_report_is_that_of_the_screening(store: Store, pool: Pool, corpus: Path) -> None:
    numbers = campaign(store, files(3))
    run(store, pool, corpus)
    profile = load_profile("grenoble-2016", RULES)
    with store.reading() as session, Reader() as reader:
        first, _, third = (session.get_one(Deposit, number) for number in numbers)
        report = report_of(store, reader, profile, first)
        refused = report_of(store, reader, profile, third)
        assert isinstance(report, Report)
        assert isinstance(refused, Refusal)
        assert first.result is not None
        assert first.result.originality is not None
        found = unpack(first.result.originality)
        assert report.dossier.originality == found
        assert {outcome.code: outcome.status.value for outcome in report.outcomes} == first.result.outcomes
        assert report.verdict.value == first.result.verdict
        assert [(one.source.title, one.source.author) for one in found.sources] == [("Dossier n° 101", "martin")]
        assert found.compared == 1 + 20


def test_namesakes_are_two_people(store: Store, pool: Pool) -> None:
    """Who shares with somebody of the same name does not share with an own version."""
    numbers = campaign(store, files(2))
    with store.writing() as session:
        for person in session.scalars(select(Candidate)):
            person.surname, person.given = "MARTIN", "Marie"
    run(store, pool)
    assert [[peer for peer, _, _ in row["shares"]] for row in rows(store)] == [[numbers[1]], [numbers[0]]]


def test_an_earlier_session_is_compared_with_and_own_versions_are_set_aside(store: Store, pool: Pool) -> None:
    numbers = campaign(store, files(2))
    with store.writing() as session:
        begun = session.scalars(select(Campaign)).one()
        begun.sessions.append(CampaignSession(number=2, name="2", closes=NOW))
        session.flush()
        data = files(2)[0]
        one = Candidacy(candidate=begun.candidates[0], session=begun.sessions[1], state="deposited")
        session.add(one)
        one.deposits.append(
            Deposit(version=1, sha256=store.blobs.put(data, "x"), size=len(data), name="0.pdf", received=NOW)
        )
    second = run(store, pool, number=2)
    assert (second.session, second.deposits, second.checked) == (2, 1, 1)
    (row,) = rows(store)
    assert [peer for peer, _, _ in row["shares"]] == [numbers[1]]
    found = unpack(row["originality"])
    assert {match.excluded for match in found.matches if match.source != found.sources[0].source.id} == {"own-version"}
    first = run(store, pool, number=1)
    assert (first.session, first.deposits, first.checked) == (1, 2, 2)


def test_a_file_that_kills_its_reader_stops_nothing(store: Store, pool: Pool) -> None:
    campaign(store, [*files(2), memory_bomb()])
    done = screen(store, KEY, None, [], pool, NOW, "admin", limits=Limits(address_space=400 * MIB))
    assert done.verdicts == {"not_conforming": 2, "refused": 1}
    assert done.unsettled == 0


def test_a_file_that_is_missing_is_told_and_tried_again(store: Store, pool: Pool) -> None:
    numbers = campaign(store, files(2))
    with store.reading() as session:
        sha256 = session.get_one(Deposit, numbers[0]).sha256
    data = store.blobs.get(sha256)
    store.blobs.remove(sha256)
    first = run(store, pool)
    assert (first.checked, first.unsettled, first.verdicts) == (2, 1, {"refused": 1, "not_conforming": 1})
    assert verdicts(store) == [("refused", 0), ("not_conforming", 0)]
    store.blobs.put(data, "x")
    second = run(store, pool)
    # The other is checked again too: it was not compared with the one that was missing.
    assert (second.checked, second.unsettled) == (2, 0)
    assert verdicts(store) == [("not_conforming", 1), ("not_conforming", 1)]


def test_a_damaged_corpus_stops_it_before_anything_is_kept(store: Store, pool: Pool, tmp_path: Path) -> None:
    campaign(store, files(2))
    with pytest.raises(NotACorpus):
        run(store, pool, tmp_path / "nothing")
    folder = corpus_of(tmp_path / "corpus", 5)
    whole = tmp_path / "whole"
    shutil.copytree(folder, whole)
    next(folder.rglob("texts.bin")).write_bytes(b"")
    with pytest.raises(CorpusDamaged):
        run(store, pool, folder)
    assert rows(store) == []
    shutil.rmtree(folder)
    whole.rename(folder)
    assert run(store, pool, folder).checked == 2


def test_a_corpus_that_grew_is_another(store: Store, pool: Pool, tmp_path: Path) -> None:
    campaign(store, files(1))
    folder = corpus_of(tmp_path / "corpus", 5)
    run(store, pool, folder)
    with CorpusWriter(folder) as writer:
        writer.add(documents(1, first=5))
    assert run(store, pool, folder).checked == 1


def test_nobody_screens_a_campaign_twice_at_once(store: Store, pool: Pool) -> None:
    campaign(store, files(1))
    with alone(workplace(store.folder, 1), KEY), pytest.raises(ScreeningRunning):
        run(store, pool)
    assert run(store, pool).checked == 1


def test_what_it_needed_meanwhile_is_erased(store: Store, pool: Pool) -> None:
    campaign(store, files(2))
    run(store, pool)
    place = workplace(store.folder, 1)
    assert len(list(place.documents.rglob("*.dossier"))) == 2
    assert len(list(place.peers("x").parent.iterdir())) == 1
    clear(store.folder, 1)
    assert list((store.folder / "work").iterdir()) == []


@pytest.mark.parametrize("stage", list(Stage))
def test_a_worker_killed_in_the_middle_loses_nothing(
    tmp_path: Path, corpus: Path, uninterrupted: list[dict[str, Any]], stage: Stage
) -> None:
    killer = Killer(stage, after=3)
    with Store(tmp_path) as store, Pool(2) as pool:
        campaign(store, files(DEPOSITS))
        done = screen(store, KEY, None, [corpus], pool, NOW, "admin", killer)
        assert (done.checked, done.unsettled, killer.killed) == (8, 0, 1)
        assert rows(store) == uninterrupted


def test_deposits_erased_meanwhile_stay_so(store: Store) -> None:
    (number,) = campaign(store, files(1))
    keep(store, Outcome(number + 1, "x", "conforming"), NOW)
    keep(store, Outcome(number, "x", "conforming", shares=((number + 1, 10, 0.5),)), NOW)
    with store.reading() as session:
        (kept,) = session.scalars(select(CheckResult))
        assert (kept.deposit_id, kept.shares) == (number, [])
