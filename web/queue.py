"""Background work on one machine: a queue in a file of the data folder, and what its workers do."""

from __future__ import annotations

import datetime as dt
import functools
import logging

from huey import SqliteHuey, crontab

from precheck.reading.pool import Reader
from web.checks import Checks
from web.drafts import Desk
from web.reports import FOLDER
from web.reports import sweep as sweep_pages
from web.settings import Settings

log = logging.getLogger(__name__)

FILE = "queue.sqlite3"
FORGOTTEN = dt.timedelta(minutes=2)
"""A draft that waits longer with an empty queue is queued again: its worker died."""


class Queue:
    """The queue of a site: the site puts work in, worker processes take it out. Safe among threads and processes.

    Tasks carry identifiers only; what they work on lies in the data folder, so that a lost task is found again.
    """

    def __init__(self, settings: Settings) -> None:
        settings.data_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
        self.settings = settings
        self.checks = Checks(settings.data_dir / "drafts", dt.timedelta(minutes=settings.keep_minutes))
        self.huey = SqliteHuey("precheck", filename=str(settings.data_dir / FILE), results=False, fsync=True)
        self._draft = self.huey.task(name="draft", retries=2, retry_delay=2)(self._check_draft)
        self.huey.periodic_task(crontab(minute="*"), name="sweep")(self.sweep)

    def draft(self, id_: str) -> None:
        """Have the draft in that folder checked."""
        self._draft(id_)

    def place(self, id_: str) -> int:
        """How many drafts come before this one; 0 when it is being worked on or answered."""
        ids = [check.id for check in self.checks.unanswered()]
        return max(0, ids.index(id_) + 1 - self.settings.workers) if id_ in ids else 0

    def recover(self) -> None:
        """Queue again what was accepted and never answered: called when a worker starts."""
        for check in self.checks.unanswered():
            self.draft(check.id)

    def sweep(self) -> None:
        """Erase the drafts that are too old, and find those that a dead worker left."""
        now = dt.datetime.now(dt.UTC)
        erased = self.checks.sweep(now)
        sweep_pages(self.settings.data_dir / FOLDER, now)
        if erased:
            log.info("%d drafts erased", erased)
        if not self.huey.pending_count():
            for check in self.checks.unanswered():
                if now - check.request.received > FORGOTTEN:
                    self.draft(check.id)

    def _check_draft(self, id_: str) -> None:
        self._desk.work(id_)

    @functools.cached_property
    def _desk(self) -> Desk:
        """Made by the worker process itself, after it was forked."""
        return Desk(self.checks, Reader(), self.settings.candidate_corpora)
