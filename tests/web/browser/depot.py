"""Campaigns to deposit in, on a site of the tests, with a candidate of one's own for each story.

The clock of the site is the real one: windows lie about now.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import functools
import itertools
import os
import signal
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from bench._measure import descendants
from bench._site import Site
from precheck.campaign import campaigns
from precheck.campaign.accounts import CANDIDATE, new_key
from precheck.campaign.intake.deposits import Choices, plan_deposits
from precheck.campaign.intake.roles import Role
from precheck.campaign.intake.sources import Incoming
from precheck.campaign.intake.storing import apply_deposits, extend
from precheck.campaign.own import deposit_by_id
from precheck.campaign.procedure import Procedure
from precheck.campaign.rework import prepare, request_rework
from precheck.campaign.sessions import last_candidacy
from precheck.campaign.states import Step
from precheck.campaign.store import Transaction
from precheck.campaign.tables import Candidacy, Candidate
from precheck.i18n import Translator
from precheck.profile import load_profile
from precheck.rules.catalogue import RULES
from tests.web.browser.visit import SAMPLES, SECONDS
from web.deposited import folder_of, request_of
from web.queue import FILE, Queue
from web.settings import Settings

OPEN, SOON, OVER, ONCE = "depot-ouvert", "depot-bientot", "depot-clos", "depot-unique"
DAY = dt.timedelta(days=1)
_WINDOWS = {OPEN: (-2, 5), SOON: (3, 9), OVER: (-9, -1), ONCE: (-2, 5)}
"""Days from now to the opening and to the close."""
_TITLES = {
    OPEN: "C2i2e, session d’automne",
    SOON: "C2i2e, session d’hiver",
    OVER: "C2i2e, session d’été",
    ONCE: "C2i2e, un seul dépôt",
}
_ONCE = """\
id = "depot-unique"
title = "C2i2e, un seul dépôt"
institution = "Université des tests"
source = "Règlement des tests"
extends = "grenoble-2016"

[procedure]
replace = false
"""
SHORT = SAMPLES / "nine-pages.pdf"
"""A dossier in which the check finds something."""
GOOD = SAMPLES / "conforming-map.pdf"
STATEMENT = "Les numéros de page manquent à partir de la page 5."


def now() -> dt.datetime:
    """To the second."""
    return dt.datetime.now(dt.UTC).replace(microsecond=0)


@dataclass(frozen=True, slots=True)
class Person:
    """A candidate with a personal link, as a path."""

    site: Site
    campaign: str
    key: str
    number: int
    link: str

    @property
    def page(self) -> str:
        """The path of the candidate's own page."""
        return f"/depot/{self.campaign}"


@functools.cache
def prepared(site: Site) -> Site:
    """The site, with the four campaigns."""
    begun = now()
    once = site.data / "depot-unique.toml"
    once.write_text(_ONCE, "utf-8")
    with site.store() as store, store.writing() as write:
        for key, (opens, closes) in _WINDOWS.items():
            reference: str | Path = once if key == ONCE else "grenoble-2016"
            profile = load_profile(reference, RULES)
            campaign = campaigns.begin(write, key, profile, str(reference), begun, "tests", _TITLES[key])
            [window] = campaign.sessions
            window.opens, window.closes = begun + opens * DAY, (begun + closes * DAY).replace(second=59)
    return site


_NUMBERS = itertools.count(1)


def candidate(
    site: Site, campaign: str = OPEN, surname: str = "Vernaz", extended: dt.timedelta | None = None
) -> Person:
    """Somebody new on the roster, who may have more time than others."""
    with prepared(site).store() as store, store.writing() as write:
        where = campaigns.find(write, campaign, store.folder)
        number = next(_NUMBERS)
        key = f"2170{number:04d}"
        person = Candidate(key=key, number=number, surname=surname, given="Maëlle")
        where.candidates.append(person)
        person.candidacies.append(Candidacy(session=where.sessions[0]))
        write.flush()
        if extended is not None:
            extend(write, where, key, None, now() + extended, now(), "Mme Roche", "hospitalisation")
        secret = new_key(write, CANDIDATE, now(), candidate=person, days=None)
    return Person(site, campaign, key, number, f"/d/{secret}")


