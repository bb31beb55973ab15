"""Whole procedures through the store: what people decide, what is computed, what is refused and on which clause."""

from __future__ import annotations

import ast
import datetime as dt
from pathlib import Path

import pytest
from sqlalchemy import select

from precheck.campaign.campaigns import find
from precheck.campaign.decisions import (
    Copy,
    Stage,
    cancel,
    computed,
    confirm,
    confirm_all,
    decide_items,
    effective_outcomes,
    effective_verdict,
    items_of,
    judged_codes,
    overrule,
    proposals,
    ready_to_transmit,
    record_copy,
    record_earlier,
    reopen,
    transmit,
)
from precheck.campaign.errors import ItemsClosed, NobodyNamed, ReasonMissing, StepForbidden, UnknownItem, UnknownRule
from precheck.campaign.history import history_of
from precheck.campaign.jury import Result
from precheck.campaign.orals import check_slides, claim, claims, hear, miss, postpone
from precheck.campaign.procedure import Procedure
from precheck.campaign.sessions import call, close_session
from precheck.campaign.states import State
from precheck.campaign.store import Store
from precheck.campaign.tables import Access, ItemDecision
from precheck.i18n import Translator
from precheck.model.finding import Status
from precheck.profile import load_profile
from tests.campaign.people import campaign_of, deposit, steps

PROFILE = load_profile("grenoble-2016")
GRENOBLE = Procedure.of(PROFILE)
CODES = judged_codes(PROFILE)
CLOSED = dt.datetime(2017, 5, 18, 8, 0, tzinfo=dt.UTC)
ORAL = dt.datetime(2017, 6, 20, 8, 0, tzinfo=dt.UTC)
ENOUGH = dict.fromkeys(CODES, True) | dict.fromkeys(["A1.1", "B2.1", "B2.2"], False)


def test_from_the_deposit_to_the_certificate_and_the_attestation(store: Store, now: dt.datetime) -> None:
    with store.writing() as session:
        campaign, (marie, paul, anne, yann) = campaign_of(session, now)
        for one in (marie, paul, anne):
            deposit(session, one, GRENOBLE, now)
            decide_items(session, one, ENOUGH, Stage.EVALUATOR, now, "eva")
        assert ready_to_transmit(campaign.sessions[0], PROFILE) == [marie, paul, anne]
        for one in (marie, paul, anne):
            transmit(session, one, GRENOBLE, now, "eva")
        closing = close_session(session, campaign.sessions[0], GRENOBLE, CLOSED, "admin")
        assert [each.one.candidate.key for each in closing.standings if each.eligible] == ["k1", "k2", "k3"]
        assert closing.proposed == (yann,)
        for one in (marie, paul, anne):
            call(session, one, GRENOBLE, CLOSED, "admin", ORAL)
        hear(session, marie, GRENOBLE, ORAL, "jury 1")
        hear(session, paul, GRENOBLE, ORAL, "jury 1")
        miss(session, anne, GRENOBLE, ORAL, "jury 1")
        decide_items(session, paul, dict.fromkeys(["B2.3", "A2.1"], False), Stage.JURY, ORAL, "jury 1", "not mastered")
        found = proposals(campaign.sessions[0], PROFILE)
        assert [(each.one.candidate.key, each.computed.result, each.sure) for each in found] == [
            ("k1", Result.CERTIFICATE, True),
            ("k2", Result.ATTESTATION, True),
        ]
        confirm_all(session, found, PROFILE, ORAL, "president")
    with store.reading() as session:
        campaign = find(session, "c", store.folder)
        marie, paul, anne, yann = campaign.sessions[0].candidacies
        assert [one.state for one in (marie, paul, anne, yann)] == ["certified", "partial", "abandoned", "registered"]
        assert steps(marie) == [
            ("deposit", "registered", "deposited", "k1"),
            ("transmit", "deposited", "transmitted", "eva"),
            ("call", "transmitted", "called", "admin"),
            ("hear", "called", "heard", "jury 1"),
            ("certify", "heard", "certified", "president"),
        ]
        assert steps(paul)[-1] == ("decline", "heard", "partial", "president")
        assert paul.jury is not None
        assert (paul.jury.computed, paul.jury.certified, len(paul.jury.acquired)) == (False, False, 23)
        assert campaign.closed == CLOSED


