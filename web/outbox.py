"""Mails that are to be sent: an empty file for each in a folder, so that none is lost with a worker.

The name says what it is about, by identifiers only: `receipt-12` is the receipt of the deposit 12.
"""

from __future__ import annotations

import contextlib
from pathlib import Path

_TAKEN = ".taken"


class Outbox:
    """The folder. Safe among processes: a mail is taken by one of them at a time."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def put(self, name: str) -> None:
        """Have a mail sent."""
        self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        (self._folder / name).touch()

    def take(self, name: str) -> bool:
        """Take a mail to send it; False when somebody did, or it is sent."""
        try:
            (self._folder / name).rename(self._folder / f"{name}{_TAKEN}")
        except FileNotFoundError:
            return False
        return True

    def back(self, name: str) -> None:
        """It could not be sent: it waits again."""
        with contextlib.suppress(FileNotFoundError):
            (self._folder / f"{name}{_TAKEN}").rename(self._folder / name)

    def done(self, name: str) -> None:
        """It is sent, or never will be."""
        (self._folder / f"{name}{_TAKEN}").unlink(missing_ok=True)

    def recover(self) -> list[str]:
        """What is to be sent, after a dead worker gave back what it had taken."""
        for taken in self._folder.glob(f"*{_TAKEN}"):
            self.back(taken.name.removesuffix(_TAKEN))
        return sorted(each.name for each in self._folder.glob("*"))
