"""The catalogue of a segment: what is known of each source, in an SQLite file that is written once and never changed.

Being immutable it needs no lock and no journal: readers open it as such, and it is whole whenever the segment is.
"""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator, Sequence
from pathlib import Path
from urllib.parse import quote

from precheck.model.match import Source, SourceKind, Visibility

_TABLE = """
CREATE TABLE sources (
    document INTEGER PRIMARY KEY, id TEXT NOT NULL, title TEXT NOT NULL, kind TEXT NOT NULL,
    author TEXT NOT NULL, year TEXT NOT NULL, visibility TEXT NOT NULL, pages INTEGER, licence TEXT NOT NULL
)
"""
_SELECT = "SELECT id, title, kind, author, year, visibility, pages, licence FROM sources "


def write(path: Path, sources: Sequence[Source]) -> None:
    """Write the catalogue of these sources, the first being document 0. The same sources give the same bytes."""
    connection = sqlite3.connect(path, isolation_level=None)
    try:
        connection.execute("PRAGMA journal_mode = OFF")
        connection.execute("PRAGMA synchronous = OFF")
        connection.execute("BEGIN")
        connection.execute(_TABLE)
        connection.executemany(
            "INSERT INTO sources VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                (number, s.id, s.title, str(s.kind), s.author, s.year, str(s.visibility), s.pages, s.licence)
                for number, s in enumerate(sources)
            ),
        )
        connection.execute("CREATE INDEX sources_id ON sources (id)")
        connection.execute("CREATE INDEX sources_author ON sources (author)")
        connection.execute("COMMIT")
    finally:
        connection.close()


class Catalogue:
    """A catalogue open for reading; safe among threads."""

    def __init__(self, path: Path) -> None:
        address = f"file:{quote(str(path.absolute()))}?mode=ro&immutable=1"
        self._connection = sqlite3.connect(address, uri=True, check_same_thread=False)
        self._lock = threading.Lock()

    def source(self, document: int) -> Source:
        """The source of that number. Raises `LookupError` when there is none, `sqlite3.Error` when damaged."""
        found = self._rows(_SELECT + "WHERE document = ?", document)
        return found[0]

    def find(self, id_: str) -> int | None:
        """The first document of that identifier."""
        with self._lock:
            row = self._connection.execute("SELECT min(document) FROM sources WHERE id = ?", (id_,)).fetchone()
        return None if row[0] is None else int(row[0])

    def beginning(self, prefix: str) -> list[int]:
        """The documents whose identifier begins so."""
        with self._lock:
            rows = self._connection.execute(
                "SELECT document FROM sources WHERE id >= ? AND id < ? ORDER BY document", (prefix, prefix + "~")
            ).fetchall()
        return [int(row[0]) for row in rows]

    def __iter__(self) -> Iterator[Source]:
        """All sources, in the order of the documents."""
        return iter(self._rows(_SELECT + "ORDER BY document"))

    def check(self) -> str:
        """What SQLite itself finds wrong, "" when nothing."""
        with self._lock:
            told = str(self._connection.execute("PRAGMA integrity_check(1)").fetchone()[0])
        return "" if told == "ok" else told

    def close(self) -> None:
        self._connection.close()

    def _rows(self, question: str, *values: object) -> list[Source]:
        with self._lock:
            rows = self._connection.execute(question, values).fetchall()
        return [
            Source(
                id=row[0],
                title=row[1],
                kind=SourceKind(row[2]),
                author=row[3],
                year=row[4],
                visibility=Visibility(row[5]),
                pages=row[6],
                licence=row[7],
            )
            for row in rows
        ]
