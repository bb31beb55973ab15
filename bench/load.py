"""The site under load: a real server, many people at once, and what happens when it is killed in the middle.

    python bench/load.py [--clients N] [--queued N] [--killed N] [--sample PDF]

In one run, before and after: the bare work of a check with as many processes, alone and with the files that the site
writes at once (what the ratios are of). Between: 50 people who drop the sample at the same moment; 500 drafts in the
queue; then 100, while a worker and later the whole server are killed with SIGKILL. The clock's ratios are those of one
machine on which people, pages and checks want the same processors, with whatever else runs; those of processor time
say what the site itself costs.
Exit code 1 when a request fails, an accepted draft is never answered, the bare check is less than seven tenths of what
the worker does for a draft, the throughput is below two fifths of the bare checks, or the processes together need
more than 2 GiB.
"""

from __future__ import annotations

import argparse
import datetime as dt
import os
import signal
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from bench._bare import PROCESSES, Work, work
from bench._measure import MIB, cpu_of, descendants
from bench._site import Site
from bench._visitor import Unexpected, Visitor, percentile
from web.checks import Checks

SAMPLE = Path("corpus/samples/twenty-pages.pdf")
MIN_SHARE = 0.7
"""Of the worker's processor time for a draft, what the bare check alone takes: the rest is what the site adds."""
MIN_RATIO = 0.4
"""Drafts a second, to bare checks a second; here pages, and the people themselves, want the same processors."""
MAX_MEMORY = 2048 * MIB


class TreeMemory:
    """The peak of the resident memory of a process and all below it together: `with TreeMemory(pid) as memory: …`."""

    def __init__(self, pid: int) -> None:
        self._pid = pid
        self.peak = 0
        self._done = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)

    def __enter__(self) -> TreeMemory:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._done.set()
        self._thread.join()

    def _watch(self) -> None:
        while not self._done.wait(0.2):
            self.peak = max(self.peak, sum(map(resident, [self._pid, *descendants(self._pid)])))