def test_the_jury_may_take_back_and_give_items(store: Store, now: dt.datetime) -> None:
    with store.writing() as session:
        campaign, (marie, *_) = campaign_of(session, now)
        deposit(session, marie, GRENOBLE, now)
        decide_items(session, marie, {"A1.1": True, "A1.2": False}, Stage.EVALUATOR, now, "eva")
        decide_items(session, marie, {"A1.1": False}, Stage.EVALUATOR, now, "eva", "seen again")
        assert items_of(marie, Stage.EVALUATOR) == {"A1.1": False, "A1.2": False}
        assert len(session.scalars(select(ItemDecision)).all()) == 3
        with pytest.raises(ItemsClosed):
            decide_items(session, marie, {"A1.1": True}, Stage.JURY, now, "jury 1")
        transmit(session, marie, GRENOBLE, now, "eva")
        close_session(session, campaign.sessions[0], GRENOBLE, CLOSED, "admin")
        call(session, marie, GRENOBLE, CLOSED, "admin")
        hear(session, marie, GRENOBLE, ORAL, "jury 1")
        decide_items(session, marie, {"A1.2": True}, Stage.JURY, ORAL, "jury 1")
        assert computed(marie, PROFILE).acquired == ("A1.2",)


def test_an_unknown_item_is_told_and_nothing_is_noted(store: Store, now: dt.datetime) -> None:
    with store.writing() as session:
        _, (marie, *_) = campaign_of(session, now)
        deposit(session, marie, GRENOBLE, now)
        with pytest.raises(UnknownItem) as told:
            decide_items(session, marie, {"A1.1": True, "B4.9": True}, Stage.EVALUATOR, now, "eva")
        assert told.value.params["said"] == "B4.9"
        assert told.value.suggestion in CODES
        assert marie.items == []


def test_earlier_items_count_once_both_copies_are_there(store: Store, now: dt.datetime) -> None:
    with store.writing() as session:
        _, (marie, *_) = campaign_of(session, now)
        deposit(session, marie, GRENOBLE, now)
        person = marie.candidate
        record_earlier(session, person, PROFILE, ["B1.1", "A1.1"], now, "admin")
        assert person.earlier == ["A1.1", "B1.1"]
        assert computed(marie, PROFILE).acquired == ()
        record_copy(session, person, Copy.DIGITAL, now, "admin")
        assert computed(marie, PROFILE).acquired == ()
        record_copy(session, person, Copy.OFFICE, now, "admin")
        assert computed(marie, PROFILE).acquired == ("A1.1", "B1.1")


def heard(store: Store, now: dt.datetime, decided: dict[str, bool]) -> None:
    """The first candidate of a new campaign is heard, with these items."""
    with store.writing() as session:
        campaign, (marie, *_) = campaign_of(session, now)
        deposit(session, marie, GRENOBLE, now)
        decide_items(session, marie, decided, Stage.EVALUATOR, now, "eva")
        transmit(session, marie, GRENOBLE, now, "eva")
        close_session(session, campaign.sessions[0], GRENOBLE, CLOSED, "admin")
        call(session, marie, GRENOBLE, CLOSED, "admin", ORAL)
        hear(session, marie, GRENOBLE, ORAL, "jury 1")


@pytest.mark.parametrize(
    ("decided", "certified"),
    [(ENOUGH, False), ({"A1.1": True}, True), ({"A1.1": True}, False)],
    ids=["the certificate is reached", "it is not reached", "items are not decided"],
)
def test_a_decision_that_is_not_the_computed_one_needs_a_reason(
    store: Store, now: dt.datetime, decided: dict[str, bool], certified: bool
) -> None:
    heard(store, now, decided)
    with store.writing() as session:
        marie = find(session, "c", store.folder).sessions[0].candidacies[0]
        with pytest.raises(ReasonMissing):
            confirm(session, marie, PROFILE, certified, ORAL, "president")
        assert (marie.state, marie.jury) == (State.HEARD, None)
        noted = confirm(session, marie, PROFILE, certified, ORAL, "president", "deliberation of 20 June")
        assert (noted.certified, noted.reason) == (certified, "deliberation of 20 June")


def test_what_is_not_decided_item_by_item_is_not_confirmed_with_others(store: Store, now: dt.datetime) -> None:
    heard(store, now, {"A1.1": True})
    with store.writing() as session:
        window = find(session, "c", store.folder).sessions[0]
        found = proposals(window, PROFILE)
        assert [each.sure for each in found] == [False]
        assert confirm_all(session, found, PROFILE, ORAL, "president") == []
        assert window.candidacies[0].state == State.HEARD


