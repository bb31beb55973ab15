"""A worker of the site: `precheck work` takes work from the queue until it is told to end.

Who is killed takes nobody along, so each process watches the one that started it: none is left to work alone.
"""

from __future__ import annotations

import logging
import os
import signal
import sys
import threading
from typing import Any

from huey.consumer import Consumer

from web.queue import Queue
from web.settings import Settings, load

_LOOK = 1.0
"""Seconds between two looks at the parent process, and at the worker processes."""
_MODEST = 5
"""Pages come before checks where both want the processor."""


class _Consumer(Consumer):  # type: ignore[misc]
    """Processes that end when the one that started them is gone."""

    def _create_process(self, process: Any, name: str) -> Any:
        parent, initialize = os.getpid(), process.initialize

        def initialized() -> None:
            follow(parent, signal.SIGKILL)
            initialize()

        process.initialize = initialized
        return super()._create_process(process, name)


def follow(parent: int, how: signal.Signals) -> None:
    """Send that signal to this process as soon as its parent is gone."""

    def look() -> None:
        pause = threading.Event()
        while os.getppid() == parent:
            pause.wait(_LOOK)
        os.kill(os.getpid(), how)

    threading.Thread(target=look, daemon=True).start()


def work(settings: Settings) -> None:
    """Work until a signal: SIGTERM lets the work under way end; what SIGINT breaks off is done at the next start."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(name)s %(message)s")
    # What is worth a line is the work that somebody asked for.
    for talkative in ("huey.consumer", "alembic"):
        logging.getLogger(talkative).setLevel(logging.WARNING)
    logging.getLogger("huey").addFilter(lambda record: "web.queue.sweep" not in record.getMessage())
    os.nice(_MODEST)
    queue = Queue(settings)
    queue.recover()
    _Consumer(
        queue.huey,
        workers=settings.workers,
        worker_type="process",
        initial_delay=0.05,
        max_delay=0.5,
        check_worker_health=True,
        health_check_interval=_LOOK,
        graceful_signal="TERM",
    ).run()


if __name__ == "__main__":
    if "--follow" in sys.argv:
        follow(os.getppid(), signal.SIGTERM)
    work(load())
