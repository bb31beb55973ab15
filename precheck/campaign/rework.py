"""Re-work requests: only for failed demands of format, with a text that tells the candidate what to do."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from precheck.campaign.campaigns import deadline, log, situation, take
from precheck.campaign.decisions import REFUSED, effective_outcomes, find_rule, overrule, planned
from precheck.campaign.errors import ReasonMissing, StepForbidden
from precheck.campaign.procedure import Procedure
from precheck.campaign.states import STEP_WORD, State, Step, target
from precheck.campaign.tables import Candidacy, Deposit, StepTaken
from precheck.i18n import Message, Translator, msg
from precheck.model.finding import Clause, Finding, Severity, Status
from precheck.model.profile import Profile
from precheck.model.report import Refusal, Report
from precheck.rules.registry import PlannedRule, needs_screening

FORMAT = frozenset(range(1, 15))
"""The requirements on the general format of a dossier."""
_UNREADABLE = 2
"""The requirement that a file which cannot be opened fails."""


@dataclass(frozen=True, slots=True)
class FormatFault:
    """A demand of format that a dossier does not respect; `title` is the msgid of the rule's title."""

    code: str
    name: str
    title: str
    clause: Clause | None


def is_format(rule: PlannedRule) -> bool:
    """Whether a re-work may rest on this rule: it answers for the general format, a fault blocks the dossier, and it
    looks at nothing but the dossier, so that the candidate reads nothing of others."""
    blocks = rule.severity is Severity.ERROR and not FORMAT.isdisjoint(rule.requirements)
    return blocks and not needs_screening(rule.rule.name)


