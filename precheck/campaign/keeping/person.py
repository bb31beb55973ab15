"""All that is kept about one person, for that person (RGPD, article 15): nothing of anybody else."""

from __future__ import annotations

import datetime as dt
import io
import json
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from precheck.campaign import campaigns
from precheck.campaign.keeping.records import Rows, files_of, json_lines, rows_of_candidates
from precheck.campaign.own import candidate_by_id, candidates_of
from precheck.campaign.results import unpack
from precheck.campaign.store import Store
from precheck.campaign.tables import Access, Campaign, Candidate
from precheck.output import PRIVATE, zip_entry


@dataclass(frozen=True, slots=True)
class Export:
    """A zip with what is kept about a person: in how many campaigns, how many files, and its bytes."""

    campaigns: int
    files: int
    data: bytes


def export_person(store: Store, key: str, said: str, now: dt.datetime, actor: str) -> Export:
    """What the store keeps about a candidate, in this campaign and in every other where the same person stands.

    The same person is who has the same address on the roster, or without one the same key. Raises `NoCampaign`,
    `NoCandidate`, `BlobMissing`.
    """
    with store.writing() as session:
        campaign = campaigns.find(session, key, store.folder)
        person = campaigns.candidate(campaign, said)
        campaigns.log(session, now, actor, "export-person", key, str(person.number))
        told = _gather(session, _selves(session, person))
    return _packed(store, told)


def export_own(store: Store, number: int, login: str | None, now: dt.datetime, actor: str) -> Export:
    """What the store keeps about the candidate of that row, asked for by the candidate.

    Args:
        login: who signed in: the other campaigns where the institution knows that login are the same person's. Without
            one, who holds a link to this campaign is told of no other.

    Raises:
        NoCandidate: there is no such row.
        BlobMissing: a file is lost.
    """
    with store.writing() as session:
        person = candidate_by_id(session, number)
        others = [] if login is None else [one for one in candidates_of(session, login) if one.id != number]
        selves = [person, *others]
        for one in selves:
            campaigns.log(session, now, actor, "export-own", one.campaign.key, str(one.number))
        told = _gather(session, selves)
    return _packed(store, told)


@dataclass(frozen=True, slots=True)
class _Gathered:
    """The rows about a person, the accesses to them, and the titles of the campaigns by their keys."""

    rows: Rows
    accesses: list[dict[str, str]]
    campaigns: dict[str, str]


def _gather(session: Session, selves: Sequence[Candidate]) -> _Gathered:
    return _Gathered(
        _own(rows_of_candidates(session, [one.id for one in selves])),
        [line for one in selves for line in _accesses(session, one)],
        {one.campaign.key: one.campaign.title for one in selves},
    )


def _packed(store: Store, told: _Gathered) -> Export:
    rows = told.rows
    files = [sha for sha in files_of(rows) if store.blobs.path(sha).exists()]
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name, each in rows.items():
            made.writestr(zip_entry(f"{name}.jsonl", PRIVATE), json_lines(each))
        made.writestr(zip_entry("accesses.jsonl", PRIVATE), json_lines(told.accesses))
        titles = json.dumps(told.campaigns, ensure_ascii=False, indent=1, sort_keys=True)
        made.writestr(zip_entry("campaigns.json", PRIVATE), titles)
        for row in rows["deposits"]:
            if row["receipt"]:
                made.writestr(zip_entry(f"receipts/{row['id']}.txt", PRIVATE), row["receipt"])
        for sha256 in files:
            made.writestr(zip_entry(f"files/{sha256}.pdf", PRIVATE), store.blobs.get(sha256))
    return Export(len(told.campaigns), len(files), out.getvalue())


def _selves(session: Session, person: Candidate) -> Sequence[Candidate]:
    same = Candidate.email == person.email if person.email else Candidate.key == person.key
    return session.scalars(select(Candidate).join(Campaign).where(same).order_by(Campaign.key, Candidate.id)).all()


def _own(rows: Rows) -> Rows:
    """The rows without other people: their deposits, their texts, and the names of who decided."""
    kept = {name: [dict(row) for row in each] for name, each in rows.items() if name != "shares"}
    for row in kept["results"]:
        row["originality"] = _figures(row["originality"])
    for name in ("steps", "overrules", "items", "jury", "issued"):
        for row in kept[name]:
            row.pop("actor")
    for row in kept["candidacies"]:
        row.pop("evaluator")
    return kept


def _figures(packed: str | None) -> dict[str, Any] | None:
    """What was found, as figures and places in the person's own text: no source is named."""
    if packed is None:
        return None
    import base64

    found = unpack(base64.b64decode(packed))
    return {
        "words": found.words,
        "share": found.share,
        "passages": [
            {"start": match.passage.start, "end": match.passage.end, "page": match.passage.page}
            for match in found.matches
        ],
    }


def _accesses(session: Session, one: Candidate) -> list[dict[str, str]]:
    """What was done about a number: when and what, not by whom."""
    asked = (
        select(Access).where(Access.campaign == one.campaign.key, Access.subject == str(one.number)).order_by(Access.id)
    )
    return [
        {"at": each.at.isoformat(), "action": each.action, "campaign": each.campaign} for each in session.scalars(asked)
    ]
