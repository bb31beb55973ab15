"""Files by their SHA-256, beside the database: written beside their place, forced to the disk, then renamed."""

from __future__ import annotations

import contextlib
import hashlib
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

from precheck.campaign.errors import BlobMissing, StoreFull
from precheck.errors import system_reason


class Blobs:
    """A folder of files that never change. Safe among processes."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def path(self, sha256: str) -> Path:
        """Where a file lies, or would lie."""
        return self._folder / sha256[:2] / sha256

    def put(self, data: bytes, name: str) -> str:
        """Keep `data`; when this returns, a power cut cannot lose it. Returns its SHA-256 in hexadecimal.

        Args:
            name: how errors call the file.

        Raises:
            StoreFull: the system refuses.
        """
        sha256 = hashlib.sha256(data).hexdigest()
        place = self.path(sha256)
        try:
            if place.exists() and place.stat().st_size == len(data):
                return sha256
            fresh = not place.parent.exists()
            place.parent.mkdir(parents=True, exist_ok=True)
            if fresh:
                _sync_folder(self._folder)
            handle, beside = tempfile.mkstemp(prefix=".new-", dir=place.parent)
            try:
                with os.fdopen(handle, "wb") as stream:
                    stream.write(data)
                    stream.flush()
                    os.fsync(stream.fileno())
                os.replace(beside, place)
            except BaseException:
                with contextlib.suppress(OSError):
                    os.unlink(beside)
                raise
            _sync_folder(place.parent)
        except OSError as error:
            raise StoreFull(file=name, reason=system_reason(error)) from None
        return sha256

    def get(self, sha256: str) -> bytes:
        """The bytes of a file, proved to be those that were kept.

        Raises:
            BlobMissing: it is not there, or was changed.
        """
        try:
            data = self.path(sha256).read_bytes()
        except OSError:
            raise BlobMissing(sha256=sha256) from None
        if hashlib.sha256(data).hexdigest() != sha256:
            raise BlobMissing(sha256=sha256)
        return data

    def __iter__(self) -> Iterator[str]:
        """The SHA-256 of every file kept, sorted."""
        yield from sorted(path.name for path in self._folder.glob("??/*") if len(path.name) == 64)

    def remove(self, sha256: str) -> None:
        """Erase a file; it is no error when it is gone already."""
        with contextlib.suppress(FileNotFoundError):
            self.path(sha256).unlink()

    def sweep(self) -> int:
        """Erase what interrupted writers left; how many files. Only when nobody writes."""
        left = list(self._folder.glob("??/.new-*"))
        for path in left:
            path.unlink(missing_ok=True)
        return len(left)


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
