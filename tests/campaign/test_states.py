"""Every step from every state: what the table allows, and what is said when it does not."""

from __future__ import annotations

from pathlib import Path

import pytest

from precheck.campaign.errors import StepForbidden
from precheck.campaign.procedure import Oral, Procedure
from precheck.campaign.states import TRANSITIONS, Situation, State, Step, possible_steps, target
from precheck.model.finding import Clause
from precheck.profile import load_profile

GRENOBLE = Procedure.of(load_profile("grenoble-2016"))
OPEN = Situation(GRENOBLE, may_deposit=True)
CLOSED = Situation(GRENOBLE, may_deposit=False)

ALLOWED_OPEN = {
    State.REGISTERED: {Step.DEPOSIT: State.DEPOSITED, Step.CANCEL: State.CANCELLED},
    State.DEPOSITED: {
        Step.REPLACE: State.DEPOSITED,
        Step.REQUEST_REWORK: State.REWORK,
        Step.TRANSMIT: State.TRANSMITTED,
        Step.CANCEL: State.CANCELLED,
    },
    State.REWORK: {Step.REDEPOSIT: State.REDEPOSITED, Step.CANCEL: State.CANCELLED},
    State.REDEPOSITED: {
        Step.REQUEST_REWORK: State.REWORK,
        Step.TRANSMIT: State.TRANSMITTED,
        Step.CANCEL: State.CANCELLED,
    },
    State.TRANSMITTED: {Step.CANCEL: State.CANCELLED, Step.REOPEN: State.DEPOSITED},
    State.CALLED: {
        Step.HEAR: State.HEARD,
        Step.MISS: State.ABANDONED,
        Step.POSTPONE: State.CALLED,
        Step.CANCEL: State.CANCELLED,
        Step.REOPEN: State.DEPOSITED,
    },
    State.HEARD: {
        Step.CERTIFY: State.CERTIFIED,
        Step.DECLINE: State.PARTIAL,
        Step.CANCEL: State.CANCELLED,
        Step.REOPEN: State.DEPOSITED,
    },
    State.CERTIFIED: {Step.REOPEN: State.DEPOSITED, Step.CLAIM: State.CERTIFIED},
    State.PARTIAL: {Step.REOPEN: State.DEPOSITED, Step.CLAIM: State.PARTIAL},
    State.ABANDONED: {Step.REOPEN: State.DEPOSITED, Step.CLAIM: State.ABANDONED},
    State.CANCELLED: {Step.REOPEN: State.DEPOSITED, Step.CLAIM: State.CANCELLED},
}


@pytest.mark.parametrize("state", State)
@pytest.mark.parametrize("step", Step)
def test_every_step_from_every_state_before_the_close(state: State, step: Step) -> None:
    allowed = ALLOWED_OPEN[state]
    if step in allowed:
        assert target(step, state, OPEN, previous=State.DEPOSITED, reason="because") is allowed[step]
    else:
        with pytest.raises(StepForbidden):
            target(step, state, OPEN, previous=State.DEPOSITED, reason="because")


@pytest.mark.parametrize("state", State)
def test_the_steps_offered_are_those_allowed(state: State) -> None:
    assert set(possible_steps(state, OPEN)) == set(ALLOWED_OPEN[state])


def test_the_close_changes_what_is_allowed() -> None:
    assert possible_steps(State.REGISTERED, CLOSED) == (Step.ABANDON, Step.CANCEL)
    assert possible_steps(State.REWORK, CLOSED) == (Step.ABANDON, Step.CANCEL)
    assert Step.CALL in possible_steps(State.TRANSMITTED, CLOSED)


def test_a_second_rework_is_refused_with_its_clause() -> None:
    with pytest.raises(StepForbidden) as told:
        target(Step.REQUEST_REWORK, State.REDEPOSITED, Situation(GRENOBLE, True, reworks=1), reason="9 pages")
    assert str(told.value) == "This step is not allowed (re-work request): no further re-work may be asked for."
    assert told.value.clause == Clause(
        "Cahier des charges – Dispositif général de certification C2i2e, année 2016-2017",
        "Évaluation du dossier",
        "Cette procédure ne pourra pas être répétée",
    )


@pytest.mark.parametrize("step", [Step.REQUEST_REWORK, Step.CANCEL])
def test_what_costs_a_candidate_needs_a_reason(step: Step) -> None:
    with pytest.raises(StepForbidden, match="a reason must be given"):
        target(step, State.DEPOSITED, OPEN, reason="  ")


@pytest.mark.parametrize(("oral", "allowed"), [(Oral.ALWAYS, False), (Oral.ON_REQUEST, True), (Oral.NEVER, True)])
def test_without_an_oral_the_jury_decides_on_the_dossier(oral: Oral, allowed: bool) -> None:
    steps = possible_steps(State.TRANSMITTED, Situation(Procedure(oral=oral), may_deposit=False))
    assert ({Step.CERTIFY, Step.DECLINE} <= set(steps)) is allowed
    assert (Step.CALL in steps) is (oral is not Oral.NEVER)


def test_the_documentation_has_the_table_of_the_code() -> None:
    page = (Path(__file__).resolve().parents[2] / "docs" / "campaigns-decisions.md").read_text("utf-8")
    told = page.partition("<!-- transitions -->\n")[2].partition("\n\n")[0].splitlines()[2:]
    assert told == [
        f"| `{each.step}` | {', '.join(each.sources)} | {each.target or 'the state before'} | {each.clause} "
        f"| {'; '.join(f'not: {one.otherwise.msgid}' for one in each.conditions)} "
        f"| {'needed' if each.reason_needed else ''} |"
        for each in TRANSITIONS
    ]
