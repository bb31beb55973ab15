"""Speed and memory against named peers, everything in one run, contenders in turn, medians.

    python bench/speed.py DIR [--dossier FILE] [--runs N]

Warm, on every PDF below DIR, CPU time: reading + structure + all rules of the profile, against `pdftotext -layout` and
against pdfplumber's `extract_text`. Cold, on one dossier (that of DIR with nearest to 20 pages, or FILE), with
everything that starts: `precheck check` against a bare script that calls `extract_text`. Exit code 1 when an aim is
missed.
"""

from __future__ import annotations

import argparse
import compileall
import logging
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import precheck
from bench._measure import MIB, Cost, PeakMemory, command_cost, cost, middle, pdf_files
from precheck.api import Checker
from precheck.errors import UnreadableFile
from precheck.profile import load_profile
from precheck.reading.pool import Reader, Source
from precheck.rules.catalogue import RULES

PAGES = 20
BARE_SCRIPT = """
import sys, pdfplumber
with pdfplumber.open(sys.argv[1]) as pdf:
    for page in pdf.pages:
        page.extract_text()
"""


@dataclass(slots=True)
class Warm:
    """CPU seconds on one file; each list has one figure a run."""

    file: Path
    pages: int
    reading: list[float] = field(default_factory=list)
    precheck: list[float] = field(default_factory=list)
    pdftotext: list[float] = field(default_factory=list)
    pdfplumber: list[float] = field(default_factory=list)


def measure_warm(files: Sequence[Path], profile_id: str, runs: int) -> tuple[list[Warm], int]:
    """Figures for each file that can be read, and the peak memory of the guarded child in bytes."""
    found = []
    with Reader() as reader, PeakMemory() as memory:
        checker = Checker(load_profile(profile_id, RULES), reader)
        warm_up(checker, files)
        for file in files:
            try:
                pages = len(checker.check(Source.load(file)).dossier.document.pages)
            except UnreadableFile as error:
                print(f"left out: {error}")
                continue
            warm = Warm(file, pages)
            for _ in range(runs):
                measure_once(warm, checker)
            found.append(warm)
    return found, memory.peak


def warm_up(checker: Checker, files: Sequence[Path]) -> None:
    """Let everybody import what they need before anything is measured."""
    import pdfplumber

    for file in files[:1]:
        checker.check_or_refuse(Source.load(file))
        with pdfplumber.open(file) as pdf:
            pdf.pages[0].extract_text()


def measure_once(warm: Warm, checker: Checker) -> None:
    """One run of each contender on the file."""
    import pdfplumber

    with cost() as measured:
        checker.reader.read(Source.load(warm.file), layout=checker.plan.needs_layout)
    warm.reading.append(measured.cpu)
    with cost() as measured:
        checker.check(Source.load(warm.file))
    warm.precheck.append(measured.cpu)
    warm.pdftotext.append(command_cost(["pdftotext", "-layout", warm.file, "/dev/null"]).cpu)
    with cost() as measured, pdfplumber.open(warm.file) as pdf:
        for page in pdf.pages:
            page.extract_text()
            page.close()
    warm.pdfplumber.append(measured.cpu)


def measure_cold(file: Path, profile_id: str, runs: int) -> tuple[Cost, Cost]:
    """Median costs of `precheck check` and of the bare script, each a new process with an empty cache."""
    check: list[str | Path] = [
        Path(sys.executable).with_name("precheck"),
        "check",
        file,
        "--profile",
        profile_id,
        "--fail-on",
        "never",
    ]
    bare: list[str | Path] = [sys.executable, "-c", BARE_SCRIPT, file]
    # An installed package has its byte code; a checkout may lack it, where Python is told not to write any.
    compileall.compile_dir(Path(precheck.__file__).parent, quiet=1)
    costs: tuple[list[Cost], list[Cost]] = ([], [])
    for _ in range(runs):
        with tempfile.TemporaryDirectory() as home:
            costs[0].append(command_cost(["env", f"HOME={home}", f"XDG_CACHE_HOME={home}", *check]))
            costs[1].append(command_cost(["env", f"HOME={home}", *bare]))
    return middle_cost(costs[0]), middle_cost(costs[1])


def middle_cost(costs: Sequence[Cost]) -> Cost:
    """The medians of CPU and wall time, and the highest memory."""
    return Cost(middle([c.cpu for c in costs]), middle([c.wall for c in costs]), max(c.memory for c in costs))


def told(name: str, ratio: float, aim: float) -> bool:
    """Print a ratio beside its aim; whether it is reached."""
    reached = ratio <= aim
    print(f"{name:<58} {ratio:7.3f}   aim ≤ {aim:.2f}   {'reached' if reached else 'MISSED'}")
    return reached


def main() -> int:
    """Measure, print, and say by the exit code whether the aims are reached."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, metavar="DIR")
    parser.add_argument("--dossier", type=Path, metavar="FILE")
    parser.add_argument("--runs", type=int, default=3, metavar="N")
    parser.add_argument("--profile", default="grenoble-2016")
    arguments = parser.parse_args()
    logging.getLogger("pdfminer").setLevel(logging.CRITICAL)
    files = pdf_files([arguments.folder])
    found, memory = measure_warm(files, arguments.profile, arguments.runs)
    if not found:
        parser.error("no PDF there that can be read")
    dossier = arguments.dossier or min(found, key=lambda warm: abs(warm.pages - PAGES)).file

    ours = [middle(warm.precheck) for warm in found]
    poppler = [middle(warm.pdftotext) for warm in found]
    plumber = [middle(warm.pdfplumber) for warm in found]
    print(f"\nWarm, {len(found)} files, {sum(warm.pages for warm in found)} pages; CPU a file, medians:")
    reading = [middle(warm.reading) for warm in found]
    rows = {
        "precheck": ours,
        "  its reading alone": reading,
        "pdftotext -layout": poppler,
        "pdfplumber extract_text": plumber,
    }
    for name, seconds in rows.items():
        print(f"  {name:<26} {middle(seconds) * 1000:9.1f} ms")
    print(f"  peak memory of the guarded child {memory / MIB:.0f} MiB")
    check, bare = measure_cold(dossier, arguments.profile, max(arguments.runs, 3))
    print("\nCold, one dossier, all processes; medians:")
    for name, measured in (("precheck check", check), ("bare pdfplumber script", bare)):
        figures = f"{measured.cpu * 1000:8.0f} ms CPU {measured.wall * 1000:8.0f} ms {measured.memory / MIB:6.0f} MiB"
        print(f"  {name:<26} {figures}")
    print("\nMedians of the ratios:")
    reached = [
        told("warm, to pdftotext -layout", middle([a / b for a, b in zip(ours, poppler, strict=True)]), 3.0),
        told("warm, to pdfplumber extract_text", middle([a / b for a, b in zip(ours, plumber, strict=True)]), 0.1),
        told("cold CPU, to the bare pdfplumber script", check.cpu / bare.cpu, 0.5),
    ]
    told("cold wall time, to the bare pdfplumber script", check.wall / bare.wall, 0.5)
    return 0 if all(reached) else 1


if __name__ == "__main__":
    sys.exit(main())
