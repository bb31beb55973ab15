"""Drafts that candidates check: each in a private folder, found by an unguessable link, erased after an hour.

The folders are the truth: the queue only says that there is work. A folder without an answer is worked on again after
a crash; one that is too old is erased, answered or not.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import hashlib
import os
import secrets
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import msgspec

from precheck.errors import OutputError, system_reason

_TOKEN_BYTES = 24
DOSSIER, REQUEST, ANSWER, TRIES = "dossier.pdf", "request.json", "answer.json", "tries"
ABOVE, BELOW = "<!--above-->", "<!--below-->"
"""Stand in `report.html` for what the site puts before the report and after its verdict."""
PDF, ANNOTATED = "report.pdf", "annotated.pdf"
PARTS = {"report.html": "text/html", PDF: "application/pdf", ANNOTATED: "application/pdf",
         "report.json": "application/json", "report.txt": "text/plain"}  # fmt: skip
"""What an answer may have beside it, and its kind."""


@dataclass(frozen=True, slots=True)
class Request:
    """What a candidate asked for. `received` is an instant in UTC."""

    name: str
    profile: str
    language: str
    received: dt.datetime


@dataclass(frozen=True, slots=True)
class Todo:
    """A thing to do now: its sign, what it is, the pages, and how."""

    sign: str
    urgency: str
    heading: str
    pages: str
    hint: str


@dataclass(frozen=True, slots=True)
class Answer:
    """What the page of a draft shows before the report itself: the verdict's value ("refused" for a file that cannot
    be read), its title and lead, and what to do now, in order."""

    verdict: str
    sign: str
    title: str
    lead: str
    todo: tuple[Todo, ...] = ()
    parts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Check:
    """A draft: its identifier (of the folder, not of the link), the request, the answer once there is one."""

    id: str
    folder: Path
    request: Request
    answer: Answer | None
    lasting: bool = False
    """What is written is forced to the disk."""

    def source(self) -> bytes:
        """The bytes of the draft."""
        return (self.folder / DOSSIER).read_bytes()

    def part(self, name: str) -> bytes | None:
        """A part of the answer as it is downloaded; None when there is none, or no more: it may be erased meanwhile."""
        found = self._read(name)
        return found and found.replace(ABOVE.encode(), b"").replace(BELOW.encode(), b"")

    def report_in_three(self) -> tuple[str, str, str] | None:
        """The report's page, cut where the site puts its own: before the report, and after its verdict."""
        found = self._read("report.html")
        if found is None:
            return None
        before, _, rest = found.decode().partition(ABOVE)
        verdict, _, after = rest.partition(BELOW)
        return before, verdict, after

    def put(self, name: str, content: bytes) -> None:
        """Write a file of the answer, wholly or not at all.

        Only what lasts waits for the disk: who kills a process takes nothing from a draft, and a power cut only what
        would be erased within the hour.

        Raises:
            FileNotFoundError: the draft was erased; it stays so.
            OutputError: the disk is full, or the system refuses.
        """
        with _told(self.request.name):
            handle, beside = tempfile.mkstemp(prefix=f".{name}.", dir=self.folder)
            try:
                with os.fdopen(handle, "wb") as stream:
                    stream.write(content)
                    if self.lasting:
                        stream.flush()
                        os.fsync(stream.fileno())
                os.replace(beside, self.folder / name)
            except BaseException:
                with contextlib.suppress(OSError):
                    os.unlink(beside)
                raise

    def _read(self, name: str) -> bytes | None:
        if self.answer is None or name not in self.answer.parts or name not in PARTS:
            return None
        try:
            return (self.folder / name).read_bytes() or None  # empty after a power cut
        except FileNotFoundError:
            return None


@contextlib.contextmanager
def _told(name: str) -> Iterator[None]:
    """What the system refuses, as an error about the file of that name."""
    try:
        yield
    except FileNotFoundError:
        raise
    except OSError as error:
        raise OutputError(file=name, reason=system_reason(error)) from None


