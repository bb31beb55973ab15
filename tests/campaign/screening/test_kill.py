"""A screening killed with all its processes at any moment, again and again, ends as one that nobody disturbed."""

from __future__ import annotations

import contextlib
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from precheck.campaign.store import DATA_DIR, DATABASE_URL, Store
from precheck.campaign.tables import CheckResult
from tests.campaign.screening.campaigns import KEY, NOW, campaign, files, rows
from tests.campaign.screening.conftest import DEPOSITS


def start(data: Path, url: str | None, corpus: Path) -> subprocess.Popen[bytes]:
    """The command in a terminal of its own."""
    arguments = ["campaign", "screen", KEY, "--jobs", "2", "--corpus", str(corpus), "--at", NOW.isoformat()]
    env = {**os.environ, DATA_DIR: str(data)} | ({DATABASE_URL: url} if url else {})
    return subprocess.Popen(
        [sys.executable, "-m", "precheck", *arguments],
        env=env,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )


def kill_after(process: subprocess.Popen[bytes], seconds: float) -> None:
    """SIGKILL to the whole process group, unless it ended before."""
    with process:
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(seconds)
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)


@pytest.mark.parametrize("kills", [pytest.param(8, id="short"), pytest.param(100, marks=pytest.mark.soak)])
def test_killed_at_random_points_and_run_again(
    store: Store, database_url: str | None, corpus: Path, uninterrupted: list[dict[str, Any]], kills: int
) -> None:
    campaign(store, files(DEPOSITS))
    chance = random.Random(kills)
    before: list[dict[str, Any]] = []
    for _ in range(kills):
        if len(before) == DEPOSITS:  # begin again: the results are gone, what was read is there
            with store.writing() as session:
                for each in session.scalars(select(CheckResult)):
                    session.delete(each)
            before = []
        kill_after(start(store.folder, database_url, corpus), chance.uniform(0.5, 3.5))
        after = rows(store)
        assert [row for row in after if row in before] == before  # nothing that was done is lost, or done again
        before = after
    last = start(store.folder, database_url, corpus)
    with last:
        output = last.communicate()[0].decode()
    assert last.returncode == 0
    assert rows(store) == uninterrupted
    assert output.startswith("✓ Session 1 : 8 dépôts")
    assert "--jobs" not in output


def test_ctrl_c_ends_it_cleanly_and_says_how_to_go_on(tmp_path: Path, corpus: Path) -> None:
    with Store(tmp_path) as store:
        campaign(store, files(DEPOSITS))
        process = start(tmp_path, None, corpus)
        with process:
            assert process.stderr is not None
            assert process.stderr.readline().decode() == "Lecture : 8 à traiter.\n"
            time.sleep(0.5)
            os.killpg(process.pid, signal.SIGINT)
            told = process.stderr.read().decode()
        assert process.returncode == 130
        assert told.endswith("relancez la même commande, elle fera ce qui reste.\n")
        assert "Traceback" not in told
        last = start(tmp_path, None, corpus)
        with last:
            last.communicate()
        assert last.returncode == 0
        assert len(rows(store)) == DEPOSITS
