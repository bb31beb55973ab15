"""Who does the work: processes of this machine; those of a cluster are in `precheck.campaign.screening.cluster`."""

from __future__ import annotations

import contextlib
import os
import signal
import threading
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from itertools import islice
from multiprocessing import get_context
from multiprocessing.connection import Connection
from types import TracebackType
from typing import Protocol, TypeVar

Given = TypeVar("Given")
Done = TypeVar("Done")

AHEAD = 4
"""Tasks under way for each worker: enough that none waits, few enough that memory does not grow with their number."""
ONE_THREAD = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")
"""For workers: a process for each core is enough, numpy must not add threads of its own."""


class Executor(Protocol):
    """Does work on many tasks at the same time, never holding more than a few of them."""

    def run(self, work: Callable[[Given], Done], tasks: Iterable[Given]) -> Iterator[tuple[Given, Done | None]]:
        """Each task with what `work` made of it, as they get ready; None where the worker died of it, twice.

        `work` is a function of a module: it is found by its name where it is done. What it raises is raised here.
        """


class Pool:
    """Worker processes of this machine; use it as a context manager. A worker that dies is replaced.

    Args:
        jobs: how many.
    """

    def __init__(self, jobs: int) -> None:
        self._jobs = jobs

    def __enter__(self) -> Pool:
        self._start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._end()

    def run(self, work: Callable[[Given], Done], tasks: Iterable[Given]) -> Iterator[tuple[Given, Done | None]]:
        """As `Executor.run`."""
        waiting = iter(tasks)
        flying: dict[Future[Done], Given] = {}
        while True:
            for task in islice(waiting, self._jobs * AHEAD - len(flying)):
                flying[self._submit(work, task)] = task
            if not flying:
                return
            suspects = []
            for future in wait(flying, return_when=FIRST_COMPLETED).done:
                task = flying.pop(future)
                try:
                    yield task, future.result()
                except BrokenProcessPool:
                    suspects.append(task)
            if suspects:
                # With one worker the whole pool is lost, and nobody says whose task it was: each is tried alone.
                for future in wait(flying).done:
                    if future.exception() is None:
                        yield flying.pop(future), future.result()
                suspects += flying.values()
                flying.clear()
                self._replace()
                for task in suspects:
                    yield task, self._alone(work, task)

    def _alone(self, work: Callable[[Given], Done], task: Given) -> Done | None:
        try:
            return self._submit(work, task).result()
        except BrokenProcessPool:
            self._replace()
            return None

    def _submit(self, work: Callable[[Given], Done], task: Given) -> Future[Done]:
        try:
            return self._pool.submit(work, task)
        except BrokenProcessPool as error:
            failed: Future[Done] = Future()
            failed.set_exception(error)
            return failed

    def _replace(self) -> None:
        self._end()
        self._start()

    def _start(self) -> None:
        # Spawned: a fork would copy what the threads of the parent were in the middle of.
        context = get_context("spawn")
        lifeline, self._lifeline = context.Pipe(duplex=False)
        self._pool = ProcessPoolExecutor(self._jobs, context, _begin, (lifeline,))
        self._held = lifeline

    def _end(self) -> None:
        self._lifeline.close()
        self._held.close()
        self._pool.shutdown(cancel_futures=True)


def _begin(lifeline: Connection) -> None:
    """The beginning of a worker: it ends with its parent, however that ends, and leaves Ctrl-C to it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)

    def watch() -> None:
        with contextlib.suppress(OSError):
            lifeline.poll(None)
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()


@contextlib.contextmanager
def one_thread_each() -> Iterator[None]:
    """Processes started within use one thread for numbers, unless the person said otherwise."""
    fresh = {name: value for name, value in ONE_THREAD.items() if name not in os.environ}
    os.environ.update(fresh)
    try:
        yield
    finally:
        for name in fresh:
            del os.environ[name]
