"""What a screening found, kept small: the report itself is made again from the dossier, by the same rules."""

from __future__ import annotations

import zlib
from dataclasses import dataclass

import msgspec

from precheck.api import Checker
from precheck.campaign.store import Store
from precheck.campaign.tables import Deposit
from precheck.model import structure
from precheck.model.match import Originality
from precheck.model.profile import Profile
from precheck.model.report import Refusal, Report
from precheck.reading.pool import Reader, Source


def pack(found: Originality) -> bytes:
    """What a dossier has in common with other texts, as it is kept."""
    return zlib.compress(msgspec.msgpack.encode(found))


def unpack(kept: bytes) -> Originality:
    """The same, as it was."""
    return msgspec.msgpack.decode(zlib.decompress(kept), type=Originality)


@dataclass(frozen=True, slots=True)
class Kept:
    """A screener that answers what was found before."""

    found: Originality

    def screen(self, dossier: structure.Dossier) -> Originality:
        """What was found."""
        return self.found


def source_of(store: Store, deposit: Deposit) -> Source:
    """The file of a deposit. Raises `BlobMissing`."""
    return Source(deposit.name, store.blobs.get(deposit.sha256))


def known(deposit: Deposit) -> structure.Deposit:
    """What the rules may know of a deposit: who deposits, and what else came with the dossier."""
    others = [each for each in deposit.candidacy.deposits if each.role == "other" and each.accepted]
    return structure.Deposit(
        structure.Candidate(deposit.candidacy.candidate.name), tuple(each.name for each in others)
    )  # fmt: skip


def report_of(store: Store, reader: Reader, profile: Profile, deposit: Deposit) -> Report | Refusal:
    """The report on a deposit: as screened when it was, otherwise without a comparison. Raises `BlobMissing`."""
    result = deposit.result
    screener = Kept(unpack(result.originality)) if result and result.originality else None
    return Checker(profile, reader, screener=screener).check_or_refuse(source_of(store, deposit), known(deposit))
