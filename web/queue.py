"""Background work on one machine: a queue in a file of the data folder, and what its workers do."""

from __future__ import annotations

import datetime as dt
import functools
import logging
import subprocess
import sys
import threading

from huey import SqliteHuey, crontab

from precheck.reading.pool import Reader
from web.checks import Checks
from web.drafts import Desk
from web.jobs import Jobs
from web.settings import Settings
from web.uploads import Uploads

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
        self.jobs = Jobs(settings.data_dir / "jobs")
        self.uploads = Uploads(settings.data_dir / "uploads")
        self.huey = SqliteHuey("precheck", filename=str(settings.data_dir / FILE), results=False, fsync=True)
        self._draft = self.huey.task(name="draft", retries=2, retry_delay=2)(self._check_draft)
        self._job = self.huey.task(name="job")(self._start_job)
        self.huey.periodic_task(crontab(minute="*"), name="sweep")(self.sweep)

    def draft(self, id_: str) -> None:
        """Have the draft in that folder checked."""
        self._draft(id_)

    def job(self, id_: str) -> None:
        """Have that job done, by a process of its own."""
        self._job(id_)

    def place(self, id_: str) -> int:
        """How many drafts come before this one; 0 when it is being worked on or answered."""
        ids = [check.id for check in self.checks.unanswered()]
        return max(0, ids.index(id_) + 1 - self.settings.workers) if id_ in ids else 0

    def recover(self) -> None:
        """Queue again what was accepted and never answered: called when a worker starts."""
        for check in self.checks.unanswered():
            self.draft(check.id)
        for id_ in self.jobs.waiting():
            self.job(id_)

    def sweep(self) -> None:
        """Erase the drafts that are too old, and find those that a dead worker left."""
        now = dt.datetime.now(dt.UTC)
        erased = self.checks.sweep(now)
        if erased:
            log.info("%d drafts erased", erased)
        self.jobs.sweep(now)
        self.uploads.sweep(now)
        if not self.huey.pending_count():
            for check in self.checks.unanswered():
                if now - check.request.received > FORGOTTEN:
                    self.draft(check.id)

    def _check_draft(self, id_: str) -> None:
        self._desk.work(id_)

    @staticmethod
    def _start_job(id_: str) -> None:
        """The worker goes on with drafts meanwhile. A signal to end reaches the worker's children too."""
        process = subprocess.Popen([sys.executable, "-m", "web.job", id_])  # noqa: S603 (our own, no shell)
        threading.Thread(target=process.wait, daemon=True).start()

    @functools.cached_property
    def _desk(self) -> Desk:
        """Made by the worker process itself, after it was forked."""
        return Desk(self.checks, Reader(), self.settings.candidate_corpora)
