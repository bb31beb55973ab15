"""`precheck check`: dossiers in, reports out."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

import click

from precheck.api import Checker
from precheck.cli_batch import STDIN, Job, Result, Stems, exit_code, load, pdfs_in, put, side_by_side, tags
from precheck.cli_common import language_option
from precheck.cli_options import (
    author_option,
    collaborator_option,
    corpus_option,
    demand,
    fail_on_option,
    format_option,
    include_option,
    jobs_option,
    only_option,
    profile_option,
    set_aside_option,
    skip_option,
    view_option,
)
from precheck.errors import UnreadableFile
from precheck.i18n import Translator
from precheck.model.match import View
from precheck.model.report import Report
from precheck.model.structure import Candidate, Deposit
from precheck.output import write_whole
from precheck.profile import load_profile
from precheck.reading.pool import Reader, Source
from precheck.report.audience import seen_by
from precheck.report.documents import document, pictures_of
from precheck.rules.catalogue import RULES
from precheck.screening import open_screener


class _Paths(click.Command):
    """A file may be called `-x.pdf`: an argument that begins like an option but is a file is taken as the file."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        options = {name for parameter in self.params for name in parameter.opts}
        named = [
            f"./{a}" if a[:1] == "-" and a != STDIN and a not in options and os.path.exists(a) else a for a in args
        ]
        return super().parse_args(ctx, named)


@click.command(cls=_Paths)
@click.argument("paths", metavar="FILE|FOLDER|-", nargs=-1, required=True)
@profile_option
@click.option("--candidate", metavar="NAME", help="Surname and first name that the dossier must bear, in any order.")
@format_option("text", "json", "html", "pdf")
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
@only_option
@skip_option
@corpus_option
@set_aside_option
@include_option
@author_option
@collaborator_option
@view_option
@click.option(
    "--server", metavar="URL",
    help="Have the site at this address check, in place of this machine: https://…; its own settings count.",
)  # fmt: skip
@fail_on_option
@jobs_option
@language_option
@click.pass_context
def check(
    ctx: click.Context,
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
    corpora: tuple[Path, ...],
    set_aside: tuple[str, ...],
    include: tuple[str, ...],
    author: str,
    collaborators: tuple[str, ...],
    view: str,
    server: str | None,
    fail_on: str,
    jobs: int,
    lang: str,
) -> None:
    """Check dossiers (PDF files, folders of them, or "-" for the standard input) against a profile.

    Exit code: 0 conforming, 1 findings at or above --fail-on, 2 wrong usage, 3 a file that cannot be read,
    4 wrong profile or corpus, 70 internal error.
    """
    files = list(_files(paths))
    several = len(files) > 1 or any(Path(path).is_dir() for path in paths)
    if server is not None:
        from precheck.cli_remote import Wanted, check_remotely

        wanted = Wanted(profile_id, lang, form, output, annotated, several, fail_on, jobs)
        sys.exit(check_remotely(ctx, server, files, wanted))
    asked = demand(corpora, set_aside, include, author, collaborators)
    with Reader(workers=max(1, min(jobs, len(files)))) as reader:
        reader.start()
        profile = load_profile(profile_id, RULES)
        screener = open_screener(asked, profile.screening) if asked else None
        checker = Checker(profile, reader, tags("--only", only), tags("--skip", skip), screener)
        deposit = Deposit(
            Candidate(candidate) if candidate else None,
            others,
            _readable(reader, slides) if slides else None,
        )
        publisher = _Publisher(checker, Translator(lang), form, output, annotated, several)

        def one(path: str) -> tuple[Job, Result]:
            job = load(path, reader)
            if job.source is None:
                assert job.refused is not None
                return job, job.refused
            return job, seen_by(View(view), checker.check_or_refuse(job.source, deposit))

        results = []
        for job, result in side_by_side(one, files, jobs):
            publisher.one(job, result)
            results.append(result)
        publisher.all(results)
    sys.exit(max(exit_code(results, fail_on), *(int(error.exit_code) for error in publisher.unwritten), 0))


def _files(paths: Iterable[str]) -> Iterator[str]:
    """The files to check, in the order given; a folder stands for the PDFs in it, in alphabetical order."""
    for path in paths:
        if path == STDIN or not Path(path).is_dir():
            yield path
        else:
            yield from map(str, pdfs_in(Path(path)))


def _readable(reader: Reader, path: Path) -> bool:
    """Whether the file is a PDF that opens."""
    try:
        reader.read(Source.load(path, reader.limits))
    except UnreadableFile:
        return False
    return True


class _Publisher:
    """Renders results and puts them where the person asked."""

    def __init__(
        self, checker: Checker, say: Translator, form: str, output: Path | None, annotated: Path | None, several: bool
    ) -> None:
        self._checker, self._say, self._form, self._several = checker, say, form, several
        self._output, self._annotated = output, annotated
        self._stem = Stems()
        self.unwritten: list[UnreadableFile] = []
        """Why annotated copies are missing."""
        if several and form in ("html", "pdf") and output is None:
            raise click.UsageError("Several dossiers in this format need a folder: add --output FOLDER.")

    def one(self, job: Job, result: Result) -> None:
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
            content = document(result, self._form, self._say, pictures_of(self._checker.reader, job.source, result))
            if self._output is None:
                sys.stdout.buffer.write(content)
            else:
                write_whole(self._output / f"{stem}.{self._form}" if self._several else self._output, content)

    def all(self, results: list[Result]) -> None:
        """What is written for all files together: text and JSON."""
        from precheck.report import json, text

        if self._form == "json":
            many = json.render_many(results, self._say) if self._several else json.render(results[0], self._say)
            put(many, self._output)
        elif self._form == "text":
            reports = [text.render(result, self._say) for result in results]
            put(
                "\n".join([*reports, text.render_summary(results, self._say)] if self._several else reports),
                self._output,
            )
        elif self._output is not None:
            click.echo(text.render_summary(results, self._say), nl=False)

    def _annotate(self, source: Source, report: Report) -> bytes:
        from precheck.report.annotated import notes

        return self._checker.reader.annotate(source, notes(report, self._say))
