"""The reports and the pictures of the pages that evaluators look at: made when asked for, kept for a while.

A report stays in the memory of its process; pictures lie in the data folder and are erased after a day, so that nothing
of a dossier outlives it for long.
"""

from __future__ import annotations

import datetime as dt
import shutil
import threading
from collections import OrderedDict
from pathlib import Path

from precheck.campaign.results import report_of, source_of
from precheck.campaign.store import Store
from precheck.campaign.tables import Deposit
from precheck.model.geometry import BBox
from precheck.model.picture import CropRequest
from precheck.model.profile import Profile
from precheck.model.report import Refusal, Report
from precheck.output import write_whole
from precheck.reading.pool import Reader

FOLDER = "pages"
KEPT = dt.timedelta(days=1)
_REPORTS = 12
"""Reports kept in memory: those of the dossiers that a few people go through at the same time."""


class Reports:
    """Safe among threads; each process has its own.

    Args:
        folder: where the pictures lie.
        workers: how many files are opened at the same time.
    """

    def __init__(self, folder: Path, workers: int = 2) -> None:
        self.reader = Reader(workers=workers)
        self._folder = folder
        self._made: OrderedDict[tuple[str, ...], Report | Refusal] = OrderedDict()
        self._lock = threading.Lock()

    def of(self, store: Store, profile: Profile, deposit: Deposit) -> Report | Refusal:
        """The report on a deposit as it was screened. Raises `BlobMissing`."""
        basis = deposit.result.basis if deposit.result else ""
        others = [each.name for each in deposit.candidacy.deposits if each.role == "other" and each.accepted]
        names = (deposit.candidacy.candidate.name, deposit.name, *others)
        key = (str(deposit.id), deposit.sha256, basis, deposit.candidacy.session.campaign.profile,
               ",".join(deposit.set_aside), *names)  # fmt: skip
        with self._lock:
            if key in self._made:
                self._made.move_to_end(key)
                return self._made[key]
        made = report_of(store, self.reader, profile, deposit)
        with self._lock:
            self._made[key] = made
            while len(self._made) > _REPORTS:
                self._made.popitem(last=False)
        return made

    def page(self, store: Store, deposit: Deposit, number: int, width: float, height: float) -> bytes | None:
        """The picture of a whole page; None when it cannot be drawn.

        Raises:
            UnreadableFile: the file cannot be opened.
            BlobMissing: it is not in the store.
        """
        place = self._folder / deposit.sha256 / f"{number}.png"
        if place.exists():
            return place.read_bytes()
        wanted = CropRequest(number, BBox(0.0, 0.0, width, height))
        drawn = self.reader.draw(source_of(store, deposit), (wanted,)).get(wanted)
        if drawn is not None:
            place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            write_whole(place, drawn)
        return drawn

    def close(self) -> None:
        """End the processes that open files."""
        self.reader.close()


def sweep(folder: Path, now: dt.datetime) -> None:
    """Erase the pictures that are too old."""
    if not folder.exists():
        return
    for one in folder.iterdir():
        if now - dt.datetime.fromtimestamp(one.stat().st_mtime, dt.UTC) > KEPT:
            shutil.rmtree(one, ignore_errors=True)
