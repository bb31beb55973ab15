"""Results are written beside their place and renamed: an interruption leaves what was there before, or nothing."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path
from typing import IO, TYPE_CHECKING

from precheck.errors import OutputError, system_reason
from precheck.i18n import msg

if TYPE_CHECKING:
    import zipfile


ZIP_DATE = (1980, 1, 1, 0, 0, 0)
"""Of every file in a zip: the same data give the same bytes."""
PRIVATE = 0o600
"""The mode of what its owner alone may read."""


def zip_entry(name: str, mode: int = 0o644, *, packed: bool = False) -> zipfile.ZipInfo:
    """A file of a zip, to be written with `ZipFile.writestr`. `packed` says that its content is compressed already."""
    import zipfile

    entry = zipfile.ZipInfo(name, ZIP_DATE)
    entry.external_attr = mode << 16
    entry.compress_type = zipfile.ZIP_STORED if packed else zipfile.ZIP_DEFLATED
    return entry


def write_whole(path: Path, content: bytes) -> None:
    """Write `content` to `path`, wholly or not at all. The folder is made when it is missing.

    Raises:
        OutputError: the place cannot be written to.
    """
    with whole_file(path) as stream:
        stream.write(content)


@contextlib.contextmanager
def whole_file(path: Path) -> Iterator[IO[bytes]]:
    """A stream, to be read again too, whose content stands at `path` when the block ends without an error.

    Raises:
        OutputError: the place cannot be written to.
    """
    import tempfile

    with _told(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, beside = tempfile.mkstemp(prefix=f".{path.name[:40]}.", dir=path.parent)
        try:
            with os.fdopen(handle, "w+b") as stream:
                yield stream
                stream.flush()
                os.fsync(stream.fileno())
            # mkstemp makes the file private; a report is as readable as any file this person makes.
            os.chmod(beside, 0o666 & ~_umask())
            os.replace(beside, path)
        except BaseException:
            with contextlib.suppress(OSError):
                os.unlink(beside)
            raise


@contextlib.contextmanager
def whole_folder(path: Path) -> Iterator[Path]:
    """An empty folder that stands at `path` when the block ends without an error; nothing stands there before.

    Raises:
        OutputError: something is there already, or the place cannot be written to.
    """
    import shutil
    import tempfile

    with _told(path):
        if path.exists() and not (path.is_dir() and not any(path.iterdir())):
            raise OutputError(file=str(path), reason=msg("something is there already; choose another place"))
        path.parent.mkdir(parents=True, exist_ok=True)
        beside = Path(tempfile.mkdtemp(prefix=f".{path.name[:40]}.", dir=path.parent))
        try:
            yield beside
            os.chmod(beside, 0o777 & ~_umask())
            os.replace(beside, path)
        except BaseException:
            shutil.rmtree(beside, ignore_errors=True)
            raise


@contextlib.contextmanager
def _told(path: Path) -> Iterator[None]:
    """What the system refuses, as an error that names the place."""
    try:
        yield
    except OSError as error:
        raise OutputError(file=str(path), reason=system_reason(error)) from None


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