def test_a_decision_taken_back_holds_no_longer_and_is_not_forgotten(store: Store, now: dt.datetime) -> None:
    heard(store, now, ENOUGH)
    with store.writing() as session:
        marie = find(session, "c", store.folder).sessions[0].candidacies[0]
        confirm(session, marie, PROFILE, True, ORAL, "president")
        reopen(session, marie, GRENOBLE, "an error in the items", ORAL, "president")
        assert (marie.state, marie.jury) == (State.HEARD, None)
        (noted,) = session.scalars(select(Access).where(Access.action == "taken-back")).all()
        assert (noted.detail["certified"], len(noted.detail["acquired"])) == (True, 25)
        reopen(session, marie, GRENOBLE, "she was not heard", ORAL, "president")
        assert marie.state == State.CALLED
        hear(session, marie, GRENOBLE, ORAL, "jury 2")
        confirm(session, marie, PROFILE, True, ORAL, "president")
        assert marie.state == State.CERTIFIED


def test_a_cancellation_needs_a_reason_and_a_name(store: Store, now: dt.datetime) -> None:
    with store.writing() as session:
        _, (marie, *_) = campaign_of(session, now)
        with pytest.raises(StepForbidden) as told:
            cancel(session, marie, GRENOBLE, "", now, "president")
        assert told.value.clause == GRENOBLE.clauses["sanction"]
        with pytest.raises(NobodyNamed):
            cancel(session, marie, GRENOBLE, "decided by the jury", now, " ")
        assert (marie.state, marie.history) == (State.REGISTERED, [])
        cancel(session, marie, GRENOBLE, "decided by the jury", now, "president")
        assert marie.state == State.CANCELLED


def test_another_date_only_for_the_motives_of_the_profile(store: Store, now: dt.datetime) -> None:
    with store.writing() as session:
        campaign, (marie, *_) = campaign_of(session, now)
        deposit(session, marie, GRENOBLE, now)
        transmit(session, marie, GRENOBLE, now, "eva")
        close_session(session, campaign.sessions[0], GRENOBLE, CLOSED, "admin")
        call(session, marie, GRENOBLE, CLOSED, "admin", ORAL)
        with pytest.raises(Exception, match="not one of the motives"):
            postpone(session, marie, GRENOBLE, None, "holidays", CLOSED, "admin")
        later = ORAL + dt.timedelta(days=7)
        postpone(session, marie, GRENOBLE, later, "Hospitalisation", CLOSED, "admin")
        assert (marie.state, marie.oral) == (State.CALLED, later)
        assert marie.history[-1].reason == "hospitalisation"
        reopen(session, marie, GRENOBLE, "called by mistake", CLOSED, "admin")
        assert marie.state == State.TRANSMITTED


def test_slides_are_a_pdf() -> None:
    check_slides(GRENOBLE, b"%PDF-1.4")
    with pytest.raises(StepForbidden) as told:
        check_slides(GRENOBLE, b"PK\x03\x04")
    assert told.value.clause == PROFILE.clauses["slides"]
    check_slides(Procedure(), b"PK\x03\x04")


def test_a_claim_comes_within_fifteen_days_or_not(store: Store, now: dt.datetime) -> None:
    heard(store, now, ENOUGH)
    last = dt.datetime(2017, 7, 5, 21, 59, 59, tzinfo=dt.UTC)
    with store.writing() as session:
        marie = find(session, "c", store.folder).sessions[0].candidacies[0]
        with pytest.raises(StepForbidden):
            claim(session, marie, GRENOBLE, "too early", ORAL, "admin")
        confirm(session, marie, PROFILE, True, ORAL, "president")
        claim(session, marie, GRENOBLE, "my name is misspelt", last, "admin")
        claim(session, marie, GRENOBLE, "again", last + dt.timedelta(seconds=1), "admin")
        assert [(each.text, each.until, each.in_time) for each in claims(marie, GRENOBLE)] == [
            ("my name is misspelt", last, True),
            ("again", last, False),
        ]
        assert marie.state == State.CERTIFIED


