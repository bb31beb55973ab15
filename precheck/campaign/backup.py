"""A backup of the data folder in one file, and back: the database as it stands at one instant, and all files beside it.

A tar archive: `manifest.json` first, with the SHA-256 of everything that follows. The database is copied before the
files: a file enters the folder before the database names it, so that whatever the copy names is there. Drafts and the
queue stay out, as they are erased within the hour anyway.
"""

from __future__ import annotations

import contextlib
import hashlib
import io
import json
import os
import shutil
import sqlite3
import tarfile
import tempfile
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from precheck import __version__
from precheck.campaign.errors import BadBackup, DataThere, StoreError
from precheck.campaign.store import DATABASE
from precheck.errors import OutputError, system_reason
from precheck.i18n import msg

MANIFEST = "manifest.json"
_LEFT_OUT = ("drafts", "queue.sqlite3", DATABASE)


def write_backup(folder: Path, file: Path) -> int:
    """Write the backup of a data folder; how many files it holds, the database included when it is SQLite there.

    Others may go on working meanwhile.

    Raises:
        StoreError: the folder or its database cannot be read.
        OutputError: the backup cannot be written.
    """
    if not folder.is_dir():
        raise StoreError(place=str(folder), reason=msg("there is no file or folder of that name"))
    beside = file.with_name(f".{file.name}.new")
    try:
        with tempfile.TemporaryDirectory(dir=folder, prefix=".backup-") as copies:
            found = list(_files(folder, Path(copies)))
            with _private(beside) as stream, tarfile.open(fileobj=stream, mode="w") as archive:
                sums = {name: _sum(path) for name, path in found}
                _add_manifest(archive, sums)
                for name, path in found:
                    archive.add(path, name, recursive=False)
        os.replace(beside, file)
    except sqlite3.Error as error:
        raise StoreError(place=str(folder / DATABASE), reason=str(error)) from None
    except OSError as error:
        raise OutputError(file=str(file), reason=system_reason(error)) from None
    finally:
        beside.unlink(missing_ok=True)
    return len(found)


def restore_backup(file: Path, folder: Path) -> int:
    """Put the files of a backup into an empty data folder, each proved by its hash; how many.

    Raises:
        DataThere: the folder holds a database or files already.
        BadBackup: the file is no backup, or not whole; the folder is left as it was.
    """
    if folder.exists() and any(folder.iterdir()):
        raise DataThere(place=str(folder))
    folder.parent.mkdir(parents=True, exist_ok=True)
    beside = Path(tempfile.mkdtemp(dir=folder.parent, prefix=".restore-"))
    try:
        with tarfile.open(file) as archive:
            _extract(archive, beside)
        sums = json.loads((beside / MANIFEST).read_bytes())["files"]
        (beside / MANIFEST).unlink()
        there = {path.relative_to(beside).as_posix() for path in beside.rglob("*") if path.is_file()}
        wrong = sorted(name for name in there | set(sums) if name not in there or sums.get(name) != _sum(beside / name))
        if wrong:
            raise BadBackup(file=file.name, reason=wrong[0])
        beside.chmod(0o700)
        if folder.exists():
            folder.rmdir()
        os.replace(beside, folder)
    except (tarfile.TarError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise BadBackup(file=file.name, reason=str(error)) from None
    except OSError as error:
        raise BadBackup(file=file.name, reason=system_reason(error)) from None
    finally:
        shutil.rmtree(beside, ignore_errors=True)
    return len(sums)


def _extract(archive: tarfile.TarFile, folder: Path) -> None:
    """Write the files of an archive, none of them outside of the folder. (Python knows filters from 3.11.4 on only.)

    Raises:
        ValueError: with the name of a member that has no place in a backup.
    """
    for member in archive:
        name = PurePosixPath(member.name)
        if not member.isreg() or name.is_absolute() or ".." in name.parts:
            raise ValueError(member.name)
        place, source = folder / name, archive.extractfile(member)
        assert source is not None  # a regular file
        place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with source, place.open("xb") as target:
            shutil.copyfileobj(source, target)
        place.chmod(member.mode & 0o700)


def _files(folder: Path, copies: Path) -> Iterator[tuple[str, Path]]:
    """Each file with its name in the archive: the copy of the database first."""
    if (folder / DATABASE).exists():
        copy = copies / DATABASE
        with (
            contextlib.closing(sqlite3.connect(f"file:{folder / DATABASE}?mode=ro", uri=True)) as source,
            contextlib.closing(sqlite3.connect(copy)) as target,
        ):
            source.backup(target)
        yield DATABASE, copy
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder)
        hidden = any(part.startswith(".") for part in name.parts)
        if path.is_file() and not path.is_symlink() and not hidden and not name.parts[0].startswith(_LEFT_OUT):
            yield name.as_posix(), path


@contextlib.contextmanager
def _private(place: Path) -> Iterator[io.BufferedWriter]:
    """A new file that its owner alone reads: dossiers and the key that signs cookies are in it."""
    place.parent.mkdir(parents=True, exist_ok=True)
    with os.fdopen(os.open(place, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as stream:
        yield stream
        stream.flush()
        os.fsync(stream.fileno())


def _add_manifest(archive: tarfile.TarFile, sums: dict[str, str]) -> None:
    content = json.dumps({"precheck": __version__, "files": sums}).encode()
    entry = tarfile.TarInfo(MANIFEST)
    entry.size = len(content)
    archive.addfile(entry, io.BytesIO(content))


def _sum(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
