"""The dossiers of a closed campaign as a reference for later years, without those who do not want it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path

from precheck.campaign import campaigns
from precheck.campaign.keeping.errors import NotClosed
from precheck.campaign.keeping.purge import ANONYMISED
from precheck.campaign.procedure import Procedure
from precheck.campaign.states import Phase, State
from precheck.campaign.statistics import year_of
from precheck.campaign.store import Store
from precheck.campaign.tables import Campaign
from precheck.errors import UnreadableFile
from precheck.model.match import SourceKind, Visibility
from precheck.reading.pool import Reader


@dataclass(frozen=True, slots=True)
class Indexed:
    """What became of the dossiers: added, there already, left out on the candidate's demand, unreadable."""

    added: int
    known: int
    opted_out: int
    unreadable: int


@dataclass(frozen=True, slots=True)
class _Dossier:
    number: int
    author: str
    sha256: str


def index(
    store: Store, key: str, corpus: Path, reader: Reader, now: dt.datetime, actor: str, year: str = ""
) -> Indexed:
    """Put the dossiers that count into a corpus: titles are numbers, authors are keys, only evaluators see the texts.

    Those of a cancelled candidacy stay out. Done twice, it adds nothing.

    Raises:
        NoCampaign, NotClosed, BlobMissing; CorpusError as `CorpusWriter`.
    """
    from precheck.similarity.index.writer import CorpusWriter
    from precheck.similarity.sources import Details, read_item

    with store.reading() as session:
        campaign = campaigns.find(session, key, store.folder)
        if campaign.phase in {Phase.OPEN.value, Phase.PURGED.value} or ANONYMISED in campaign.settings:
            raise NotClosed(campaign=key)
        year = year or year_of(campaign, Procedure.of(campaigns.profile_of(campaign)))
        dossiers, opted_out = _dossiers(campaign)
    unreadable = 0
    with CorpusWriter(corpus) as writer:
        known = writer.ids
        fresh = []
        for one in (each for each in dossiers if each.sha256 not in known):
            details = Details(
                SourceKind.DOSSIER, f"{key} – {one.number}", one.author, year, Visibility.EVALUATORS
            )  # fmt: skip
            try:
                fresh.append(read_item(f"{one.number}.pdf", store.blobs.get(one.sha256), details, reader))
            except UnreadableFile:
                unreadable += 1
        added = len(writer.add(fresh).added)
    with store.writing() as session:
        campaigns.log(session, now, actor, "index", key, added=added, opted_out=opted_out)
    return Indexed(added, len(dossiers) - added - unreadable, opted_out, unreadable)


def _dossiers(campaign: Campaign) -> tuple[list[_Dossier], int]:
    found, out = {}, 0
    for person in campaign.candidates:
        last = [one.dossier for one in person.candidacies if one.dossier and one.state != State.CANCELLED.value]
        if last and person.opted_out:
            out += 1
        elif last:
            found[last[-1].sha256] = _Dossier(person.number, person.name, last[-1].sha256)
    return sorted(found.values(), key=lambda one: one.number), out


def opt_out(store: Store, key: str, said: str, undo: bool, now: dt.datetime, actor: str) -> int:
    """Note that a candidate does not want the dossier in a corpus, or does again; the number of the candidate.

    Raises `NoCampaign`, `NoCandidate`.
    """
    with store.writing() as session:
        person = campaigns.candidate(campaigns.find(session, key, store.folder), said)
        person.opted_out = not undo
        campaigns.log(session, now, actor, "opt-in" if undo else "opt-out", key, str(person.number))
        return person.number
