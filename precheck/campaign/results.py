"""What a screening found, kept small: the report itself is made again from the dossier, by the same rules."""

from __future__ import annotations

import datetime as dt
import zlib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

import msgspec
from sqlalchemy import select
from sqlalchemy.orm import Session

from precheck.api import Checker
from precheck.campaign.campaigns import log
from precheck.campaign.errors import ResultChanged
from precheck.campaign.screening.tasks import deposit_of
from precheck.campaign.store import Store
from precheck.campaign.tables import CheckResult, Deposit, PeerShare
from precheck.model import structure
from precheck.model.match import Originality, Reason
from precheck.model.profile import Profile, Screening
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
    """A screener that answers what was found before, without the sources that an evaluator set aside."""

    found: Originality
    aside: frozenset[str] = frozenset()

    def screen(self, dossier: structure.Dossier) -> Originality:
        """What was found."""
        return leaving_out(self.found, dossier, self.aside)


def leaving_out(found: Originality, dossier: structure.Dossier, aside: Collection[str]) -> Originality:
    """The same with the matches of the sources of these identifiers set aside, and the shares computed again.

    Args:
        dossier: the one that was screened.
    """
    if not any(match.source in aside for match in found.standing):
        return found
    from precheck.similarity.score import originality
    from precheck.similarity.screening import prepare_dossier

    matches = [
        replace(match, excluded=Reason.CHOSEN) if match.stands and match.source in aside else match
        for match in found.matches
    ]
    sources = {share.source.id: share.source for share in found.sources}
    thresholds = Screening(review=found.review, alert=found.alert)
    return originality(prepare_dossier(dossier), matches, sources, thresholds, found.corpus, found.compared)


def source_of(store: Store, deposit: Deposit) -> Source:
    """The file of a deposit. Raises `BlobMissing`."""
    return Source(deposit.name, store.blobs.get(deposit.sha256))


def known(deposit: Deposit) -> structure.Deposit:
    """What the rules may know of a deposit: who deposits, and what else came with the dossier."""
    others = [each for each in deposit.candidacy.deposits if each.role == "other" and each.accepted]
    return structure.Deposit(
        structure.Candidate(deposit.candidacy.candidate.name), tuple(each.name for each in others)
    )  # fmt: skip


def report_of(
    store: Store, reader: Reader, profile: Profile, deposit: Deposit, aside: Sequence[str] | None = None
) -> Report | Refusal:
    """The report on a deposit: as screened when it was, otherwise without a comparison.

    Args:
        aside: the sources to set aside, by default those that an evaluator did.

    Raises:
        BlobMissing: its file is not in the store.
    """
    result = deposit.result
    chosen = frozenset(deposit.set_aside if aside is None else aside)
    screener = Kept(unpack(result.originality), chosen) if result and result.originality else None
    return Checker(profile, reader, screener=screener).check_or_refuse(source_of(store, deposit), known(deposit))


@dataclass(frozen=True, slots=True)
class Figures:
    """What a row of `CheckResult` says of a report: all of it without the sources that an evaluator set aside.

    `share` is 0 to 1, `passages` how many stand; `outcomes` are the statuses of the rules by their codes, `shares` what
    stands between the deposit and others of the campaign: (deposit, words, share), by deposit.
    """

    verdict: str
    pages: int
    share: float | None
    passages: int
    outcomes: Mapping[str, str]
    shares: tuple[tuple[int, int, float], ...]


def figures(report: Report) -> Figures:
    """Those of a report. A screening keeps them and so does who sets a source aside: they never tell two stories."""
    found = report.dossier.originality
    shares = [(deposit_of(one.source.id), one.words, one.share) for one in found.sources if one.words] if found else []
    return Figures(
        report.verdict.value,
        len(report.dossier.document.pages),
        found.share if found else None,
        len(found.standing) if found else 0,
        {outcome.code: outcome.status.value for outcome in report.outcomes},
        tuple(sorted((deposit, words, share) for deposit, words, share in shares if deposit is not None)),
    )


def version_of(deposit: Deposit) -> tuple[object, ...]:
    """Identifies what a report on the deposit is made of: its result, and the sources set aside."""
    result = deposit.result
    return (result.basis, result.finished, *deposit.set_aside) if result else ("", None, *deposit.set_aside)


def set_aside(
    session: Session,
    deposit: Deposit,
    sources: Sequence[str],
    report: Report,
    version: tuple[object, ...],
    now: dt.datetime,
    actor: str,
) -> None:
    """Note which sources an evaluator set aside, in place of those noted before, and what is found without them.

    Args:
        report: as `report_of` makes it with these sources aside.
        version: that of the deposit of which the report was made.

    Raises:
        ResultChanged: somebody else set a source aside meanwhile, or a screening ended: look again.
    """
    session.refresh(deposit, ["set_aside", "result"], with_for_update=True)
    if version_of(deposit) != version:
        raise ResultChanged
    one, result = deposit.candidacy, deposit.result
    deposit.set_aside = sorted(set(sources))
    if result is not None:
        _apply(session, result, figures(report))
    log(session, now, actor, "set-aside", one.session.campaign.key, str(one.candidate.number), sources=len(sources))


def _apply(session: Session, result: CheckResult, found: Figures) -> None:
    """The figures of a result made again; a peer that was erased meanwhile stays so."""
    result.verdict, result.pages, result.outcomes = found.verdict, found.pages, dict(found.outcomes)
    result.share, result.passages = found.share, found.passages
    there = set(session.scalars(select(Deposit.id).where(Deposit.id.in_([peer for peer, _, _ in found.shares]))))
    result.shares.clear()
    session.flush()  # the rows taken out leave their places to the new ones
    result.shares.extend(
        PeerShare(peer_id=peer, words=words, share=share) for peer, words, share in found.shares if peer in there
    )