def resident(pid: int) -> int:
    """Bytes of memory of a process that are its own: pages shared by forked processes count by their share."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except (FileNotFoundError, ProcessLookupError, PermissionError):
        return 0
    return next((int(line.split()[1]) * 1024 for line in lines if line.startswith("Pss:")), 0)


def cpu(pids: Iterable[int]) -> float:
    """Seconds of processor time of these processes and of the children they waited for."""
    return sum(map(cpu_of, pids))


@dataclass(frozen=True, slots=True)
class Spent:
    """Seconds of processor time since the site began: of its worker with the guarded children, of its pages."""

    worker: float
    pages: float

    @classmethod
    def by(cls, site: Site) -> Spent:
        """So far."""
        worker = worker_of(site)
        working = {worker, *descendants(worker)}
        serving = {site.process.pid, *descendants(site.process.pid)} - working
        return cls(cpu(working), cpu(serving))


def worker_of(site: Site) -> int:
    """The process that keeps the worker processes of a site."""
    return next(pid for pid in descendants(site.process.pid) if b"web.worker" in command(pid))


class Load:
    """What people did at the site, and what went wrong."""

    def __init__(self, site: Site, data: bytes) -> None:
        self._site, self._data = site, data
        self.pages: dict[str, list[float]] = {}
        self.faults: list[str] = []
        self._lock = threading.Lock()

    def crowd(self, count: int, story: Callable[[Visitor], float]) -> list[float]:
        """So many people live that story, at most 50 at once; what it returned for each who got to its end."""
        with ThreadPoolExecutor(50) as pool:
            return [seconds for seconds in pool.map(lambda _: self._one(story), range(count)) if seconds is not None]

    def _one(self, story: Callable[[Visitor], float]) -> float | None:
        visitor = Visitor(self._site.address)
        try:
            return story(visitor)
        except (Unexpected, OSError) as error:
            with self._lock:
                self.faults.append(f"{type(error).__name__} {error}")
            return None
        finally:
            with self._lock:
                for kind, seconds in visitor.pages.items():
                    self.pages.setdefault(kind, []).extend(seconds)

    def whole(self, visitor: Visitor) -> float:
        """Drop the sample and wait for its report; seconds until it is seen."""
        start = time.perf_counter()
        visitor.wait(self.accepted(visitor))
        return time.perf_counter() - start

    def accepted(self, visitor: Visitor) -> str:
        """Drop the sample; the path of its page."""
        path = visitor.drop("dossier.pdf", self._data)
        if path is None:
            raise Unexpected("the sample was refused")
        return path


def queued(load: Load, count: int, paths: list[str]) -> float:
    """Drop so many and only then wait for all; seconds from the first drop to the last answer."""
    start = time.perf_counter()

    def drop(visitor: Visitor) -> float:
        paths.append(load.accepted(visitor))
        return time.perf_counter() - start

    load.crowd(count, drop)
    waiting = iter(list(paths))
    lock = threading.Lock()

    def look(visitor: Visitor) -> float:
        with lock:
            path = next(waiting)
        visitor.wait(path)
        return time.perf_counter() - start

    load.crowd(len(paths), look)
    return time.perf_counter() - start


def kill(site: Site, paths: list[str]) -> None:
    """Kill a worker process, then everything, each when a part of the work is done; start the site again."""
    checks = Checks(site.data / "drafts", dt.timedelta(hours=1))
    before = len(checks.waiting())
    until(lambda: len(checks.waiting()) < before * 0.9)
    os.kill(descendants(worker_of(site))[-1], signal.SIGKILL)
    until(lambda: len(checks.waiting()) < before * 0.6)
    print(f"killed a worker process, then everything with {len(checks.waiting())} of {len(paths)} unanswered")
    for pid in [site.process.pid, *descendants(site.process.pid)]:
        os.kill(pid, signal.SIGKILL)
    site.process.wait()
    site.start()


def command(pid: int) -> bytes:
    """The command line of a process."""
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    except (FileNotFoundError, ProcessLookupError):
        return b""


def until(condition: Callable[[], bool]) -> None:
    """Wait until it is so."""
    while not condition():
        time.sleep(0.05)


def main() -> int:
    """Run, print, and say by the exit code whether anything is wrong."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--clients", type=int, default=50)
    parser.add_argument("--queued", type=int, default=500)
    parser.add_argument("--killed", type=int, default=100)
    parser.add_argument("--sample", type=Path, default=SAMPLE)
    arguments = parser.parse_args()
    data = arguments.sample.read_bytes()
    bare = [(work(arguments.sample, written=False), work(arguments.sample, written=True))]
    with tempfile.TemporaryDirectory() as folder:
        site = Site(Path(folder))
        load = Load(site, data)
        with TreeMemory(site.process.pid) as memory:
            answers = load.crowd(arguments.clients, load.whole)
            at_once = dict(load.pages)
            load.pages.clear()
            paths: list[str] = []
            before, people = Spent.by(site), time.process_time()
            rate = arguments.queued / queued(load, arguments.queued, paths)
            after, people = Spent.by(site), time.process_time() - people
        bare.append((work(arguments.sample, written=False), work(arguments.sample, written=True)))
        checked, written = (mean(each) for each in zip(*bare, strict=True))
        print(f"bare, {PROCESSES} processes        {told(checked)}; with the files written {told(written)}")
        slowest = percentile(answers, 0.95)
        clients, count = arguments.clients, arguments.queued
        print(f"{clients} people at once       answer p50 {percentile(answers, 0.5):.1f} s, p95 {slowest:.1f} s: "
              f"{slowest * checked.rate / clients:.2f} times the bare checks of all, "
              f"{slowest * written.rate / clients:.2f} times with the files")  # fmt: skip
        print_pages(at_once)
        print(f"{count} queued               {rate:.1f} a second: {rate / checked.rate:.2f} of the bare checks, "
              f"{rate / written.rate:.2f} of those with the files")  # fmt: skip
        worker, pages = ((end - start) / count for start, end in
                         ((before.worker, after.worker), (before.pages, after.pages)))  # fmt: skip
        share = checked.cpu / worker
        print(f"processor time a draft   worker {worker * 1000:.0f} ms, of which the bare check is {share:.2f} "
              f"(with the files {written.cpu / worker:.2f}); pages {pages * 1000:.0f} ms; the people themselves "
              f"{people / count * 1000:.0f} ms")  # fmt: skip
        print_pages(load.pages)
        print(f"memory of all processes  {memory.peak / MIB:.0f} MiB at most")
        killed: list[str] = []
        load.crowd(arguments.killed, lambda visitor: remember(killed, load.accepted(visitor)))
        kill(site, killed)
        for path in killed:
            load.crowd(1, lambda visitor, path=path: float(len(visitor.wait(path))))  # type: ignore[misc]
        site.end()
    faults = load.faults + [f"lost: {count}" for count in [arguments.killed - len(killed)] if count]
    faults += ["throughput"] if rate < MIN_RATIO * checked.rate else []
    faults += ["processor time"] if share < MIN_SHARE else []
    faults += ["memory"] if memory.peak > MAX_MEMORY else []
    print("\n".join(f"DEFECT {fault}" for fault in faults) or "no failure, nothing lost")
    return 1 if faults else 0


def remember(paths: list[str], path: str) -> float:
    """Add the path to the others."""
    paths.append(path)
    return 0.0


def mean(each: Iterable[Work]) -> Work:
    """What one measured before and after."""
    found = list(each)
    return Work(sum(one.rate for one in found) / len(found), sum(one.cpu for one in found) / len(found))


def told(bare: Work) -> str:
    """A measure in words."""
    return f"{bare.rate:.1f} a second, {bare.cpu * 1000:.0f} ms of processor time each"


def print_pages(pages: Mapping[str, list[float]]) -> None:
    """The times of each kind of page."""
    for kind, seconds in pages.items():
        print(f"    {kind:12} p50 {percentile(seconds, 0.5):6.3f} s   p95 {percentile(seconds, 0.95):6.3f} s   "
              f"max {max(seconds):6.3f} s   {len(seconds)} times")  # fmt: skip


if __name__ == "__main__":
    sys.exit(main())
