"""The states of a candidacy and the steps between them: one table, and what each step rests on.

Nothing negative is decided by the program: a step that costs a candidate something is taken by a named person.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from precheck.campaign.errors import StepForbidden
from precheck.campaign.procedure import Oral, Procedure
from precheck.i18n import Message, msg


class State(StrEnum):
    """Where a candidacy stands."""

    REGISTERED = "registered"
    DEPOSITED = "deposited"
    REWORK = "rework"
    """The evaluator asked for the dossier to be deposited again."""
    REDEPOSITED = "redeposited"
    TRANSMITTED = "transmitted"
    """The evaluator handed it on to the jury."""
    CALLED = "called"
    """Called to the oral."""
    HEARD = "heard"
    CERTIFIED = "certified"
    PARTIAL = "partial"
    """Not certified; an attestation lists the items acquired."""
    ABANDONED = "abandoned"
    CANCELLED = "cancelled"
    """Annulled by the jury or withdrawn, with a reason."""


class Phase(StrEnum):
    """Where a campaign stands."""

    OPEN = "open"
    CLOSED = "closed"
    ARCHIVED = "archived"
    PURGED = "purged"
    """Personal data are erased; the figures of the yearly table stay."""


class Step(StrEnum):
    """What is done to a candidacy."""

    DEPOSIT = "deposit"
    REPLACE = "replace"
    REQUEST_REWORK = "request-rework"
    REDEPOSIT = "redeposit"
    TRANSMIT = "transmit"
    CALL = "call"
    HEAR = "hear"
    MISS = "miss"
    """The candidate was absent at the oral."""
    CERTIFY = "certify"
    DECLINE = "decline"
    ABANDON = "abandon"
    CANCEL = "cancel"
    POSTPONE = "postpone"
    """The oral is held on another date, for a motive of the profile."""
    CLAIM = "claim"
    """The candidate claims; nothing changes by it."""
    REOPEN = "reopen"
    """Back to the state before the last step that changed it, with a reason."""


@dataclass(frozen=True, slots=True)
class Situation:
    """What the conditions of a step look at: the procedure, whether the candidate may still deposit (the window or a
    personal extension is open), and how many re-works were asked for already."""

    procedure: Procedure
    may_deposit: bool
    reworks: int = 0


@dataclass(frozen=True, slots=True)
class Condition:
    """What must hold for a step, and what is said when it does not."""

    holds: Callable[[Situation], bool]
    otherwise: Message


IN_TIME = Condition(lambda s: s.may_deposit, msg("the time to deposit is over, or has not begun"))
OVER = Condition(lambda s: not s.may_deposit, msg("the candidate may still deposit"))
REPLACEABLE = Condition(lambda s: s.procedure.replace, msg("a deposit may not be replaced"))
REWORK_LEFT = Condition(lambda s: s.reworks < s.procedure.reworks, msg("no further re-work may be asked for"))
ORAL = Condition(lambda s: s.procedure.oral is not Oral.NEVER, msg("this procedure has no oral"))
NO_ORAL = Condition(lambda s: s.procedure.oral is not Oral.ALWAYS, msg("the candidate must be heard first"))

PREVIOUS = None
"""The state before the last step."""


@dataclass(frozen=True, slots=True)
class Transition:
    """From which states a step leads where, on which conditions; `clause` names what of the procedure it rests on."""

    step: Step
    sources: tuple[State, ...]
    target: State | None
    clause: str
    conditions: tuple[Condition, ...] = ()
    reason_needed: bool = False


_ANY = (
    State.REGISTERED,
    State.DEPOSITED,
    State.REWORK,
    State.REDEPOSITED,
    State.TRANSMITTED,
    State.CALLED,
    State.HEARD,
)
_DECIDED = (State.CERTIFIED, State.PARTIAL, State.ABANDONED, State.CANCELLED)
_DONE = (State.TRANSMITTED, State.CALLED, State.HEARD, *_DECIDED)

TRANSITIONS = (
    Transition(Step.DEPOSIT, (State.REGISTERED,), State.DEPOSITED, "window", (IN_TIME,)),
    Transition(Step.REPLACE, (State.DEPOSITED,), State.DEPOSITED, "replacement", (IN_TIME, REPLACEABLE)),
    Transition(Step.REQUEST_REWORK, (State.DEPOSITED, State.REDEPOSITED), State.REWORK, "rework", (REWORK_LEFT,), True),
    Transition(Step.REDEPOSIT, (State.REWORK,), State.REDEPOSITED, "window", (IN_TIME,)),
    Transition(Step.TRANSMIT, (State.DEPOSITED, State.REDEPOSITED), State.TRANSMITTED, "transmission"),
    Transition(Step.CALL, (State.TRANSMITTED,), State.CALLED, "oral", (ORAL, OVER)),
    Transition(Step.POSTPONE, (State.CALLED,), State.CALLED, "postponement", (), True),
    Transition(Step.HEAR, (State.CALLED,), State.HEARD, "oral"),
    Transition(Step.MISS, (State.CALLED,), State.ABANDONED, "abandonment"),
    Transition(Step.CERTIFY, (State.HEARD,), State.CERTIFIED, "decision"),
    Transition(Step.CERTIFY, (State.TRANSMITTED,), State.CERTIFIED, "decision", (NO_ORAL,)),
    Transition(Step.DECLINE, (State.HEARD,), State.PARTIAL, "decision"),
    Transition(Step.DECLINE, (State.TRANSMITTED,), State.PARTIAL, "decision", (NO_ORAL,)),
    Transition(Step.ABANDON, (State.REGISTERED, State.REWORK), State.ABANDONED, "abandonment", (OVER,)),
    Transition(Step.CANCEL, _ANY, State.CANCELLED, "sanction", (), True),
    *(Transition(Step.CLAIM, (state,), state, "claim", (), True) for state in _DECIDED),
    Transition(Step.REOPEN, _DONE, PREVIOUS, "", (), True),
)  # fmt: skip

STATE_WORD = {
    State.REGISTERED: msg("registered"),
    State.DEPOSITED: msg("deposited"),
    State.REWORK: msg("re-work requested"),
    State.REDEPOSITED: msg("deposited again"),
    State.TRANSMITTED: msg("handed on to the jury"),
    State.CALLED: msg("called to the oral"),
    State.HEARD: msg("heard"),
    State.CERTIFIED: msg("certified"),
    State.PARTIAL: msg("not certified, items acquired"),
    State.ABANDONED: msg("abandoned"),
    State.CANCELLED: msg("cancelled"),
}
PHASE_WORD = {
    Phase.OPEN: msg("open"),
    Phase.CLOSED: msg("closed"),
    Phase.ARCHIVED: msg("archived"),
    Phase.PURGED: msg("purged"),
}
STEP_WORD = {
    Step.DEPOSIT: msg("deposit"),
    Step.REPLACE: msg("replacement of the deposit"),
    Step.REQUEST_REWORK: msg("re-work request"),
    Step.REDEPOSIT: msg("second deposit"),
    Step.TRANSMIT: msg("handing on to the jury"),
    Step.CALL: msg("call to the oral"),
    Step.HEAR: msg("hearing"),
    Step.MISS: msg("absence at the oral"),
    Step.CERTIFY: msg("certification"),
    Step.DECLINE: msg("decision without certificate"),
    Step.ABANDON: msg("abandonment"),
    Step.CANCEL: msg("cancellation"),
    Step.POSTPONE: msg("another date for the oral"),
    Step.CLAIM: msg("claim"),
    Step.REOPEN: msg("reopening"),
}


def target(step: Step, state: State, situation: Situation, previous: State | None = None, reason: str = "") -> State:
    """The state that a step leads to.

    Args:
        previous: the state before the last step that changed it, for a reopening.

    Raises:
        StepForbidden: not from this state, a condition does not hold, or a reason is needed; with the clause.
    """
    possible = [each for each in TRANSITIONS if each.step is step and state in each.sources]
    if not possible:
        name = next(each.clause for each in TRANSITIONS if each.step is step)
        if step is Step.REPLACE and state is State.REDEPOSITED:
            name = "rework"  # a new version comes as often as a re-work may be asked for, and no more
        why = msg("the candidacy is in the state “{state}”", state=STATE_WORD[state])
        raise StepForbidden(STEP_WORD[step], why, situation.procedure.clauses.get(name))
    transition = possible[0]
    clause = situation.procedure.clauses.get(transition.clause)
    for condition in transition.conditions:
        if not condition.holds(situation):
            raise StepForbidden(STEP_WORD[step], condition.otherwise, clause)
    if transition.reason_needed and not reason.strip():
        raise StepForbidden(STEP_WORD[step], msg("a reason must be given"), clause)
    if transition.target is not PREVIOUS:
        return transition.target
    if previous is None:
        raise StepForbidden(STEP_WORD[step], msg("there is no state to go back to"), clause)
    return previous


def possible_steps(state: State, situation: Situation) -> tuple[Step, ...]:
    """The steps that may be taken now, in the order of the table."""
    return tuple(
        transition.step
        for transition in TRANSITIONS
        if state in transition.sources and all(condition.holds(situation) for condition in transition.conditions)
    )
