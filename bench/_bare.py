"""The work that a draft needs without a site around it, by as many processes, each with its guarded child, warm."""

from __future__ import annotations

import multiprocessing
import os
import time
from dataclasses import dataclass
from multiprocessing.connection import Connection
from multiprocessing.synchronize import Barrier
from pathlib import Path

from bench._measure import cost

PROCESSES = os.cpu_count() or 1
FILES = 60
"""Checked by each process."""


@dataclass(frozen=True, slots=True)
class Work:
    """Files a second, and seconds of processor time for each."""

    rate: float
    cpu: float


def work(sample: Path, *, written: bool, files: int = FILES) -> Work:
    """Check the sample again and again; when `written`, with what the site writes at once: web page, JSON and text."""
    context = multiprocessing.get_context("spawn")
    gate = context.Barrier(PROCESSES + 1)
    pipes = [context.Pipe(duplex=False) for _ in range(PROCESSES)]
    crowd = [context.Process(target=_check, args=(sample, written, files, gate, said)) for _, said in pipes]
    for one in crowd:
        one.start()
    gate.wait()
    start = time.perf_counter()
    gate.wait()
    seconds = time.perf_counter() - start
    cpu = sum(heard.recv() for heard, _ in pipes)
    for one in crowd:
        one.join()
    return Work(PROCESSES * files / seconds, cpu / (PROCESSES * files))


def _check(sample: Path, written: bool, files: int, gate: Barrier, said: Connection) -> None:
    from precheck.api import Checker
    from precheck.i18n import Translator
    from precheck.model.report import Report
    from precheck.profile import load_profile
    from precheck.reading.pool import Reader, Source
    from precheck.report import html, json, text
    from precheck.report.shots import crop_requests
    from precheck.rules.catalogue import RULES

    source, say = Source.load(sample), Translator("fr")
    with Reader() as reader:
        checker = Checker(load_profile("grenoble-2016", RULES), reader)

        def once() -> None:
            report = checker.check_or_refuse(source)
            if written and isinstance(report, Report):
                html.render(report, say, reader.draw(source, crop_requests(report)))
                json.render(report, say)
                text.render(report, say)

        once()
        gate.wait()
        with cost() as used:
            for _ in range(files):
                once()
        gate.wait()
        said.send(used.cpu)