def format_faults(deposit: Deposit, profile: Profile) -> tuple[FormatFault, ...]:
    """The demands of format that failed, after what evaluators said, by code."""
    refused = deposit.result is not None and deposit.result.verdict == REFUSED
    said = {each.rule for each in deposit.overrules}
    outcomes = effective_outcomes(deposit)
    return tuple(
        _fault(rule)
        for code, rule in planned(profile).items()
        if is_format(rule)
        and (
            outcomes.get(code) is Status.FAILED
            or (refused and _UNREADABLE in rule.requirements and code not in said)
        )
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Request:
    """A re-work request before it is made: what it rests on, which of it the evaluator saw and the checks did not, the
    last second for the new version, and the text for the candidate."""

    deposit: Deposit
    faults: tuple[FormatFault, ...]
    stated: tuple[FormatFault, ...]
    last: dt.datetime
    text: str


def prepare(
    one: Candidacy,
    profile: Profile,
    now: dt.datetime,
    rules: Sequence[str] = (),
    statement: str = "",
    until: dt.datetime | None = None,
    report: Report | Refusal | None = None,
    say: Translator = Translator("fr"),
) -> Request:
    """A re-work request, to be looked at before it is made.

    Args:
        rules: codes or names of the demands it rests on; by default all that failed. One that the program did not find
            failed may be named with a statement: that overrules the check.
        statement: the evaluator's own words.
        until: the last second for the new deposit; needed when the candidate could not deposit otherwise.
        report: what was found, for what is observed, expected and to be done; see `results.report_of`.

    Raises:
        StepForbidden: not in this state, once too often, no demand of format behind it, no time left to deposit.
        UnknownRule: the profile has no such rule.
        ReasonMissing: a demand is named that did not fail, without a statement.
    """
    procedure = Procedure.of(profile)
    target(Step.REQUEST_REWORK, State(one.state), situation(one, procedure, now), reason="-")
    deposit = one.dossier
    if deposit is None:
        raise _forbidden(msg("no dossier was accepted"), procedure.clauses.get("format"))
    failed = {fault.code: fault for fault in format_faults(deposit, profile)}
    faults = _chosen(profile, procedure, rules, failed)
    stated = tuple(fault for fault in faults if fault.code not in failed)
    if stated and not statement.strip():
        raise ReasonMissing((msg("the checks found no fault there: say what you saw"),))
    last = _last_second(one, procedure, now, until)
    again = one.reworks + 1 < procedure.reworks
    text = compose(faults, statement, last, procedure, report, say, again)
    return Request(deposit, faults, stated, last, text)


def request_rework(
    session: Session, one: Candidacy, profile: Profile, asked: Request, statement: str, now: dt.datetime, actor: str
) -> StepTaken:
    """Ask a candidate to deposit the dossier again, as prepared. The step's reason is the text for the candidate; a
    last second beyond the candidate's own becomes a personal extension. Raises `StepForbidden`."""
    codes = [fault.code for fault in asked.faults]
    procedure = Procedure.of(profile)
    taken = take(session, one, Step.REQUEST_REWORK, procedure, now, actor, asked.text, codes, asked.deposit)
    for fault in asked.stated:
        overrule(session, asked.deposit, profile, fault.code, Status.FAILED, statement, now, actor)
    if asked.last > deadline(one):
        one.extension = asked.last
        until = asked.last.isoformat()
        log(session, now, actor, "extend", one.session.campaign.key, str(one.candidate.number), until=until)
    session.flush()
    return taken


def _chosen(
    profile: Profile, procedure: Procedure, rules: Sequence[str], failed: dict[str, FormatFault]
) -> tuple[FormatFault, ...]:
    known = planned(profile)
    codes = sorted({find_rule(known, said) for said in rules}) if rules else sorted(failed)
    clause = procedure.clauses.get("format")
    for code in codes:
        if not is_format(known[code]):
            raise _forbidden(msg("{rule} is not a demand of format", rule=code), clause)
    if not codes:
        raise _forbidden(msg("no demand of format failed; name the one you saw fail, with what you saw"), clause)
    return tuple(failed.get(code) or _fault(known[code]) for code in codes)


def _last_second(one: Candidacy, procedure: Procedure, now: dt.datetime, until: dt.datetime | None) -> dt.datetime:
    clause = procedure.clauses.get("window")
    if until is not None and until <= now:
        raise _forbidden(msg("the last day to deposit again is over already"), clause)
    last = max(deadline(one), until) if until else deadline(one)
    if last <= now:
        raise _forbidden(msg("the candidate could not deposit again: say until when the new version may come"), clause)
    return last


def _fault(rule: PlannedRule) -> FormatFault:
    return FormatFault(rule.rule.code, rule.rule.name, rule.rule.title.msgid, rule.clause)


def _forbidden(why: Message, clause: Clause | None) -> StepForbidden:
    return StepForbidden(STEP_WORD[Step.REQUEST_REWORK], why, clause)


def compose(
    faults: Sequence[FormatFault],
    statement: str,
    last: dt.datetime,
    procedure: Procedure,
    report: Report | Refusal | None,
    say: Translator,
    again: bool = False,
) -> str:
    """What the candidate is told: each demand with what was seen, what is expected and what to do, until when.

    Args:
        again: whether a further re-work could be asked for after this one.
    """
    from precheck.report.phrases import clause_text
    from precheck.report.plain import Voice

    lines = [say(msg("Your dossier is to be deposited again: it does not respect these demands of format yet."))]
    for number, fault in enumerate(faults, 1):
        lines += ["", f"{number}. {say.text(fault.title)}"]
        lines += [f"   {line}" for line in _seen(fault, report, say)]
        if fault.clause is not None:
            lines.append(f"   {clause_text(fault.clause, Voice(say))}")
    if statement.strip():
        lines += ["", say(msg("The evaluator adds: {statement}", statement=statement.strip()))]
    day = last.astimezone(procedure.timezone).strftime("%d/%m/%Y %H:%M:%S %Z")
    lines += ["", say(msg("You may deposit the new version until {day}.", day=day))]
    if not again:
        lines.append(say(msg("A further version can be asked for no more: check the new one before you deposit it.")))
    return "\n".join(lines)


def _seen(fault: FormatFault, report: Report | Refusal | None, say: Translator) -> Iterator[str]:
    """What was observed, what is expected and what to do, a line each, without saying anything twice."""
    if isinstance(report, Refusal):
        yield from (say(report.message), say(msg("What to do: {hint}", hint=report.advice)))
        return
    told: set[str] = set()
    for finding in _findings(fault.code, report):
        for line in _lines(finding, say):
            if line not in told:
                told.add(line)
                yield line


def _findings(code: str, report: Report | None) -> list[Finding]:
    outcomes = report.outcomes if report else ()
    return [f for outcome in outcomes if outcome.code == code for f in outcome.findings if f.status is Status.FAILED]


def _lines(finding: Finding, say: Translator) -> Iterator[str]:
    yield say(finding.message)
    for each in finding.evidence:
        if each.observed is not None and each.expected is not None:
            yield say(msg("Seen: {observed}; expected: {expected}.", observed=each.observed, expected=each.expected))
    if finding.hint is not None:
        yield say(msg("What to do: {hint}", hint=finding.hint))
