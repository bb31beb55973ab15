"""`precheck check`: dossiers in, reports out."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import click

from precheck.api import Checker, refusal
from precheck.cli_common import language_option
from precheck.errors import ExitCode, UnreadableFile
from precheck.i18n import Translator
from precheck.model.finding import Severity, Status
from precheck.model.picture import CropRequest
from precheck.model.report import Refusal, Report
from precheck.model.structure import Candidate, Deposit
from precheck.output import write_whole
from precheck.profile import load_profile
from precheck.reading.pool import Reader, Source
from precheck.rules.catalogue import RULES
from precheck.rules.registry import all_rules

FORMATS = ("text", "json", "html", "pdf")
LEVELS = {"error": (Severity.ERROR,), "warning": (Severity.ERROR, Severity.WARNING), "never": ()}
STDIN = "-"


class _Paths(click.Command):
    """A file may be called `-x.pdf`: an argument that begins like an option but is a file is taken as the file."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        options = {name for parameter in self.params for name in parameter.opts}
        named = [
            f"./{a}" if a[:1] == "-" and a != STDIN and a not in options and os.path.exists(a) else a for a in args
        ]
        return super().parse_args(ctx, named)


@dataclass(frozen=True, slots=True)
class _Job:
    """One file to check. `source` is None when it could not even be opened; `refused` says why."""

    name: str
    source: Source | None
    refused: Refusal | None = None


@click.command(cls=_Paths)
@click.argument("paths", metavar="FILE|FOLDER|-", nargs=-1, required=True)
@click.option(
    "--profile",
    "profile_id",
    default="grenoble-2016",
    show_default=True,
    envvar="PRECHECK_PROFILE",
    help="What the institution asks for: the name of a profile, or a TOML file.",
)
@click.option("--candidate", metavar="NAME", help="Surname and first name that the dossier must bear, in any order.")
@click.option(
    "--format",
    "form",
    type=click.Choice(FORMATS),
    default="text",
    show_default=True,
    help="What the report is written as.",
)
@click.option(
    "--output",
    type=click.Path(path_type=Path),
    help="Where the report goes: a file, or a folder for several dossiers. By default, on the screen.",
)
@click.option(
    "--annotated",
    type=click.Path(path_type=Path),
    help="Write a copy of the dossier with comments where something was seen: a file, or a folder.",
)
@click.option("--slides", type=click.Path(path_type=Path), help="The slides of the oral, deposited with the dossier.")
@click.option(
    "--with",
    "others",
    multiple=True,
    metavar="NAME",
    help="Another file of the same deposit (the attestation of earlier competences aside).",
)
@click.option("--only", multiple=True, metavar="CODE", help="Run this rule only; may be given several times.")
@click.option("--skip", multiple=True, metavar="CODE", help="Leave this rule out; may be given several times.")
@click.option(
    "--fail-on",
    type=click.Choice(list(LEVELS)),
    default="error",
    show_default=True,
    help="From which gravity on the command answers with exit code 1.",
)
@click.option(
    "--jobs",
    type=click.IntRange(1, 64),
    default=os.cpu_count() or 1,
    show_default="number of cores",
    help="How many dossiers are read at the same time.",
)
@language_option
def check(
    paths: tuple[str, ...],
    profile_id: str,
    candidate: str | None,
    form: str,
    output: Path | None,
    annotated: Path | None,
    slides: Path | None,
    others: tuple[str, ...],
    only: tuple[str, ...],
    skip: tuple[str, ...],
    fail_on: str,
    jobs: int,
    lang: str,
) -> None:
    """Check dossiers (PDF files, folders of them, or "-" for the standard input) against a profile.

    Exit code: 0 conforming, 1 findings at or above --fail-on, 2 wrong usage, 3 a file that cannot be read,
    4 wrong profile, 70 internal error.
    """
    files = list(_files(paths))
    several = len(files) > 1 or any(Path(path).is_dir() for path in paths)
    with Reader(workers=max(1, min(jobs, len(files)))) as reader:
        reader.start()
        profile = load_profile(profile_id, RULES)
        checker = Checker(profile, reader, _tags("--only", only), _tags("--skip", skip))
        deposit = Deposit(
            Candidate(candidate) if candidate else None,
            others,
            _readable(reader, slides) if slides else None,
        )
        publisher = _Publisher(checker, Translator(lang), form, output, annotated, several)
        results = []
        for job, result in _check_all(checker, files, deposit, jobs):
            publisher.one(job, result)
            results.append(result)
        publisher.all(results)
    sys.exit(max(_exit_code(results, fail_on), *(int(error.exit_code) for error in publisher.unwritten), 0))


def _files(paths: Iterable[str]) -> Iterator[str]:
    """The files to check, in the order given; a folder stands for the PDFs in it, in alphabetical order."""
    for path in paths:
        if path == STDIN or not Path(path).is_dir():
            yield path
            continue
        found = sorted(str(p) for p in Path(path).rglob("*") if p.suffix.lower() == ".pdf" and not p.is_dir())
        if not found:
            raise click.UsageError(f"There is no PDF file in the folder {path}.")
        yield from found


