"""The parent's side of the guard: a few child processes that open the files, replaced when they die.

A file can cost the child its life, never the parent's: a crash, a hang or a memory bomb becomes a typed error.
"""

from __future__ import annotations

import contextlib
import errno
import os
import queue
import resource
import select
import signal
import stat
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import IO, TypeVar

import msgspec

from precheck.errors import UnreadableFile, system_reason
from precheck.model.document import Document
from precheck.model.note import Note
from precheck.model.picture import CropRequest, Pictures
from precheck.reading.errors import (
    BY_CODE,
    FileNotAccessible,
    FileTooLarge,
    ReaderCrashed,
    TookTooLong,
    TooMuchMemory,
)
from precheck.reading.limits import MIB, Limits
from precheck.reading.protocol import Reply, Request, receive, send

COMMAND = (sys.executable, "-I", "-c", "import gc; gc.disable(); from precheck.reading.worker import main; main()")
"""Garbage is not looked for while the child starts: it takes a tenth of the time and finds nothing."""
KEEP_MEMORY = {"MALLOC_TRIM_THRESHOLD_": str(64 * MIB), "MALLOC_MMAP_THRESHOLD_": str(32 * MIB)}
"""For glibc (mallopt(3)): a child keeps the memory of a picture that it drew for the next one. Given back and asked for
again, it is cleared by the system each time: a fifth of the time of a child that draws."""
MEMORY_DEATH_SHARE = 0.5
"""A child that dies of a signal after using this share of its address space died of memory."""
KIB = 1024
PIPE_BYTES = 1 << 20
"""A dossier is a few of these: with the ordinary 64 KiB, parent and child would wake each other a hundred times."""
LOOK_SECONDS = 0.01
"""How often the memory of a child is looked at where the system will not tell its peak afterwards."""
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Source:
    """The bytes of a file and the name to tell it by."""

    name: str
    data: bytes

    @classmethod
    def load(cls, path: Path, limits: Limits = Limits()) -> Source:
        """Read a file of at most `limits.file_bytes` bytes.

        Raises:
            FileNotAccessible: missing, a folder, not a regular file, or not allowed.
            FileTooLarge: as it says; the file is not read.
        """
        try:
            status = path.stat()
            if not stat.S_ISREG(status.st_mode):
                kind = errno.EISDIR if stat.S_ISDIR(status.st_mode) else errno.EINVAL
                raise OSError(kind, os.strerror(kind))
            size = status.st_size
            if size > limits.file_bytes:
                raise FileTooLarge(file=path.name, megabytes=size / MIB, maximum=limits.file_bytes / MIB)
            return cls(path.name, path.read_bytes())
        except OSError as error:
            raise FileNotAccessible(file=path.name, reason=system_reason(error)) from None


class _Worker:
    """One child process and its pipes."""

    def __init__(self) -> None:
        self.jobs = 0
        self.process = subprocess.Popen(  # noqa: S603 (our own interpreter, no argument from outside)
            COMMAND,
            env={**os.environ, **KEEP_MEMORY},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
            pipesize=PIPE_BYTES,
        )
        # A child is born with its parent's peak, which survives its exec (getrusage(2)) and says nothing of the child.
        self._born_with = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * KIB
        self._seen = 0
        """The most memory that the child was seen to use, in bytes; looked at only when `_born_with` hides it."""

    @property
    def _input(self) -> IO[bytes]:
        assert self.process.stdin
        return self.process.stdin

    @property
    def _output(self) -> IO[bytes]:
        assert self.process.stdout
        return self.process.stdout

    def ask(self, request: Request) -> Reply | None:
        """The child's reply, or None when it died. Raises `TimeoutError` when the clock ran out."""
        self.jobs += 1
        deadline = time.monotonic() + request.limits.clock_seconds
        try:
            send(self._input, request)  # type: ignore[arg-type]
        except BrokenPipeError:
            return None
        hidden = self._born_with > MEMORY_DEATH_SHARE * request.limits.address_space
        while not select.select([self._output], [], [], self._pause(deadline, hidden))[0]:
            if time.monotonic() >= deadline:
                raise TimeoutError
            self._seen = max(self._seen, _peak_of(self.process.pid))
        payload = receive(self._output)  # type: ignore[arg-type]
        try:
            return None if payload is None else msgspec.msgpack.decode(payload, type=Reply)
        except msgspec.DecodeError:
            return None

    @staticmethod
    def _pause(deadline: float, hidden: bool) -> float:
        left = max(0.0, deadline - time.monotonic())
        return min(left, LOOK_SECONDS) if hidden else left

    def end(self, *, kill: bool = False) -> tuple[int, int]:
        """Stop the child. Returns its exit code (negative: a signal) and its peak memory in bytes."""
        if kill:
            self.process.kill()
        for stream in (self._input, self._output):
            with contextlib.suppress(OSError):
                stream.close()
        if self.process.returncode is not None:
            return self.process.returncode, 0
        # wait4 rather than Popen.wait: only it tells how much memory the child had used when it died.
        _, status, usage = os.wait4(self.process.pid, 0)
        self.process.returncode = os.waitstatus_to_exitcode(status)
        peak = usage.ru_maxrss * KIB
        return self.process.returncode, peak if peak > self._born_with else self._seen


