"""Broken and hostile files: each must end in a report or a named refusal, in time, in memory, and harm nobody else.

    python bench/hostile.py DIR [DIR…] [--profile ID]

Every file below the folders is checked as the product does it, in a process of its own that lives on from file to file
and opens PDFs in guarded children. Exit code 1 when a file hangs, kills that process, makes a rule crash, or takes more
than 10 s of time or 1 GiB of memory.
"""

from __future__ import annotations

import argparse
import multiprocessing
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path

from bench._measure import MIB, PeakMemory

MAX_SECONDS = 10.0
MAX_MEMORY = 1024 * MIB
HANG_SECONDS = 60.0
HUNG = "(hung)"
DIED = "(the product died)"


@dataclass(frozen=True, slots=True)
class Ending:
    """How one file ended: its outcome, seconds, peak memory in bytes of the process that took most, crashed rules."""

    file: Path
    outcome: str
    seconds: float
    memory: int
    crashed: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """The file and its outcome."""
        return f"{self.file.name}: {self.outcome}"

    @property
    def defects(self) -> list[str]:
        """What should not have happened."""
        found = [self.outcome] if self.outcome in (HUNG, DIED) else []
        found += [f"the rule {rule} crashed" for rule in self.crashed]
        found += [f"{self.seconds:.1f} s"] if self.seconds > MAX_SECONDS else []
        found += [f"{self.memory / MIB:.0f} MiB"] if self.memory > MAX_MEMORY else []
        return found


def check_files(profile_id: str, channel: Connection) -> None:
    """The product: says that it is ready, answers (outcome, crashed rules) to each path that comes in, ends at None."""
    from precheck.api import Checker, refusal
    from precheck.errors import UnreadableFile
    from precheck.i18n import Translator
    from precheck.model.finding import Status
    from precheck.profile import load_profile
    from precheck.reading.pool import Reader, Source
    from precheck.report.json import render
    from precheck.rules.catalogue import RULES

    with Reader() as reader:
        checker = Checker(load_profile(profile_id, RULES), reader)
        channel.send("ready")
        while (path := channel.recv()) is not None:
            try:
                report = checker.check(Source.load(path))
            except UnreadableFile as error:
                render(refusal(path.name, error), Translator("fr"))
                channel.send((type(error).__name__, ()))
            else:
                render(report, Translator("fr"))
                crashed = tuple(o.name for o in report.outcomes if o.status is Status.CRASHED)
                channel.send((f"report: {report.verdict.value}", crashed))


class Product:
    """The process that checks, started again when it died or was stopped."""

    def __init__(self, profile_id: str) -> None:
        self._profile_id = profile_id
        self._start()

    def _start(self) -> None:
        context = multiprocessing.get_context("spawn")
        self._channel, other_end = context.Pipe()
        self._process = context.Process(target=check_files, args=(self._profile_id, other_end))
        self._process.start()
        other_end.close()
        self._channel.recv()  # EOFError when the product cannot even start

    def check(self, file: Path) -> Ending:
        """Check one file, whatever happens."""
        crashed: tuple[str, ...] = ()
        with PeakMemory() as memory:
            start = time.perf_counter()
            try:
                self._channel.send(file)
                outcome, crashed = self._channel.recv() if self._channel.poll(HANG_SECONDS) else (HUNG, ())
            except (EOFError, OSError):
                outcome = DIED
            seconds = time.perf_counter() - start
        if outcome in (HUNG, DIED):
            self._process.kill()
            self._process.join()
            self._start()
        return Ending(file, outcome, seconds, memory.peak, crashed)

    def close(self) -> None:
        """Let the process end by itself."""
        self._channel.send(None)
        self._process.join()


def endings(files: Sequence[Path], profile_id: str) -> Iterator[Ending]:
    """How each file ended, one at a time."""
    product = Product(profile_id)
    for file in files:
        yield product.check(file)
    product.close()


def files_below(folders: Sequence[Path]) -> list[Path]:
    """Every file below the folders, whatever its name, sorted."""
    return sorted({path for folder in folders for path in folder.rglob("*") if not path.is_dir()})


def summary(results: Sequence[Ending]) -> str:
    """Counts by outcome, the worst time and memory, and every defect."""
    counts = Counter(result.outcome for result in results)
    lines = [
        f"{count:5d}  {outcome}" for outcome, count in sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    ]
    slowest = max(results, key=lambda result: result.seconds)
    biggest = max(results, key=lambda result: result.memory)
    lines += [
        f"{len(results):5d}  files",
        f"worst time    {slowest.seconds:7.2f} s    (at most {MAX_SECONDS:.0f})    {slowest.name}",
        f"worst memory  {biggest.memory / MIB:7.0f} MiB  (at most {MAX_MEMORY / MIB:.0f})  {biggest.name}",
    ]
    lines += [f"DEFECT {result.file}: {', '.join(result.defects)}" for result in results if result.defects]
    return "\n".join(lines)


def main() -> int:
    """Check, print, and say by the exit code whether anything is wrong."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", nargs="+", type=Path, metavar="DIR")
    parser.add_argument("--profile", default="grenoble-2016")
    arguments = parser.parse_args()
    files = files_below(arguments.folders)
    if not files:
        parser.error("no file there")
    results = list(endings(files, arguments.profile))
    print(summary(results))
    return 1 if any(result.defects for result in results) else 0


if __name__ == "__main__":
    sys.exit(main())
