"""A whole campaign screened at close: what it costs on one core and on two, and what a national one would.

    python bench/campaign.py [--deposits N…] [--corpus N] [--jobs N…] [--dir DIR] [--small]

Deposits are real PDFs of ten to twelve pages (`bench/_deposits.py`), compared with each other and with a corpus of
synthetic dossiers (`bench/_population.py`). The command itself is run, `precheck campaign screen`: with each number of
jobs at the first size, with the largest at the others. Memory is that of the whole process tree, read from `/proc`
twice a second: own pages, and beside them the pages mapped from files, which the system takes back when it needs them.

The growth law comes from the deposits of the last campaign compared in this process with a quarter of the corpus and
with all of it; from it and from what a deposit costs otherwise follows the cost of a national campaign, 35,604 deposits
against 80,000 dossiers. Exit code 1 when two cores are not 1.8 times as fast as one, or memory grows by a quarter.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import math
import os
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bench._deposits import make_pdf, words_of
from bench._measure import MIB, PROC, descendants
from bench._population import Population
from bench.retrieval import ROOT, Figures, build, learned_statements, learned_text
from bench.screen import clocked
from precheck.campaign.campaigns import begin
from precheck.campaign.screening import documents
from precheck.campaign.screening.deposits import items, scope
from precheck.campaign.screening.tasks import Settings, Task, peer_id
from precheck.campaign.screening.workplace import workplace
from precheck.campaign.store import DATA_DIR, Store
from precheck.campaign.tables import Candidacy, Candidate, Deposit
from precheck.profile import load_profile
from precheck.rules.catalogue import RULES
from precheck.similarity.exclusions.base import Party
from precheck.similarity.index.corpus import Corpus
from precheck.similarity.index.writer import init
from precheck.similarity.screening import CorpusScreener

KEY = "bench"
NOW = dt.datetime(2017, 5, 17, 21, 59, 59, tzinfo=dt.UTC)
SPEEDUP, GROWTH = 1.8, 1.25
NATIONAL, NATIONAL_CORPUS = 35_604, 80_000
SAMPLE = 25
NOMINATE = "nominate candidates"


@dataclass(slots=True)
class Memory:
    """Bytes of a process tree at its fullest: its own pages, and all that it has in memory."""

    own: int = 0
    all: int = 0


@dataclass(slots=True)
class Screened:
    """A run of the command. Seconds; `steps` are those of the workers, by step."""

    deposits: int
    jobs: int
    wall: float
    checked: int
    steps: dict[str, float]
    memory: Memory = field(default_factory=Memory)

    @property
    def a_minute(self) -> float:
        return 60 * self.checked / self.wall


def deposit(folder: Path, pdfs: list[bytes]) -> None:
    """A campaign with a candidate for each of these files."""
    with Store(folder) as store, store.writing() as session:
        begun = begin(session, KEY, load_profile("grenoble-2016", RULES), "grenoble-2016", NOW, "bench")
        for number, data in enumerate(pdfs):
            person = Candidate(campaign=begun, key=f"k{number}", number=number, surname=f"Candidat{number}")
            one = Candidacy(candidate=person, session=begun.sessions[0], state="deposited")
            session.add(one)
            sha256 = store.blobs.put(data, "x")
            one.deposits.append(
                Deposit(version=1, sha256=sha256, size=len(data), name=f"{number}.pdf", received=NOW)
            )  # fmt: skip


def run(folder: Path, corpus: Path, deposits: int, jobs: int) -> Screened:
    """The command, to its end."""
    command = [sys.executable, "-m", "precheck", "campaign", "screen", KEY, "--jobs", str(jobs), "--json"]
    began = time.perf_counter()
    process = subprocess.Popen(
        [*command, "--corpus", str(corpus), "--at", NOW.isoformat()],
        env={**os.environ, DATA_DIR: str(folder), "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
    memory, done = Memory(), threading.Event()
    watching = threading.Thread(target=watch, args=(process.pid, memory, done))
    watching.start()
    output = process.communicate()[0]
    wall = time.perf_counter() - began
    done.set()
    watching.join()
    if process.returncode:
        raise RuntimeError(f"the screening ended with {process.returncode}")
    told: dict[str, Any] = json.loads(output)
    return Screened(deposits, jobs, wall, told["checked"], told["seconds"], memory)


def watch(pid: int, memory: Memory, done: threading.Event) -> None:
    """Note the most that the process and those below it have in memory together."""
    while not done.wait(0.5):
        own = whole = 0
        for each in [pid, *descendants(pid)]:
            with suppress(OSError):
                lines = (PROC / str(each) / "smaps_rollup").read_text().splitlines()[1:]
                sizes = {name: int(rest.split()[0]) * 1024 for name, rest in (line.split(":", 1) for line in lines)}
                own, whole = own + sizes["Pss_Anon"], whole + sizes["Pss"]
        memory.own, memory.all = max(memory.own, own), max(memory.all, whole)


def compare(folder: Path, corpus: Path) -> tuple[float, dict[str, float], int]:
    """Some deposits of a campaign that was screened, compared again in this process.

    Returns the seconds of CPU a deposit, those by step, and with how many texts they were compared.
    """
    with Store(folder) as store:
        asked = scope(store, KEY, None)
        place = workplace(folder, asked.campaign)
        settings = Settings(folder / "files", place, asked.profile)
        some = asked.deposits[:: max(1, len(asked.deposits) // SAMPLE)][:SAMPLE]
        tasks = [Task(settings, item) for item in items(store, some, asked.doubles)]
    (peers,) = (folder / "work" / str(asked.campaign) / "peers").iterdir()
    opened = Corpus.open(peers) + Corpus.open(corpus)
    screener = CorpusScreener(opened, asked.profile.screening)
    spent = 0.0
    with clocked() as clock:
        for round_ in range(2):
            began = time.process_time()
            if round_:
                clock.spent.clear()
            for task in tasks:
                text = documents.text(place.documents, task.document)
                assert text is not None
                screener.screen_text(text, Party(task.item.author), peer_id(task.item.deposit))
            spent = time.process_time() - began
    size = len(opened)
    opened.close()
    return spent / len(tasks), {name: value / len(tasks) for name, value in clock.spent.items()}, size


def report(runs: list[Screened], again: Screened) -> bool:
    """Print what was measured; whether the aims are reached."""
    for one in runs:
        own, whole = one.memory.own / MIB, one.memory.all / MIB
        print(
            f"{one.deposits:>6,} deposits, {one.jobs} jobs: {one.wall:7.1f} s, {one.a_minute:6.1f} a minute; "
            f"memory {own:,.0f} MiB own, {whole:,.0f} MiB with what is mapped"
        )
    print(f"{again.deposits:>6,} deposits, all done before: {again.wall:.1f} s")
    first = [one for one in runs if one.deposits == runs[0].deposits]
    ratio = first[-1].a_minute / first[0].a_minute
    reached = first[-1].jobs == first[0].jobs or ratio >= SPEEDUP
    print(f"  {first[-1].jobs} jobs are {ratio:.2f} times as fast as {first[0].jobs}   aim ≥ {SPEEDUP}")
    same = [one for one in runs if one.jobs == runs[-1].jobs]
    grown = same[-1].memory.own / max(1, same[0].memory.own)
    print(f"  own memory from {same[0].deposits:,} to {same[-1].deposits:,}: {grown:.2f} times   aim ≤ {GROWTH}")
    last = runs[-1]
    whole = sum(last.steps.values())
    print(f"Where the time goes, {last.deposits:,} deposits: {whole / last.checked * 1000:.0f} ms a deposit")
    for step, seconds in sorted(last.steps.items(), key=lambda item: -item[1]):
        print(f"  {step:<12}{seconds / last.checked * 1000:8.1f} ms{seconds / whole:7.1%}")
    return reached and grown <= GROWTH


def extrapolate(last: Screened, folder: Path, quarter: Path, corpus: Path) -> None:
    """The growth law, and what a national campaign would cost by it: nominating candidates and all the rest of a
    comparison grow each with a power of the number of texts."""
    less, less_steps, small = compare(folder, quarter)
    more, steps, large = compare(folder, corpus)
    print(f"Comparing, CPU a deposit: {less * 1000:.1f} ms with {small:,} texts, {more * 1000:.1f} ms with {large:,}")
    for name, seconds in sorted(steps.items(), key=lambda item: -item[1]):
        print(f"  {name:<58}{seconds * 1000:8.1f} ms{seconds / more:7.1%}")
    pairs = (less_steps[NOMINATE], steps[NOMINATE]), (less - less_steps[NOMINATE], more - steps[NOMINATE])
    powers = [max(0.0, math.log(after / before) / math.log(large / small)) for before, after in pairs]
    print("  with the number of texts, nominating grows with the power {:.2f}, the rest with {:.2f}".format(*powers))
    fixed = sum(seconds for step, seconds in last.steps.items() if step != "comparing") / last.checked
    times = (NATIONAL + NATIONAL_CORPUS) / large
    compared = sum(after * times**power for (_, after), power in zip(pairs, powers, strict=True))
    hours = NATIONAL * (fixed + compared) / 3600
    print(
        f"A national campaign, {NATIONAL:,} deposits against {NATIONAL_CORPUS:,}: {fixed * 1000:.0f} + "
        f"{compared * 1000:.0f} ms a deposit, {hours:.1f} hours of one core, {hours / 16 * 60:.0f} min on 16"
    )


def main() -> int:
    """See the module's documentation."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--deposits", type=int, nargs="+", default=[200, 1000], metavar="N")
    parser.add_argument("--corpus", type=int, default=20_000, metavar="N")
    parser.add_argument("--words", type=int, default=5000, metavar="N", help="of a dossier of the corpus, on average")
    parser.add_argument("--jobs", type=int, nargs="+", default=[1, 2], metavar="N")
    parser.add_argument("--dir", type=Path, metavar="DIR", help="where all of it goes meanwhile")
    parser.add_argument("--small", action="store_true", help="a few deposits and texts, to see that it runs")
    arguments = parser.parse_args()
    sizes, texts = ([3, 6], 40) if arguments.small else (sorted(arguments.deposits), arguments.corpus)
    population = Population(
        learned_text(ROOT / "corpus" / "samples" / "prose"), learned_statements(), arguments.words, texts, seed=2016
    )
    place = Path(tempfile.mkdtemp(prefix="campaign-", dir=arguments.dir))
    try:
        quarter, corpus = place / "quarter", place / "corpus"
        init(quarter)
        build(quarter, population, 0, texts // 4, Figures(texts // 4))
        shutil.copytree(quarter, corpus)
        build(corpus, population, texts // 4, texts, Figures(texts))
        pdfs = [
            make_pdf(population.prepared(words_of(population, number, texts)).text, f"Candidat{number}")
            for number in range(sizes[-1])
        ]
        plan = [(sizes[0], jobs) for jobs in arguments.jobs] + [(size, arguments.jobs[-1]) for size in sizes[1:]]
        runs = []
        for size, jobs in plan:
            folder = place / f"data-{size}-{jobs}"
            deposit(folder, pdfs[:size])
            runs.append(run(folder, corpus, size, jobs))
        again = run(folder, corpus, runs[-1].deposits, runs[-1].jobs)
        reached = report(runs, again)
        extrapolate(runs[-1], folder, quarter, corpus)
    finally:
        shutil.rmtree(place)
    return 0 if reached else 1


if __name__ == "__main__":
    sys.exit(main())
