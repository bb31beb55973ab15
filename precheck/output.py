"""Results are written beside their place and renamed: an interruption leaves what was there before, or nothing."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path

from precheck.errors import OutputError, system_reason


def write_whole(path: Path, content: bytes) -> None:
    """Write `content` to `path`, wholly or not at all. The folder is made when it is missing.

    Raises:
        OutputError: the place cannot be written to.
    """
    import tempfile

    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, beside = tempfile.mkstemp(prefix=f".{path.name[:40]}.", dir=path.parent)
        try:
            with os.fdopen(handle, "wb") as stream:
                stream.write(content)
                stream.flush()
                os.fsync(stream.fileno())
            # mkstemp makes the file private; a report is as readable as any file this person makes.
            os.chmod(beside, 0o666 & ~_umask())
            os.replace(beside, path)
        except BaseException:
            with contextlib.suppress(OSError):
                os.unlink(beside)
            raise
    except OSError as error:
        raise OutputError(file=str(path), reason=system_reason(error)) from None


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
