"""`precheck corpus`: the texts that dossiers are compared with, kept in a folder."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterable, Iterator
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from precheck.cli_common import language_option
from precheck.errors import ExitCode
from precheck.i18n import Translator, msg, msgs
from precheck.model.match import Source, SourceKind, Visibility

if TYPE_CHECKING:
    from precheck.similarity.adding import Entered
    from precheck.similarity.index.corpus import Corpus
    from precheck.similarity.index.writer import CorpusWriter
    from precheck.similarity.sources import Item, Skipped

_folder = click.argument("folder", metavar="CORPUS", type=click.Path(path_type=Path))
_json = click.option("--json", "as_json", is_flag=True, help="Answer in JSON, for programs.")
_MANY = 20
"""Files that cannot be read are told one by one up to here."""


@click.group()
def corpus() -> None:
    """Keep the texts that dossiers are compared with: begin, add, remove, list, verify."""


@corpus.command()
@_folder
@click.option("--empty", is_flag=True, help="Without the official texts that every candidate may copy.")
@language_option
def init(folder: Path, empty: bool, lang: str) -> None:
    """Begin a corpus in a new or empty folder, with the official competence statements."""
    from precheck.similarity.adding import shipped_texts
    from precheck.similarity.index.writer import CorpusWriter
    from precheck.similarity.index.writer import init as begin

    say = Translator(lang)
    begin(folder)
    click.echo(f"✓ {say(msg('The corpus {folder} is ready.', folder=str(folder)))}")
    if not empty:
        with CorpusWriter(folder) as writer:
            _add(writer, shipped_texts(), 1, say)


@corpus.command()
@_folder
@click.argument("paths", metavar="FILE|FOLDER|ZIP…", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "--kind",
    type=click.Choice([kind.value for kind in SourceKind]),
    default=SourceKind.DOSSIER.value,
    show_default=True,
    help="What the files are: other people's dossiers, web pages, or what every candidate may copy.",
)
@click.option("--title", help="What the report calls the source. By default, the name of the file.")
@click.option("--author", metavar="NAME", help="Who wrote it. By default, for a dossier, told by the name of the file.")
@click.option("--year", default="", help="Year of the campaign or of publication, as 2016-2017.")
@click.option(
    "--visibility",
    type=click.Choice([visibility.value for visibility in Visibility]),
    help="Who may read its text. By default, evaluators only for dossiers, everybody for the rest.",
)
@click.option("--licence", default="", help="On what terms the text may be passed on.")
@click.option(
    "--jobs",
    type=click.IntRange(1, 64),
    default=os.cpu_count() or 1,
    show_default="number of cores",
    help="How many files are read at the same time.",
)
@language_option
def add(
    folder: Path,
    paths: tuple[Path, ...],
    kind: str,
    title: str | None,
    author: str | None,
    year: str,
    visibility: str | None,
    licence: str,
    jobs: int,
    lang: str,
) -> None:
    """Add PDF or text files, folders or zip files of them, or what a manifest.toml describes. The same file is added
    once.

    Exit code: 0 all is in the corpus, 3 a file cannot be read, 4 no corpus there, or a damaged one.
    """
    from precheck.similarity.index.writer import CorpusWriter
    from precheck.similarity.sources import Details, find_items

    who = Visibility(visibility) if visibility else None
    details = Details(SourceKind(kind), title, author, year, who, licence)
    with CorpusWriter(folder) as writer:
        items = [item for path in paths for item in find_items(path, details)]
        faults = _add(writer, items, jobs, Translator(lang))
    sys.exit(int(ExitCode.UNREADABLE if faults else ExitCode.CONFORMING))


@corpus.command()
@_folder
@click.argument("ids", metavar="ID…", nargs=-1, required=True)
@language_option
def remove(folder: Path, ids: tuple[str, ...], lang: str) -> None:
    """Remove sources, by the identifiers that `list` shows (their first letters are enough).

    They are found no more at once; `compact` takes their text off the disk.
    """
    from precheck.similarity.index.writer import CorpusWriter

    with CorpusWriter(folder) as writer:
        removed = writer.remove(ids)
    say = Translator(lang)
    for source in removed:
        click.echo(f"  {source.id[:12]}  {source.title}")
    told = msgs("{count} source removed; `precheck corpus compact` takes its text off the disk.",
                "{count} sources removed; `precheck corpus compact` takes their text off the disk.",
                len(removed))  # fmt: skip
    click.echo(f"✓ {say(told)}")


@corpus.command("list")
@_folder
@click.option("--kind", type=click.Choice([kind.value for kind in SourceKind]), help="Only sources of this kind.")
@_json
@language_option
def list_(folder: Path, kind: str | None, as_json: bool, lang: str) -> None:
    """List the sources: identifier, kind, year, author, pages, title."""
    from precheck.similarity.index.corpus import Corpus

    with closing(Corpus.open(folder)) as opened:
        sources = [source for source in opened.sources() if kind in (None, source.kind.value)]
    if as_json:
        click.echo(json.dumps([_as_json(source) for source in sources], ensure_ascii=False, indent=2))
        return
    rows = [
        (s.id[:12], s.kind.value, s.year or "-", s.author or "-", "-" if s.pages is None else str(s.pages), s.title)
        for s in sources
    ]
    widths = [max((len(row[column]) for row in rows), default=0) for column in range(5)]
    for row in rows:
        columns = [f"{text:{width}}" for text, width in zip(row, widths, strict=False)]
        click.echo("  ".join([*columns, row[5]]))
    click.echo(Translator(lang)(msgs("{count} source", "{count} sources", len(sources))))


@corpus.command()
@_folder
@_json
@language_option
def info(folder: Path, as_json: bool, lang: str) -> None:
    """Tell what a corpus holds: sources by kind, size on the disk, the fingerprint of its state."""
    from precheck.similarity.index import manifest
    from precheck.similarity.index.corpus import Corpus

    state = manifest.read(folder)
    with closing(Corpus.open(folder)) as opened:
        counts = _counts(opened)
        fingerprint = opened.fingerprint
    facts: dict[str, Any] = {
        "folder": str(folder),
        "fingerprint": fingerprint,
        "sources": sum(counts.values()),
        "kinds": counts,
        "removed": sum(len(segment.removed) for segment in state.segments),
        "segments": len(state.segments),
        "bytes": sum(file.size for segment in state.segments for file in segment.files),
    }
    if as_json:
        click.echo(json.dumps(facts, ensure_ascii=False, indent=2))
        return
    say = Translator(lang)
    kinds = ", ".join(f"{kind} {count}" for kind, count in counts.items() if count)
    click.echo(say(msgs("{count} source", "{count} sources", facts["sources"])) + (f" ({kinds})" if kinds else ""))
    if facts["removed"]:
        click.echo(say(msgs("{count} removed source still on the disk: `precheck corpus compact` takes it off",
                            "{count} removed sources still on the disk: `precheck corpus compact` takes them off",
                            facts["removed"])))  # fmt: skip
    size = msgs("{count} segment, {megabytes:.1f} MB", "{count} segments, {megabytes:.1f} MB",
                facts["segments"], megabytes=facts["bytes"] / 1e6)  # fmt: skip
    click.echo(say(size))
    click.echo(say(msg("fingerprint {fingerprint}", fingerprint=fingerprint)))


@corpus.command()
@_folder
@language_option
def verify(folder: Path, lang: str) -> None:
    """Read every byte of a corpus and prove that it is whole. Exit code: 0 it is, 4 it is not."""
    from precheck.similarity.index.verify import verify as proven

    found = proven(folder)
    told = msgs("The corpus is whole: {count} source, {megabytes:.1f} MB read.",
                "The corpus is whole: {count} sources, {megabytes:.1f} MB read.",
                found.documents, megabytes=found.size / 1e6)  # fmt: skip
    click.echo(f"✓ {Translator(lang)(told)}")


@corpus.command()
@_folder
@language_option
def compact(folder: Path, lang: str) -> None:
    """Merge what was added bit by bit, and take the text of removed sources off the disk."""
    from precheck.similarity.index.writer import CorpusWriter

    with CorpusWriter(folder) as writer:
        done = writer.compact()
    told = msg("The corpus is compact.") if done else msg("The corpus was compact already.")
    click.echo(f"✓ {Translator(lang)(told)}")


def _add(writer: CorpusWriter, items: list[Item | Skipped], jobs: int, say: Translator) -> int:
    """Add the files and tell what became of them; how many could not be read."""
    from precheck.reading.pool import Reader
    from precheck.similarity.adding import add_items
    from precheck.similarity.sources import Skipped

    with Reader(workers=jobs) as reader:
        results = list(_with_progress(add_items(writer, items, reader, jobs), len(items)))
    skipped = [result for result in results if isinstance(result, Skipped)]
    faults = [one for one in skipped if one.fault]
    for one in faults[:_MANY]:
        reason = say(one.reason)
        click.echo(f"✗ {reason if one.name in reason else f'{one.name}: {reason}'}", err=True)
    if len(faults) > _MANY:
        more = msgs("… and {count} more", "… and {count} more", len(faults) - _MANY)
        click.echo(f"  {say(more)}", err=True)
    entered = [result for result in results if not isinstance(result, Skipped)]
    known = sum(one.known for one in entered)
    parts = [msgs("{count} source added", "{count} sources added", len(entered) - known)]
    if known:
        parts.append(msgs("{count} was there already", "{count} were there already", known))
    if faults:
        parts.append(msgs("{count} could not be read", "{count} could not be read", len(faults)))
    if len(skipped) > len(faults):
        others = len(skipped) - len(faults)
        parts.append(msgs("{count} file of another kind left out", "{count} files of other kinds left out", others))
    click.echo(f"✓ {', '.join(map(say, parts))}")
    return len(faults)


def _with_progress(results: Iterator[Entered | Skipped], count: int) -> Iterable[Entered | Skipped]:
    """A progress bar on the error output while a person is watching."""
    if not sys.stderr.isatty():
        return results
    from rich.console import Console
    from rich.progress import track

    return track(results, description="", total=count, console=Console(stderr=True), transient=True)


def _counts(opened: Corpus) -> dict[str, int]:
    counts = {kind.value: 0 for kind in SourceKind}
    for source in opened.sources():
        counts[source.kind.value] += 1
    return counts


def _as_json(source: Source) -> dict[str, Any]:
    return {
        "id": source.id,
        "title": source.title,
        "kind": source.kind.value,
        "author": source.author,
        "year": source.year,
        "visibility": source.visibility.value,
        "pages": source.pages,
        "licence": source.licence,
    }
