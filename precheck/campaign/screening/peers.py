"""The deposits of a campaign as a corpus on the disk, each deposit a source of its own.

It is named by the set of its deposits and never changes: built beside its place, in the order of the deposits, and
renamed when it is whole. What a killed builder left is gone on with, and ends as the same bytes.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from precheck.campaign.screening import documents
from precheck.campaign.screening.tasks import Task, peer_id
from precheck.campaign.screening.workplace import Workplace
from precheck.errors import OutputError, system_reason
from precheck.model.match import Source, SourceKind

if TYPE_CHECKING:
    from precheck.similarity.prepared import Prepared


def build(place: Workplace, peers: str, tasks: Iterable[Task]) -> None:
    """Make the corpus of these deposits, given in order, unless it is there.

    Raises:
        OutputError: the disk is full, or the system refuses.
    """
    from precheck.similarity.errors import CorpusError
    from precheck.similarity.index.writer import CorpusWriter, init

    done = place.peers(peers)
    if done.exists():
        return
    beside = done.with_suffix(".new")
    try:
        for other in done.parent.glob("*"):
            if other != beside:
                shutil.rmtree(other)
        try:
            writer = CorpusWriter(beside)
        except CorpusError:
            # Not begun, or killed while it was: nothing of it counts.
            shutil.rmtree(beside, ignore_errors=True)
            init(beside)
            writer = CorpusWriter(beside)
        with writer:
            writer.add(_sources(tasks))
        beside.rename(done)
    except OSError as error:
        raise OutputError(file=str(done), reason=system_reason(error)) from None


def _sources(tasks: Iterable[Task]) -> Iterator[tuple[Source, Prepared]]:
    """Those that have a text; anonymous, for no candidate to read."""
    for task in tasks:
        prepared = documents.text(task.settings.place.documents, task.document)
        if prepared is not None:
            pages = prepared.text.count("\f") + 1
            title = f"Dossier n° {task.item.number}"
            yield Source(peer_id(task.item.deposit), title, SourceKind.DOSSIER, task.item.author, pages=pages), prepared
