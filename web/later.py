"""The files of a report that few people want: made when first asked for, kept beside the others, never made twice.

What they are made of is written with the report (`prepared`), so that they say what it says.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import msgspec

from precheck.errors import PrecheckError, UnreadableFile
from precheck.i18n import Translator, msg
from precheck.model.note import Note
from precheck.model.picture import Pictures
from precheck.model.report import Refusal, Report
from precheck.reading.pool import Reader, Source
from web.checks import ANNOTATED, PDF, Check

_NOTES, _FILES = "notes.msgpack", "files.msgpack"
_MADE_OF = {ANNOTATED: _NOTES, PDF: _FILES}
_AT_ONCE = 2
"""Files that a process of the site makes at the same time."""
_WAITING = 2
"""Requests that may wait for another's file; more are told to come again, so that pages keep their threads."""
_PATIENCE = 10.0
"""Seconds that a request waits: longer than any file may take to be opened and written."""
_LOOK = 0.05


class CannotAnnotate(PrecheckError):
    """A file that can be read and not written again."""

    what = msg("{file} cannot be written again with comments in it.")
    remedy = msg("The report tells each page: read it, or download it as PDF.")


class BeingMade(PrecheckError):
    """Another is waiting for this file, or many others for theirs."""

    what = msg("This file is being made.")
    remedy = msg("Ask for it again in a few seconds.")


def prepared(result: Report | Refusal, say: Translator, pictures: Pictures) -> dict[str, bytes]:
    """What the files are made of, to be kept with the report, by name."""
    from precheck.report import pdf
    from precheck.report.annotated import notes

    kept = {_FILES: msgspec.msgpack.encode(pdf.files(result, say, pictures))}
    if isinstance(result, Report):
        kept[_NOTES] = msgspec.msgpack.encode(notes(result, say))
    return kept


def to_come(kept: Mapping[str, bytes]) -> tuple[str, ...]:
    """The files that can be made of it."""
    return tuple(name for name, source in _MADE_OF.items() if source in kept)


class Later:
    """Makes the files, safe among threads, processes and hosts that share the folder.

    Args:
        reader: opens the dossiers.
    """

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self._making = threading.BoundedSemaphore(_AT_ONCE)
        self._room = threading.BoundedSemaphore(_AT_ONCE + _WAITING)

    def part(self, check: Check, name: str, source: Callable[[], Source]) -> bytes | None:
        """A part of an answer, made now when it is one of those that come later; None when there is none, or no more.

        Args:
            source: the dossier, read when it is needed. May raise `FileNotFoundError`.

        Raises:
            CannotAnnotate: the dossier cannot be written again; it is not tried twice.
            BeingMade: it will be there in a moment.
        """
        found = check.part(name)
        if found is not None or name not in _MADE_OF or check.answer is None or name not in check.answer.parts:
            return found
        if not self._room.acquire(blocking=False):
            raise BeingMade
        try:
            with _alone(check.folder, name):
                return check.part(name) or self._made(check, name, source)
        except FileNotFoundError:
            return None  # erased meanwhile
        finally:
            self._room.release()

    def _made(self, check: Check, name: str, source: Callable[[], Source]) -> bytes:
        failed = check.folder / f"{name}.failed"
        if failed.exists():
            raise CannotAnnotate(file=check.request.name)
        basis = (check.folder / _MADE_OF[name]).read_bytes()
        if not self._making.acquire(timeout=_PATIENCE):
            raise BeingMade
        try:
            content = _typeset(basis) if name == PDF else self._annotated(basis, source())
        except UnreadableFile:
            check.put(failed.name, b"")
            raise CannotAnnotate(file=check.request.name) from None
        finally:
            self._making.release()
        check.put(name, content)
        return content

    def _annotated(self, basis: bytes, source: Source) -> bytes:
        return self._reader.annotate(source, msgspec.msgpack.decode(basis, type=tuple[Note, ...]))


def _typeset(basis: bytes) -> bytes:
    from precheck.report import pdf

    return pdf.from_files(msgspec.msgpack.decode(basis, type=dict[str, bytes]))


@contextlib.contextmanager
def _alone(folder: Path, name: str) -> Iterator[None]:
    """Nobody else makes that file during the block. The lock goes with who holds it, however it ends.

    Raises:
        FileNotFoundError: the folder is gone.
        BeingMade: another took too long.
    """
    handle = os.open(folder / f".{name}.lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        end = time.monotonic() + _PATIENCE
        while not _locked(handle):
            if time.monotonic() > end:
                raise BeingMade
            time.sleep(_LOOK)
        yield
    finally:
        os.close(handle)


def _locked(handle: int) -> bool:
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
