"""Assigning, closing, who is eligible, who seems to have abandoned, and the second session."""

from __future__ import annotations

import datetime as dt

import pytest

from precheck.campaign.decisions import Stage, cancel, computed, confirm, decide_items, judged_codes, reopen, transmit
from precheck.campaign.errors import NotYet, StepForbidden
from precheck.campaign.procedure import Procedure
from precheck.campaign.rework import prepare, request_rework
from precheck.campaign.sessions import (
    abandon,
    assign,
    call,
    close_session,
    enter,
    may_enter,
    next_session,
    proposed_abandonments,
    standings,
    to_call,
)
from precheck.campaign.store import Store
from precheck.i18n import Translator
from precheck.profile import load_profile
from tests.campaign.people import campaign_of, deposit

PROFILE = load_profile("grenoble-2016")
GRENOBLE = Procedure.of(PROFILE)
ORLEANS_PROFILE = load_profile("orleans-2022")
ORLEANS = Procedure.of(ORLEANS_PROFILE)
CLOSED = dt.datetime(2017, 5, 18, 8, 0, tzinfo=dt.UTC)
EN = Translator("en")


def test_dossiers_are_shared_out_evenly(store: Store, now: dt.datetime) -> None:
    with store.writing() as session:
        campaign, ones = campaign_of(session, now, [f"NAME{number} Given" for number in range(1, 8)])
        window = campaign.sessions[0]
        for one in ones[:5]:
            deposit(session, one, GRENOBLE, now)
        assert assign(session, window, ["eva", "tom", "eva"], now, "admin") == {"eva": 3, "tom": 2}
        assert [one.evaluator for one in ones] == ["eva", "tom", "eva", "tom", "eva", "", ""]
        deposit(session, ones[5], GRENOBLE, now)
        assert assign(session, window, ["eva", "tom"], now, "admin") == {"eva": 3, "tom": 3}
        assert assign(session, window, ["zoe"], now, "admin", again=True) == {"zoe": 6}


def test_who_may_be_heard_is_told_as_of_the_close(store: Store, now: dt.datetime) -> None:
    with store.writing() as session:
        campaign, (marie, paul, anne, yann) = campaign_of(session, now)
        window = campaign.sessions[0]
        for one in (marie, paul, anne):
            deposit(session, one, GRENOBLE, now, {"L004": "FAILED"}, "not_conforming")
        transmit(session, marie, GRENOBLE, now, "eva")
        request_rework(session, paul, PROFILE, prepare(paul, PROFILE, now), "", now, "eva")
        with pytest.raises(StepForbidden, match="not closed yet"):
            call(session, marie, GRENOBLE, CLOSED, "admin")
        close_session(session, window, GRENOBLE, CLOSED, "admin")
        later = CLOSED + dt.timedelta(days=1)
        transmit(session, anne, GRENOBLE, later, "eva")
        assert [(each.one.candidate.key, each.why and EN(each.why)) for each in standings(window, later)] == [
            ("k1", None),
            ("k2", "a re-work was asked for and the dossier was not deposited again"),
            ("k3", "the dossier was not handed on to the jury"),
            ("k4", "no dossier was deposited"),
        ]
        assert to_call(window, later) == [marie]
        with pytest.raises(StepForbidden) as told:
            call(session, anne, GRENOBLE, later, "admin")
        assert told.value.clause == GRENOBLE.clauses["oral"]
        call(session, anne, GRENOBLE, later, "admin", reason="the evaluator was ill")
        assert anne.state == "called"
        assert proposed_abandonments(window, GRENOBLE, later) == (paul, yann)
        assert (paul.state, yann.state) == ("rework", "registered")
        abandon(session, [yann], GRENOBLE, later, "admin")
        assert (paul.state, yann.state) == ("rework", "abandoned")
        reopen(session, yann, GRENOBLE, "his deposit was found", later, "admin")
        assert yann.state == "registered"


def test_a_session_closes_once_and_not_before_everybody_had_the_time(store: Store, now: dt.datetime) -> None:
    with store.writing() as session:
        campaign, (marie, *_) = campaign_of(session, now)
        window = campaign.sessions[0]
        marie.extension = CLOSED + dt.timedelta(days=2)
        with pytest.raises(NotYet) as told:
            close_session(session, window, GRENOBLE, CLOSED, "admin")
        assert told.value.clause == GRENOBLE.clauses["window"]
        closing = close_session(session, window, GRENOBLE, CLOSED, "admin", "she withdrew")
        assert marie not in closing.proposed
        assert (window.closed, campaign.phase) == (CLOSED, "closed")
        with pytest.raises(NotYet, match="closed already"):
            close_session(session, window, GRENOBLE, CLOSED, "admin", "again")


def test_the_second_session_of_orleans(store: Store) -> None:
    before = dt.datetime(2023, 4, 20, 8, 0, tzinfo=dt.UTC)
    after = dt.datetime(2023, 4, 24, 8, 0, tzinfo=dt.UTC)
    codes = judged_codes(ORLEANS_PROFILE)
    with store.writing() as session:
        campaign, (marie, paul, anne, yann) = campaign_of(session, before, profile="orleans-2022")
        first, second = campaign.sessions
        for one, acquired in ((marie, codes), (paul, codes[:20])):
            deposit(session, one, ORLEANS, before)
            said = dict.fromkeys(codes, False) | dict.fromkeys(acquired, True)
            decide_items(session, one, said, Stage.EVALUATOR, before, "eva")
            transmit(session, one, ORLEANS, before, "eva")
        with pytest.raises(NotYet, match="not closed"):
            enter(session, paul.candidate, second, ORLEANS, before, "admin")
        close_session(session, first, ORLEANS, after, "admin")
        assert (campaign.closed, campaign.phase) == (None, "open")
        with pytest.raises(NotYet, match="not decided yet"):
            enter(session, paul.candidate, second, ORLEANS, after, "admin")
        confirm(session, marie, ORLEANS_PROFILE, True, after, "president")
        confirm(session, paul, ORLEANS_PROFILE, False, after, "president")
        cancel(session, anne, ORLEANS, "withdrawn", after, "admin")
        assert may_enter(second) == [paul.candidate, yann.candidate]
        for refused in (marie, anne):
            with pytest.raises(NotYet) as told:
                enter(session, refused.candidate, second, ORLEANS, after, "admin")
            assert told.value.clause == ORLEANS.clauses["session"]
        again = enter(session, paul.candidate, second, ORLEANS, after, "admin")
        with pytest.raises(NotYet, match="entered already"):
            enter(session, paul.candidate, second, ORLEANS, after, "admin")
        deposit(session, again, ORLEANS, after)
        decide_items(session, again, dict.fromkeys(codes[20:], True), Stage.EVALUATOR, after, "eva")
        assert computed(again, ORLEANS_PROFILE).acquired == codes
        transmit(session, again, ORLEANS, after, "eva")
        confirm(session, again, ORLEANS_PROFILE, True, after, "president")
        with pytest.raises(NotYet, match="new registration"):
            next_session(campaign, paul.candidate)
