"""Intake killed at any moment, or out of room: nothing is lost, nothing is double, no receipt lies."""

from __future__ import annotations

import os
import random
import resource
import signal
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import pytest
from sqlalchemy import select

from precheck.campaign.receipts import Signer, verify
from precheck.campaign.store import Store
from precheck.campaign.tables import Deposit, StepTaken
from tests.campaign.intake.conftest import pdf

PEOPLE = 30
AT = ("--at", "2017-05-12T10:00:00+02:00", "--as", "admin", "--lang", "en")


def environment(folder: Path, url: str | None) -> dict[str, str]:
    named = {"PRECHECK_DATA_DIR": str(folder / "data"), **({"PRECHECK_DATABASE_URL": url} if url else {})}
    return {name: value for name, value in os.environ.items() if name != "PRECHECK_DATABASE_URL"} | named


def command(*words: str) -> list[str]:
    return [sys.executable, "-m", "precheck", "campaign", *words]


@pytest.fixture
def begun(tmp_path: Path, database_url: str | None) -> dict[str, str]:
    """A campaign of 30 people with a zip of their dossiers; the environment of its commands."""
    lines = "".join(f"N{key:05};NOM{chr(97 + key // 26)}{chr(97 + key % 26)};Prénom\n" for key in range(PEOPLE))
    (tmp_path / "roster.csv").write_text(f"clé;nom;prénom\n{lines}", "utf-8")
    with zipfile.ZipFile(tmp_path / "in.zip", "w") as archive:
        for key in range(PEOPLE):
            archive.writestr(f"dossier_N{key:05}.pdf", pdf(f"{key} " * 5000))
    env = environment(tmp_path, database_url)
    subprocess.run(command("init", "g", *AT), env=env, check=True, capture_output=True)
    subprocess.run(command("roster", "g", str(tmp_path / "roster.csv"), *AT), env=env, check=True, capture_output=True)
    return env


def deposit(tmp_path: Path) -> list[str]:
    return command("deposit", "g", str(tmp_path / "in.zip"), "--receipts", str(tmp_path / "receipts"), *AT)


def every_receipt_tells_the_truth(folder: Path, url: str | None) -> int:
    """Each receipt written has its row and its file; how many there are."""
    with Store(folder / "data", url) as store, store.reading() as session:
        rows = {each.receipt: each.sha256 for each in session.scalars(select(Deposit))}
        for path in (folder / "receipts").glob("*.txt"):
            text = path.read_bytes()
            sha256 = verify(path.name, text, Signer(store.folder).public)
            assert rows[text.decode()] == sha256
        for sha256 in rows.values():
            assert store.blobs.get(sha256)
        steps = session.scalars(select(StepTaken.deposit_id)).all()
        assert len(steps) == len(set(steps)) == len(rows)
        return len(rows)


def kill_and_resume(tmp_path: Path, url: str | None, env: dict[str, str], kills: int) -> None:
    drawn = random.Random(kills)
    before = 0
    for _ in range(kills):
        process = subprocess.Popen(deposit(tmp_path), env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        assert process.stdout is not None
        if drawn.random() < 0.7:
            # Somewhere among the deposits, rather than among the imports.
            for _line in range(drawn.randrange(1, 6)):
                process.stdout.readline()
        time.sleep(drawn.uniform(0, 0.01 if before else 0.5))
        process.send_signal(signal.SIGKILL)
        process.stdout.close()
        process.wait()
        after = every_receipt_tells_the_truth(tmp_path, url)
        assert after >= before
        before = after
    done = subprocess.run(deposit(tmp_path), env=env, check=False, capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")
    assert every_receipt_tells_the_truth(tmp_path, url) == PEOPLE
    assert len(list((tmp_path / "receipts").glob("*.txt"))) == PEOPLE
    with Store(tmp_path / "data", url) as store, store.reading() as session:
        assert set(session.scalars(select(Deposit.version))) == {1}
        assert len(set(session.scalars(select(Deposit.candidacy_id)))) == PEOPLE


def test_killed_again_and_again(tmp_path: Path, database_url: str | None, begun: dict[str, str]) -> None:
    kill_and_resume(tmp_path, database_url, begun, 6)


@pytest.mark.soak
def test_killed_many_times(tmp_path: Path, database_url: str | None, begun: dict[str, str]) -> None:
    kill_and_resume(tmp_path, database_url, begun, 100)


def test_without_room_nothing_is_recorded(tmp_path: Path, database_url: str | None, begun: dict[str, str]) -> None:
    (tmp_path / "big.pdf").write_bytes(pdf("x" * 1_000_000))

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (500_000, 500_000))

    words = command(
        "deposit", "g", str(tmp_path / "big.pdf"), "--candidate", "N00001", "--receipts", str(tmp_path / "r"), *AT
    )
    done = subprocess.run(words, env=begun, preexec_fn=limit, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (70, "")
    assert done.stderr == (
        "✗ big.pdf could not be kept: File too large\n"
        "  → Make room and deposit it again: nothing was recorded, and no receipt was given.\n"
    )
    assert every_receipt_tells_the_truth(tmp_path, database_url) == 0
    assert not (tmp_path / "r").exists()
    assert subprocess.run(words, env=begun, capture_output=True, check=False).returncode == 0
    assert every_receipt_tells_the_truth(tmp_path, database_url) == 1