def test_a_check_is_overruled_with_a_reason(store: Store, now: dt.datetime) -> None:
    with store.writing() as session:
        _, (marie, *_) = campaign_of(session, now)
        one = deposit(session, marie, GRENOBLE, now, {"L004": "FAILED", "L003": "PASSED"}, "not_conforming")
        with pytest.raises(ReasonMissing):
            overrule(session, one, PROFILE, "L004", Status.PASSED, " ", now, "eva")
        with pytest.raises(UnknownRule) as told:
            overrule(session, one, PROFILE, "too-many-page", Status.PASSED, "why", now, "eva")
        assert told.value.suggestion == "too-many-pages"
        assert effective_verdict(one, PROFILE) == "not_conforming"
        overrule(session, one, PROFILE, "too-many-pages", Status.FAILED, "21 pages", now, "eva")
        overrule(session, one, PROFILE, "L004", Status.PASSED, "the 21st page is a blank cover", now, "eva")
        assert effective_outcomes(one) == {"L003": Status.PASSED, "L004": Status.PASSED}
        assert effective_verdict(one, PROFILE) == "conforming"
        assert [each.reason for each in one.overrules] == ["21 pages", "the 21st page is a blank cover"]


def test_the_history_tells_everything(store: Store, now: dt.datetime) -> None:
    minute = dt.timedelta(minutes=1)
    with store.writing() as session:
        _, (marie, *_) = campaign_of(session, now)
        one = deposit(session, marie, GRENOBLE, now, {"L004": "FAILED"}, "not_conforming")
        overrule(session, one, PROFILE, "L004", Status.PASSED, "a blank cover", now + minute, "eva")
        decide_items(session, marie, {"A1.2": False, "A1.1": True}, Stage.EVALUATOR, now + 2 * minute, "eva", "well")
        transmit(session, marie, GRENOBLE, now + 3 * minute, "eva")
        say = Translator("fr")
        assert [(each.actor, say(each.what), each.reason) for each in history_of(marie)] == [
            ("k1", "dépôt : inscrit → déposé", ""),
            ("eva", "vérification L004 corrigée : Conforme", "a blank cover"),
            ("eva", "2 items examinés (évaluateur) ; acquis : A1.1 ; non acquis : A1.2", "well"),
            ("eva", "transmission au jury : déposé → transmis au jury", ""),
        ]


NEGATIVE = {"REQUEST_REWORK", "MISS", "DECLINE", "ABANDON", "CANCEL"}
DECIDERS = {
    ("decisions", "confirm", "DECLINE"),
    ("decisions", "cancel", "CANCEL"),
    ("orals", "miss", "MISS"),
    ("rework", "prepare", "REQUEST_REWORK"),
    ("rework", "request_rework", "REQUEST_REWORK"),
    ("rework", "_forbidden", "REQUEST_REWORK"),
    ("sessions", "abandon", "ABANDON"),
}


def test_nothing_negative_is_decided_by_the_program_alone() -> None:
    """Only these functions name such a step, each takes the name of who decides, and none is called but by a command,
    a page, or by another that takes the name."""
    room = Path(__file__).resolve().parents[2] / "precheck" / "campaign"
    named = set()
    for path in sorted(room.glob("*.py")):
        for function in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(function, ast.FunctionDef):
                named |= {
                    (path.stem, function.name, node.attr)
                    for node in ast.walk(function)
                    if isinstance(node, ast.Attribute) and node.attr in NEGATIVE and ast.unparse(node.value) == "Step"
                }
    # One only counts re-works, the other shows the last one.
    readers = {("campaigns", "take", "REQUEST_REWORK"), ("own", "open_request", "REQUEST_REWORK")}
    assert named - readers == DECIDERS
    callers = set()
    for path in sorted(room.glob("*.py")):
        for function in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(function, ast.FunctionDef):
                callers |= {
                    (function.name, node.func.id)
                    for node in ast.walk(function)
                    if isinstance(node, ast.Call)
                    and isinstance(node.func, ast.Name)
                    and node.func.id in {"confirm", "confirm_all", "cancel", "miss", "abandon", "request_rework"}
                }
    assert callers == {("confirm_all", "confirm")}


def test_closing_and_computing_change_no_state(store: Store, now: dt.datetime) -> None:
    with store.writing() as session:
        campaign, ones = campaign_of(session, now)
        deposit(session, ones[0], GRENOBLE, now, {"L004": "FAILED"}, "not_conforming")
        deposit(session, ones[1], GRENOBLE, now)
        decide_items(session, ones[1], dict.fromkeys(CODES, False), Stage.EVALUATOR, now, "eva")
        before = [one.state for one in ones]
        close_session(session, campaign.sessions[0], GRENOBLE, CLOSED, "admin")
        for one in ones:
            computed(one, PROFILE)
        proposals(campaign.sessions[0], PROFILE)
        assert [one.state for one in ones] == before == ["deposited", "deposited", "registered", "registered"]
