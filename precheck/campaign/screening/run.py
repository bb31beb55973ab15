"""A screening from its beginning to its end. It may be stopped anywhere: what is done is kept, and done once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from pathlib import Path
from typing import Protocol

from precheck.campaign.campaigns import log
from precheck.campaign.screening import documents, peers
from precheck.campaign.screening.deposits import Scope, bases, items, keep, scope
from precheck.campaign.screening.executors import Executor
from precheck.campaign.screening.tasks import Outcome, Settings, Task, Trace, fingerprint
from precheck.campaign.screening.work import Clock, check_one, lost, read_one
from precheck.campaign.screening.workplace import alone, workplace
from precheck.campaign.store import Store
from precheck.reading.limits import Limits


class Stage(StrEnum):
    """What a screening is at."""

    READ = "read"
    CHECK = "check"


class Watch(Protocol):
    """Is told how a screening advances."""

    def begin(self, stage: Stage, total: int) -> None:
        """A stage begins, with so many deposits to do."""

    def advance(self) -> None:
        """One more is done."""


class Silent:
    """Watches and says nothing."""

    def begin(self, stage: Stage, total: int) -> None:
        """Nothing is said."""

    def advance(self) -> None:
        """Nothing is said."""


@dataclass(slots=True)
class Summary:
    """What a screening did.

    `deposits` of the session have a result; `checked` of them got theirs now. Of these, `verdicts` counts the verdicts,
    `unsettled` the refusals that are no fault of the file. `seconds` tells where the
    workers' time went, by step; `gathering` is that of making a corpus of the deposits, in this process.
    """

    session: int
    deposits: int
    checked: int = 0
    unsettled: int = 0
    verdicts: dict[str, int] = field(default_factory=dict)
    seconds: dict[str, float] = field(default_factory=dict)


def screen(
    store: Store,
    key: str,
    number: int | None,
    corpora: Sequence[Path],
    executor: Executor,
    now: dt.datetime,
    actor: str,
    watch: Watch = Silent(),
    limits: Limits = Limits(),
) -> Summary:
    """Screen the deposits of a session that have no result yet, or one made with something else.

    Args:
        number: of the session; None: the first that is not closed.
        corpora: folders; the order does not matter.
        executor: does the work.
        limits: what reading one file may cost.

    Raises:
        NoCampaign, ProfileError: as they say.
        CorpusError, CorpusChanged: a corpus cannot be used.
        ScreeningRunning: somebody else is at it.
        StoreFull, OutputError: the disk is full.
    """
    asked = scope(store, key, number)
    place = workplace(store.folder.absolute(), asked.campaign)
    settings = Settings(store.folder.absolute() / "files", place, asked.profile, _states(corpora), limits=limits)
    with alone(place, key):
        with store.writing() as session:
            log(session, now, actor, "screen", key, str(asked.session), deposits=len(asked.own))
        return _Run(store, asked, executor, now, watch).all(settings)


def _states(corpora: Sequence[Path]) -> tuple[tuple[Path, str], ...]:
    """The folders with the fingerprints of their states, by these."""
    from precheck.similarity.index import manifest

    found = {manifest.read(folder).fingerprint: folder.absolute() for folder in corpora}
    return tuple((folder, state) for state, folder in sorted(found.items()))


class _Run:
    """One screening. Only this writes to the store."""

    def __init__(self, store: Store, asked: Scope, executor: Executor, now: dt.datetime, watch: Watch) -> None:
        self._store, self._scope, self._executor, self._now, self._watch = store, asked, executor, now, watch
        self._summary = Summary(asked.session, len(asked.own))

    def all(self, settings: Settings) -> Summary:
        traces, unread = self._read(settings)
        readable = [deposit for deposit in self._scope.deposits if deposit in traces and deposit not in unread]
        settings = replace(settings, peers=fingerprint(traces[deposit] for deposit in readable))
        own = sorted(self._scope.own & traces.keys())
        before = bases(self._store, own)
        left = [deposit for deposit in own if before.get(deposit) != settings.basis_of(traces[deposit])]
        if left:
            clock = Clock()
            with clock.step("gathering"):
                peers.build(settings.place, settings.peers, self._tasks(settings, readable))
            self._spent(clock.seconds)
            self._check(settings, left, unread)
        return self._summary

    def _tasks(self, settings: Settings, deposits: Sequence[int]) -> Iterator[Task]:
        return (Task(settings, item) for item in items(self._store, deposits, self._scope.doubles))

    def _read(self, settings: Settings) -> tuple[dict[int, Trace], frozenset[int]]:
        """Read what was not read yet. Returns all deposits, and those that could not be read through no fault of
        theirs."""
        traces, left = {}, []
        for task in self._tasks(settings, self._scope.deposits):
            traces[task.item.deposit] = task.item.trace
            if not documents.exists(settings.place.documents, task.document):
                left.append(task.item.deposit)
        found = self._run(Stage.READ, read_one, settings, left)
        return traces, frozenset(outcome.deposit for outcome in found if not outcome.settled)

    def _check(self, settings: Settings, left: Sequence[int], unread: frozenset[int]) -> None:
        for task in self._tasks(settings, [deposit for deposit in left if deposit in unread]):
            self._keep(lost(task))
        readable = [deposit for deposit in left if deposit not in unread]
        while readable:
            outcomes = self._run(Stage.CHECK, check_one, settings, readable)
            readable = [outcome.deposit for outcome in outcomes if not self._keep(outcome)]

    def _run(
        self, stage: Stage, work: Callable[[Task], Outcome], settings: Settings, deposits: Sequence[int]
    ) -> Iterable[Outcome]:
        """What comes of these deposits, as they get ready."""
        if not deposits:
            return
        self._watch.begin(stage, len(deposits))
        for task, outcome in self._executor.run(work, self._tasks(settings, deposits)):
            if outcome is None:
                outcome = lost(task)  # noqa: PLW2901 (the worker died of it)
            self._spent(outcome.seconds)
            self._watch.advance()
            yield outcome

    def _spent(self, seconds: Mapping[str, float]) -> None:
        for step, more in seconds.items():
            self._summary.seconds[step] = self._summary.seconds.get(step, 0.0) + more

    def _keep(self, outcome: Outcome) -> bool:
        """False where it must be done again."""
        if not keep(self._store, outcome, self._now):
            return False
        self._summary.checked += 1
        self._summary.verdicts[outcome.verdict] = self._summary.verdicts.get(outcome.verdict, 0) + 1
        self._summary.unsettled += not outcome.settled
        return True
