"""A job in a process of its own: `python -m web.job ID`. See `web.jobs`."""

from __future__ import annotations

import dataclasses
import datetime as dt
import os
import signal
import sys
import threading
import time

from precheck.campaign.exports import exporter
from precheck.campaign.exports.base import Demand
from precheck.campaign.screening.run import Stage
from precheck.campaign.store import Store
from precheck.errors import PrecheckError
from precheck.i18n import Message, Translator, msg, msgs
from web.jobs import DONE, FAILED, RUNNING, SCREENING, STOPPED, Job, Jobs, State
from web.settings import Settings, load

_LOOK = 0.3
"""Seconds between two looks whether somebody asked to stop."""
_TELL = 0.5
"""Seconds between two words on how it goes."""


class _Teller:
    """Writes how a job goes; watches a screening."""

    def __init__(self, jobs: Jobs, id_: str) -> None:
        self._jobs, self._id, self._told = jobs, id_, 0.0
        self.state = State(RUNNING, since=_now())
        self.tell()

    def begin(self, stage: Stage, total: int) -> None:
        """A stage begins."""
        self.state = dataclasses.replace(self.state, stage=stage.value, done=0, total=total, since=_now())
        self.tell()

    def advance(self) -> None:
        """One more is done."""
        self.state = dataclasses.replace(self.state, done=self.state.done + 1)
        if time.monotonic() - self._told > _TELL:
            self.tell()

    def end(self, state: str, said: str = "", notes: tuple[str, ...] = (), file: str = "") -> None:
        """It is over."""
        self.state = dataclasses.replace(self.state, state=state, said=said, notes=notes, file=file, ended=_now())
        self.tell()

    def tell(self) -> None:
        """Write it down now."""
        self._told = time.monotonic()
        self._jobs.tell(self._id, self.state)


def _now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)


def run(settings: Settings, id_: str) -> None:
    """Do that job, unless it was done, is being done, or is not wanted any more."""
    jobs = Jobs(settings.data_dir / "jobs")
    found = jobs.get(id_)
    if found is None or found.state.over:
        return
    handle = jobs.hold(id_)
    if handle is None:
        return
    say = Translator(found.job.language)
    teller = _Teller(jobs, id_)
    _watch_for_stop(jobs, id_)
    try:
        with Store(settings.data_dir, settings.database_url or None) as store:
            if found.job.kind == SCREENING:
                _screen(settings, store, found.job, teller, say)
            else:
                _export(store, found.job, jobs, id_, teller, say)
    except KeyboardInterrupt:
        teller.end(STOPPED)
    except PrecheckError as error:
        teller.end(FAILED, say(error.message), (say(error.advice),))
    except Exception:
        teller.end(FAILED, say(msg("The site broke down on this work. It is not your fault; try again in a moment.")))
        raise
    finally:
        os.close(handle)


def _watch_for_stop(jobs: Jobs, id_: str) -> None:
    def look() -> None:
        while not jobs.asked_to_stop(id_):
            time.sleep(_LOOK)
        # To the main thread, which a signal wakes from whatever it waits for.
        signal.pthread_kill(threading.main_thread().ident or 0, signal.SIGINT)

    threading.Thread(target=look, daemon=True).start()


def _screen(settings: Settings, store: Store, job: Job, teller: _Teller, say: Translator) -> None:
    from precheck.campaign.screening.executors import Pool, one_thread_each
    from precheck.campaign.screening.run import screen

    with one_thread_each(), Pool(settings.workers) as pool:
        done = screen(store, job.campaign, job.session, settings.corpora, pool, job.asked, job.actor, teller)
    told: Message = msgs("{count} dossier has a result, {checked} of them new.",
                         "{count} dossiers have a result, {checked} of them new.", done.deposits,
                         checked=done.checked)  # fmt: skip
    notes: tuple[str, ...] = ()
    if done.unsettled:
        broken = msgs("{count} could not be checked, through no fault of the file: start again.",
                      "{count} could not be checked, through no fault of the files: start again.",
                      done.unsettled)  # fmt: skip
        notes = (say(broken),)
    teller.end(DONE, say(told), notes)


def _export(store: Store, job: Job, jobs: Jobs, id_: str, teller: _Teller, say: Translator) -> None:
    name = f"{job.campaign}-{job.kind}{job.form or '.zip'}"
    output = jobs.folder / id_ / "out" / name
    demand = Demand(store, job.campaign, output, say, job.asked, job.actor, job.session, job.anonymous)
    if not job.form:
        # This export writes a folder only: it is fetched as a zip.
        demand = dataclasses.replace(demand, output=output.with_suffix(""))
    done = exporter(job.kind).export(demand)
    if not job.form:
        import shutil

        shutil.make_archive(str(output.with_suffix("")), "zip", output.with_suffix(""))
        shutil.rmtree(output.with_suffix(""))
    shown = [say(Message(each.msgid, {**each.params, "file": name}, each.plural, each.count)) for each in (done.said,)]
    teller.end(DONE, shown[0], tuple(map(say, done.notes)), name)


if __name__ == "__main__":
    run(load(), sys.argv[1])
