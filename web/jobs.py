"""Long work that an administrator asks for: a screening, an export. Each is a folder: what was asked, how it goes.

A job is a process of its own, `python -m web.job ID`, so that it can be stopped. It holds a lock as long as it lives:
whoever looks can tell a job under way from one that was killed.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import fcntl
import os
import re
import secrets
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from precheck.campaign.exports import exporter
from precheck.campaign.screening.errors import ScreeningRunning
from precheck.output import write_whole

if TYPE_CHECKING:
    from web.queue import Queue

REQUEST, STATE, LOCK, STOP = "request.json", "state.json", "lock", "stop"
WAITING, RUNNING, DONE, FAILED, STOPPED = "waiting", "running", "done", "failed", "stopped"
KEEP = dt.timedelta(days=1)
"""After which an export is erased; what a screening found is in the store."""
SCREENING = "screening"
_ID = re.compile(r"[A-Za-z0-9_-]{10,64}")


@dataclass(frozen=True, slots=True)
class Job:
    """What was asked: `kind` is a screening or the name of an export. `form` is the ending of what an export writes."""

    kind: str
    campaign: str
    actor: str
    language: str
    asked: dt.datetime
    session: int | None = None
    form: str = ""
    anonymous: bool = False


@dataclass(frozen=True, slots=True)
class State:
    """How it goes. `stage` is read or check, `done` of `total` since `since`; `said` and `notes` tell how it ended,
    `file` what can be fetched."""

    state: str = WAITING
    stage: str = ""
    done: int = 0
    total: int = 0
    since: dt.datetime | None = None
    ended: dt.datetime | None = None
    said: str = ""
    notes: tuple[str, ...] = field(default=())
    file: str = ""

    @property
    def over(self) -> bool:
        return self.state in {DONE, FAILED, STOPPED}

    def minute_rate(self, now: dt.datetime) -> float:
        """Dossiers a minute; 0 before the first."""
        seconds = (now - self.since).total_seconds() if self.since else 0
        return 60 * self.done / seconds if seconds > 0 else 0.0


@dataclass(frozen=True, slots=True)
class Known:
    """A job with its folder's name and its state."""

    id: str
    job: Job
    state: State


class Jobs:
    """The folders of the jobs. Safe among processes."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def ask(self, job: Job) -> str:
        """Note a job, and return its unguessable identifier."""
        id_ = secrets.token_urlsafe(24)
        place = self.folder / id_
        place.mkdir(parents=True, mode=0o700)
        write_whole(place / REQUEST, msgspec.json.encode(job))
        return id_

    def get(self, id_: str) -> Known | None:
        """The job of that identifier, None when there is none or no more."""
        place = self.folder / id_
        if not _ID.fullmatch(id_):
            return None
        try:
            job = msgspec.json.decode((place / REQUEST).read_bytes(), type=Job)
        except (OSError, msgspec.DecodeError):
            return None
        try:
            state = msgspec.json.decode((place / STATE).read_bytes(), type=State)
        except (OSError, msgspec.DecodeError):
            state = State()
        if state.state == RUNNING and not _locked(place / LOCK):
            # It was killed: what it did is kept, and it may be asked for again.
            state = dataclasses.replace(state, state=STOPPED)
        return Known(id_, job, state)

    def tell(self, id_: str, state: State) -> None:
        """Write how it goes."""
        write_whole(self.folder / id_ / STATE, msgspec.json.encode(state))

    def of(self, campaign: str) -> list[Known]:
        """Those of a campaign, the newest first."""
        found = [each for each in self._all() if each.job.campaign == campaign]
        return sorted(found, key=lambda each: (each.job.asked, each.id), reverse=True)

    def screening(self, campaign: str) -> Known | None:
        """The last screening of a campaign."""
        return next((each for each in self.of(campaign) if each.job.kind == SCREENING), None)

    def stop(self, id_: str) -> None:
        """Ask it to stop; it does so soon, and keeps what it did. One that waits never begins."""
        (self.folder / id_ / STOP).touch(mode=0o600)
        found = self.get(id_)
        if found and found.state.state == WAITING:
            self.tell(id_, State(STOPPED))

    def asked_to_stop(self, id_: str) -> bool:
        """Whether somebody did."""
        return (self.folder / id_ / STOP).exists()

    def hold(self, id_: str) -> int | None:
        """Take the lock for the rest of the process; None when another process does that job already."""
        handle = os.open(self.folder / id_ / LOCK, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            os.close(handle)
            return None
        return handle

    def waiting(self) -> list[str]:
        """Those that nobody began."""
        return [each.id for each in self._all() if each.state.state == WAITING]

    def sweep(self, now: dt.datetime) -> None:
        """Erase what is over and old; of the screenings of a campaign, the last one stays."""
        for each in list(self._all()):
            last = self.screening(each.job.campaign)
            if each.state.over and now - each.job.asked > KEEP and (last is None or last.id != each.id):
                shutil.rmtree(self.folder / each.id, ignore_errors=True)

    def forget(self, campaign: str) -> None:
        """Erase all those of a campaign that are over: it is purged."""
        for each in self.of(campaign):
            if each.state.over:
                shutil.rmtree(self.folder / each.id, ignore_errors=True)

    def _all(self) -> Iterator[Known]:
        if self.folder.is_dir():
            for place in sorted(self.folder.iterdir()):
                if found := self.get(place.name):
                    yield found


def ask_screening(queue: Queue, job: Job) -> None:
    """Have a screening done. Raises `ScreeningRunning` while another of that campaign is not over."""
    last = queue.jobs.screening(job.campaign)
    if last and not last.state.over:
        raise ScreeningRunning(campaign=job.campaign)
    queue.job(queue.jobs.ask(job))


def forms_of(what: str) -> tuple[str, ...]:
    """The endings that the export of that name may have; one that writes folders only is fetched as a zip."""
    return tuple(form for form in exporter(what).FORMS if form) or (".zip",)


def _locked(place: Path) -> bool:
    try:
        handle = os.open(place, os.O_RDWR | os.O_CLOEXEC)
    except OSError:
        return False
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return True
    finally:
        os.close(handle)
    return False
