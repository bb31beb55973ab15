"""Background work on one machine: a queue in a file of the data folder, and what its workers do."""

from __future__ import annotations

import datetime as dt
import functools
import logging
import threading
import time
from pathlib import Path

from huey import SqliteHuey, crontab

from precheck.reading.pool import Reader
from web.checks import Checks
from web.drafts import Desk
from web.settings import Settings

log = logging.getLogger(__name__)

FILE = "queue.sqlite3"
FORGOTTEN = dt.timedelta(seconds=20)
"""A draft that waits longer and is not in the queue is queued again: its worker died, or another host's."""
_FRESH = 1.0
"""Seconds for which the order of the drafts is taken as known: a page that waits asks often."""


class Queue:
    """The queue of a site: the site puts work in, worker processes take it out. Safe among threads and processes.

    Tasks carry identifiers only; what they work on lies in the data folder, so that a lost task is found again.
    """

    def __init__(self, settings: Settings) -> None:
        settings.data_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
        self.settings = settings
        self.checks = Checks(settings.data_dir / "drafts", dt.timedelta(minutes=settings.keep_minutes))
        place = Path(settings.queue_dir or settings.data_dir)
        place.mkdir(parents=True, exist_ok=True, mode=0o700)
        self.huey = SqliteHuey("precheck", filename=str(place / FILE), results=False, fsync=True)
        self._draft = self.huey.task(name="draft", retries=2, retry_delay=2)(self._check_draft)
        self.huey.periodic_task(crontab(minute="*"), name="sweep", priority=10)(self.sweep)
        self._order: tuple[float, dict[str, int]] = (0.0, {})
        self._looking = threading.Lock()

    def draft(self, id_: str) -> None:
        """Have the draft in that folder checked."""
        self._draft(id_)
        order = self._waiting()
        order.setdefault(id_, len(order))

    def place(self, id_: str) -> int:
        """How many drafts come before this unanswered one, 0 when it is being worked on; a second old at most."""
        order = self._waiting()
        return max(0, order.get(id_, len(order)) + 1 - self.settings.workers)

    def length(self) -> int:
        """How many drafts wait for their answer; a second old at most."""
        return len(self._waiting())

    def _waiting(self) -> dict[str, int]:
        with self._looking:
            seen, order = self._order
            if time.monotonic() - seen > _FRESH:
                order = {id_: number for number, id_ in enumerate(self.checks.waiting())}
                self._order = (time.monotonic(), order)
            return order

    def recover(self) -> None:
        """Queue again what was accepted and never answered: called when a worker starts."""
        self._requeue(self.checks.waiting())

    def _requeue(self, ids: list[str]) -> None:
        queued = {task.args[0] for task in self.huey.pending() if task.name == "draft"}
        for id_ in ids:
            if id_ not in queued:
                self._draft(id_)

    def sweep(self) -> None:
        """Erase the drafts that are too old, and find those that a dead worker left."""
        now = dt.datetime.now(dt.UTC)
        erased = self.checks.sweep(now)
        if erased:
            log.info("%d drafts erased", erased)
        self._requeue([check.id for check in self.checks.unanswered() if now - check.request.received > FORGOTTEN])

    def _check_draft(self, id_: str) -> None:
        self._desk.work(id_)

    @functools.cached_property
    def _desk(self) -> Desk:
        """Made by the worker process itself, after it was forked."""
        return Desk(self.checks, Reader(), self.settings.candidate_corpora)
