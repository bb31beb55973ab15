"""The same screening on a real Dask cluster: the same results, whoever dies."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from precheck.campaign.exports import EXPORTERS
from precheck.campaign.screening.cluster import _MAKERS, cluster
from precheck.campaign.screening.errors import ClusterMissing, ClusterUnreachable
from precheck.campaign.screening.run import Stage, screen
from precheck.campaign.store import DATA_DIR, Store
from tests.campaign.screening.campaigns import EXPORTS, KEY, NOW, campaign, decide, exports, files, rows
from tests.campaign.screening.conftest import DEPOSITS
from tests.campaign.screening.test_executors import deadly
from tests.campaign.screening.workers import Killer


def test_a_local_cluster_with_workers_killed_exports_the_same_bytes(
    tmp_path: Path, corpus: Path, uninterrupted: list[dict[str, Any]], exported: dict[str, bytes]
) -> None:
    killer = Killer(*Stage, after=3)
    with Store(tmp_path) as store, cluster("local", 2, tmp_path) as workers:
        campaign(store, files(DEPOSITS))
        done = screen(store, KEY, None, [corpus], workers, NOW, "admin", killer)
        assert (done.checked, done.unsettled, killer.killed) == (8, 0, 2)
        assert rows(store) == uninterrupted
        decide(store)
        found = exports(store, tmp_path / "exports")
    assert sorted(found) == sorted(exported)
    assert [name for name in sorted(found) if found[name] != exported[name]] == []
    assert set(EXPORTS) == set(EXPORTERS)


def test_a_task_that_kills_every_worker_is_given_up(tmp_path: Path) -> None:
    with cluster("local", 1, tmp_path) as workers:
        assert dict(workers.run(deadly, [0, 1, 2])) == {0: None, 1: 2, 2: 4}


def test_a_scheduler_that_runs_already(tmp_path: Path, corpus: Path, uninterrupted: list[dict[str, Any]]) -> None:
    from distributed import LocalCluster

    with LocalCluster(n_workers=1, threads_per_worker=2, memory_limit=0, dashboard_address=":0") as running:
        command = ["campaign", "screen", KEY, "--cluster", running.scheduler_address, "--corpus", str(corpus)]
        with Store(tmp_path) as store:
            campaign(store, files(DEPOSITS))
            done = subprocess.run(
                [sys.executable, "-m", "precheck", *command, "--at", NOW.isoformat(), "--json"],
                env={**os.environ, DATA_DIR: str(tmp_path)},
                capture_output=True,
                check=False,
            )
            assert done.returncode == 0, done.stderr.decode()
            assert rows(store) == uninterrupted


def test_a_scheduler_that_does_not_answer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("precheck.campaign.screening.cluster.PATIENCE", 0.5)
    with pytest.raises(ClusterUnreachable), cluster("tcp://127.0.0.1:9", 1, tmp_path):
        pass


def test_without_the_extra(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(ClusterMissing), cluster("local", 1, tmp_path):
        pass


def test_a_job_of_a_queue_says_what_the_configuration_does_not(tmp_path: Path) -> None:
    import dask

    with (
        dask.config.set({"jobqueue.oar.queue": "besteffort", "jobqueue.oar.memory": "4GB"}),
        _MAKERS["oar"](0, tmp_path) as queue,
    ):
        script = queue.job_script()
    assert "#OAR -q besteffort\n" in script
    assert "export OMP_NUM_THREADS=1\n" in script
    assert "--memory-limit 3.73GiB" in script
    assert f"{sys.executable} -m distributed.cli.dask_worker" in script
