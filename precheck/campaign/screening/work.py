"""What is done to one deposit: plain functions of a task, the same in a pool and on a cluster.

They open nothing but files of the data folder and corpora, and keep open what the next task needs too.
"""

from __future__ import annotations

import contextlib
import functools
import logging
import operator
import threading
import time
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from precheck.api import Checker
from precheck.campaign.blobs import Blobs
from precheck.campaign.errors import BlobMissing
from precheck.campaign.results import Kept as Found
from precheck.campaign.results import figures, leaving_out, pack
from precheck.campaign.screening import documents
from precheck.campaign.screening.documents import Kept
from precheck.campaign.screening.errors import CorpusChanged
from precheck.campaign.screening.tasks import REFUSED, UNSETTLED, Outcome, Settings, Task, peer_id
from precheck.errors import OutputError, UnreadableFile
from precheck.model.document import Document
from precheck.model.match import Originality
from precheck.reading.errors import ReaderCrashed, TookTooLong, TooMuchMemory
from precheck.reading.pool import Reader, Source

if TYPE_CHECKING:
    from precheck.similarity.index.corpus import Corpus
    from precheck.similarity.prepared import Prepared
    from precheck.similarity.screening import CorpusScreener

log = logging.getLogger(__name__)

CIRCUMSTANCES = (ReaderCrashed, TookTooLong, TooMuchMemory)
"""What may be the machine's fault as well as the file's: tried twice."""
NOTHING = Originality("", 0, 0, 0, 0, 0, 0, 0.0, 0.0)


class Clock:
    """Seconds spent, by step."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = defaultdict(float)

    @contextlib.contextmanager
    def step(self, name: str) -> Iterator[None]:
        """What is done inside counts for that step."""
        began = time.perf_counter()
        try:
            yield
        finally:
            self.seconds[name] += time.perf_counter() - began


def read_one(task: Task) -> Outcome:
    """Read a deposit and keep what was read. The outcome has no result yet: its verdict is "", or "refused".

    Raises:
        OutputError: what was read cannot be kept.
    """
    clock = Clock()
    try:
        kept, _ = _read(task, clock)
    except OutputError:
        raise
    except Exception as error:  # noqa: BLE001 (one file never stops the others)
        return _broken(task, error, clock)
    return Outcome(task.item.deposit, task.basis, REFUSED if kept.refused else "", seconds=clock.seconds)


def check_one(task: Task) -> Outcome:
    """The rules on a deposit that was read, after comparing it with the other deposits and the corpora.

    Raises:
        CorpusError, CorpusChanged: a corpus cannot be used; no deposit can be compared with it.
    """
    from precheck.similarity.errors import CorpusError

    clock = Clock()
    try:
        return _check(task, clock)
    except (CorpusError, CorpusChanged):
        raise
    except Exception as error:  # noqa: BLE001 (one file never stops the others)
        return _broken(task, error, clock)


def _broken(task: Task, error: Exception, clock: Clock) -> Outcome:
    """No fault of the file: told, and tried again by the next screening."""
    if isinstance(error, BlobMissing):
        log.error("the file of deposit %s is missing or was changed", task.item.deposit)
    else:
        log.error("the check of deposit %s broke down", task.item.deposit, exc_info=error)
    return lost(task, clock.seconds)


def lost(task: Task, seconds: dict[str, float] | None = None) -> Outcome:
    """The outcome where precheck itself broke down."""
    return Outcome(task.item.deposit, UNSETTLED, REFUSED, seconds=seconds or {})


def _read(task: Task, clock: Clock) -> tuple[Kept, Prepared | None]:
    """Read the file, and keep the dossier and its text."""
    from precheck.similarity.screening import prepare_dossier

    tools, item = _tools(task.settings), task.item
    prepared = None
    try:
        with clock.step("reading"):
            document = _document(tools.checker, Source(item.name, Blobs(task.settings.files).get(item.sha256)))
    except UnreadableFile as error:
        kept = Kept(refused=type(error).__name__)
    else:
        with clock.step("structure"):
            kept = Kept(tools.checker.dossier(document, item.facts))
        with clock.step("preparing"):
            assert kept.dossier
            prepared = prepare_dossier(kept.dossier)
    with clock.step("keeping"):
        documents.put(task.settings.place.documents, task.document, kept, prepared)
    return kept, prepared


def _document(checker: Checker, source: Source) -> Document:
    try:
        return checker.read(source)
    except CIRCUMSTANCES:
        return checker.read(source)


def _check(task: Task, clock: Clock) -> Outcome:
    with clock.step("keeping"):
        folder = task.settings.place.documents
        kept, prepared = documents.get(folder, task.document), documents.text(folder, task.document)
    if kept is None or (prepared is None and not kept.refused):
        kept, prepared = _read(task, clock)
    if kept.dossier is None or prepared is None:
        return Outcome(task.item.deposit, task.basis, REFUSED, seconds=clock.seconds)
    tools = _tools(task.settings)
    with clock.step("comparing"):
        found = tools.screen(task, prepared)
    with clock.step("rules"):
        standing = leaving_out(found, kept.dossier, task.item.aside)
        told = figures(tools.checker.report(replace(kept.dossier, originality=standing)))
    with clock.step("keeping"):
        packed = pack(found)
    return Outcome(
        task.item.deposit,
        task.basis,
        told.verdict,
        told.pages,
        told.share,
        told.passages,
        told.outcomes,
        packed,
        told.shares,
        clock.seconds,
        task.item.aside,
    )


class _Tools:
    """What stays open from one task to the next: the reader's child, the corpora."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        # Compared before the rules run: here the screener only says that the rules on it do.
        self.checker = Checker(settings.profile, Reader(settings.limits), screener=Found(NOTHING))

    @functools.cached_property
    def _screener(self) -> CorpusScreener:
        from precheck.similarity.screening import CorpusScreener

        return CorpusScreener(self._corpus, self.settings.profile.screening)

    @functools.cached_property
    def _corpus(self) -> Corpus:
        from precheck.similarity.index.corpus import Corpus

        opened = [Corpus.open(self.settings.place.peers(self.settings.peers))]
        for folder, state in self.settings.corpora:
            corpus = Corpus.open(folder)
            if corpus.fingerprint != state:
                raise CorpusChanged(folder=str(folder))
            opened.append(corpus)
        return functools.reduce(operator.add, opened)

    def screen(self, task: Task, prepared: Prepared) -> Originality:
        """What the deposit has in common with its peers and the corpora."""
        from precheck.similarity.exclusions.base import Party

        return self._screener.screen_text(prepared, Party(task.item.author), peer_id(task.item.deposit))

    def close(self) -> None:
        """End the reader's child."""
        self.checker.reader.close()


_lock = threading.Lock()
_open: dict[str, _Tools] = {}
"""Of the settings worked with last, by their basis: those of one screening differ between reading and checking."""


def _tools(settings: Settings) -> _Tools:
    with _lock:
        tools = _open.get(settings.basis)
        if tools is None:
            for old in _open.values():
                old.close()
            _open.clear()
            tools = _open[settings.basis] = _Tools(settings)
        return tools
