"""Long runs: thousands of damaged files, children killed at any moment. Each has a short form for every run."""

from __future__ import annotations

import os
import random
import resource
import signal
import threading
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from bench._measure import MIB, descendants
from precheck.api import Checker
from precheck.i18n import Translator
from precheck.model.report import Report
from precheck.profile import load_profile
from precheck.reading.limits import Limits
from precheck.reading.pool import Reader, Source
from precheck.report.json import render
from precheck.rules.catalogue import RULES

SAMPLES = Path(__file__).resolve().parent.parent / "corpus" / "samples"
SAMPLE = SAMPLES / "conforming-school.pdf"
LIMITS = Limits(clock_seconds=5, cpu_seconds=4)


@pytest.fixture
def checker() -> Iterator[Checker]:
    with Reader(LIMITS, workers=2) as reader:
        yield Checker(load_profile("grenoble-2016", RULES), reader)


def report_on(checker: Checker, source: Source) -> str:
    return render(checker.check_or_refuse(source), Translator("en"))


def children() -> list[int]:
    """The guarded children that live; other tests may have left processes of their own."""
    found = []
    for pid in descendants(os.getpid()):
        with suppress(FileNotFoundError, ProcessLookupError):
            if b"precheck.reading.worker" in Path(f"/proc/{pid}/cmdline").read_bytes():
                found.append(pid)
    return found


def damaged(content: bytes, chance: random.Random) -> bytes:
    """The bytes with a few changed, some cut out, or some doubled."""
    changed = bytearray(content)
    for _ in range(chance.randint(1, 40)):
        changed[chance.randrange(len(changed))] = chance.randrange(256)
    start = chance.randrange(len(changed))
    length = chance.randrange(2000)
    if chance.random() < 0.3:
        del changed[start : start + length]
    elif chance.random() < 0.3:
        changed[start:start] = changed[start : start + length]
    return bytes(changed)


@pytest.mark.parametrize("count", [pytest.param(25, id="short"), pytest.param(1000, marks=pytest.mark.soak)])
def test_damaged_files_harm_nobody_else(checker: Checker, count: int) -> None:
    intact = Source.load(SAMPLE)
    before = report_on(checker, intact)
    open_files = len(os.listdir("/proc/self/fd"))
    chance = random.Random(2017)
    originals = [path.read_bytes() for path in sorted(SAMPLES.glob("*.pdf"))]
    for number in range(count):
        report_on(checker, Source(f"{number}.pdf", damaged(chance.choice(originals), chance)))
    assert report_on(checker, intact) == before
    assert len(os.listdir("/proc/self/fd")) <= open_files + 2  # the second worker's two pipes
    assert len(children()) <= 2


@pytest.mark.parametrize("wanted", [pytest.param(3, id="short"), pytest.param(200, marks=pytest.mark.soak)])
def test_children_killed_at_any_moment_are_replaced(checker: Checker, wanted: int) -> None:
    """A file whose child is killed under it, or before it, is refused; the next ones are read as ever."""
    intact = Source.load(SAMPLE)
    before = report_on(checker, intact)
    chance = random.Random(2017)
    refused = 0
    while refused < wanted:
        killer = threading.Timer(chance.uniform(0, 0.3), kill_children)
        killer.start()
        result = checker.check_or_refuse(intact)
        killer.join()
        if isinstance(result, Report):
            assert render(result, Translator("en")) == before
        else:
            assert result.code in ("TooMuchMemory", "ReaderCrashed")
            refused += 1
    # The last killer may have come after its file: the child that it left dead is noticed by the next file.
    checker.check_or_refuse(intact)
    assert report_on(checker, intact) == before


def kill_children() -> None:
    for pid in children():
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)


@pytest.mark.soak
def test_memory_does_not_grow(checker: Checker) -> None:
    sources = [Source.load(path) for path in sorted(SAMPLES.glob("*.pdf"))]
    for source in sources * 3:
        report_on(checker, source)
    settled = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    for source in sources * 10:
        report_on(checker, source)
    assert (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - settled) * 1024 < 50 * MIB
