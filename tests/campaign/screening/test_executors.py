"""The pool: all tasks are done however workers end, and never more than a few are under way."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from precheck.campaign.screening.cluster import cluster
from precheck.campaign.screening.errors import ClusterUnknown
from precheck.campaign.screening.executors import AHEAD, Pool, one_thread_each


def double(number: int) -> int:
    return 2 * number


def deadly(number: int) -> int:
    """Three tasks kill whoever does them."""
    if number in (0, 7, 8):
        os.kill(os.getpid(), signal.SIGKILL)
    return 2 * number


def fail(number: int) -> int:
    raise ValueError(number)


def threads(_: int) -> str | None:
    return os.environ.get("OMP_NUM_THREADS")


def test_every_task_is_done(pool: Pool) -> None:
    assert sorted(pool.run(double, range(50))) == [(number, 2 * number) for number in range(50)]
    assert list(pool.run(double, [])) == []


def test_a_task_that_kills_its_worker_is_told_and_the_others_are_done() -> None:
    with Pool(2) as pool:
        found = dict(pool.run(deadly, range(20)))
        assert found == {number: None if number in (0, 7, 8) else 2 * number for number in range(20)}
        assert list(pool.run(double, [1])) == [(1, 2)]


def test_few_tasks_are_under_way(pool: Pool) -> None:
    taken = 0

    def tasks() -> Iterator[int]:
        nonlocal taken
        for number in range(200):
            taken += 1
            yield number

    for done, _ in enumerate(pool.run(double, tasks())):
        assert taken - done <= 2 * AHEAD


def test_what_the_work_raises_is_raised(pool: Pool) -> None:
    with pytest.raises(ValueError, match="1"):
        list(pool.run(fail, [1]))
    assert list(pool.run(double, [1])) == [(1, 2)]


def test_workers_use_one_thread_each(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("OMP_NUM_THREADS", raising=False)
    with one_thread_each(), Pool(1) as pool:
        assert list(pool.run(threads, [0])) == [(0, "1")]
    assert "OMP_NUM_THREADS" not in os.environ


def test_workers_end_with_a_parent_that_is_killed(tmp_path: Path) -> None:
    script = tmp_path / "parent.py"
    script.write_text(
        "import os, sys, time\n"
        "from precheck.campaign.screening.executors import Pool\n"
        "from tests.campaign.screening.test_executors import worker_id\n"
        "if __name__ == '__main__':\n"
        "    with Pool(1) as pool:\n"
        "        print(next(pool.run(worker_id, [0]))[1], flush=True)\n"
        "        time.sleep(600)\n"
    )
    root = Path(__file__).parents[3]
    parent = subprocess.Popen(
        [sys.executable, script], stdout=subprocess.PIPE, text=True, env={**os.environ, "PYTHONPATH": str(root)}
    )
    with parent:
        assert parent.stdout is not None
        worker = int(parent.stdout.readline())
        parent.kill()
    for _ in range(1000):
        if not Path(f"/proc/{worker}").exists():
            return
        time.sleep(0.01)
    pytest.fail("the worker outlived its parent")


def worker_id(_: int) -> int:
    return os.getpid()


def test_a_cluster_has_a_name(tmp_path: Path) -> None:
    with pytest.raises(ClusterUnknown), cluster("cloud", 1, tmp_path):
        pass
