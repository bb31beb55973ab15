"""What people decide on a dossier: items, checks, the jury's decision. The program only computes and notes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy.orm import Session

from precheck.campaign import jury
from precheck.campaign.campaigns import log, profile_of, take
from precheck.campaign.errors import ItemsClosed, NoFramework, ReasonMissing, UnknownItem, UnknownRule
from precheck.campaign.procedure import Oral, Procedure
from precheck.campaign.states import STATE_WORD, State, Step
from precheck.campaign.tables import (
    CampaignSession,
    Candidacy,
    Candidate,
    Deposit,
    ItemDecision,
    JuryDecision,
    Overrule,
    StepTaken,
)
from precheck.i18n import Message, msg
from precheck.model.finding import Status
from precheck.model.profile import Framework, Profile
from precheck.model.report import Report, Verdict, verdict_of
from precheck.profile.problems import nearest
from precheck.rules.registry import PlannedRule, plan

REFUSED = "refused"
"""The verdict on a file that cannot be read."""


class Stage(StrEnum):
    """Who speaks on an item."""

    EVALUATOR = "evaluator"
    JURY = "jury"


class Copy(StrEnum):
    """The two copies of an earlier attestation: what was deposited, and the authentic one that the office got."""

    DIGITAL = "digital"
    OFFICE = "office"


_EVALUATION = (State.DEPOSITED, State.REWORK, State.REDEPOSITED, State.TRANSMITTED, State.CALLED, State.HEARD)
_OVERRULED = (Status.PASSED, Status.FAILED, Status.TO_VERIFY, Status.NOT_APPLICABLE)
"""What a person may say of a rule; that it could not be seen or broke down is the program's own word."""


def framework_of(profile: Profile) -> Framework:
    """The framework of a profile. Raises `NoFramework` when it has none."""
    if profile.framework is None:
        raise NoFramework(profile=profile.id)
    return profile.framework


def judged_codes(profile: Profile) -> tuple[str, ...]:
    """The items that a dossier is judged on, in the order of the framework: those that the profile gives its parts,
    or the whole framework where it gives none."""
    framework = framework_of(profile)
    placed = {code for part in profile.outline.parts for code in part.competences}
    return tuple(item.code for item in framework.competences if not placed or item.code in placed)


def suggested(report: Report) -> Mapping[str, tuple[int, ...]]:
    """The items that a dossier mentions, with the pages: where an evaluator may look first. Never stored: to mention an
    item is not to have acquired it."""
    pages: dict[str, set[int]] = {}
    for place in report.competences:
        pages.setdefault(place.code, set()).update(place.pages)
    return {code: tuple(sorted(found)) for code, found in pages.items()}


def decide_items(
    session: Session,
    one: Candidacy,
    decided: Mapping[str, bool],
    stage: Stage,
    now: dt.datetime,
    actor: str,
    comment: str = "",
    profile: Profile | None = None,
) -> list[ItemDecision]:
    """Note what a person says of items: {code: acquired}. Earlier words are kept; the last of a stage holds.

    Args:
        profile: that of the campaign, when it is loaded already.

    Raises:
        UnknownItem: the dossier is not judged on such an item; nothing is noted.
        ItemsClosed: not at this stage in the state of the candidacy.
    """
    profile = profile or profile_of(one.session.campaign)
    check_items(profile, one, decided, stage)
    noted = [
        ItemDecision(stage=stage.value, code=code, acquired=decided[code], comment=comment, at=now, actor=actor)
        for code in judged_codes(profile)
        if code in decided
    ]
    one.items.extend(noted)
    log(session, now, actor, "items", one.session.campaign.key, str(one.candidate.number), stage=stage.value)
    session.flush()
    return noted


def check_items(profile: Profile, one: Candidacy, decided: Mapping[str, bool], stage: Stage) -> None:
    """Raises what `decide_items` raises, and notes nothing."""
    codes = judged_codes(profile)
    for code in decided:
        if code not in codes:
            raise UnknownItem(code, nearest(code, codes), framework_of(profile).title)
    states: tuple[State, ...] = _EVALUATION
    if stage is Stage.JURY:
        always = Procedure.of(profile).oral is Oral.ALWAYS
        states = (State.HEARD,) if always else (State.TRANSMITTED, State.CALLED, State.HEARD)
    if State(one.state) not in states:
        raise ItemsClosed(state=STATE_WORD[State(one.state)])


def items_of(one: Candidacy, stage: Stage) -> dict[str, bool]:
    """The last word on each item at a stage."""
    return {each.code: each.acquired for each in one.items if each.stage == stage.value}