class Checks:
    """The folders of the drafts. Safe among processes.

    Args:
        folder: where they lie.
        keep: how long each is kept; those without an end are forced to the disk.
    """

    def __init__(self, folder: Path, keep: dt.timedelta = dt.timedelta.max) -> None:
        self._folder, self._keep = folder, keep

    def accept(self, data: bytes, request: Request) -> str:
        """Keep a draft and return the token of its link; nothing on the disk tells the token.

        Raises:
            OutputError: the disk is full, or the system refuses.
        """
        token = secrets.token_urlsafe(_TOKEN_BYTES)
        self.keep(self.id(token), request, data)
        return token

    def keep(self, id_: str, request: Request, data: bytes | None = None) -> None:
        """Make the folder of that name, whole or not at all; without bytes when they are kept elsewhere. Nothing
        happens when there is one.

        Raises:
            OutputError: the disk is full, or the system refuses.
        """
        place = self._folder / id_
        if place.exists():
            return
        try:
            self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            beside = Path(tempfile.mkdtemp(prefix=".new-", dir=self._folder))
            try:
                if data is not None:
                    (beside / DOSSIER).write_bytes(data)
                (beside / REQUEST).write_bytes(msgspec.json.encode(request))
                os.rename(beside, place)
            except BaseException:
                shutil.rmtree(beside, ignore_errors=True)
                raise
        except OSError as error:
            if not place.exists():  # another was faster
                raise OutputError(file=request.name, reason=system_reason(error)) from None

    @staticmethod
    def id(token: str) -> str:
        """The name of the folder that a link leads to."""
        return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()[:40]

    def find(self, token: str, now: dt.datetime) -> Check | None:
        """The draft of that link; None when there is none or no more."""
        found = self.get(self.id(token))
        return found if found and now - found.request.received < self._keep else None

    def get(self, id_: str) -> Check | None:
        """The draft in that folder."""
        folder = self._folder / id_
        try:
            request = msgspec.json.decode((folder / REQUEST).read_bytes(), type=Request)
            answer = folder / ANSWER
            done = msgspec.json.decode(answer.read_bytes(), type=Answer) if answer.exists() else None
        except (FileNotFoundError, NotADirectoryError, msgspec.DecodeError):  # the last: half written at a power cut
            return None
        return Check(id_, folder, request, done, lasting=self._keep == dt.timedelta.max)

    def begin(self, check: Check) -> int:
        """Note that the draft is worked on; returns how often it has been, this time included."""
        with (check.folder / TRIES).open("ab") as tries:
            tries.write(b".")
            tries.flush()
            return tries.tell()

    def answer(self, check: Check, answer: Answer, parts: dict[str, bytes]) -> None:
        """Write what was found, the answer last: what is answered is complete. A draft that was erased stays so."""
        with contextlib.suppress(FileNotFoundError):
            for name, content in parts.items():
                check.put(name, content)
            check.put(ANSWER, msgspec.json.encode(answer))

    def erase(self, id_: str) -> None:
        """Erase a draft and all that was found; it is no error when it is gone. Nobody writes into it from now on."""
        gone = self._folder / f".gone-{secrets.token_hex(8)}"
        with contextlib.suppress(FileNotFoundError):
            os.rename(self._folder / id_, gone)
            shutil.rmtree(gone, ignore_errors=True)

    def waiting(self) -> list[str]:
        """The identifiers of the drafts that wait, the oldest first: two looks at the disk for each draft."""
        found = []
        for name in self._names():
            folder = self._folder / name
            with contextlib.suppress(FileNotFoundError, NotADirectoryError):
                if not (folder / ANSWER).exists():
                    found.append(((folder / REQUEST).stat().st_mtime_ns, name))
        return [name for _, name in sorted(found)]

    def unanswered(self) -> list[Check]:
        """The drafts that wait, the oldest first."""
        found = [self.get(id_) for id_ in self.waiting()]
        return [check for check in found if check is not None and check.answer is None]

    def sweep(self, now: dt.datetime) -> int:
        """Erase what is too old, and what a crash left half accepted or half erased; how many drafts."""
        for left in self._folder.glob(".gone-*"):
            shutil.rmtree(left, ignore_errors=True)
        for left in self._folder.glob(".new-*"):
            with contextlib.suppress(FileNotFoundError):
                if now.timestamp() - left.stat().st_mtime >= self._keep.total_seconds():
                    shutil.rmtree(left, ignore_errors=True)
        old = [name for name in self._names() if self._is_old(name, now)]
        for id_ in old:
            self.erase(id_)
        return len(old)

    def _is_old(self, name: str, now: dt.datetime) -> bool:
        """What cannot be read is as old as its folder."""
        check = self.get(name)
        if check is not None:
            return now - check.request.received >= self._keep
        with contextlib.suppress(FileNotFoundError):
            return now.timestamp() - (self._folder / name).stat().st_mtime >= self._keep.total_seconds()
        return False

    def __iter__(self) -> Iterator[Check]:
        for name in self._names():
            if found := self.get(name):
                yield found

    def _names(self) -> list[str]:
        try:
            return sorted(name for name in os.listdir(self._folder) if not name.startswith("."))
        except FileNotFoundError:
            return []
