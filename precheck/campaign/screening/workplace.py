"""Where a screening puts what it needs meanwhile: the dossiers as they were read, and the corpus of the deposits.

All of it can be made again. It is kept until the campaign is purged, so that a second screening reads nothing twice.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from precheck.campaign.errors import StoreFull
from precheck.campaign.screening.errors import ScreeningRunning
from precheck.errors import system_reason


@dataclass(frozen=True, slots=True)
class Workplace:
    """The folders of one campaign."""

    folder: Path

    @property
    def documents(self) -> Path:
        """The dossiers that were read; see `precheck.campaign.screening.documents`."""
        return self.folder / "documents"

    def peers(self, fingerprint: str) -> Path:
        """The corpus of these deposits; see `precheck.campaign.screening.peers`."""
        return self.folder / "peers" / fingerprint


def workplace(data: Path, campaign_id: int) -> Workplace:
    """That of a campaign, in the data folder of the store."""
    return Workplace(data / "work" / str(campaign_id))


def clear(data: Path, campaign_id: int) -> None:
    """Erase all of it: when a campaign is purged, or a person's data are erased."""
    shutil.rmtree(workplace(data, campaign_id).folder, ignore_errors=True)


@contextlib.contextmanager
def alone(place: Workplace, campaign: str) -> Iterator[None]:
    """Nobody else screens that campaign meanwhile. The system lets go of it when this process ends, however it ends.

    Raises:
        ScreeningRunning: somebody does.
        StoreFull: the system refuses.
    """
    try:
        place.documents.mkdir(parents=True, exist_ok=True, mode=0o700)
        handle = os.open(place.folder / "lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    except OSError as error:
        raise StoreFull(file=str(place.folder), reason=system_reason(error)) from None
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise ScreeningRunning(campaign=campaign) from None
        yield
    finally:
        os.close(handle)
