"""What a candidate may know of the own candidacy: where it stands, what may be done, until when, what is expected."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from precheck.campaign.campaigns import all_campaigns, deadline, profile_of
from precheck.campaign.errors import NoCandidate, StepForbidden
from precheck.campaign.exports.attestations import KIND as ATTESTATION
from precheck.campaign.intake.roles import Role
from precheck.campaign.intake.storing import next_step
from precheck.campaign.procedure import Oral, Procedure
from precheck.campaign.sessions import last_candidacy, standing
from precheck.campaign.states import Phase, Situation, State, Step, target
from precheck.campaign.tables import Campaign, Candidacy, Candidate, Deposit, StepTaken
from precheck.i18n import Message, msg

_SENTENCE: Mapping[State, Message] = {
    State.REGISTERED: msg("You are registered. Your dossier is not deposited yet."),
    State.DEPOSITED: msg("Your dossier is deposited."),
    State.REWORK: msg("Your dossier is to be corrected and deposited again."),
    State.REDEPOSITED: msg("Your new version is deposited."),
    State.TRANSMITTED: msg("Your dossier was handed on to the jury."),
    State.CALLED: msg("You are called to the oral."),
    State.HEARD: msg("You were heard. The jury will decide."),
    State.CERTIFIED: msg("The jury gave you the certificate."),
    State.PARTIAL: msg("The jury did not give you the certificate; the items acquired stay yours."),
    State.ABANDONED: msg("Your candidacy is recorded as abandoned."),
    State.CANCELLED: msg("Your candidacy is cancelled."),
}
_BLOCKED: Mapping[State, Message] = {
    State.DEPOSITED: msg("Your dossier is deposited; here, a deposit cannot be replaced."),
    State.REDEPOSITED: msg("Your new version is deposited; it cannot be replaced any more."),
    State.ABANDONED: msg("Your candidacy is recorded as abandoned."),
    State.CANCELLED: msg("Your candidacy is cancelled."),
}
_PAST = msg("Your dossier is past the time of deposits; it cannot be replaced any more.")
OVER = frozenset({Phase.ARCHIVED, Phase.PURGED})
"""In these phases nothing is taken in any more."""
_BEYOND = {State.CERTIFIED, State.PARTIAL}
_ENDED = {State.ABANDONED: msg("Abandoned"), State.CANCELLED: msg("Cancelled")}


@dataclass(frozen=True, slots=True)
class Milestone:
    """A point of the way; `at` when it was passed, None for what is to come."""

    what: Message
    at: dt.datetime | None
    now: bool = False


@dataclass(frozen=True, slots=True)
class Expected:
    """Something that is asked for beside the dossier, and whether it is there (None where nobody can tell)."""

    what: Message | str
    there: bool | None


@dataclass(frozen=True, slots=True)
class Own:
    """What the page of a candidate tells.

    `may` is the step that a dossier deposited now would take, None when none is possible; `forbidden` then says why,
    with the clause. `late` tells that it would come too late: kept, and for a human to accept. `rework` is the text of
    the last request while it is open; `chances` how many requests may still follow it.
    """

    said: Message
    way: tuple[Milestone, ...]
    opens: dt.datetime | None
    closes: dt.datetime
    extended: bool
    begun: bool
    late: bool
    may: Step | None
    replaceable: bool
    forbidden: tuple[Message, ...]
    rework: str
    chances: int
    expected: tuple[Expected, ...]
    eligible: Message | None
    acquired: tuple[str, ...]
    decided: bool
    phase: Phase


def candidate_of(session: Session, campaign: str, login: str) -> Candidate | None:
    """The candidate of that campaign whom the institution knows by that login, if it is exactly one."""
    people = session.scalars(select(Candidate).join(Campaign).where(Campaign.key == campaign)).all()
    found = [one for one in people if login in {one.key, *one.others}]
    return found[0] if len(found) == 1 else None


def candidates_of(session: Session, login: str) -> list[Candidate]:
    """The candidate in every campaign where the institution knows somebody by that login, by the campaign's key."""
    found = (candidate_of(session, campaign.key, login) for campaign in all_campaigns(session))
    return [person for person in found if person is not None]


def candidate_by_id(session: Session, number: int) -> Candidate:
    """The candidate of that row. Raises `NoCandidate`."""
    found = session.get(Candidate, number)
    if found is None:
        raise NoCandidate(candidate="", campaign="")
    return found


def deposit_by_id(session: Session, number: int) -> Deposit | None:
    """The deposit of that row, None when it was erased."""
    return session.get(Deposit, number)


def candidacy_by_id(session: Session, number: int) -> Candidacy | None:
    """The candidacy of that row, None when it was erased."""
    return session.get(Candidacy, number)