@contextmanager
def queue(site: Site) -> Iterator[Queue]:
    """The queue of the site, to put work in beside it."""
    made = Queue(Settings(site.data, smtp_host="127.0.0.1"))
    yield made
    made.huey.storage.close()


def deposit(
    who: Person,
    file: Path = SHORT,
    *,
    checked: bool = True,
    queued: bool = True,
    role: Role = Role.DOSSIER,
    language: str = "fr",
) -> int:
    """The candidate deposits a file; its check is waited for, only queued, or not even that. The deposit's number."""
    with who.site.store() as store:
        with store.reading() as read:
            where = campaigns.find(read, who.campaign, store.folder)
            incoming = Incoming(file.name, file.read_bytes)
            plan = plan_deposits(where, where.sessions[0], [incoming], Choices(candidate=who.key, role=role))
        [outcome] = apply_deposits(store, plan, now(), who.key, Translator(language))
        assert outcome.deposit is not None, outcome
        with store.reading() as read, queue(who.site) as work:
            made = deposit_by_id(read, outcome.deposit)
            assert made is not None
            id_ = folder_of(made)
            if queued:
                work.deposit_report(made, language)
            else:
                work.reports.keep(id_, request_of(made, language))
            if checked:
                until(lambda: (check := work.reports.get(id_)) is None or check.answer is not None)
    return outcome.deposit


def until(happened: Callable[[], bool]) -> None:
    """Wait for something that is to happen soon."""
    end = time.monotonic() + SECONDS / 1000
    while not happened():
        assert time.monotonic() < end, "it did not happen"
        time.sleep(0.1)


@contextmanager
def candidacy(who: Person) -> Iterator[tuple[Transaction, Candidacy]]:
    """The candidacy, to be changed by somebody else."""
    with who.site.store() as store, store.writing() as write:
        where = campaigns.find(write, who.campaign, store.folder)
        yield write, last_candidacy(campaigns.candidate(where, who.key))


def ask_again(who: Person) -> int:
    """An evaluator asks for a new version, with reasons; the number of the candidacy."""
    with candidacy(who) as (write, one):
        profile = campaigns.profile_of(one.session.campaign)
        asked = prepare(one, profile, now(), ["pages-not-numbered", "too-few-pages"], STATEMENT)
        request_rework(write, one, profile, asked, STATEMENT, now(), "Mme Roche")
        return one.id


def step(who: Person, *steps: Step) -> None:
    """The steps that others take, one after the other."""
    with candidacy(who) as (write, one):
        procedure = Procedure.of(campaigns.profile_of(one.session.campaign))
        for each in steps:
            campaigns.take(write, one, each, procedure, now(), "Mme Roche")


@contextmanager
def stopped_worker(site: Site) -> Iterator[Callable[[], None]]:
    """Nothing is checked until the function is called, or the block ends: the processes of the worker stand still."""
    server = site.process.pid
    workers = [pid for pid in descendants(server) if b"web.worker" in Path(f"/proc/{pid}/cmdline").read_bytes()]
    assert workers
    processes = [pid for worker in workers for pid in (worker, *descendants(worker))]
    _tell(processes, signal.SIGSTOP)
    try:
        while _locked(site.data / FILE):  # one of them was stopped as it looked into the queue
            _tell(processes, signal.SIGCONT)
            time.sleep(0.05)
            _tell(processes, signal.SIGSTOP)
        yield lambda: _tell(processes, signal.SIGCONT)
    finally:
        _tell(processes, signal.SIGCONT)


def _tell(processes: list[int], what: signal.Signals) -> None:
    for pid in processes:
        os.kill(pid, what)


def _locked(database: Path) -> bool:
    try:
        with contextlib.closing(sqlite3.connect(database, timeout=0.2)) as asking:
            asking.execute("begin exclusive")
            asking.rollback()
    except sqlite3.OperationalError:
        return True
    return False
