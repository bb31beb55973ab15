"""Putting files into a corpus: read by several at a time, committed in the order in which they were found."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import precheck
from precheck.errors import UnreadableFile
from precheck.model.match import Source, SourceKind
from precheck.reading.pool import Reader
from precheck.similarity.index.writer import CorpusWriter
from precheck.similarity.prepared import Prepared
from precheck.similarity.sources import Details, Item, Skipped, find_items, read_item

BATCH = 256
"""Files that are committed together: what an interruption may undo."""


@dataclass(frozen=True, slots=True)
class Entered:
    """A file that is in the corpus now; `known` when its bytes were there before."""

    name: str
    id: str
    known: bool


def shipped_texts() -> list[Item | Skipped]:
    """The official texts that ship with the product."""
    package = Path(precheck.__file__).parent
    folder = package / "_corpus" if (package / "_corpus").is_dir() else package.parent / "corpus"
    found = find_items(folder, Details())
    return [one for one in found if isinstance(one, Skipped) or one.details.kind is SourceKind.OFFICIAL]


def add_items(
    writer: CorpusWriter, items: Sequence[Item | Skipped], reader: Reader, jobs: int = 1
) -> Iterator[Entered | Skipped]:
    """Add the files, and say of each what became of it, in order. Raises as `CorpusWriter.add`."""
    known = set(writer.ids)

    def read(item: Item | Skipped) -> tuple[str, tuple[Source, Prepared] | None] | Skipped:
        if isinstance(item, Skipped):
            return item
        try:
            data = item.load()
            id_ = hashlib.sha256(data).hexdigest()
            return id_, None if id_ in known else read_item(item.name, data, item.details, reader)
        except UnreadableFile as error:
            return Skipped(item.name, error.message)

    with ThreadPoolExecutor(jobs) as threads:
        for first in range(0, len(items), BATCH):
            batch = items[first : first + BATCH]
            results = list(threads.map(read, batch))
            writer.add(one[1] for one in results if not isinstance(one, Skipped) and one[1])
            for item, result in zip(batch, results, strict=True):
                if isinstance(result, Skipped):
                    yield result
                else:
                    yield Entered(item.name, result[0], result[0] in known)
                    known.add(result[0])
