"""Tokens for programs, such as the scripts of a learning platform: of one campaign, with scopes, told once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import delete
from sqlalchemy.orm import Session

from precheck.campaign.account_tables import Key, User
from precheck.campaign.accounts import UnknownKey, key_of, new_key
from precheck.campaign.campaigns import log
from precheck.campaign.errors import CampaignError
from precheck.campaign.tables import Campaign
from precheck.i18n import msg

DAYS = 365
_USE = "api"


class Scope(StrEnum):
    """What a program may do in its campaign."""

    READ = "read"
    """List the candidates with their states, read receipts and results."""
    DEPOSIT = "deposit"
    """Deposit a file for a candidate."""
    ROSTER = "roster"
    """Say who the candidates are."""
    SCREEN = "screen"
    """Start the screening, follow it, stop it."""
    EXPORT = "export"
    """Have tables and reports made of the whole session, and fetch them."""


class ShutOut(CampaignError):
    """A token was asked for somebody who may not sign in any more."""

    what = msg("{login} is shut out: no token is made.")
    remedy = msg("Make the token for somebody else.")


class NoToken(CampaignError):
    """A program asks without a token, or with one that opens nothing, or no more."""

    what = msg("This needs a token that is valid.")
    remedy = msg("Send “Authorization: Bearer TOKEN”; `precheck user token` makes one.")


class ScopeMissing(CampaignError):
    """A token that does not have the scope."""

    what = msg("This token does not have the scope “{scope}”.")
    remedy = msg("Have a token made with that scope by `precheck user token`.")


@dataclass(frozen=True, slots=True)
class Program:
    """Who asks with a token: the login it was made for, the campaign's key, and the scopes."""

    login: str
    campaign: str
    scopes: frozenset[Scope]


def issue(
    session: Session, user: User, campaign: Campaign, scopes: Sequence[Scope], now: dt.datetime, actor: str,
    *, days: int = DAYS,
) -> str:  # fmt: skip
    """A new token; it is told now and never again.

    Raises:
        ShutOut: the person may not sign in any more.
    """
    if not user.active:
        raise ShutOut(login=user.login)
    given = sorted({scope.value for scope in scopes})
    secret = new_key(session, _USE, now, user=user, campaign=campaign, days=days, scopes=given)
    log(session, now, actor, "token", campaign.key, "", user=user.login, scopes=given)
    return secret


def opened(session: Session, secret: str, now: dt.datetime) -> Program | None:
    """Who asks with that token; None when it opens nothing, or no more."""
    try:
        key = key_of(session, _USE, secret, now)
    except UnknownKey:
        return None
    if key.user is None or not key.user.active or key.campaign is None:
        return None
    return Program(key.user.login, key.campaign.key, frozenset(map(Scope, key.scopes)))


def revoke(session: Session, user: User, campaign: Campaign | None, now: dt.datetime, actor: str) -> int:
    """Make a person's tokens open nothing, all of them or those of one campaign; how many there were."""
    mine = [Key.use == _USE, Key.user_id == user.id]
    if campaign is not None:
        mine.append(Key.campaign_id == campaign.id)
    gone = session.execute(delete(Key).where(*mine).returning(Key.id)).all()
    log(session, now, actor, "token-revoked", campaign.key if campaign else "", "", user=user.login, count=len(gone))
    return len(gone)
