"""Accounts: who may what, whose word opens one, and how sessions end."""

from __future__ import annotations

import datetime as dt

import pytest

from precheck.campaign.accounts import (
    CANDIDATE,
    Role,
    UnknownKey,
    WeakPassword,
    account_of,
    drop_key,
    end_sessions,
    ensure_user,
    grant,
    has_superuser,
    is_local,
    key_of,
    new_key,
    personal_link,
    revoke,
    roles_of,
    set_password,
    shut_out,
    user_of,
    verified,
)
from precheck.campaign.campaigns import begin
from precheck.campaign.store import Store
from precheck.campaign.tables import Candidate
from precheck.profile import load_profile
from precheck.rules.catalogue import RULES


def test_roles_name_their_campaign(store: Store, now: dt.datetime) -> None:
    with store.writing() as session:
        campaign = begin(session, "c2i2e", load_profile("grenoble-2016", RULES), "grenoble-2016", now, "tests")
        user = ensure_user(session, "zoe", now)
        grant(session, user, Role.EVALUATOR, campaign, now, "tests")
        grant(session, user, Role.EVALUATOR, campaign, now, "tests")
        grant(session, user, Role.SUPERUSER, None, now, "tests")
    with store.writing() as session:
        user = ensure_user(session, "zoe", now)
        assert roles_of(user) == {(Role.EVALUATOR, "c2i2e"), (Role.SUPERUSER, "")}
        revoke(session, user, Role.SUPERUSER, None, now, "tests")
        assert roles_of(user) == {(Role.EVALUATOR, "c2i2e")}


def test_an_account_is_local_once_it_has_a_link_or_a_password(store: Store, now: dt.datetime) -> None:
    with store.writing() as session:
        of_the_institution, invited, local = (ensure_user(session, login, now) for login in ("a", "b", "c"))
        new_key(session, "sign-in", now - dt.timedelta(days=30), user=invited)
        set_password(local, "quatre mots bien choisis")
        session.flush()
        assert [is_local(session, user) for user in (of_the_institution, invited, local)] == [False, True, True]


def test_what_ends_the_sessions_of_a_person(store: Store, now: dt.datetime) -> None:
    with store.writing() as session:
        user = ensure_user(session, "zoe", now)
        epochs = [user.epoch]
        set_password(user, "quatre mots bien choisis")
        epochs.append(user.epoch)
        end_sessions(user)
        epochs.append(user.epoch)
        shut_out(session, user, now, "tests")
        epochs.append(user.epoch)
        with pytest.raises(WeakPassword):
            set_password(user, "court")
        epochs.append(user.epoch)
    assert epochs == [0, 1, 2, 3, 3]
    with store.reading() as session:
        assert user_of(session, "zoe") is None
        closed = account_of(session, "zoe")
        assert closed is not None
        assert not closed.active
        assert verified(session, "zoe", "quatre mots bien choisis") is None


def test_a_secret_that_somebody_else_made(store: Store, now: dt.datetime) -> None:
    with store.writing() as session:
        assert new_key(session, "cas", now, days=1, secret="ST-1") == "ST-1"
        new_key(session, "cas", now, days=1, secret="ST-2")
    with store.writing() as session:
        assert key_of(session, "cas", "ST-1", now).use == "cas"
        with pytest.raises(UnknownKey):
            key_of(session, "api", "ST-1", now)
        with pytest.raises(UnknownKey):
            key_of(session, "cas", "ST-1", now + dt.timedelta(days=2))
        drop_key(session, "cas", "ST-1")
        drop_key(session, "cas", "never made")
        with pytest.raises(UnknownKey):
            key_of(session, "cas", "ST-1", now)
        assert key_of(session, "cas", "ST-2", now).use == "cas"


def test_who_counts_as_a_first_administrator(store: Store, now: dt.datetime) -> None:
    def counts() -> tuple[bool, bool]:
        return has_superuser(session, institution=False), has_superuser(session, institution=True)

    with store.writing() as session:
        invited, known = ensure_user(session, "admin", now), ensure_user(session, "zoe@example.org", now)
        assert counts() == (False, False)
        grant(session, invited, Role.SUPERUSER, None, now, "tests")
        new_key(session, "sign-in", now, user=invited)
        assert counts() == (False, False), "the link is not used yet, and the institution does not open that account"
        grant(session, known, Role.SUPERUSER, None, now, "tests")
        assert counts() == (False, True), "the institution signs her in, when there is one"
        shut_out(session, known, now, "tests")
        assert counts() == (False, False)
        set_password(invited, "quatre mots bien choisis")
        assert counts() == (True, True)


def test_a_personal_link_replaces_the_one_before(store: Store, now: dt.datetime) -> None:
    with store.writing() as session:
        campaign = begin(session, "c2i2e", load_profile("grenoble-2016", RULES), "grenoble-2016", now, "tests")
        person = Candidate(key="21700001", number=17, surname="Martin", given="Zoé")
        campaign.candidates.append(person)
        first, second = (personal_link(session, person, now, "tests") for _ in range(2))
        assert key_of(session, CANDIDATE, second, now).candidate is person
        with pytest.raises(UnknownKey):
            key_of(session, CANDIDATE, first, now)
