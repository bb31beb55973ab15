"""The work on a cluster, through Dask: processes of this machine, a scheduler that runs already, SLURM or OAR.

The workers need this version of precheck with the extra `cluster`, and the data folder and the corpora at the same
paths. What a queue wants to know (its name, a project, hours) is dask-jobqueue's own configuration: the files of
`~/.config/dask`, or variables such as DASK_JOBQUEUE__SLURM__QUEUE.
"""

from __future__ import annotations

import contextlib
import re
import sys
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any, TypeVar

from precheck.campaign.screening.errors import ClusterMissing, ClusterUnknown, ClusterUnreachable
from precheck.campaign.screening.executors import AHEAD, ONE_THREAD, Executor, one_thread_each

Given = TypeVar("Given")
Done = TypeVar("Done")

PATIENCE = 10
"""Seconds that a scheduler has to answer."""
MEMORY = "2GB"
"""Of a worker in a queue, where the configuration says nothing."""
_ADDRESS = re.compile(r"(tcp|tls|ucx|ws|wss)://.+")
_KEEP_WORKING = {f"DASK_DISTRIBUTED__WORKER__MEMORY__{what}": "False" for what in ("TERMINATE", "PAUSE", "SPILL")}
"""An index is mapped from its files: memory that the system takes back when it needs it, not the worker's own."""


@contextlib.contextmanager
def cluster(where: str, jobs: int, logs: Path) -> Iterator[Executor]:
    """The workers of a cluster, while the block lasts.

    Args:
        where: local, slurm, oar, or the address of a scheduler.
        jobs: how many workers; at an address, those that are there work.
        logs: a folder for what the jobs of a queue print.

    Raises:
        ClusterUnknown, ClusterMissing, ClusterUnreachable: as they say.
    """
    if where not in _MAKERS and not _ADDRESS.fullmatch(where):
        raise ClusterUnknown(said=where)
    try:
        from distributed import Client
    except ImportError:
        raise ClusterMissing from None
    with contextlib.ExitStack() as stack:
        stack.enter_context(one_thread_each())
        try:
            place = stack.enter_context(_MAKERS[where](jobs, logs)) if where in _MAKERS else where
            client = stack.enter_context(Client(place, timeout=PATIENCE, set_as_default=False))
        except (OSError, ValueError, RuntimeError) as error:
            raise ClusterUnreachable(place=where, reason=str(error)) from error
        yield Dask(client, jobs)


def _local(jobs: int, logs: Path) -> Any:
    from distributed import LocalCluster

    # No limit on memory: it would count what is mapped.
    return LocalCluster(n_workers=jobs, threads_per_worker=1, memory_limit=0, dashboard_address=":0")


def _queue(name: str, kind: str, **more: str) -> Callable[[int, Path], Any]:
    def make(jobs: int, logs: Path) -> Any:
        import dask
        import dask_jobqueue

        said = dask.config.get(f"jobqueue.{name}", {})
        usual = {"cores": 1, "processes": 1, "memory": MEMORY, "log-directory": str(logs), **more}
        options = {key.replace("-", "_"): value for key, value in usual.items() if said.get(key) is None}
        variables = {**ONE_THREAD, **_KEEP_WORKING}
        prologue = [*(said.get("job-script-prologue") or ()), *(f"export {key}={variables[key]}" for key in variables)]
        made = getattr(dask_jobqueue, kind)(python=sys.executable, job_script_prologue=prologue, **options)
        made.scale(jobs)
        return made

    return make


_MAKERS: dict[str, Callable[[int, Path], Any]] = {
    "local": _local,
    "slurm": _queue("slurm", "SLURMCluster"),
    "oar": _queue("oar", "OARCluster", **{"memory-per-core-property-name": "not_applicable"}),
}


class Dask:
    """Work on the workers of a Dask scheduler; an `Executor`. What a dead worker had is done by another."""

    def __init__(self, client: Any, jobs: int) -> None:
        self._client, self._jobs = client, jobs

    def run(self, work: Callable[[Given], Done], tasks: Iterable[Given]) -> Iterator[tuple[Given, Done | None]]:
        """As `Executor.run`; a task of which several workers died is given up."""
        from distributed import KilledWorker, as_completed

        waiting = iter(tasks)
        flying: dict[str, Given] = {}
        ready = as_completed(loop=self._client.loop)

        def submit() -> None:
            window = AHEAD * max(self._jobs, sum(self._client.nthreads().values()))
            for task in islice(waiting, window - len(flying)):
                future = self._client.submit(work, task, pure=False)
                flying[future.key] = task
                ready.add(future)

        submit()
        for future in ready:
            task = flying.pop(future.key)
            submit()
            if isinstance(future.exception(), KilledWorker):
                yield task, None
            else:
                yield task, future.result()
