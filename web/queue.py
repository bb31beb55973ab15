"""Background work on one machine: a queue in a file of the data folder, and what its workers do."""

from __future__ import annotations

import datetime as dt
import functools
import logging

from huey import SqliteHuey, crontab

from precheck.campaign.store import Store
from precheck.campaign.tables import Deposit
from precheck.reading.pool import Reader
from web.checks import Checks
from web.deposited import folder_of, request_of, shown, work
from web.deposited import sweep as sweep_reports
from web.drafts import Desk
from web.mail import is_final, send
from web.notices import compose, notify_report
from web.outbox import Outbox
from web.settings import Settings

log = logging.getLogger(__name__)

FILE = "queue.sqlite3"
FORGOTTEN = dt.timedelta(minutes=2)
"""A draft that waits longer with an empty queue is queued again: its worker died."""

PAUSES = (30, 120, 600, 1800, 3600, 7200, 14400, 28800)
"""Seconds between the attempts to send a mail: for half a day and more."""


class Queue:
    """The queue of a site: the site puts work in, worker processes take it out. Safe among threads and processes.

    Tasks carry identifiers only; what they work on lies in the data folder, so that a lost task is found again.
    """

    def __init__(self, settings: Settings) -> None:
        settings.data_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
        self.settings = settings
        self.checks = Checks(settings.data_dir / "drafts", dt.timedelta(minutes=settings.keep_minutes))
        self.reports = Checks(settings.data_dir / "deposited", dt.timedelta.max)
        self.outbox = Outbox(settings.data_dir / "outbox")
        self.huey = SqliteHuey("precheck", filename=str(settings.data_dir / FILE), results=False, fsync=True)
        self._draft = self.huey.task(name="draft", retries=2, retry_delay=2)(self._check_draft)
        self._deposited = self.huey.task(name="deposit_report", retries=2, retry_delay=2)(self._check_deposited)
        self._mail = self.huey.task(name="mail")(self._send)
        self.huey.periodic_task(crontab(minute="*"), name="sweep")(self.sweep)

    def draft(self, id_: str) -> None:
        """Have the draft in that folder checked."""
        self._draft(id_)

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

    def place(self, id_: str) -> int:
        """How many drafts and deposits come before this one; 0 when it is being worked on or answered."""
        waiting = [*self.checks.unanswered(), *self.reports.unanswered()]
        ids = [check.id for check in sorted(waiting, key=lambda check: (check.request.received, check.id))]
        return max(0, ids.index(id_) + 1 - self.settings.workers) if id_ in ids else 0

    def recover(self) -> None:
        """Queue again what was accepted and never answered: called when a worker starts."""
        for check in self.checks.unanswered():
            self.draft(check.id)
        for check in self.reports.unanswered():
            self._deposited(check.id)
        for name in self.outbox.recover():
            self._mail(name, 0)

    def sweep(self) -> None:
        """Erase the drafts that are too old, and find those that a dead worker left."""
        now = dt.datetime.now(dt.UTC)
        erased = self.checks.sweep(now)
        if erased:
            log.info("%d drafts erased", erased)
        over = sweep_reports(self._store, self.reports)
        if over:
            log.info("%d reports on deposits erased", over)
        if not self.huey.pending_count():
            for check in self.reports.unanswered():
                if now - check.request.received > FORGOTTEN:
                    self._deposited(check.id)
            for check in self.checks.unanswered():
                if now - check.request.received > FORGOTTEN:
                    self.draft(check.id)

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

    @functools.cached_property
    def _desk(self) -> Desk:
        """Made by the worker process itself, after it was forked."""
        return Desk(self.checks, Reader(), self.settings.candidate_corpora)
