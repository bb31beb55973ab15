"""The rows of a campaign or of a person, as plain values for JSON, table by table."""

from __future__ import annotations

import base64
import datetime as dt
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import Table, select
from sqlalchemy.orm import Session

from precheck.campaign.tables import Base, Campaign, CampaignSession, Candidate

PARENTS: Mapping[str, tuple[str, str]] = {
    "candidacies": ("candidate_id", "candidates"),
    "deposits": ("candidacy_id", "candidacies"),
    "results": ("deposit_id", "deposits"),
    "shares": ("result_id", "results"),
    "overrules": ("deposit_id", "deposits"),
    "steps": ("candidacy_id", "candidacies"),
    "items": ("candidacy_id", "candidacies"),
    "jury": ("candidacy_id", "candidacies"),
    "issued": ("candidacy_id", "candidacies"),
}
"""What hangs on a candidate: each table after the one that it belongs to, and by which column."""

Rows = dict[str, list[dict[str, Any]]]


def table(name: str) -> Table:
    """The table of that name."""
    return Base.metadata.tables[name]


def rows_of_campaign(session: Session, campaign: Campaign) -> Rows:
    """Every row of a campaign, by table; tables in the order in which they may be read in again."""
    candidates = [one.id for one in campaign.candidates]
    return {
        "campaigns": _rows(session, Campaign.__table__, "id", [campaign.id]),
        "sessions": _rows(session, CampaignSession.__table__, "campaign_id", [campaign.id]),
        **rows_of_candidates(session, candidates),
    }


def rows_of_candidates(session: Session, candidates: Sequence[int]) -> Rows:
    """Every row that hangs on these candidates, by table."""
    found: Rows = {"candidates": _rows(session, Candidate.__table__, "id", candidates)}
    for name, (column, parent) in PARENTS.items():
        found[name] = _rows(session, table(name), column, [row["id"] for row in found[parent]])
    return found


def files_of(rows: Rows) -> list[str]:
    """The SHA-256 of every file that these rows name, sorted."""
    return sorted({row["sha256"] for name in ("deposits", "issued") for row in rows.get(name, ())})


def json_lines(rows: Iterable[Mapping[str, Any]]) -> bytes:
    """One row a line, always in the same form."""
    return "".join(f"{json.dumps(row, ensure_ascii=False, sort_keys=True)}\n" for row in rows).encode()


def _rows(session: Session, source: Any, column: str, ids: Sequence[int]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    for few in _pieces(ids):
        asked = select(source).where(source.c[column].in_(few))
        found += [{key: _value(value) for key, value in row._mapping.items()} for row in session.execute(asked)]
    return sorted(found, key=lambda row: row["id"])


def _pieces(ids: Sequence[int], size: int = 500) -> Iterator[Sequence[int]]:
    return (ids[first : first + size] for first in range(0, len(ids), size))


def _value(value: Any) -> Any:
    if isinstance(value, dt.datetime):
        return value.isoformat()
    return base64.b64encode(value).decode("ascii") if isinstance(value, bytes) else value
