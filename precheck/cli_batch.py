"""What the commands that check files share: finding them, checking them side by side, exit codes."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import click

from precheck.api import refusal
from precheck.cli_options import LEVELS
from precheck.errors import ExitCode, UnreadableFile
from precheck.model.finding import Status
from precheck.model.report import Refusal, Report
from precheck.reading.pool import Reader, Source

STDIN = "-"
Result = Report | Refusal
Given = TypeVar("Given")
Done = TypeVar("Done")


@dataclass(frozen=True, slots=True)
class Job:
    """One file to check. `source` is None when it could not even be opened; `refused` says why."""

    name: str
    source: Source | None
    refused: Refusal | None = None


def pdfs_in(folder: Path) -> list[Path]:
    """The PDF files below a folder, in alphabetical order. A folder without any is a wrong usage."""
    found = sorted(path for path in folder.rglob("*") if path.suffix.lower() == ".pdf" and not path.is_dir())
    if not found:
        raise click.UsageError(f"There is no PDF file in the folder {folder}.")
    return found


def load(path: str, reader: Reader, name: str | None = None) -> Job:
    """The bytes of a file ("-": the standard input), to be told as `name` instead of the file's own."""
    name = name or ("stdin.pdf" if path == STDIN else Path(path).name)
    try:
        if path == STDIN:
            return Job(name, Source(name, sys.stdin.buffer.read(reader.limits.file_bytes + 1)))
        return Job(name, Source(name, Source.load(Path(path), reader.limits).data))
    except UnreadableFile as error:
        return Job(name, None, refusal(name, error))


def tags(option: str, given: tuple[str, ...]) -> frozenset[str]:
    """Codes and names of rules; a comma separates several. An unknown one is a wrong usage, with a suggestion."""
    from precheck.rules.registry import all_rules

    asked = [tag.strip() for value in given for tag in value.split(",") if tag.strip()]
    if not asked:
        return frozenset()
    folded = {tag.lower(): tag for rule in all_rules().values() for tag in (rule.code, rule.name)}
    for tag in asked:
        if tag.lower() not in folded:
            import difflib

            near = difflib.get_close_matches(tag.lower(), folded, 1)
            suggestion = f" Did you mean {folded[near[0]]}?" if near else ""
            raise click.BadParameter(f"no rule is called {tag!r}.{suggestion}", param_hint=option)
    return frozenset(folded[tag.lower()] for tag in asked)


def side_by_side(work: Callable[[Given], Done], given: list[Given], jobs: int) -> Iterator[Done]:
    """What `work` makes of each, in the order given, some at the same time; a person who watches sees it advance."""
    if len(given) == 1:
        yield work(given[0])
        return
    with ThreadPoolExecutor(min(jobs, len(given)) or 1) as threads:
        try:
            yield from _with_progress(threads.map(work, given), len(given))
        except BaseException:
            threads.shutdown(wait=False, cancel_futures=True)
            raise


def _with_progress(results: Iterator[Done], count: int) -> Iterator[Done]:
    """A progress bar on the error output while a person is watching."""
    if not sys.stderr.isatty():
        yield from results
        return
    from rich.console import Console
    from rich.progress import track

    yield from track(results, description="", total=count, console=Console(stderr=True), transient=True)


class Stems:
    """File names without their ending; a second one of the same name gets a number."""

    def __init__(self, *taken: str) -> None:
        self._names = dict.fromkeys(taken, 1)

    def __call__(self, name: str) -> str:
        stem = Path(name).stem or "dossier"
        self._names[stem] = count = self._names.get(stem, 0) + 1
        return stem if count == 1 else f"{stem}-{count}"


def put(content: str, output: Path | None) -> None:
    """On the screen, or wholly into a file."""
    if output is None:
        click.echo(content, nl=not content.endswith("\n"))
        return
    from precheck.output import write_whole

    write_whole(output, content.encode())


def exit_code(results: Iterable[Result], fail_on: str) -> int:
    """The gravest of all results: an internal error, then an unreadable file, then findings."""
    codes = {ExitCode.CONFORMING}
    for result in results:
        if isinstance(result, Refusal):
            codes.add(ExitCode(result.exit_code))
            continue
        if any(outcome.status is Status.CRASHED for outcome in result.outcomes):
            codes.add(ExitCode.INTERNAL)
        if any(finding.severity in LEVELS[fail_on] for finding in result.findings):
            codes.add(ExitCode.FINDINGS)
    return int(max(codes))
