"""What the benchmarks measure with sees what it should."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from bench._measure import MIB, PeakMemory, command_cost, cost, descendants, pdf_files

BUSY = "import time\nwhile time.process_time() < 0.3: pass"
BIG = f"held = bytes(b'x' * {64 * MIB}); input()"
IN_A_CHILD = "import subprocess, sys; subprocess.run([sys.executable, '-c', sys.argv[1]], check=True)"


def test_a_command_pays_for_the_processes_it_starts() -> None:
    assert command_cost([sys.executable, "-c", IN_A_CHILD, BUSY]).cpu >= 0.3


def test_a_command_that_fails_is_not_measured() -> None:
    with pytest.raises(RuntimeError, match="ended with 3"):
        command_cost([sys.executable, "-c", "raise SystemExit(3)"])


def test_a_block_pays_for_a_child_that_lives_on() -> None:
    with subprocess.Popen(
        [sys.executable, "-c", f"{BUSY}\nprint('done', flush=True)\ninput()"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    ) as child:
        assert child.stdout
        with cost() as measured:
            assert child.stdout.readline() == b"done\n"
        assert child.pid in descendants(os.getpid())
        child.communicate(b"\n")
    assert measured.cpu >= 0.2


def test_the_peak_memory_of_a_child_is_seen() -> None:
    with PeakMemory() as memory, subprocess.Popen([sys.executable, "-c", BIG], stdin=subprocess.PIPE) as child:
        while memory.peak < 64 * MIB:
            assert child.poll() is None, "it ended before it was seen"
        child.communicate(b"\n")
    assert 64 * MIB <= memory.peak < 1024 * MIB


def test_pdf_files_are_found_below_folders_in_order(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    for name in ("b.pdf", "a/z.pdf", "a/notes.txt"):
        (tmp_path / name).touch()
    assert pdf_files([tmp_path]) == [tmp_path / "a/z.pdf", tmp_path / "b.pdf"]
