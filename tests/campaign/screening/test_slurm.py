"""The screening on a real SLURM; `make test-slurm` starts one."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from precheck.campaign.store import DATA_DIR, Store
from tests.campaign.screening.campaigns import KEY, NOW, campaign, files, rows
from tests.campaign.screening.conftest import DEPOSITS


@pytest.mark.slurm
def test_the_jobs_of_a_queue_find_the_same(tmp_path: Path, corpus: Path, uninterrupted: list[dict[str, Any]]) -> None:
    with Store(tmp_path) as store:
        campaign(store, files(DEPOSITS))
        done = subprocess.run(
            [sys.executable, "-m", "precheck", "campaign", "screen", KEY, "--cluster", "slurm", "--jobs", "2",
             "--corpus", str(corpus), "--at", NOW.isoformat()],
            env={**os.environ, DATA_DIR: str(tmp_path)},
            capture_output=True,
            check=False,
            timeout=300,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr.decode()
        assert rows(store) == uninterrupted
