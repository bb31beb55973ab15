"""The tables of the store. Instants are UTC with their zone; what is erased with its candidate cascades.

A candidacy is a candidate in one session of a campaign: it has a state, deposits, and what people decided.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import (
    JSON,
    DateTime,
    Dialect,
    ForeignKey,
    LargeBinary,
    MetaData,
    String,
    TypeDecorator,
    UniqueConstraint,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship

from precheck.campaign.states import Phase, State

NAMING = {
    "ix": "ix_%(column_0_label)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class Instant(TypeDecorator[dt.datetime]):
    """A moment with its zone, kept as UTC."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: dt.datetime | None, dialect: Dialect) -> dt.datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("an instant needs its zone")
        return value.astimezone(dt.UTC)

    def process_result_value(self, value: Any | None, dialect: Dialect) -> dt.datetime | None:
        if value is None:
            return None
        moment: dt.datetime = value
        return moment.replace(tzinfo=dt.UTC) if moment.tzinfo is None else moment.astimezone(dt.UTC)


class Base(DeclarativeBase):
    """All tables."""

    metadata = MetaData(naming_convention=NAMING)
    type_annotation_map = {dt.datetime: Instant, list[str]: JSON, dict[str, Any]: JSON, dict[str, str]: JSON}  # noqa: RUF012 (SQLAlchemy's)


class Campaign(Base):
    """One campaign of one institution. `profile` is a shipped id or a path; `phase` is a `Phase`,
    `settings` holds what an administrator adjusts (thresholds)."""

    __tablename__ = "campaigns"

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(100), unique=True)
    title: Mapped[str] = mapped_column(String(300))
    profile: Mapped[str] = mapped_column(String(1000))
    phase: Mapped[str] = mapped_column(String(20), default=Phase.OPEN.value)
    created: Mapped[dt.datetime]
    closed: Mapped[dt.datetime | None]
    settings: Mapped[dict[str, Any]] = mapped_column(default=dict)

    sessions: Mapped[list[CampaignSession]] = relationship(
        back_populates="campaign", cascade="all, delete-orphan", order_by="CampaignSession.number"
    )
    candidates: Mapped[list[Candidate]] = relationship(
        back_populates="campaign", cascade="all, delete-orphan", order_by="Candidate.key"
    )


class CampaignSession(Base):
    """A session with its window; both ends are inclusive, to the second."""

    __tablename__ = "sessions"
    __table_args__ = (UniqueConstraint("campaign_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaigns.id", ondelete="CASCADE"))
    number: Mapped[int]
    name: Mapped[str] = mapped_column(String(200))
    opens: Mapped[dt.datetime | None]
    closes: Mapped[dt.datetime]
    closed: Mapped[dt.datetime | None]
    """When the administrator closed it; eligibility is told as of then."""

    campaign: Mapped[Campaign] = relationship(back_populates="sessions")
    candidacies: Mapped[list[Candidacy]] = relationship(
        back_populates="session", cascade="all, delete-orphan", order_by="Candidacy.id"
    )


class Candidate(Base):
    """A person on the roster. `number` is told in anonymous views and says nothing of the name or its place in the
    alphabet; `public` is the kind of candidate; `others` are further identifiers (of a platform, a login).

    `earlier` are items acquired in earlier campaigns; they count when both copies of the attestation are recorded.
    """

    __tablename__ = "candidates"
    __table_args__ = (UniqueConstraint("campaign_id", "key"), UniqueConstraint("campaign_id", "number"))

    id: Mapped[int] = mapped_column(primary_key=True)
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaigns.id", ondelete="CASCADE"))
    key: Mapped[str] = mapped_column(String(200))
    number: Mapped[int]
    surname: Mapped[str] = mapped_column(String(200))
    given: Mapped[str] = mapped_column(String(200), default="")
    email: Mapped[str] = mapped_column(String(320), default="")
    public: Mapped[str] = mapped_column(String(200), default="")
    others: Mapped[list[str]] = mapped_column(default=list)
    earlier: Mapped[list[str]] = mapped_column(default=list)
    digital_copy: Mapped[bool] = mapped_column(default=False)
    office_copy: Mapped[bool] = mapped_column(default=False)
    opted_out: Mapped[bool] = mapped_column(default=False)
    """The candidate does not want the dossier to enter the corpus."""
    notify: Mapped[bool] = mapped_column(default=False)
    """The candidate asks for notices by e-mail."""
    notices_to: Mapped[str] = mapped_column(String(320), default="")
    """Where to, as the candidate says: it proves nothing of who it is, unlike the roster's address."""

    campaign: Mapped[Campaign] = relationship(back_populates="candidates")
    candidacies: Mapped[list[Candidacy]] = relationship(
        back_populates="candidate", cascade="all, delete-orphan", order_by="Candidacy.id"
    )

    @property
    def name(self) -> str:
        """« DUPONT Marie »: the surname in capitals, as dossiers are checked for it."""
        return f"{self.surname.upper()} {self.given}".strip()


