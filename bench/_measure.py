"""What the benchmarks share: CPU time, wall time and peak memory of this process and of those it starts.

Linux only: the figures come from `/proc`.
"""

from __future__ import annotations

import os
import subprocess
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from types import TracebackType

PROC = Path("/proc")
MIB = 1024 * 1024


@dataclass(slots=True)
class Cost:
    """What something cost: CPU and wall time in seconds, peak resident memory in bytes (0: not measured)."""

    cpu: float = 0.0
    wall: float = 0.0
    memory: int = 0


def command_cost(arguments: Sequence[str | Path], ok: Sequence[int] = (0,)) -> Cost:
    """The cost of a command with all the processes it waited for; its output is thrown away.

    Raises RuntimeError when it ends with another code than those in `ok`.
    """
    start = time.perf_counter()
    process = subprocess.Popen(
        arguments, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    _, status, usage = os.wait4(process.pid, 0)
    wall = time.perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in ok:
        raise RuntimeError(f"{arguments[0]} ended with {process.returncode}: {' '.join(map(str, arguments))}")
    return Cost(usage.ru_utime + usage.ru_stime, wall, usage.ru_maxrss * 1024)


@contextmanager
def cost() -> Iterator[Cost]:
    """The CPU and wall time of this process and of its children, living or waited for, within the `with` block."""
    measured = Cost()
    cpu, wall = cpu_of_tree(), time.perf_counter()
    yield measured
    measured.cpu, measured.wall = cpu_of_tree() - cpu, time.perf_counter() - wall


def cpu_of_tree() -> float:
    """Seconds of CPU that this process, its living descendants and the children it waited for have used."""
    waited = os.times()
    living = sum(cpu_of(pid) for pid in descendants(os.getpid()))
    return time.process_time() + waited.children_user + waited.children_system + living


def cpu_of(pid: int) -> float:
    """Seconds of CPU of the threads of a process and of the children it waited for; 0 when it is gone."""
    try:
        threads = list((PROC / str(pid) / "task").iterdir())
        running = sum(int((thread / "schedstat").read_text().split()[0]) for thread in threads) / 1e9
        waited = sum(int(ticks) for ticks in _stat(pid)[13:15]) / os.sysconf("SC_CLK_TCK")
    except (FileNotFoundError, ProcessLookupError):
        return 0.0
    return running + waited


def _stat(pid: int) -> list[str]:
    """The fields of `/proc/PID/stat` after the command's name; the first is the state."""
    return (PROC / str(pid) / "stat").read_text().rpartition(") ")[2].split()


def descendants(pid: int) -> list[int]:
    """The living processes below `pid`, parents first."""
    found: list[int] = []
    with suppress(FileNotFoundError, ProcessLookupError):
        for thread in (PROC / str(pid) / "task").iterdir():
            for child in map(int, (thread / "children").read_text().split()):
                found += [child, *descendants(child)]
    return found


@dataclass
class PeakMemory:
    """Watches the peak resident memory of the descendants of this process: `with PeakMemory() as peak: …`.

    The system's own high-water mark of each process is read every `interval` seconds, so that only what a process did
    in the last instant before it died can be missed.
    """

    interval: float = 0.01
    peak: int = field(default=0, init=False)
    """Bytes, of the process that used most."""

    def __post_init__(self) -> None:
        self._done = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)

    def __enter__(self) -> PeakMemory:
        for pid in descendants(os.getpid()):
            _reset_high_water(pid)
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._done.set()
        self._thread.join()
        self._look()

    def _watch(self) -> None:
        while not self._done.wait(self.interval):
            self._look()

    def _look(self) -> None:
        self.peak = max([self.peak, *(_high_water(pid) for pid in descendants(os.getpid()))])


def _high_water(pid: int) -> int:
    """Peak resident memory of a process since its start or the last reset, in bytes; 0 when it is gone."""
    with suppress(FileNotFoundError, ProcessLookupError):
        for line in (PROC / str(pid) / "status").read_text().splitlines():
            if line.startswith("VmHWM:"):
                return int(line.split()[1]) * 1024
    return 0


def _reset_high_water(pid: int) -> None:
    # Where the system refuses, the mark covers the life of the process: too high, never too low.
    with suppress(OSError):
        (PROC / str(pid) / "clear_refs").write_text("5")


def pdf_files(folders: Sequence[Path]) -> list[Path]:
    """The PDF files below these folders, sorted; a file given is taken as it is."""
    found: list[Path] = []
    for place in folders:
        found += [place] if place.is_file() else sorted(path for path in place.rglob("*.pdf") if path.is_file())
    return found


def middle(values: Sequence[float]) -> float:
    """The median; 0 of nothing."""
    return median(values) if values else 0.0
