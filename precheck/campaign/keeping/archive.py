"""Everything of a closed campaign in one zip, with a manifest of SHA-256; verified before the phase changes."""

from __future__ import annotations

import datetime as dt
import hashlib
import io
import json
import os
import tempfile
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from precheck.campaign import campaigns
from precheck.campaign.errors import NobodyNamed, ReasonMissing
from precheck.campaign.keeping.errors import ArchiveDamaged, NotArchived, NotClosed
from precheck.campaign.keeping.records import files_of, json_lines, rows_of_campaign
from precheck.campaign.states import PHASE_WORD, Phase
from precheck.campaign.store import HEAD, Store
from precheck.errors import OutputError, system_reason
from precheck.i18n import msg
from precheck.output import PRIVATE, zip_entry

MANIFEST = "manifest.json"
UNARCHIVING = msg("taking an archived campaign up again")


@dataclass(frozen=True, slots=True)
class Archived:
    """What an archive holds: the key of its campaign, files of deposits and papers, rows."""

    campaign: str
    files: int
    rows: int


def archive(store: Store, key: str, place: Path, now: dt.datetime, actor: str) -> Archived:
    """Write the zip, read it again whole, and only then call the campaign archived. The same data give the same zip.

    Raises:
        NoCampaign, NotClosed, BlobMissing: nothing is written.
        OutputError, ArchiveDamaged: the phase stays as it was.
    """
    with store.reading() as session:
        campaign = campaigns.find(session, key, store.folder)
        if campaign.phase == Phase.OPEN.value:
            raise NotClosed(campaign=key)
        rows = rows_of_campaign(session, campaign)
        # The phase changes by this very act: an archive made again is the same.
        rows["campaigns"][0]["phase"] = Phase.CLOSED.value
    # A paper given out may be kept nowhere: only its SHA-256 counts then.
    papers = {row["sha256"] for row in rows["issued"]} - {row["sha256"] for row in rows["deposits"]}
    files = [sha for sha in files_of(rows) if sha not in papers or store.blobs.path(sha).exists()]
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        handle, beside = tempfile.mkstemp(prefix=f".{place.name[:40]}.", dir=place.parent)
        try:
            with os.fdopen(handle, "w+b") as stream:
                _write(
                    stream, key, {f"rows/{name}.jsonl": json_lines(each) for name, each in rows.items()}, files, store
                )
                stream.flush()
                os.fsync(stream.fileno())
            held = verify(Path(beside))
            os.replace(beside, place)
        except BaseException:
            Path(beside).unlink(missing_ok=True)
            raise
    except OSError as error:
        raise OutputError(file=str(place), reason=system_reason(error)) from None
    with store.writing() as session:
        campaign = campaigns.find(session, key, store.folder)
        if campaign.phase == Phase.CLOSED.value:
            campaign.phase = Phase.ARCHIVED.value
        campaigns.log(session, now, actor, "archive", key, files=held.files, rows=held.rows)
    return held


def unarchive(store: Store, key: str, now: dt.datetime, actor: str, reason: str) -> None:
    """An archived campaign is a closed one again: late dossiers are accepted, and a session may be reopened. Everything
    is there still; what changes makes the archive out of date.

    Raises:
        NoCampaign, NobodyNamed, ReasonMissing: as they say.
        NotArchived: it is open, closed or purged.
    """
    if not actor.strip():
        raise NobodyNamed(step=UNARCHIVING)
    if not reason.strip():
        raise ReasonMissing
    with store.writing() as session:
        campaign = campaigns.find(session, key, store.folder)
        if campaign.phase != Phase.ARCHIVED.value:
            raise NotArchived(campaign=key, phase=PHASE_WORD[Phase(campaign.phase)])
        campaign.phase = Phase.CLOSED.value
        campaigns.log(session, now, actor, "unarchive", key, reason=reason)


def _write(stream: IO[bytes], key: str, rows: dict[str, bytes], files: list[str], store: Store) -> None:
    told: dict[str, str] = {}
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as made:
        for name, data in rows.items():
            told[name] = hashlib.sha256(data).hexdigest()
            made.writestr(zip_entry(name, PRIVATE), data)
        for sha256 in files:
            told[f"files/{sha256}"] = sha256
            made.writestr(zip_entry(f"files/{sha256}", PRIVATE), store.blobs.get(sha256))
        manifest = {"campaign": key, "revision": HEAD, "sha256": told}
        made.writestr(zip_entry(MANIFEST, PRIVATE), json.dumps(manifest, ensure_ascii=False, indent=1, sort_keys=True))


def verify(place: Path) -> Archived:
    """Read an archive whole and hold each file against the manifest, and each file that a row names against the zip.

    Raises:
        ArchiveDamaged: something is missing, was changed, or is too much.
    """
    try:
        with zipfile.ZipFile(place) as made:
            return _verified(place, made)
    except (OSError, zipfile.BadZipFile, ValueError, KeyError, TypeError) as error:
        if isinstance(error, ArchiveDamaged):
            raise
        raise ArchiveDamaged(file=place.name, reason=msg("it is no archive of a campaign")) from None


def _verified(place: Path, made: zipfile.ZipFile) -> Archived:
    manifest = json.loads(made.read(MANIFEST))
    told: dict[str, str] = manifest["sha256"]
    if sorted([*told, MANIFEST]) != sorted(made.namelist()):
        raise ArchiveDamaged(file=place.name, reason=msg("its files are not those of its manifest"))
    count, named = 0, set()
    for name, sha256 in told.items():
        with made.open(name) as stream:
            data = stream.read()
        if hashlib.sha256(data).hexdigest() != sha256:
            raise ArchiveDamaged(file=place.name, reason=msg("{name} was changed", name=name))
        if name.startswith("rows/"):
            count += data.count(b"\n")
        if name == "rows/deposits.jsonl":
            named = {json.loads(line)["sha256"] for line in io.BytesIO(data)}
    files = {name.removeprefix("files/") for name in told if name.startswith("files/")}
    if named - files:
        raise ArchiveDamaged(file=place.name, reason=msg("a deposit's file is missing"))
    return Archived(manifest["campaign"], len(files), count)