class Candidacy(Base):
    """A candidate in a session. `extension` is a personal last second, granted for `extension_reason`; `evaluator` the
    person it is assigned to; `oral` when the candidate is called to."""

    __tablename__ = "candidacies"
    __table_args__ = (UniqueConstraint("candidate_id", "session_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    candidate_id: Mapped[int] = mapped_column(ForeignKey("candidates.id", ondelete="CASCADE"))
    session_id: Mapped[int] = mapped_column(ForeignKey("sessions.id", ondelete="CASCADE"), index=True)
    state: Mapped[str] = mapped_column(String(20), default=State.REGISTERED.value)
    reworks: Mapped[int] = mapped_column(default=0)
    extension: Mapped[dt.datetime | None]
    extension_reason: Mapped[str] = mapped_column(default="")
    oral: Mapped[dt.datetime | None]
    evaluator: Mapped[str] = mapped_column(String(200), default="")

    candidate: Mapped[Candidate] = relationship(back_populates="candidacies")
    session: Mapped[CampaignSession] = relationship(back_populates="candidacies")
    deposits: Mapped[list[Deposit]] = relationship(
        back_populates="candidacy", cascade="all, delete-orphan", order_by="Deposit.id"
    )
    history: Mapped[list[StepTaken]] = relationship(
        back_populates="candidacy", cascade="all, delete-orphan", order_by="StepTaken.id"
    )
    items: Mapped[list[ItemDecision]] = relationship(
        back_populates="candidacy", cascade="all, delete-orphan", order_by="ItemDecision.id"
    )
    jury: Mapped[JuryDecision | None] = relationship(back_populates="candidacy", cascade="all, delete-orphan")
    documents: Mapped[list[Issued]] = relationship(
        back_populates="candidacy", cascade="all, delete-orphan", order_by="Issued.id"
    )

    @property
    def dossier(self) -> Deposit | None:
        """The deposit that counts: the last dossier that was accepted."""
        return next((each for each in reversed(self.deposits) if each.role == "dossier" and each.accepted), None)


class Deposit(Base):
    """A file that a candidate deposited, never overwritten. `role` is dossier, attestation, slides or other.

    `late` is by how many seconds it came too late; a late dossier is kept and not accepted until a human does.
    `receipt` is what the candidate was given, as signed.
    """

    __tablename__ = "deposits"
    __table_args__ = (UniqueConstraint("candidacy_id", "role", "version"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    candidacy_id: Mapped[int] = mapped_column(ForeignKey("candidacies.id", ondelete="CASCADE"))
    role: Mapped[str] = mapped_column(String(20), default="dossier")
    version: Mapped[int]
    sha256: Mapped[str] = mapped_column(String(64), index=True)
    size: Mapped[int]
    name: Mapped[str] = mapped_column(String(500))
    received: Mapped[dt.datetime]
    origin: Mapped[str] = mapped_column(String(500), default="")
    late: Mapped[int] = mapped_column(default=0)
    accepted: Mapped[bool] = mapped_column(default=True)
    receipt: Mapped[str] = mapped_column(default="")
    set_aside: Mapped[list[str]] = mapped_column(default=list)
    """The identifiers of the sources that an evaluator set aside: what this dossier shares with them does not count."""

    candidacy: Mapped[Candidacy] = relationship(back_populates="deposits")
    result: Mapped[CheckResult | None] = relationship(back_populates="deposit", cascade="all, delete-orphan")
    overrules: Mapped[list[Overrule]] = relationship(
        back_populates="deposit", cascade="all, delete-orphan", order_by="Overrule.id"
    )


class CheckResult(Base):
    """What the screening at close found in a deposit.

    `basis` identifies what it was made with (version, profile, corpus, the other deposits): another basis, another
    result; "" where precheck itself broke down. `outcomes` are the statuses of the rules by their codes, `originality`
    what `precheck.campaign.results` packs (None for a file that cannot be read), `shares` what the deposit has in
    common with others of the campaign.
    """

    __tablename__ = "results"

    id: Mapped[int] = mapped_column(primary_key=True)
    deposit_id: Mapped[int] = mapped_column(ForeignKey("deposits.id", ondelete="CASCADE"), unique=True)
    basis: Mapped[str] = mapped_column(String(64), index=True)
    verdict: Mapped[str] = mapped_column(String(20))
    """A verdict of `precheck.model.report.Verdict`, or "refused" for a file that cannot be read."""
    pages: Mapped[int | None]
    share: Mapped[float | None]
    passages: Mapped[int] = mapped_column(default=0)
    outcomes: Mapped[dict[str, str]] = mapped_column(default=dict)
    originality: Mapped[bytes | None] = mapped_column(LargeBinary, deferred=True)
    finished: Mapped[dt.datetime]

    deposit: Mapped[Deposit] = relationship(back_populates="result")
    shares: Mapped[list[PeerShare]] = relationship(
        cascade="all, delete-orphan", foreign_keys="PeerShare.result_id", order_by="PeerShare.peer_id"
    )


class PeerShare(Base):
    """What a deposit shares with another of the campaign: words of the first, and their share of all its words."""

    __tablename__ = "shares"
    __table_args__ = (UniqueConstraint("result_id", "peer_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    result_id: Mapped[int] = mapped_column(ForeignKey("results.id", ondelete="CASCADE"))
    peer_id: Mapped[int] = mapped_column(ForeignKey("deposits.id", ondelete="CASCADE"), index=True)
    words: Mapped[int]
    share: Mapped[float]


class StepTaken(Base):
    """A step of a candidacy: who, when, from where to where, why. Never changed."""

    __tablename__ = "steps"

    id: Mapped[int] = mapped_column(primary_key=True)
    candidacy_id: Mapped[int] = mapped_column(ForeignKey("candidacies.id", ondelete="CASCADE"), index=True)
    step: Mapped[str] = mapped_column(String(20))
    source: Mapped[str] = mapped_column(String(20))
    target: Mapped[str] = mapped_column(String(20))
    at: Mapped[dt.datetime]
    actor: Mapped[str] = mapped_column(String(200))
    reason: Mapped[str] = mapped_column(default="")
    rules: Mapped[list[str]] = mapped_column(default=list)
    """For a re-work request: the codes of the failed rules it rests on."""
    deposit_id: Mapped[int | None] = mapped_column(ForeignKey("deposits.id", ondelete="SET NULL"))

    candidacy: Mapped[Candidacy] = relationship(back_populates="history")


class Overrule(Base):
    """An evaluator's own word on a rule, in place of the program's. The last one holds."""

    __tablename__ = "overrules"

    id: Mapped[int] = mapped_column(primary_key=True)
    deposit_id: Mapped[int] = mapped_column(ForeignKey("deposits.id", ondelete="CASCADE"), index=True)
    rule: Mapped[str] = mapped_column(String(100))
    status: Mapped[str] = mapped_column(String(20))
    reason: Mapped[str]
    at: Mapped[dt.datetime]
    actor: Mapped[str] = mapped_column(String(200))

    deposit: Mapped[Deposit] = relationship(back_populates="overrules")


class ItemDecision(Base):
    """A person's word on one item: `stage` is evaluator or jury. The last one of a stage holds."""

    __tablename__ = "items"

    id: Mapped[int] = mapped_column(primary_key=True)
    candidacy_id: Mapped[int] = mapped_column(ForeignKey("candidacies.id", ondelete="CASCADE"), index=True)
    stage: Mapped[str] = mapped_column(String(20))
    code: Mapped[str] = mapped_column(String(20))
    acquired: Mapped[bool]
    comment: Mapped[str] = mapped_column(default="")
    at: Mapped[dt.datetime]
    actor: Mapped[str] = mapped_column(String(200))

    candidacy: Mapped[Candidacy] = relationship(back_populates="items")


class JuryDecision(Base):
    """What was computed from the items, and what the jury confirmed."""

    __tablename__ = "jury"

    id: Mapped[int] = mapped_column(primary_key=True)
    candidacy_id: Mapped[int] = mapped_column(ForeignKey("candidacies.id", ondelete="CASCADE"), unique=True)
    acquired: Mapped[list[str]] = mapped_column(default=list)
    computed: Mapped[bool]
    """Whether the items reach the certificate."""
    certified: Mapped[bool]
    reason: Mapped[str] = mapped_column(default="")
    at: Mapped[dt.datetime]
    actor: Mapped[str] = mapped_column(String(200))

    candidacy: Mapped[Candidacy] = relationship(back_populates="jury")


class Issued(Base):
    """A document given out: an attestation or a certificate list's line."""

    __tablename__ = "issued"

    id: Mapped[int] = mapped_column(primary_key=True)
    candidacy_id: Mapped[int] = mapped_column(ForeignKey("candidacies.id", ondelete="CASCADE"), index=True)
    kind: Mapped[str] = mapped_column(String(40))
    sha256: Mapped[str] = mapped_column(String(64))
    at: Mapped[dt.datetime]
    actor: Mapped[str] = mapped_column(String(200))

    candidacy: Mapped[Candidacy] = relationship(back_populates="documents")


class Access(Base):
    """Who looked at, changed, exported or erased what. Names nobody but the actor; outlives what it tells of."""

    __tablename__ = "accesses"

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[dt.datetime] = mapped_column(index=True)
    actor: Mapped[str] = mapped_column(String(200))
    action: Mapped[str] = mapped_column(String(60))
    campaign: Mapped[str] = mapped_column(String(100), default="")
    subject: Mapped[str] = mapped_column(String(200), default="")
    """The anonymous number of a candidate, a session, or nothing."""
    detail: Mapped[dict[str, Any]] = mapped_column(default=dict)


class Statistic(Base):
    """A line of the yearly table, kept when the campaign itself is purged."""

    __tablename__ = "statistics"
    __table_args__ = (UniqueConstraint("campaign", "public"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    campaign: Mapped[str] = mapped_column(String(100))
    year: Mapped[str] = mapped_column(String(20))
    institution: Mapped[str] = mapped_column(String(300))
    public: Mapped[str] = mapped_column(String(200))
    candidates: Mapped[int]
    certificates: Mapped[int]
