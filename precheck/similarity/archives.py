"""Files in a zip that may be hostile: nothing is written anywhere, and nothing is read beyond the limits."""

from __future__ import annotations

import stat
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from precheck.errors import system_reason
from precheck.i18n import Message, msg
from precheck.reading.limits import MIB, Limits
from precheck.similarity.errors import BadSource

MAX_MEMBERS = 20_000
MAX_TOTAL = 4096 * MIB
"""Bytes of one archive, unpacked."""
MAX_RATIO = 200
"""Bytes unpacked for one packed, beyond the first MiB: text and PDF stay far below."""


@dataclass(frozen=True, slots=True)
class Member:
    """A file of an archive: how to read it, or why it is not read."""

    name: str
    load: Callable[[], bytes] | Message


def members(path: Path, limits: Limits) -> Iterator[Member]:
    """The files of a zip, by name.

    Raises:
        BadSource: it is no zip that can be read, or holds too many files.
    """
    try:
        # Left open for the loaders, and closed with the last of them.
        archive = zipfile.ZipFile(path)
        infos = sorted(archive.infolist(), key=lambda info: info.filename)
    except (zipfile.BadZipFile, NotImplementedError, ValueError, EOFError):
        raise BadSource(file=path.name, reason=msg("it is not a zip file, or a damaged one")) from None
    except OSError as error:
        raise BadSource(file=path.name, reason=system_reason(error)) from None
    if len(infos) > MAX_MEMBERS:
        raise BadSource(file=path.name, reason=msg("it holds too many files"))
    total = 0
    for info in infos:
        if info.is_dir() or _is_litter(info.filename):
            continue
        total += info.file_size
        yield Member(info.filename, _refused(info, total, limits) or _loader(archive, info, limits))


def _is_litter(name: str) -> bool:
    """What systems leave in archives: hidden files, the folder of resource forks."""
    return any((part[:1] == "." and part[:2] != "..") or part == "__MACOSX" for part in PurePosixPath(name).parts)


def _refused(info: zipfile.ZipInfo, total: int, limits: Limits) -> Message | None:
    path = PurePosixPath(info.filename.replace("\\", "/"))
    if path.is_absolute() or ".." in path.parts or path.as_posix()[1:2] == ":":
        return msg("its path leads out of the archive")
    if stat.S_ISLNK(info.external_attr >> 16):
        return msg("it is a link")
    if info.flag_bits & 1:
        return msg("it is protected by a password")
    if info.file_size > limits.file_bytes or info.file_size > MAX_RATIO * info.compress_size + MIB:
        return msg("it is too large once unpacked")
    if total > MAX_TOTAL:
        return msg("the archive is too large once unpacked")
    return None


def _loader(archive: zipfile.ZipFile, info: zipfile.ZipInfo, limits: Limits) -> Callable[[], bytes]:
    def load() -> bytes:
        try:
            with archive.open(info) as file:
                data = file.read(min(limits.file_bytes, info.file_size) + 1)
        except (zipfile.BadZipFile, NotImplementedError, OSError, EOFError, RuntimeError, zlib.error, ValueError):
            raise BadSource(file=info.filename, reason=msg("the archive is damaged there")) from None
        if len(data) > info.file_size:
            raise BadSource(file=info.filename, reason=msg("it is too large once unpacked"))
        return data

    return load
