"""`precheck campaign screen`, as in a terminal."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from precheck.campaign.store import DATA_DIR, Store
from precheck.cli import main
from tests.campaign.screening.campaigns import KEY, campaign, files


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> CliRunner:
    monkeypatch.setenv(DATA_DIR, str(tmp_path))
    return CliRunner()


def test_what_was_done_is_told(run: CliRunner, tmp_path: Path, corpus: Path) -> None:
    with Store(tmp_path) as store:
        campaign(store, files(3))
    first = run.invoke(main, ["campaign", "screen", KEY, "--jobs", "2", "--corpus", str(corpus)])
    assert (first.exit_code, first.stdout) == (
        0,
        "✓ Session 1 : 3 dépôts, 3 contrôlés à l'instant.\n  non conforme : 2\n  illisible : 1\n",
    )
    assert first.stderr.startswith("Lecture : 3 à traiter.\nLecture : 3 sur 3, ")
    again = run.invoke(main, ["campaign", "screen", KEY, "--jobs", "2", "--corpus", str(corpus), "--json"])
    assert (again.exit_code, again.stderr) == (0, "")
    assert json.loads(again.stdout) == {
        "session": 1, "deposits": 3, "checked": 0, "unsettled": 0, "verdicts": {}, "seconds": {},
    }  # fmt: skip


def test_what_cannot_be_is_told(run: CliRunner, tmp_path: Path) -> None:
    nobody = run.invoke(main, ["campaign", "screen", "nothing"])
    assert (nobody.exit_code, nobody.output.splitlines()[0]) == (
        2,
        f"✗ Il n'y a pas de campagne « nothing » dans {tmp_path}.",
    )
    with Store(tmp_path) as store:
        campaign(store, files(1))
    cloud = run.invoke(main, ["campaign", "screen", KEY, "--cluster", "cloud"])
    assert (cloud.exit_code, cloud.output.splitlines()[0]) == (2, "✗ « cloud » ne désigne aucune grappe de calcul.")
