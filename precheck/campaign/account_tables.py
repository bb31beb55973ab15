"""The tables of those who sign in: people, their roles, and the secrets that open something."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from precheck.campaign.tables import Base, Campaign, Candidate


class User(Base):
    """Somebody who signs in. `login` is what the institution knows the person by (eduPersonPrincipalName) or a local
    name; `password` is an Argon2 hash, empty for those whom the institution signs in."""

    __tablename__ = "users"

    id: Mapped[int] = mapped_column(primary_key=True)
    login: Mapped[str] = mapped_column(String(200), unique=True)
    name: Mapped[str] = mapped_column(String(200), default="")
    email: Mapped[str] = mapped_column(String(320), default="")
    password: Mapped[str] = mapped_column(String(200), default="")
    active: Mapped[bool] = mapped_column(default=True)
    epoch: Mapped[int] = mapped_column(default=0)
    """Goes up to end all sessions of the person at once: a session tells the epoch in which it began."""
    created: Mapped[dt.datetime]

    grants: Mapped[list[Grant]] = relationship(back_populates="user", cascade="all, delete-orphan", order_by="Grant.id")


class Grant(Base):
    """A role of a person: in one campaign, or everywhere for a superuser."""

    __tablename__ = "grants"
    __table_args__ = (UniqueConstraint("user_id", "role", "campaign_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    role: Mapped[str] = mapped_column(String(20))
    campaign_id: Mapped[int | None] = mapped_column(ForeignKey("campaigns.id", ondelete="CASCADE"))

    user: Mapped[User] = relationship(back_populates="grants")
    campaign: Mapped[Campaign | None] = relationship()


class Key(Base):
    """A secret that opens something, kept as its SHA-256: a one-time link that sets a password (`use` "sign-in"), a
    candidate's personal link ("candidate"), a program's token ("api", with its campaign and its scopes)."""

    __tablename__ = "keys"

    id: Mapped[int] = mapped_column(primary_key=True)
    sha256: Mapped[str] = mapped_column(String(64), unique=True)
    use: Mapped[str] = mapped_column(String(20))
    user_id: Mapped[int | None] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), index=True)
    candidate_id: Mapped[int | None] = mapped_column(ForeignKey("candidates.id", ondelete="CASCADE"), index=True)
    campaign_id: Mapped[int | None] = mapped_column(ForeignKey("campaigns.id", ondelete="CASCADE"), index=True)
    label: Mapped[str] = mapped_column(String(200), default="")
    scopes: Mapped[list[str]] = mapped_column(default=list)
    created: Mapped[dt.datetime]
    expires: Mapped[dt.datetime | None]

    user: Mapped[User | None] = relationship()
    candidate: Mapped[Candidate | None] = relationship()
    campaign: Mapped[Campaign | None] = relationship()
