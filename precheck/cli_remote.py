"""`precheck check --server`: what the site finds, written as what this machine finds would be."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from precheck.api import refusal
from precheck.cli_batch import Job, Stems, load, put, side_by_side
from precheck.cli_options import LEVELS
from precheck.errors import ExitCode, PrecheckError, UnreadableFile
from precheck.i18n import Translator, msg, msgs
from precheck.model.report import Refusal, Verdict
from precheck.output import write_whole
from precheck.reading.pool import Reader
from precheck.remote import Answered, Server, ServerRefused
from precheck.report.documents import document

_HERE_ONLY = frozenset(
    {"candidate", "slides", "others", "only", "skip", "corpora", "set_aside", "include", "author", "collaborators",
     "view"}
)  # fmt: skip
"""Parameters of `precheck check` that mean nothing to a server, which checks as its own pages do."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the person asks for: see the options of `precheck check`."""

    profile: str
    language: str
    form: str
    output: Path | None
    annotated: Path | None
    several: bool
    fail_on: str
    jobs: int


def check_remotely(ctx: click.Context, address: str, files: list[str], wanted: Wanted) -> int:
    """Have the files checked by a site, write what it finds, and return the exit code.

    Raises:
        ServerError: the site cannot be used.
    """
    _only_what_the_server_does(ctx)
    if wanted.several and wanted.form in {"html", "pdf"} and wanted.output is None:
        raise click.UsageError("Several dossiers in this format need a folder: add --output FOLDER.")
    with Reader(workers=1) as reader:
        client = _Client(Server(address), reader, wanted)
        stem, found, codes = Stems(), [], {ExitCode.CONFORMING}
        for job, answer in side_by_side(client.one, files, min(wanted.jobs, 4)):
            name = stem(job.name)
            codes |= {_exit_code(answer.report, wanted.fail_on), _written(job.name, name, answer, wanted)}
            found.append(answer)
    _all(found, wanted)
    return int(max(codes))


def _only_what_the_server_does(ctx: click.Context) -> None:
    for parameter in ctx.command.params:
        name = parameter.name or ""
        if name in _HERE_ONLY and ctx.get_parameter_source(name) is click.core.ParameterSource.COMMANDLINE:
            raise click.UsageError(f"The server checks as its own pages do: {parameter.opts[0]} is not for --server.")


class _Client:
    """Sends files one by one. Safe among threads."""

    def __init__(self, server: Server, reader: Reader, wanted: Wanted) -> None:
        self._server, self._reader, self._wanted = server, reader, wanted
        self._say = Translator(wanted.language)
        self._parts = (wanted.form,) + (("annotated",) if wanted.annotated else ())

    def one(self, path: str) -> tuple[Job, Answered]:
        """What the site finds in a file; what it does not take is told of the file as a refusal."""
        job = load(path, self._reader)
        if job.source is None:
            assert job.refused is not None
            return job, self._refused(job.refused)
        wanted = self._wanted
        try:
            return job, self._server.check(
                job.name, job.source.data, wanted.profile, wanted.language, self._parts, self._told
            )
        except UnreadableFile as error:
            return job, self._refused(refusal(job.name, error))
        except ServerRefused as error:
            if not wanted.several:
                raise
            return job, self._refused(refusal(job.name, error))

    def _refused(self, result: Refusal) -> Answered:
        from precheck.report import json as report_json
        from precheck.report import text

        report = json.loads(report_json.render(result, self._say))
        parts = {"text": text.render(result, self._say).encode()}
        if self._wanted.form in {"html", "pdf"}:
            parts[self._wanted.form] = document(result, self._wanted.form, self._say)
        return Answered(report, parts)

    def _told(self, place: int) -> None:
        if self._wanted.several or not sys.stderr.isatty():
            return
        before = msgs("{count} file comes before", "{count} files come before", place)
        line = self._say(before if place else msg("the site is checking"))
        click.echo(f"\r\033[K… {line}\r", nl=False, err=True)


def _written(name: str, stem: str, answer: Answered, wanted: Wanted) -> ExitCode:
    """Write what each file has by itself; whether its annotated copy is missing."""
    if wanted.form in {"html", "pdf"}:
        content = answer.parts[wanted.form]
        if wanted.output is None:
            sys.stdout.buffer.write(content)
        else:
            write_whole(wanted.output / f"{stem}.{wanted.form}" if wanted.several else wanted.output, content)
    if wanted.annotated is None or answer.refused:
        return ExitCode.CONFORMING
    if "annotated" not in answer.parts:
        say = Translator(wanted.language)
        missing = msg("{file} cannot be written again with comments in it.", file=name)
        click.echo(f"✗ {say(missing)}", err=True)
        return ExitCode.UNREADABLE
    place = wanted.annotated / f"{stem}.annotated.pdf" if wanted.several else wanted.annotated
    write_whole(place, answer.parts["annotated"])
    return ExitCode.CONFORMING


def _all(found: list[Answered], wanted: Wanted) -> None:
    """Write what all files have together."""
    from precheck.report.json import dump

    if wanted.form == "json":
        reports = [{key: value for key, value in each.report.items() if key != "schema_version"} for each in found]
        put(dump({"reports": reports} if wanted.several else reports[0]), wanted.output)
        return
    if wanted.form == "text":
        texts = [each.parts["text"].decode() for each in found]
        put("\n".join([*texts, _summary(found, wanted)] if wanted.several else texts), wanted.output)
    elif wanted.output is not None:
        click.echo(_summary(found, wanted), nl=False)


def _summary(found: Iterable[Answered], wanted: Wanted) -> str:
    from precheck.report.plain import Voice
    from precheck.report.text import summary
    from precheck.report.wording import VERDICT_SIGN, VERDICT_TITLE

    voice = Voice(Translator(wanted.language))
    lines: list[str] = []
    verdicts: list[Verdict | None] = []
    for each in found:
        if each.refused:
            verdicts.append(None)
            lines.append(f"✗ {each.report['error']['message']['text']}")
            continue
        verdict = Verdict(each.report["verdict"])
        line = msg("{name}: {what}", name=each.report["document"]["name"], what=voice(VERDICT_TITLE[verdict]))
        verdicts.append(verdict)
        lines.append(f"{VERDICT_SIGN[verdict]} {voice(line)}")
    return summary(lines, verdicts, voice)


def _exit_code(report: Mapping[str, Any], fail_on: str) -> ExitCode:
    """As `cli_batch.exit_code`, from what the site answers."""
    if "error" in report:
        return _of_error(str(report["error"]["code"]))
    if any(outcome["status"] == "crashed" for outcome in report["outcomes"]):
        return ExitCode.INTERNAL
    grave = {severity.value for severity in LEVELS[fail_on]}
    found = any(each["severity"] in grave for outcome in report["outcomes"] for each in outcome["findings"])
    return ExitCode.FINDINGS if found else ExitCode.CONFORMING


def _of_error(code: str) -> ExitCode:
    """The exit code of the error of that name."""
    import precheck.reading.errors
    import precheck.remote  # noqa: F401 (their errors are looked through)

    kinds: list[type[PrecheckError]] = [PrecheckError]
    for kind in kinds:
        if kind.__name__ == code:
            return kind.exit_code
        kinds += kind.__subclasses__()
    return ExitCode.INTERNAL
