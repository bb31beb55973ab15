"""Who may sign in, as what: local accounts, roles, and secrets that are kept as digests only."""

from __future__ import annotations

import datetime as dt
import functools
import hashlib
import secrets
from collections.abc import Sequence
from enum import StrEnum
from typing import TYPE_CHECKING

from sqlalchemy import delete, func, or_, select
from sqlalchemy.orm import Session

from precheck.campaign.account_tables import Grant, Key, User
from precheck.campaign.campaigns import log
from precheck.campaign.errors import CampaignError
from precheck.campaign.tables import Campaign, Candidate
from precheck.i18n import msg

if TYPE_CHECKING:
    from argon2 import PasswordHasher

PASSWORD_LENGTH = 12
"""Fewest characters of a password (ANSSI's guide on authentication asks for 12 where attempts are throttled)."""
LINK_DAYS = 7
CANDIDATE, ADVISER = "candidate", "adviser"
"""Uses of a key: a candidate's personal link, and the link for reading that a candidate shares."""


class Role(StrEnum):
    """What a person may do; a candidate needs no role, only a place on a roster."""

    EVALUATOR = "evaluator"
    ADMINISTRATOR = "administrator"
    SUPERUSER = "superuser"


class WeakPassword(CampaignError):
    """The password is too short."""

    what = msg("This password has fewer than {length} characters.")
    remedy = msg("Choose a longer one: a few words make a good one.")


class UnknownKey(CampaignError):
    """A link or token that opens nothing, or no more."""

    what = msg("This link is not valid, or no more.")
    remedy = msg("Ask for a new one.")


@functools.cache
def _hasher() -> PasswordHasher:
    from argon2 import PasswordHasher

    return PasswordHasher()


def user_of(session: Session, login: str) -> User | None:
    """The active person of that login."""
    return session.scalar(select(User).where(User.login == login, User.active))


def account_of(session: Session, login: str) -> User | None:
    """The account of that login, also one that was shut out."""
    return session.scalar(select(User).where(User.login == login))


def roles_of(user: User) -> frozenset[tuple[Role, str]]:
    """What a person may do: pairs of a role and the key of a campaign, "" for everywhere."""
    return frozenset((Role(each.role), each.campaign.key if each.campaign else "") for each in user.grants)


def is_local(session: Session, user: User) -> bool:
    """Whether the account has a password, or was told to choose one. Nobody else's word opens such an account: an
    institution may well know somebody by the same name."""
    link = select(Key.id).where(Key.user_id == user.id, Key.use == "sign-in").limit(1)
    return bool(user.password) or session.scalar(link) is not None


def ensure_user(session: Session, login: str, now: dt.datetime, name: str = "", email: str = "") -> User:
    """The person of that login, made when there is none."""
    found = account_of(session, login)
    if found is None:
        found = User(login=login, name=name, email=email, created=now)
        session.add(found)
        session.flush()
    return found


def set_password(user: User, password: str) -> None:
    """Give a person a password; all their sessions end.

    Raises:
        WeakPassword: it is too short.
    """
    if len(password) < PASSWORD_LENGTH:
        raise WeakPassword(length=PASSWORD_LENGTH)
    user.password = _hasher().hash(password)
    end_sessions(user)


def end_sessions(user: User) -> None:
    """Whoever is signed in as that person is so no more."""
    user.epoch += 1


def verified(session: Session, login: str, password: str) -> User | None:
    """The person, if the password is theirs. An unknown login costs as much time as a wrong password."""
    from argon2.exceptions import InvalidHashError, VerificationError

    found = user_of(session, login)
    try:
        _hasher().verify(found.password if found and found.password else _decoy(), password)
    except (VerificationError, InvalidHashError):
        return None
    if found is None or not found.password:
        return None
    if _hasher().check_needs_rehash(found.password):
        found.password = _hasher().hash(password)
    return found


@functools.cache
def _decoy() -> str:
    return _hasher().hash(secrets.token_hex(16))


def grant(session: Session, user: User, role: Role, campaign: Campaign | None, now: dt.datetime, actor: str) -> None:
    """Give a role; nothing happens when the person has it."""
    if any(each.role == role.value and each.campaign_id == (campaign.id if campaign else None) for each in user.grants):
        return
    user.grants.append(Grant(role=role.value, campaign=campaign))
    session.flush()
    log(session, now, actor, "grant", campaign.key if campaign else "", "", role=role.value, user=user.login)