def record_earlier(
    session: Session, person: Candidate, profile: Profile, codes: Sequence[str], now: dt.datetime, actor: str
) -> None:
    """Note the items that an earlier attestation lists, in place of those noted before. Raises `UnknownItem`."""
    known = [item.code for item in framework_of(profile).competences]
    for code in codes:
        if code not in known:
            raise UnknownItem(code, nearest(code, known), framework_of(profile).title)
    person.earlier = [code for code in known if code in codes]
    log(session, now, actor, "earlier", person.campaign.key, str(person.number))


def record_copy(
    session: Session, person: Candidate, kind: Copy, now: dt.datetime, actor: str, present: bool = True
) -> None:
    """Note that a copy of the earlier attestation is there, or is not after all."""
    if kind is Copy.DIGITAL:
        person.digital_copy = present
    else:
        person.office_copy = present
    log(session, now, actor, "copy", person.campaign.key, str(person.number), kind=kind.value, present=present)


def carried_over(one: Candidacy) -> tuple[str, ...]:
    """The items acquired in earlier sessions of the same campaign, whose attestation the institution itself gave."""
    return tuple(
        code
        for each in one.candidate.candidacies
        if each.session.number < one.session.number and each.state == State.PARTIAL and each.jury is not None
        for code in each.jury.acquired
    )


def missing_copies(person: Candidate) -> tuple[Copy, ...]:
    """The copies still missing of somebody who has an earlier attestation."""
    if not person.earlier:
        return ()
    return tuple(
        kind for kind, there in ((Copy.DIGITAL, person.digital_copy), (Copy.OFFICE, person.office_copy)) if not there
    )


def computed(one: Candidacy, profile: Profile) -> jury.Computed:
    """What the items of a candidacy give: the jury's word, else the evaluator's; what was acquired in an earlier
    session; what an earlier attestation lists, once both its copies are there."""
    said = {**items_of(one, Stage.EVALUATOR), **items_of(one, Stage.JURY)}
    counted = {code for code in judged_codes(profile) if said.get(code)} | set(carried_over(one))
    if not missing_copies(one.candidate):
        counted |= set(one.candidate.earlier)
    undecided = set(judged_codes(profile)) - said.keys()
    return jury.compute(framework_of(profile), counted, undecided)


def confirm(
    session: Session,
    one: Candidacy,
    profile: Profile,
    certified: bool,
    now: dt.datetime,
    actor: str,
    reason: str = "",
) -> JuryDecision:
    """The decision of the jury, told by a named person.

    Raises:
        ReasonMissing: it differs from what is computed, or that is unsure, and no reason is given.
        StepForbidden: not in this state.
    """
    found = computed(one, profile)
    expected = jury.Result.CERTIFICATE if certified else jury.Result.ATTESTATION
    if found.result is not expected and not reason.strip():
        raise ReasonMissing(found.reasons)
    step = Step.CERTIFY if certified else Step.DECLINE
    take(session, one, step, Procedure.of(profile), now, actor, reason)
    one.jury = JuryDecision(
        acquired=list(found.acquired), computed=found.certified, certified=certified, reason=reason, at=now, actor=actor
    )
    session.flush()
    return one.jury


@dataclass(frozen=True, slots=True)
class Proposal:
    """What is computed for a candidacy that a jury may decide now."""

    one: Candidacy
    computed: jury.Computed

    @property
    def sure(self) -> bool:
        """Whether it may be confirmed with others: nothing is unsure, and no attestation would lack an item on which
        nobody decided."""
        return self.computed.certified or (
            self.computed.result is jury.Result.ATTESTATION and not self.computed.undecided
        )


def proposals(window: CampaignSession, profile: Profile) -> list[Proposal]:
    """Everybody whom the jury may decide on now, by anonymous number."""
    always = Procedure.of(profile).oral is Oral.ALWAYS
    states = {State.HEARD} if always else {State.HEARD, State.TRANSMITTED}
    ones = sorted(window.candidacies, key=lambda one: one.candidate.number)
    return [Proposal(one, computed(one, profile)) for one in ones if State(one.state) in states]


def confirm_all(
    session: Session, found: Sequence[Proposal], profile: Profile, now: dt.datetime, actor: str
) -> list[JuryDecision]:
    """A named person, who has seen the list, confirms what is computed for those for whom it is sure."""
    return [
        confirm(session, each.one, profile, each.computed.certified, now, actor) for each in found if each.sure
    ]  # fmt: skip


