"""Background work on one machine: a queue in a file of the data folder, and what its workers do."""

from __future__ import annotations

import datetime as dt
import functools
import logging
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any

from huey import Huey, crontab
from huey.storage import SqliteStorage

from precheck.campaign.store import Store
from precheck.campaign.tables import Deposit
from precheck.reading.pool import Reader
from web.checks import Checks
from web.deposited import folder_of, request_of, shown, work
from web.deposited import sweep as sweep_reports
from web.drafts import Desk
from web.imports import Uploads
from web.jobs import Jobs
from web.mail import is_final, send
from web.notices import compose, notify_report
from web.outbox import Outbox
from web.reports import FOLDER
from web.reports import sweep as sweep_pages
from web.settings import Settings

log = logging.getLogger(__name__)

FILE = "queue.sqlite3"
FORGOTTEN = dt.timedelta(seconds=20)
"""A draft that waits longer and is not in the queue is queued again: its worker died, or another host's."""
_FRESH = 1.0
"""Seconds for which the order of the drafts is taken as known: a page that waits asks often."""

PAUSES = (30, 120, 600, 1800, 3600, 7200, 14400, 28800)
"""Seconds between the attempts to send a mail: for half a day and more."""


class _Storage(SqliteStorage):  # type: ignore[misc]
    """The file of the queue. It stays whole, but does not wait for the disk: what a power cut takes from it still lies
    in the data folder, and is found again."""

    def _create_connection(self) -> Any:
        connection = super()._create_connection()
        connection.execute("pragma synchronous=normal")
        return connection


class Queue:
    """The queue of a site: the site puts work in, worker processes take it out. Safe among threads and processes.

    Tasks carry identifiers only; what they work on lies in the data folder, so that a lost task is found again.
    """

    def __init__(self, settings: Settings) -> None:
        settings.data_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
        self.settings = settings
        self.checks = Checks(settings.data_dir / "drafts", dt.timedelta(minutes=settings.keep_minutes))
        self.reports = Checks(settings.data_dir / "deposited")
        self.outbox = Outbox(settings.data_dir / "outbox")
        self.jobs = Jobs(settings.data_dir / "jobs")
        self.imports = Uploads(settings.data_dir / "uploads")
        place = Path(settings.queue_dir or settings.data_dir)
        place.mkdir(parents=True, exist_ok=True, mode=0o700)
        self.huey = Huey("precheck", storage_class=_Storage, filename=str(place / FILE), results=False)
        self._draft = self.huey.task(name="draft", retries=2, retry_delay=2)(self._check_draft)
        self._deposited = self.huey.task(name="deposit_report", retries=2, retry_delay=2)(self._check_deposited)
        self._mail = self.huey.task(name="mail")(self._send)
        self._job = self.huey.task(name="job")(self._start_job)
        self.huey.periodic_task(crontab(minute="*"), name="sweep", priority=10)(self.sweep)
        self._order: tuple[float, dict[str, int]] = (0.0, {})
        self._looking = threading.Lock()

    def draft(self, id_: str) -> None:
        """Have the draft in that folder checked."""
        self._draft(id_)
        order = self._waiting()
        order.setdefault(id_, len(order))

    def deposit_report(self, deposit: Deposit, language: str) -> None:
        """Have a deposit checked for its candidate; nothing happens when it is, or will be."""
        id_ = folder_of(deposit)
        if self.reports.get(id_) is None and shown(deposit):
            self.reports.keep(id_, request_of(deposit, language))
            self._deposited(id_)

    def mail(self, name: str) -> None:
        """Have a notice sent (see `web.notices`); nothing happens where mails are not set up."""
        if self.settings.smtp_host:
            self.outbox.put(name)
            self._mail(name, 0)

    def job(self, id_: str) -> None:
        """Have that job done, by a process of its own."""
        self._job(id_)

    def place(self, id_: str) -> int:
        """How many drafts and deposits come before this unanswered one, 0 when it is being worked on; a second old at
        most."""
        order = self._waiting()
        return max(0, order.get(id_, len(order)) + 1 - self.settings.workers)

    def length(self) -> int:
        """How many drafts and deposits wait for their answer; a second old at most."""
        return len(self._waiting())

    def _waiting(self) -> dict[str, int]:
        with self._looking:
            seen, order = self._order
            if time.monotonic() - seen > _FRESH:
                waiting = [*self.checks.waiting(), *self.reports.waiting()]
                order = {id_: number for number, id_ in enumerate(waiting)}
                self._order = (time.monotonic(), order)
            return order

    def recover(self) -> None:
        """Queue again what was accepted and never answered: called when a worker starts."""
        self._requeue(self.checks.waiting(), self.reports.waiting())
        for name in self.outbox.recover():
            self._mail(name, 0)
        for id_ in self.jobs.waiting():
            self.job(id_)

    def _requeue(self, drafts: list[str], reports: list[str]) -> None:
        queued = {task.args[0] for task in self.huey.pending() if task.name in {"draft", "deposit_report"}}
        for id_ in drafts:
            if id_ not in queued:
                self._draft(id_)
        for id_ in reports:
            if id_ not in queued:
                self._deposited(id_)

    def sweep(self) -> None:
        """Erase the drafts that are too old, and find those that a dead worker left."""
        now = dt.datetime.now(dt.UTC)
        erased = self.checks.sweep(now)
        sweep_pages(self.settings.data_dir / FOLDER, now)
        if erased:
            log.info("%d drafts erased", erased)
        self.jobs.sweep(now)
        self.imports.sweep(now)
        over = sweep_reports(self._store, self.reports)
        if over:
            log.info("%d reports on deposits erased", over)
        lost = ([check.id for check in each.unanswered() if now - check.request.received > FORGOTTEN]
                for each in (self.checks, self.reports))  # fmt: skip
        self._requeue(*lost)

    def _check_draft(self, id_: str) -> None:
        self._desk.work(id_)

    def _check_deposited(self, id_: str) -> None:
        deposit = work(self._store, self.reports, self._desk, id_)
        if deposit is not None:
            notify_report(self, deposit)

    def _send(self, name: str, attempt: int) -> None:
        """Send a notice; when the server refuses, try again later, and later still."""
        if not self.outbox.take(name):
            return
        mail = compose(self.settings, self._store, name)
        try:
            if mail is not None:
                send(self.settings, mail)
        except OSError as error:
            log.warning("a mail was not sent, attempt %d: %s", attempt + 1, type(error).__name__)
            if not is_final(error) and attempt < len(PAUSES):
                self.outbox.back(name)
                self._mail.schedule((name, attempt + 1), delay=PAUSES[attempt])
                return
        self.outbox.done(name)

    @functools.cached_property
    def _store(self) -> Store:
        """Opened by the worker process itself, after it was forked."""
        return Store(self.settings.data_dir, self.settings.database_url or None)

    @staticmethod
    def _start_job(id_: str) -> None:
        """The worker goes on with drafts meanwhile. A signal to end reaches the worker's children too."""
        process = subprocess.Popen([sys.executable, "-m", "web.job", id_])  # noqa: S603 (our own, no shell)
        threading.Thread(target=process.wait, daemon=True).start()

    @functools.cached_property
    def _desk(self) -> Desk:
        """Made by the worker process itself, after it was forked."""
        return Desk(self.checks, Reader(), self.settings.candidate_corpora)
