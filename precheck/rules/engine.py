"""Runs a plan on a dossier. The only place where a rule's exception is caught: it becomes an outcome, never a pass."""

from __future__ import annotations

import logging

from precheck.i18n import msg
from precheck.model.finding import Finding, Outcome, Severity, Status
from precheck.model.structure import Dossier
from precheck.rules.base import Context, Hit, Need
from precheck.rules.registry import Plan, PlannedRule

log = logging.getLogger(__name__)

GRAVITY = (Status.FAILED, Status.CRASHED, Status.TO_VERIFY, Status.UNVERIFIABLE, Status.PASSED)


def run(plan: Plan, dossier: Dossier) -> tuple[Outcome, ...]:
    """One outcome a planned rule, in the order of the plan."""
    return tuple(_outcome(planned, dossier, plan.context) for planned in plan.rules)


def _outcome(planned: PlannedRule, dossier: Dossier, context: Context) -> Outcome:
    rule = planned.rule
    if Need.TEXT in rule.needs and not dossier.document.has_text:
        reason = msg("No page of this file holds text that can be read.")
        return _conclude(planned, (Hit(Status.UNVERIFIABLE, reason),))
    try:
        hits = tuple(rule.check(dossier, planned.options, context))
    except Exception:
        # Only the rule's name goes to the log: the traceback shows our code, never the dossier's text.
        log.exception("rule %s crashed", rule.name)
        hits = (
            Hit(Status.CRASHED, msg("This check broke down; nothing can be said. It is not your dossier's fault.")),
        )
    return _conclude(planned, hits)


def _conclude(planned: PlannedRule, hits: tuple[Hit, ...]) -> Outcome:
    rule = planned.rule
    alone = [hit for hit in hits if hit.status is Status.NOT_APPLICABLE]
    status = Status.NOT_APPLICABLE if alone and len(alone) == len(hits) else _gravest(hits)
    decisive = next((hit for hit in hits if hit.status is status), None)
    return Outcome(
        rule.code,
        rule.name,
        rule.title.msgid,
        planned.requirements,
        status,
        planned.severity,
        decisive.message if decisive else None,
        planned.clause,
        tuple(_finding(planned, hit) for hit in hits if hit.status is not Status.NOT_APPLICABLE),
    )


def _gravest(hits: tuple[Hit, ...]) -> Status:
    seen = {hit.status for hit in hits}
    return next((status for status in GRAVITY if status in seen), Status.PASSED)


def _finding(planned: PlannedRule, hit: Hit) -> Finding:
    doubtful = hit.status is not Status.FAILED and planned.severity is Severity.ERROR
    severity = Severity.WARNING if doubtful else planned.severity
    if hit.status is Status.PASSED:
        severity = Severity.INFO
    return Finding(
        planned.rule.code, hit.status, severity, hit.message, hit.evidence, planned.clause, hit.hint, hit.data
    )
