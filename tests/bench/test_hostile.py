"""`bench/hostile.py` on a few files of each kind: the short form of the long run on real broken files."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from bench import hostile
from bench.hostile import DIED, HUNG, Ending, endings, files_below, summary
from precheck.testing import make_pdf


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """One dossier, and files that are none."""
    good = make_pdf("Bonjour.", "Au revoir.")
    for name, content in {
        "good.pdf": good,
        "cut.pdf": good[: len(good) // 2],
        "empty.pdf": b"",
        "-x": b"Bonjour.",
        "header only.pdf": b"%PDF-1.7\n",
    }.items():
        (tmp_path / name).write_bytes(content)
    (tmp_path / "nowhere.pdf").symlink_to(tmp_path / "missing")
    os.mkfifo(tmp_path / "pipe.pdf")
    return tmp_path


def test_each_file_ends_in_a_report_or_a_named_refusal(folder: Path) -> None:
    found = {ending.file.name: ending for ending in endings(files_below([folder]), "grenoble-2016")}
    outcomes = {name: ending.outcome for name, ending in found.items()}
    assert outcomes == {
        "-x": "NotAPdf",
        "cut.pdf": "TruncatedFile",
        "empty.pdf": "EmptyFile",
        "good.pdf": "report: not_conforming",
        "header only.pdf": "TruncatedFile",
        "nowhere.pdf": "FileNotAccessible",
        "pipe.pdf": "FileNotAccessible",
    }
    assert {name: ending.defects for name, ending in found.items() if ending.defects} == {}
    assert found["good.pdf"].memory > 0


def test_the_product_is_started_again_when_it_dies(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    product = hostile.Product("grenoble-2016")
    product._process.kill()
    assert product.check(folder / "good.pdf").outcome == DIED
    monkeypatch.setattr(hostile, "HANG_SECONDS", 0.0)
    assert product.check(folder / "good.pdf").outcome == HUNG
    monkeypatch.undo()
    assert product.check(folder / "good.pdf").outcome == "report: not_conforming"
    product.close()


def test_the_summary_counts_outcomes_and_tells_defects() -> None:
    endings = [
        Ending(Path("a.pdf"), "NotAPdf", 0.1, 50 << 20),
        Ending(Path("b.pdf"), "report: to_verify", 12.0, 2000 << 20, ("odd-rule",)),
        Ending(Path("c.pdf"), "NotAPdf", 0.2, 60 << 20),
    ]
    assert summary(endings).splitlines() == [
        "    2  NotAPdf",
        "    1  report: to_verify",
        "    3  files",
        "worst time      12.00 s    (at most 10)    b.pdf: report: to_verify",
        "worst memory     2000 MiB  (at most 1024)  b.pdf: report: to_verify",
        "DEFECT b.pdf: the rule odd-rule crashed, 12.0 s, 2000 MiB",
    ]
