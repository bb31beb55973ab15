"""`precheck screen`: a folder of dossiers compared with corpora and with each other."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

import click

from precheck.api import Checker, Screener
from precheck.cli_batch import Job, Result, Stems, exit_code, load, pdfs_in, put, side_by_side
from precheck.cli_common import language_option
from precheck.cli_options import (
    corpus_option,
    demand,
    fail_on_option,
    format_option,
    include_option,
    jobs_option,
    profile_option,
    set_aside_option,
    view_option,
)
from precheck.errors import UnreadableFile
from precheck.i18n import Translator
from precheck.model.match import View
from precheck.model.structure import Dossier
from precheck.output import write_whole
from precheck.profile import load_profile
from precheck.reading.pool import Reader
from precheck.report.audience import seen_by
from precheck.report.documents import document, pictures_of
from precheck.report.overview import Overview, overview
from precheck.rules.catalogue import RULES
from precheck.screening import Demand, batch_screener, peer_id
from precheck.structure.dossier import build_dossier

OVERVIEW = "overview"


@click.command()
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@profile_option
@format_option("text", "json", "html")
@click.option(
    "--output",
    type=click.Path(file_okay=False, path_type=Path),
    help="The folder where the report of each dossier goes, with the overview. By default, the overview on the screen.",
)
@corpus_option
@set_aside_option
@include_option
@view_option
@fail_on_option
@jobs_option
@language_option
def screen(
    folder: Path,
    profile_id: str,
    form: str,
    output: Path | None,
    corpora: tuple[Path, ...],
    set_aside: tuple[str, ...],
    include: tuple[str, ...],
    view: str,
    fail_on: str,
    jobs: int,
    lang: str,
) -> None:
    """Check all dossiers of FOLDER, and compare each with corpora and with the others.

    The overview names the dossiers that share most, and which share with each other: it is for the evaluators, and
    left out of what is written with --view candidate. A file that cannot be read never stops the others.

    Exit code: as `precheck check`.
    """
    if form == "html" and output is None:
        raise click.UsageError("Several dossiers in this format need a folder: add --output FOLDER.")
    paths = {path.relative_to(folder).as_posix(): path for path in pdfs_in(folder)}
    asked = demand(corpora, set_aside, include, needed=True)
    assert asked is not None
    say = Translator(lang)
    with Reader(workers=max(1, min(jobs, len(paths)))) as reader:
        reader.start()
        profile = load_profile(profile_id, RULES)
        batch = _Batch(Checker(profile, reader), paths, jobs)
        checker = Checker(profile, reader, screener=batch.screener(asked))
        publisher = _Publisher(reader, say, form, output, View(view))
        results = []
        for job, result in batch.check(checker):
            publisher.one(job, result)
            results.append(result)
        publisher.all(results, overview(results, batch.peers))
    sys.exit(exit_code(results, fail_on))


class _Batch:
    """The dossiers of a folder: read once to be compared with, then each checked."""

    def __init__(self, checker: Checker, paths: Mapping[str, Path], jobs: int) -> None:
        self._checker, self._paths, self._jobs = checker, paths, jobs
        self.peers: dict[str, str] = {}
        """The name of each dossier that could be read, by its identifier as a source."""

    def screener(self, asked: Demand) -> Screener:
        """What compares each dossier with the others."""
        return batch_screener(asked, self._checker.profile.screening, self._dossiers())

    def _dossiers(self) -> Iterator[Dossier]:
        profile, reader = self._checker.profile, self._checker.reader

        def one(name: str) -> Dossier | None:
            job = self._load(name)
            if job.source is None:
                return None
            try:
                read = reader.read(job.source)
            except UnreadableFile:
                return None
            return build_dossier(read, profile.outline, profile.framework, profile.years)

        for dossier in side_by_side(one, list(self._paths), self._jobs):
            if dossier is not None:
                self.peers[peer_id(dossier)] = dossier.document.name
                yield dossier

    def check(self, checker: Checker) -> Iterator[tuple[Job, Result]]:
        """The results in alphabetical order."""

        def one(name: str) -> tuple[Job, Result]:
            job = self._load(name)
            if job.source is None:
                assert job.refused is not None
                return job, job.refused
            return job, checker.check_or_refuse(job.source)

        return side_by_side(one, list(self._paths), self._jobs)

    def _load(self, name: str) -> Job:
        return load(str(self._paths[name]), self._checker.reader, name)


class _Publisher:
    """Writes the report of each dossier and the overview."""

    def __init__(self, reader: Reader, say: Translator, form: str, output: Path | None, view: View) -> None:
        self._reader, self._say, self._form, self._output, self._view = reader, say, form, output, view
        self._stem = Stems(OVERVIEW)
        self._files: dict[str, str] = {}

    @property
    def _ending(self) -> str:
        return {"text": "txt"}.get(self._form, self._form)

    def one(self, job: Job, result: Result) -> None:
        """The report of one dossier, when there is a folder for it."""
        if self._output is None:
            return
        shown = seen_by(self._view, result)
        self._files[job.name] = file = f"{self._stem(job.name.replace('/', '-'))}.{self._ending}"
        write_whole(self._output / file, self._report(job, shown))

    def _report(self, job: Job, result: Result) -> bytes:
        from precheck.report import json, text

        if self._form == "html":
            return document(result, "html", self._say, pictures_of(self._reader, job.source, result))
        renderer = json.render if self._form == "json" else text.render
        return renderer(result, self._say).encode()

    def all(self, results: list[Result], found: Overview) -> None:
        """The overview, into the folder and, in words, on the screen. It is never written beside candidates' views."""
        from precheck.report import json, overview_html, overview_text

        evaluators = self._view is View.EVALUATOR
        if self._output is None and self._form == "json":
            shown = [seen_by(self._view, result) for result in results]
            put(json.render_many(shown, self._say, found if evaluators else None), None)
            return
        if self._output is not None and evaluators:
            content = {
                "html": lambda: overview_html.render(found, self._say, self._files),
                "json": lambda: json.render_overview(found),
                "text": lambda: overview_text.render(found, self._say),
            }[self._form]()
            write_whole(self._output / f"{OVERVIEW}.{self._ending}", content.encode())
        put(overview_text.render(found, self._say), None)