def ready_to_transmit(window: CampaignSession, profile: Profile) -> list[Candidacy]:
    """The dossiers on every item of which an evaluator has decided, by anonymous number."""
    codes = set(judged_codes(profile))
    return [
        one
        for one in sorted(window.candidacies, key=lambda one: one.candidate.number)
        if State(one.state) in {State.DEPOSITED, State.REDEPOSITED} and codes <= items_of(one, Stage.EVALUATOR).keys()
    ]


def cancel(
    session: Session, one: Candidacy, procedure: Procedure, reason: str, now: dt.datetime, actor: str
) -> StepTaken:
    """Annul a candidacy, as the jury decided. Raises `StepForbidden`: no reason is given, or it is decided already."""
    return take(session, one, Step.CANCEL, procedure, now, actor, reason)


def reopen(
    session: Session, one: Candidacy, procedure: Procedure, reason: str, now: dt.datetime, actor: str
) -> StepTaken:
    """Go back to the state before the last step. A decision of the jury that is taken back holds no longer; what it
    said goes to the access log. Raises `StepForbidden`."""
    was = State(one.state)
    taken = take(session, one, Step.REOPEN, procedure, now, actor, reason)
    if was in {State.CERTIFIED, State.PARTIAL} and one.jury is not None:
        log(session, now, actor, "taken-back", one.session.campaign.key, str(one.candidate.number),
            certified=one.jury.certified, acquired=list(one.jury.acquired))  # fmt: skip
        one.jury = None
        session.flush()
    return taken


def transmit(session: Session, one: Candidacy, procedure: Procedure, now: dt.datetime, actor: str) -> StepTaken:
    """Hand a dossier on to the jury. Raises `StepForbidden`."""
    return take(session, one, Step.TRANSMIT, procedure, now, actor, deposit=one.dossier)


def planned(profile: Profile) -> dict[str, PlannedRule]:
    """The rules of a profile by their codes."""
    return {each.rule.code: each for each in plan(profile, screening=True).rules}


def find_rule(rules: Mapping[str, PlannedRule], said: str) -> str:
    """The code of a rule said by its code or its name. Raises `UnknownRule`."""
    names = {each.rule.name: code for code, each in rules.items()}
    if said in rules:
        return said
    if said in names:
        return names[said]
    raise UnknownRule(said, nearest(said, [*rules, *names]))


def overrule(
    session: Session,
    deposit: Deposit,
    profile: Profile,
    rule: str,
    status: Status,
    reason: str,
    now: dt.datetime,
    actor: str,
) -> Overrule:
    """An evaluator's own word on a rule, said by its code or its name. Earlier words are kept; the last holds.

    Raises:
        UnknownRule: the profile has no such rule.
        ReasonMissing: no reason is given.
        ValueError: a person cannot say that a rule broke down or could not see.
    """
    if status not in _OVERRULED:
        raise ValueError(status)
    code = find_rule(planned(profile), rule)
    if not reason.strip():
        raise ReasonMissing((msg("a check is overruled only with a reason"),))
    said = Overrule(rule=code, status=status.value, reason=reason, at=now, actor=actor)
    deposit.overrules.append(said)
    one = deposit.candidacy
    log(session, now, actor, "overrule", one.session.campaign.key, str(one.candidate.number), rule=code)
    session.flush()
    return said


def effective_outcomes(deposit: Deposit) -> dict[str, Status]:
    """The status of each rule after what evaluators said, by its code; of a deposit not checked yet, what they said."""
    found = dict(deposit.result.outcomes) if deposit.result else {}
    found.update({each.rule: each.status for each in deposit.overrules})
    return {code: Status(found[code]) for code in sorted(found)}


def effective_verdict(deposit: Deposit, profile: Profile) -> str | None:
    """The verdict after what evaluators said: a value of `Verdict`, "refused" for a file that cannot be read, None
    before the check."""
    if deposit.result is None:
        return None
    if deposit.result.verdict == REFUSED:
        return REFUSED
    if not deposit.overrules:
        return Verdict(deposit.result.verdict).value
    rules = planned(profile)
    return verdict_of(
        (status, rules[code].severity) for code, status in effective_outcomes(deposit).items() if code in rules
    ).value


COPY_WORD: Mapping[Copy, Message] = {
    Copy.DIGITAL: msg("the digital copy of the attestation"),
    Copy.OFFICE: msg("the authentic copy of the attestation, for the office"),
}
STAGE_WORD: Mapping[Stage, Message] = {Stage.EVALUATOR: msg("evaluator"), Stage.JURY: msg("jury")}