def revoke(session: Session, user: User, role: Role, campaign: Campaign | None, now: dt.datetime, actor: str) -> None:
    """Take a role away."""
    place = campaign.id if campaign else None
    user.grants = [each for each in user.grants if (each.role, each.campaign_id) != (role.value, place)]
    log(session, now, actor, "revoke", campaign.key if campaign else "", "", role=role.value, user=user.login)


def has_superuser(session: Session, *, institution: bool) -> bool:
    """Whether somebody may administer everything and can sign in: has a password, or is signed in by an institution.

    Args:
        institution: whether there is one that signs people in. It opens no account that waits for its first password.
    """
    able = User.password != ""
    if institution:
        invited = select(Key.id).where(Key.user_id == User.id, Key.use == "sign-in").exists()
        able = or_(able, ~invited)
    first = select(func.count()).select_from(Grant).join(User)
    return bool(session.scalar(first.where(Grant.role == Role.SUPERUSER.value, User.active, able)))


def new_key(
    session: Session,
    use: str,
    now: dt.datetime,
    *,
    user: User | None = None,
    candidate: Candidate | None = None,
    campaign: Campaign | None = None,
    days: int | None = LINK_DAYS,
    label: str = "",
    scopes: Sequence[str] = (),
    secret: str = "",
) -> str:
    """A new secret, or one that somebody else made; it is told now and never again."""
    secret = secret or secrets.token_urlsafe(32)
    expires = now + dt.timedelta(days=days) if days else None
    session.add(
        Key(sha256=_digest(secret), use=use, user=user, candidate=candidate, campaign=campaign, label=label,
            scopes=list(scopes), created=now, expires=expires)
    )  # fmt: skip
    return secret


def key_of(session: Session, use: str, secret: str, now: dt.datetime) -> Key:
    """What a secret opens.

    Raises:
        UnknownKey: nothing, or no more.
    """
    found = session.scalar(select(Key).where(Key.sha256 == _digest(secret), Key.use == use))
    if found is None or (found.expires is not None and found.expires < now):
        raise UnknownKey
    return found


def link_by_digest(session: Session, digest: str, now: dt.datetime) -> Key | None:
    """The personal or shared link whose secret has that digest; None when it opens nothing, or no more."""
    found = session.scalar(select(Key).where(Key.sha256 == digest))
    if found is None or found.use not in {CANDIDATE, ADVISER} or (found.expires is not None and found.expires < now):
        return None
    return found


def personal_link(session: Session, candidate: Candidate, now: dt.datetime, actor: str) -> str:
    """The secret of a candidate's new personal link; earlier ones open nothing any more."""
    drop_keys(session, CANDIDATE, candidate=candidate)
    log(session, now, actor, "personal-link", candidate.campaign.key, str(candidate.number))
    return new_key(session, CANDIDATE, now, candidate=candidate, days=None)


def shared_links(session: Session, candidate: Candidate) -> Sequence[Key]:
    """The links for reading that a candidate made."""
    wanted = select(Key).where(Key.candidate_id == candidate.id, Key.use == ADVISER)
    return session.scalars(wanted.order_by(Key.id)).all()


def drop_key(session: Session, use: str, secret: str) -> None:
    """Make that one secret open nothing; it is no error when it opened nothing before."""
    session.execute(delete(Key).where(Key.use == use, Key.sha256 == _digest(secret)))


def drop_keys(session: Session, use: str, *, user: User | None = None, candidate: Candidate | None = None) -> None:
    """Make all secrets of that use of a person open nothing."""
    mine = Key.user_id == user.id if user else Key.candidate_id == (candidate.id if candidate else None)
    session.execute(delete(Key).where(Key.use == use, mine))


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode("utf-8", "replace")).hexdigest()


def all_users(session: Session) -> Sequence[User]:
    """Everybody who has an account, by login."""
    return session.scalars(select(User).order_by(User.login)).all()


def shut_out(session: Session, user: User, now: dt.datetime, actor: str) -> None:
    """The person may sign in no more; what the history tells of them stays."""
    user.active = False
    user.password = ""
    end_sessions(user)
    drop_keys(session, "sign-in", user=user)
    drop_keys(session, "api", user=user)
    log(session, now, actor, "shut-out", "", "", user=user.login)
