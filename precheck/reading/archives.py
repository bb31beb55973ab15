"""Files in a zip that may be hostile: nothing is written anywhere, and nothing is read beyond the limits."""

from __future__ import annotations

import contextlib
import datetime as dt
import stat
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from precheck.errors import system_reason
from precheck.i18n import Message, msg
from precheck.reading.errors import BadArchive
from precheck.reading.limits import MIB, Limits

MAX_MEMBERS = 20_000
MAX_TOTAL = 4096 * MIB
"""Bytes of one archive, unpacked."""
MAX_RATIO = 200
"""Bytes unpacked for one packed, beyond the first MiB: text and PDF stay far below."""

_EXTENDED_TIME = 0x5455


@dataclass(frozen=True, slots=True)
class Member:
    """A file of an archive: how to read it, or why it is not read.

    `modified` is when it was last changed: with a zone where the archive tells the instant, without one where it tells
    what a clock on the wall showed (even seconds only), None where it tells no date.
    """

    name: str
    load: Callable[[], bytes] | Message
    modified: dt.datetime | None = None


def members(path: Path, limits: Limits) -> Iterator[Member]:
    """The files of a zip, by name.

    Raises:
        BadArchive: it is no zip that can be read, or holds too many files.
    """
    try:
        # Left open for the loaders, and closed with the last of them.
        archive = zipfile.ZipFile(path)
        infos = sorted(archive.infolist(), key=lambda info: info.filename)
    except (zipfile.BadZipFile, NotImplementedError, ValueError, EOFError):
        raise BadArchive(file=path.name, reason=msg("it is not a zip file, or a damaged one")) from None
    except OSError as error:
        raise BadArchive(file=path.name, reason=system_reason(error)) from None
    if len(infos) > MAX_MEMBERS:
        raise BadArchive(file=path.name, reason=msg("it holds too many files"))
    total = 0
    for info in infos:
        name = _name(info)
        if info.is_dir() or _is_litter(name):
            continue
        total += info.file_size
        yield Member(name, _refused(info, total, limits) or _loader(archive, info, limits), _modified(info))


def _name(info: zipfile.ZipInfo) -> str:
    """The name of a member; some systems write UTF-8 without saying so, and cp437 is what `zipfile` then reads."""
    if not info.flag_bits & 0x800:
        with contextlib.suppress(UnicodeError):
            return info.filename.encode("cp437").decode("utf-8")
    return info.filename


def _modified(info: zipfile.ZipInfo) -> dt.datetime | None:
    """From the extended timestamp (extra field 0x5455 of Info-ZIP, UTC to the second), or else the DOS time."""
    extra, at = info.extra, 0
    while at + 4 <= len(extra):
        tag, size = struct.unpack_from("<HH", extra, at)
        if tag == _EXTENDED_TIME and 5 <= size <= len(extra) - at - 4 and extra[at + 4] & 1:
            return dt.datetime.fromtimestamp(struct.unpack_from("<i", extra, at + 5)[0], dt.UTC)
        at += 4 + size
    try:
        return dt.datetime(*info.date_time)  # noqa: DTZ001 (the archive tells no zone)
    except ValueError:
        return None


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
            raise BadArchive(file=info.filename, reason=msg("the archive is damaged there")) from None
        if len(data) > info.file_size:
            raise BadArchive(file=info.filename, reason=msg("it is too large once unpacked"))
        return data

    return load