class Reader:
    """Opens PDFs in guarded child processes. Safe to share between threads; use it as a context manager.

    Args:
        limits: what one file may cost.
        workers: how many files are opened at the same time.
    """

    def __init__(self, limits: Limits = Limits(), workers: int = 1) -> None:
        self.limits = limits
        # A slot is None until a worker is first needed, and again after its worker died.
        self._slots: queue.LifoQueue[_Worker | None] = queue.LifoQueue()
        self._size = workers
        for _ in range(workers):
            self._slots.put(None)

    def __enter__(self) -> Reader:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def start(self) -> None:
        """Start one child now, so that it loads while the caller does something else."""
        slot = self._slots.get()
        self._slots.put(slot or _Worker())

    def close(self) -> None:
        """End all children. Waits for jobs that are under way."""
        workers = [self._slots.get() for _ in range(self._size)]
        for worker in workers:
            if worker:
                worker.end()
            self._slots.put(None)

    def read(self, source: Source, *, layout: bool = False, surface: bool = False) -> Document:
        """The document in `source`. `layout` asks for typography, `surface` for what of the text is seen; a file that
        can be read but not drawn comes without surfaces.

        Raises:
            UnreadableFile: one of `precheck.reading.errors`.
        """
        if surface:
            try:
                limits = self.limits.for_surface()
                body = self._run(Request("read", source.name, source.data, limits, layout, surface=True))
                return self._decode(source, body, Document)
            except (ReaderCrashed, TookTooLong, TooMuchMemory):
                pass  # drawing costs more than reading: what remains is read again without it
        body = self._run(Request("read", source.name, source.data, self.limits, layout))
        return self._decode(source, body, Document)

    def draw(self, source: Source, crops: Sequence[CropRequest]) -> Pictures:
        """A PNG for each request; requests that cannot be drawn are left out. Raises as `read`."""
        wanted = tuple(dict.fromkeys(crops))
        body = self._run(Request("draw", source.name, source.data, self.limits, crops=wanted))
        drawn = self._decode(source, body, list[bytes])
        return {crop: picture for crop, picture in zip(wanted, drawn, strict=True) if picture}

    def annotate(self, source: Source, notes: Sequence[Note]) -> bytes:
        """The PDF in `source` with the notes written on it. Raises as `read`."""
        return self._run(Request("annotate", source.name, source.data, self.limits, notes=tuple(notes)))

    @staticmethod
    def _decode(source: Source, body: bytes, kind: type[T]) -> T:
        return msgspec.msgpack.decode(body, type=kind)

    def _run(self, request: Request) -> bytes:
        with self._worker(request.name, request.limits) as worker:
            reply = worker.ask(request)
            if reply is None:
                raise _Died
        if reply.error is not None:
            raise BY_CODE.get(reply.error, ReaderCrashed)(**reply.params)
        return reply.body

    @contextlib.contextmanager
    def _worker(self, name: str, limits: Limits) -> Iterator[_Worker]:
        """A worker for one job; afterwards it goes back to its slot, or is replaced when it died or has grown old."""
        slot = self._slots.get()
        keep: _Worker | None = None
        try:
            worker = slot or _Worker()
            try:
                yield worker
                keep = worker
            except TimeoutError:
                worker.end(kill=True)
                raise TookTooLong(file=name, seconds=limits.clock_seconds) from None
            except _Died:
                raise _cause_of_death(worker, name, limits) from None
            except BaseException:
                # Ctrl-C in the middle of an exchange leaves half a message on the pipe.
                worker.end(kill=True)
                raise
            if worker.jobs >= limits.jobs_per_worker:
                worker.end()
                keep = None
        finally:
            self._slots.put(keep)


def _peak_of(pid: int) -> int:
    """The most memory that a process had since its exec, in bytes (proc(5)); 0 where the system does not tell."""
    try:
        with open(f"/proc/{pid}/status", "rb") as status:
            told = next((line for line in status if line.startswith(b"VmHWM:")), b"")
    except OSError:
        return 0
    return int(told.split()[1]) * KIB if told else 0


class _Died(Exception):
    """The child ended without a reply."""


def _cause_of_death(worker: _Worker, name: str, limits: Limits) -> UnreadableFile:
    code, peak = worker.end()
    if code == -signal.SIGXCPU:
        return TookTooLong(file=name, seconds=limits.cpu_seconds)
    if peak > MEMORY_DEATH_SHARE * limits.address_space or code == -signal.SIGKILL:
        return TooMuchMemory(file=name)
    return ReaderCrashed(file=name)