def own(person: Candidate, now: dt.datetime) -> Own:
    """What a candidate may know of the latest candidacy, as of `now`. Raises `NoCandidate`, `ProfileError`."""
    one = last_candidacy(person)
    procedure = Procedure.of(profile_of(person.campaign))
    moment, closes, opens = now.replace(microsecond=0), deadline(one), one.session.opens
    begun, late = opens is None or moment >= opens, moment > closes
    may, forbidden = _possible(one, procedure, begun)
    decided = one.jury is not None and State(one.state) in _BEYOND
    return Own(
        said=_SENTENCE[State(one.state)],
        way=tuple(_way(one, procedure)),
        opens=opens,
        closes=closes,
        extended=one.extension is not None and closes == one.extension,
        begun=begun,
        late=late,
        may=may,
        replaceable=may is Step.REPLACE and not late,
        forbidden=forbidden,
        rework=request.reason if (request := open_request(one)) else "",
        chances=max(0, procedure.reworks - one.reworks),
        expected=tuple(_expected(one, procedure)),
        eligible=_eligible(one, now),
        acquired=tuple(one.jury.acquired) if decided and one.jury else (),
        decided=decided,
        phase=Phase(person.campaign.phase),
    )


def open_request(one: Candidacy) -> StepTaken | None:
    """The re-work request that waits for a new version."""
    if State(one.state) is not State.REWORK:
        return None
    return next((each for each in reversed(one.history) if each.step == Step.REQUEST_REWORK), None)


def attested(one: Candidacy) -> dt.datetime | None:
    """When the attestation of the items acquired was last given out, None when it was not, or holds no more."""
    if one.jury is None or State(one.state) is not State.PARTIAL:
        return None
    return max((each.at for each in one.documents if each.kind == ATTESTATION and each.at >= one.jury.at), default=None)


def _possible(one: Candidacy, procedure: Procedure, begun: bool) -> tuple[Step | None, tuple[Message, ...]]:
    """The step of a dossier deposited now. One that is late is kept all the same, for a human to accept."""
    step = next_step(one)
    if Phase(one.session.campaign.phase) in OVER:
        return None, (msg("The campaign is over."),)
    try:
        target(step, State(one.state), Situation(procedure, begun, one.reworks))
    except StepForbidden as error:
        why = _BLOCKED.get(State(one.state), _PAST) if begun else msg("The time to deposit has not begun yet.")
        return None, (why, *error.details)
    return step, ()


def _passed(history: Sequence[StepTaken], state: State) -> dt.datetime | None:
    """When the candidacy last came into that state."""
    return next((each.at for each in reversed(history) if each.target == state and each.source != state), None)


def _way(one: Candidacy, procedure: Procedure) -> Iterator[Milestone]:
    here = State(one.state)
    words: list[tuple[State, Message]] = [(State.REGISTERED, msg("Registered")), (State.DEPOSITED, msg("Deposited"))]
    if one.reworks:
        words += [(State.REWORK, msg("New version asked for")), (State.REDEPOSITED, msg("New version deposited"))]
    words.append((State.TRANSMITTED, msg("Handed on to the jury")))
    if procedure.oral is Oral.ALWAYS or here in {State.CALLED, State.HEARD}:
        words += [(State.CALLED, msg("Called to the oral")), (State.HEARD, msg("Heard"))]
    if here in _ENDED:
        passed = [(state, word) for state, word in words if _passed(one.history, state)]
        words = [
            words[0],
            *passed,
            (here, _ENDED[here]),
        ]
    else:
        words.append((here if here in _BEYOND else State.CERTIFIED, msg("Decision of the jury")))
    place = [state for state, _ in words].index(here) if here in dict(words) else len(words)
    for number, (state, word) in enumerate(words):
        yield Milestone(word, _passed(one.history, state) if number <= place else None, number == place)


def _expected(one: Candidacy, procedure: Procedure) -> Iterator[Expected]:
    roles = {each.role for each in one.deposits if each.accepted}
    for document in procedure.required_documents:
        yield Expected(document, None)
    if one.candidate.earlier:
        yield Expected(msg("Attestation of the items acquired earlier, as a file"),
                       one.candidate.digital_copy or Role.ATTESTATION in roles)  # fmt: skip
        yield Expected(msg("Attestation of the items acquired earlier, on paper, at the office"),
                       one.candidate.office_copy)  # fmt: skip
    if procedure.slides and procedure.oral is not Oral.NEVER:
        yield Expected(msg("Slides for the oral, in PDF"), Role.SLIDES in roles)


def _eligible(one: Candidacy, now: dt.datetime) -> Message | None:
    """In words, once the session is closed and before the jury decided."""
    if one.session.closed is None or State(one.state) in _BEYOND:
        return None
    found = standing(one, now)
    if found.why is None:
        return msg("Your dossier may go before the jury.")
    return msg("Your dossier does not go before the jury: {why}.", why=found.why)


def want_notices(person: Candidate, wanted: bool, email: str) -> None:
    """The candidate asks for notices at that address, or for no more."""
    person.notify, person.notices_to = wanted, email
