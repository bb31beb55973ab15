"""The processes that work in a test, and ending one of them."""

from __future__ import annotations

import os
import signal
from contextlib import suppress
from pathlib import Path

from bench._measure import descendants
from precheck.campaign.screening.run import Silent, Stage


def workers() -> list[int]:
    """The worker processes of this one, of a pool or of a cluster."""
    found = []
    for pid in descendants(os.getpid()):
        with suppress(FileNotFoundError, ProcessLookupError):
            if b"spawn_main" in Path(f"/proc/{pid}/cmdline").read_bytes():
                found.append(pid)
    return found


class Killer(Silent):
    """Kills a worker when so many deposits of a stage are done; of each of the stages given."""

    def __init__(self, *stages: Stage, after: int) -> None:
        self._wanted, self._after, self._stage, self._done = stages, after, stages[0], 0
        self.killed = 0

    def begin(self, stage: Stage, total: int) -> None:
        self._stage, self._done = stage, 0

    def advance(self) -> None:
        self._done += 1
        if self._stage in self._wanted and self._done == self._after:
            os.kill(workers()[-1], signal.SIGKILL)
            self.killed += 1
