"""Storing what was planned: the file first, then one transaction for each deposit; a receipt only after that."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import PurePosixPath

from sqlalchemy import select
from sqlalchemy.orm import Session

from precheck.campaign.campaigns import candidacy, candidate, current, deadline, log, profile_of, take
from precheck.campaign.errors import CampaignError, NoCandidate, ReasonMissing, StoreFull
from precheck.campaign.intake.deposits import DepositPlan, Planned
from precheck.campaign.intake.errors import NothingLate
from precheck.campaign.intake.roles import Role
from precheck.campaign.intake.roster import still_open
from precheck.campaign.procedure import Procedure, late_by
from precheck.campaign.receipts import Receipt, Signer
from precheck.campaign.states import Situation, State, Step, target
from precheck.campaign.store import Store
from precheck.campaign.tables import Campaign, CampaignSession, Candidacy, Candidate, Deposit
from precheck.errors import UnreadableFile
from precheck.i18n import Message, Translator, msg

_STEPS = {State.REGISTERED: Step.DEPOSIT, State.REWORK: Step.REDEPOSIT}


class Fate(StrEnum):
    """What became of a file."""

    STORED = "stored"
    LATE = "late"
    """Kept, but it does not count until a human accepts it."""
    ALREADY = "already"
    """The candidate had deposited these bytes before."""
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a file; `receipt` is the signed text, "" when it was refused. `late` counts seconds.

    `details` is the clause that a refusal rests on; `deposit` the row of what was stored.
    """

    name: str
    candidate: str
    number: int
    role: Role
    fate: Fate
    version: int = 0
    late: int = 0
    receipt: str = ""
    reason: Message | None = None
    details: tuple[Message, ...] = ()
    deposit: int | None = None


def apply_deposits(
    store: Store, plan: DepositPlan, now: dt.datetime, actor: str, say: Translator = Translator()
) -> Iterator[Outcome]:
    """Deposit every file with an owner, one after the other: each outcome comes when it would survive a power cut.

    Done again after an interruption, it does only what is left. A file that the procedure refuses stops no other.

    Args:
        say: the language of receipts.

    Raises:
        StoreFull: the disk is full; what came before is kept, and nothing of the file that it names.
        StoreError: receipts cannot be signed.
        CampaignOver: the campaign is archived.
    """
    with store.reading() as session:
        campaign = session.scalars(select(Campaign).where(Campaign.key == plan.campaign)).one()
        still_open(campaign)
        procedure = Procedure.of(profile_of(campaign))
    signer = Signer(store.folder)
    for file in plan.matched:
        yield _deposit(store, plan, file, _Clerk(procedure, signer, say, now, actor))


@dataclass(frozen=True, slots=True)
class _Clerk:
    """Who takes deposits in, when, and by which procedure."""

    procedure: Procedure
    signer: Signer
    say: Translator
    now: dt.datetime
    actor: str


def _deposit(store: Store, plan: DepositPlan, file: Planned, clerk: _Clerk) -> Outcome:
    refused = Outcome(file.name, file.candidate, file.number, file.role, Fate.REFUSED)
    try:
        data = file.load()
        sha256 = store.blobs.put(data, file.name)
        with store.writing() as session:
            store.hold_files(session)
            if not store.blobs.path(sha256).exists():
                # The same bytes lay there already, and a purge erased them meanwhile. From here on nobody can.
                store.blobs.put(data, file.name)
            one = _candidacy(session, plan, file)
            return _recorded(session, one, file, data, clerk)
    except (UnreadableFile, CampaignError) as error:
        return replace(refused, reason=error.message, details=error.details)
    except StoreFull as error:
        raise StoreFull(file=file.name, reason=error.params["reason"]) from error


def _candidacy(session: Session, plan: DepositPlan, file: Planned) -> Candidacy:
    """The candidacy, locked until the end of the transaction."""
    wanted = (
        select(Candidacy)
        .join(Candidate, Candidacy.candidate_id == Candidate.id)
        .join(CampaignSession, Candidacy.session_id == CampaignSession.id)
        .join(Campaign, CampaignSession.campaign_id == Campaign.id)
        .where(Campaign.key == plan.campaign, CampaignSession.number == plan.session, Candidate.key == file.candidate)
        .with_for_update(of=Candidacy)
    )
    found = session.scalar(wanted)
    if found is None:
        raise NoCandidate(candidate=file.candidate, campaign=f"{plan.campaign} {plan.session}")
    return found


