"""Files that are to enter a corpus: found one by one in folders, zip files and manifests, then read and prepared.

Nothing is ever unpacked to the disk. What cannot enter is told with its reason and stops nothing else.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from precheck.errors import UnreadableFile
from precheck.i18n import Message, msg
from precheck.model.match import Source, SourceKind, Visibility
from precheck.model.profile import Outline
from precheck.reading.archives import members
from precheck.reading.limits import Limits
from precheck.reading.pool import Reader
from precheck.reading.pool import Source as File
from precheck.similarity.documents import prepare_document
from precheck.similarity.errors import BadSource
from precheck.similarity.manifests import MANIFEST, Entry, entries
from precheck.similarity.prepared import Prepared, prepare
from precheck.structure.analysis import analyse
from precheck.structure.file_name import candidate_of_file_name
from precheck.structure.folding import fold

SUFFIXES = (".pdf", ".txt", ".md")
_WORD = re.compile(r"[^\W_]+")
_PDF = b"%PDF-"


def author_key(name: str) -> str:
    """The key of a person: the words of the name, folded, in alphabetical order ("VERNAZ Maëlle", "Maelle Vernaz")."""
    return " ".join(sorted(_WORD.findall(fold(name))))


@dataclass(frozen=True, slots=True)
class Details:
    """What the person says of the sources that are added. None: told by the file, or by the kind."""

    kind: SourceKind = SourceKind.DOSSIER
    title: str | None = None
    author: str | None = None
    """A name; its key is what is kept."""
    year: str = ""
    visibility: Visibility | None = None
    licence: str = ""


@dataclass(frozen=True, slots=True)
class Item:
    """A file found; `load` reads its bytes and raises `UnreadableFile` when that fails."""

    name: str
    details: Details
    load: Callable[[], bytes]


@dataclass(frozen=True, slots=True)
class Skipped:
    """A file that does not enter, and why. `fault` is False where nothing is wrong: no kind of file that is read."""

    name: str
    reason: Message
    fault: bool = True


def find_items(path: Path, details: Details, limits: Limits = Limits()) -> Iterator[Item | Skipped]:
    """The files at a place: itself, those of a folder, of a zip, or those that a `manifest.toml` names; by name.

    A folder with a `manifest.toml` is read by it. What a manifest says of a file goes before `details`. Names are made
    fit to be shown.
    """
    for found in _found(path, details, limits):
        yield replace(found, name=printable(found.name))


def printable(text: str) -> str:
    """The text on one line, without what would steer a terminal or cannot be written as UTF-8."""
    return "".join(letter if letter.isprintable() else "\ufffd" for letter in text)


def _found(path: Path, details: Details, limits: Limits) -> Iterator[Item | Skipped]:
    try:
        if path.is_dir():
            if (path / MANIFEST).is_file():
                yield from _of_manifest(path / MANIFEST, details, limits)
            else:
                yield from _of_folder(path, details, limits)
        elif path.name == MANIFEST:
            yield from _of_manifest(path, details, limits)
        elif path.suffix.lower() == ".zip":
            yield from _of_zip(path, details, limits)
        else:
            yield _of_file(path, path.name, details, limits)
    except UnreadableFile as error:
        yield Skipped(str(error.params.get("file", path.name)), error.message)


def read_item(name: str, data: bytes, details: Details, reader: Reader) -> tuple[Source, Prepared]:
    """A file as a source and its text: PDF by the guarded reader, anything else as UTF-8 or else cp1252 text.

    Raises:
        UnreadableFile: what `Reader.read` raises; `BadSource` for what is no text, or has none.
    """
    pages = None
    if data[:1024].lstrip().startswith(_PDF) or name.lower().endswith(".pdf"):
        document = reader.read(File(name, data))
        pages = len(document.pages)
        prepared = prepare_document(document, analyse(document, Outline()))
    else:
        prepared = prepare(_decoded(name, data))
    if not len(prepared):
        raise BadSource(file=name, reason=msg("there is no text in it"))
    return _source(name, data, details, pages), prepared


def _source(name: str, data: bytes, details: Details, pages: int | None) -> Source:
    stem = Path(name).stem
    author = details.author
    if author is None and details.kind is SourceKind.DOSSIER:
        author = candidate_of_file_name(Path(name).name)
    public = details.kind is not SourceKind.DOSSIER
    return Source(
        id=hashlib.sha256(data).hexdigest(),
        title=printable(details.title or stem),
        kind=details.kind,
        author=author_key(author or ""),
        year=printable(details.year),
        visibility=details.visibility or (Visibility.PUBLIC if public else Visibility.EVALUATORS),
        pages=pages,
        licence=printable(details.licence),
    )


def _decoded(name: str, data: bytes) -> str:
    if b"\0" in data:
        raise BadSource(file=name, reason=msg("it is neither a PDF nor a text"))
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        # Five bytes mean nothing in cp1252; they are no letters in any case.
        return data.decode("cp1252", "replace")


def _of_file(path: Path, name: str, details: Details, limits: Limits) -> Item:
    return Item(name, details, lambda: File.load(path, limits).data)


def _of_folder(folder: Path, details: Details, limits: Limits) -> Iterator[Item | Skipped]:
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if path.is_dir() or any(part.startswith(".") for part in path.relative_to(folder).parts):
            continue
        if path.suffix.lower() in SUFFIXES:
            yield _of_file(path, name, details, limits)
        else:
            yield Skipped(name, msg("only PDF and text files are read"), fault=False)


def _of_zip(path: Path, details: Details, limits: Limits) -> Iterator[Item | Skipped]:
    for member in members(path, limits):
        if isinstance(member.load, Message):
            yield Skipped(member.name, member.load)
        elif Path(member.name).suffix.lower() in SUFFIXES:
            yield Item(member.name, details, member.load)
        else:
            yield Skipped(member.name, msg("only PDF and text files are read"), fault=False)


def _of_manifest(path: Path, details: Details, limits: Limits) -> Iterator[Item | Skipped]:
    for entry in entries(path):
        if isinstance(entry.place, Message):
            yield Skipped(entry.path, entry.place)
        else:
            yield Item(entry.path, _merged(details, entry), _verified(entry, entry.place, limits))


def _merged(details: Details, entry: Entry) -> Details:
    return replace(
        details,
        kind=entry.kind or details.kind,
        title=entry.title or details.title,
        author=details.author if entry.author is None else entry.author,
        year=entry.year or details.year,
        visibility=entry.visibility or details.visibility,
        licence=entry.licence or details.licence,
    )


def _verified(entry: Entry, place: Path, limits: Limits) -> Callable[[], bytes]:
    def load() -> bytes:
        data = File.load(place, limits).data
        if entry.sha256 and hashlib.sha256(data).hexdigest() != entry.sha256.lower():
            raise BadSource(file=entry.path, reason=msg("its SHA-256 is not the one of the manifest"))
        return data

    return load
