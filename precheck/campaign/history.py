"""All that was done on a candidacy, in the order of time."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from precheck.campaign.decisions import STAGE_WORD, Stage
from precheck.campaign.states import STATE_WORD, STEP_WORD, State, Step
from precheck.campaign.tables import Candidacy
from precheck.i18n import Message, msg, msgs
from precheck.model.finding import Status
from precheck.report.wording import STATUS_WORD


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing done: when, by whom, what, and the reason in the person's own words."""

    at: dt.datetime
    actor: str
    what: Message
    reason: str = ""


def history_of(one: Candidacy) -> tuple[Entry, ...]:
    """Deposits, steps, items decided and checks overruled, oldest first."""
    entries = [*_steps(one), *_late(one), *_overrules(one), *_items(one)]
    return tuple(sorted(entries, key=lambda each: each.at))


def _steps(one: Candidacy) -> Iterator[Entry]:
    for each in one.history:
        word = STEP_WORD[Step(each.step)]
        what = word
        if each.source != each.target:
            what = msg("{step}: {source} → {target}", step=word, source=STATE_WORD[State(each.source)],
                       target=STATE_WORD[State(each.target)])  # fmt: skip
        yield Entry(each.at, each.actor, what, each.reason)


def _late(one: Candidacy) -> Iterator[Entry]:
    """Deposits that took no step: too late, or beside the dossier."""
    for each in one.deposits:
        if each.role != "dossier" or not each.accepted:
            yield Entry(each.received, one.candidate.key, msg("deposit of {file} ({role})", file=each.name,
                                                              role=each.role))  # fmt: skip


def _overrules(one: Candidacy) -> Iterator[Entry]:
    for deposit in one.deposits:
        for each in deposit.overrules:
            what = msg("check {rule} overruled: {status}", rule=each.rule, status=STATUS_WORD[Status(each.status)])
            yield Entry(each.at, each.actor, what, each.reason)


def _items(one: Candidacy) -> Iterator[Entry]:
    """The items that one person decided at one moment, together."""
    for (at, actor, stage, comment), group in groupby(
        one.items, key=lambda each: (each.at, each.actor, each.stage, each.comment)
    ):
        said = list(group)
        yes = ", ".join(each.code for each in said if each.acquired)
        no = ", ".join(each.code for each in said if not each.acquired)
        what = msgs("{count} item decided ({stage}); acquired: {yes}; not acquired: {no}",
                    "{count} items decided ({stage}); acquired: {yes}; not acquired: {no}", len(said),
                    stage=STAGE_WORD[Stage(stage)], yes=yes or "–", no=no or "–")  # fmt: skip
        yield Entry(at, actor, what, comment)