def _recorded(session: Session, one: Candidacy, file: Planned, data: bytes, clerk: _Clerk) -> Outcome:
    sha256 = hashlib.sha256(data).hexdigest()
    same_role = [each for each in one.deposits if each.role == file.role]
    before = next((each for each in same_role if each.sha256 == sha256), None)
    if before is not None:
        return _outcome(before, file, Fate.ALREADY, _already(before, same_role))
    received = min(file.received or clerk.now, clerk.now).replace(microsecond=0)
    late = late_by(received, deadline(one))
    if file.role is Role.DOSSIER:
        # Whether it would be taken if it were in time: what could never count is not kept.
        state = State(one.state)
        target(next_step(one), state, Situation(clerk.procedure, bool(late) or _open(one, received), one.reworks))
    deposit = Deposit(
        role=file.role.value, version=len(same_role) + 1, sha256=sha256, size=len(data),
        name=PurePosixPath(file.name).name, received=received, origin=file.origin, late=late, accepted=not late,
    )  # fmt: skip
    deposit.receipt = clerk.signer.sign(_receipt(one, deposit, clerk.procedure), clerk.say)
    one.deposits.append(deposit)
    session.flush()
    campaign, number = one.session.campaign.key, str(one.candidate.number)
    if late:
        log(session, clerk.now, clerk.actor, "late-deposit", campaign, number, role=file.role.value)
        return _outcome(deposit, file, Fate.LATE, None)
    if file.role is Role.DOSSIER:
        take(
            session, one, next_step(one), clerk.procedure, clerk.now, clerk.actor, deposit=deposit, as_of=received
        )  # fmt: skip
    else:
        log(session, clerk.now, clerk.actor, "deposit", campaign, number, role=file.role.value)
    return _outcome(deposit, file, Fate.STORED, None)


def _open(one: Candidacy, received: dt.datetime) -> bool:
    return one.session.opens is None or received >= one.session.opens


def next_step(one: Candidacy) -> Step:
    """The step that depositing a dossier would be."""
    return _STEPS.get(State(one.state), Step.REPLACE)


def _already(before: Deposit, versions: list[Deposit]) -> Message:
    counts = next((each for each in reversed(versions) if each.accepted), None)
    if counts is not None and counts is not before:
        return msg("deposited before as version {version}; version {counts} is the one that counts",
                   version=before.version, counts=counts.version)  # fmt: skip
    return msg("deposited before as version {version}", version=before.version)


def _outcome(deposit: Deposit, file: Planned, fate: Fate, reason: Message | None) -> Outcome:
    return Outcome(
        file.name,
        file.candidate,
        file.number,
        file.role,
        fate,
        deposit.version,
        deposit.late,
        deposit.receipt,
        reason,
        deposit=deposit.id,
    )


def _receipt(one: Candidacy, deposit: Deposit, procedure: Procedure) -> Receipt:
    return Receipt(
        one.session.campaign.key, one.session.name, one.candidate.number, one.candidate.key, deposit.role,
        deposit.version, deposit.name, deposit.size, deposit.sha256, deposit.received, procedure.timezone, deposit.late,
    )  # fmt: skip


def accept_late(
    session: Session, campaign: Campaign, said: str, number: int | None, now: dt.datetime, actor: str, reason: str
) -> Deposit:
    """A human accepts the last late dossier of a candidate: the extension it needs is granted, and the step is taken.

    Args:
        said: the candidate, as `campaigns.candidate` finds one.
        number: of the session; None for the current one.

    Raises:
        NoCandidate, ReasonMissing, StepForbidden, CampaignOver: as they say.
        NothingLate: no late dossier waits.
    """
    still_open(campaign)
    if not reason.strip():
        raise ReasonMissing()
    one = candidacy(candidate(campaign, said), current(campaign, number))
    dossiers = [each for each in one.deposits if each.role == Role.DOSSIER]
    if not dossiers or dossiers[-1].accepted:
        raise NothingLate(candidate=said)
    late = dossiers[-1]
    one.extension = max(late.received, one.extension or late.received)
    one.extension_reason = reason
    take(session, one, next_step(one), Procedure.of(profile_of(campaign)), now, actor, reason, deposit=late,
         as_of=late.received)  # fmt: skip
    late.accepted = True
    log(session, now, actor, "accept", campaign.key, str(one.candidate.number))
    return late


def extend(
    session: Session, campaign: Campaign, said: str, number: int | None, until: dt.datetime, now: dt.datetime,
    actor: str, reason: str,
) -> Candidacy:  # fmt: skip
    """A human gives a candidate until that second; the last extension holds.

    Raises:
        NoCandidate, ReasonMissing, CampaignOver: as they say.
    """
    still_open(campaign)
    if not reason.strip():
        raise ReasonMissing()
    one = candidacy(candidate(campaign, said), current(campaign, number))
    one.extension, one.extension_reason = until.replace(microsecond=0), reason
    log(session, now, actor, "extend", campaign.key, str(one.candidate.number), until=until.isoformat())
    return one