def _tags(option: str, given: tuple[str, ...]) -> frozenset[str]:
    """Codes and names of rules; a comma separates several. An unknown one is a wrong usage, with a suggestion."""
    tags = [tag.strip() for value in given for tag in value.split(",") if tag.strip()]
    if not tags:
        return frozenset()
    folded = {tag.lower(): tag for rule in all_rules().values() for tag in (rule.code, rule.name)}
    for tag in tags:
        if tag.lower() not in folded:
            import difflib

            near = difflib.get_close_matches(tag.lower(), folded, 1)
            suggestion = f" Did you mean {folded[near[0]]}?" if near else ""
            raise click.BadParameter(f"no rule is called {tag!r}.{suggestion}", param_hint=option)
    return frozenset(folded[tag.lower()] for tag in tags)


def _load(path: str, reader: Reader) -> _Job:
    name = "stdin.pdf" if path == STDIN else Path(path).name
    try:
        if path == STDIN:
            return _Job(name, Source(name, sys.stdin.buffer.read(reader.limits.file_bytes + 1)))
        return _Job(name, Source.load(Path(path), reader.limits))
    except UnreadableFile as error:
        return _Job(name, None, refusal(name, error))


def _readable(reader: Reader, path: Path) -> bool:
    """Whether the file is a PDF that opens."""
    try:
        reader.read(Source.load(path, reader.limits))
    except UnreadableFile:
        return False
    return True


def _check_all(
    checker: Checker, files: list[str], deposit: Deposit, jobs: int
) -> Iterator[tuple[_Job, Report | Refusal]]:
    """Results in the order of the files. A file that fails does not stop the others."""

    def one(path: str) -> tuple[_Job, Report | Refusal]:
        job = _load(path, checker.reader)
        if job.source is None:
            assert job.refused is not None
            return job, job.refused
        return job, checker.check_or_refuse(job.source, deposit)

    if len(files) == 1:
        yield one(files[0])
        return
    with ThreadPoolExecutor(min(jobs, len(files))) as threads:
        try:
            yield from _with_progress(threads.map(one, files), len(files))
        except BaseException:
            threads.shutdown(wait=False, cancel_futures=True)
            raise


def _with_progress(
    results: Iterator[tuple[_Job, Report | Refusal]], count: int
) -> Iterator[tuple[_Job, Report | Refusal]]:
    """A progress bar on the error output while a person is watching."""
    if not sys.stderr.isatty():
        yield from results
        return
    from rich.console import Console
    from rich.progress import track

    yield from track(results, description="", total=count, console=Console(stderr=True), transient=True)


class _Publisher:
    """Renders results and puts them where the person asked."""

    def __init__(
        self, checker: Checker, say: Translator, form: str, output: Path | None, annotated: Path | None, several: bool
    ) -> None:
        self._checker, self._say, self._form, self._several = checker, say, form, several
        self._output, self._annotated = output, annotated
        self._names: dict[str, int] = {}
        self.unwritten: list[UnreadableFile] = []
        """Why annotated copies are missing."""
        if several and form in ("html", "pdf") and output is None:
            raise click.UsageError("Several dossiers in this format need a folder: add --output FOLDER.")

    def one(self, job: _Job, result: Report | Refusal) -> None:
        """What is written for each file by itself: its annotated copy, its HTML or PDF report."""
        stem = self._stem(job.name)
        if self._annotated and job.source and isinstance(result, Report):
            place = self._annotated / f"{stem}.annotated.pdf" if self._several else self._annotated
            try:
                write_whole(place, self._annotate(job.source, result))
            except UnreadableFile as error:
                # What can be read cannot always be written again: the report still comes.
                self.unwritten.append(error)
                click.echo(f"✗ {self._say(error.message)}\n  → {self._say(error.advice)}", err=True)
        if self._form in ("html", "pdf"):
            content = self._document(job.source, result)
            if self._output is None:
                sys.stdout.buffer.write(content)
            else:
                write_whole(self._output / f"{stem}.{self._form}" if self._several else self._output, content)

    def all(self, results: list[Report | Refusal]) -> None:
        """What is written for all files together: text and JSON."""
        from precheck.report import json, text

        if self._form == "json":
            many = json.render_many(results, self._say) if self._several else json.render(results[0], self._say)
            self._put(many)
        elif self._form == "text":
            reports = [text.render(result, self._say) for result in results]
            self._put("\n".join([*reports, text.render_summary(results, self._say)] if self._several else reports))
        elif self._output is not None:
            click.echo(text.render_summary(results, self._say), nl=False)

    def _put(self, content: str) -> None:
        if self._output is None:
            click.echo(content, nl=not content.endswith("\n"))
        else:
            write_whole(self._output, content.encode())

    def _document(self, source: Source | None, result: Report | Refusal) -> bytes:
        pictures: dict[CropRequest, bytes] = {}
        if source and isinstance(result, Report):
            from precheck.report.shots import crop_requests

            with contextlib.suppress(UnreadableFile):
                pictures = dict(self._checker.reader.draw(source, crop_requests(result)))
        if self._form == "html":
            from precheck.report import html

            return html.render(result, self._say, pictures).encode()
        from precheck.report import pdf

        return pdf.render(result, self._say, pictures)

    def _annotate(self, source: Source, report: Report) -> bytes:
        from precheck.report.annotated import notes

        return self._checker.reader.annotate(source, notes(report, self._say))

    def _stem(self, name: str) -> str:
        """The file's name without its ending; a second file of the same name gets a number."""
        stem = Path(name).stem or "dossier"
        self._names[stem] = count = self._names.get(stem, 0) + 1
        return stem if count == 1 else f"{stem}-{count}"


def _exit_code(results: Iterable[Report | Refusal], fail_on: str) -> int:
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
