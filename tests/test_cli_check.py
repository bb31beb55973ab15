"""`precheck check`, run as a person runs it: real processes, real files, exit codes, what is left on the disk."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pypdf
import pytest

from precheck.testing import make_pdf

SAMPLES = Path(__file__).parent.parent / "corpus" / "samples"
CONFORMING = SAMPLES / "conforming-map.pdf"
CANDIDATE = "VERNAZ Maëlle"
NOT_CONFORMING = SAMPLES / "nine-pages.pdf"
PRECHECK = (sys.executable, "-m", "precheck")


def precheck(*arguments: str | Path, stdin: bytes = b"", cwd: Path | None = None) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run([*PRECHECK, *map(str, arguments)], input=stdin, capture_output=True, cwd=cwd, check=False)


def checked(*arguments: str | Path, stdin: bytes = b"") -> Any:
    """The JSON report of a check."""
    done = precheck("check", "--format", "json", *arguments, stdin=stdin)
    return json.loads(done.stdout)


class TestExitCodes:
    def test_0_for_a_conforming_dossier(self) -> None:
        done = precheck("check", CONFORMING, "--candidate", CANDIDATE)
        assert done.returncode == 0, done.stdout.decode()

    def test_1_for_a_dossier_that_breaks_a_rule(self) -> None:
        assert precheck("check", NOT_CONFORMING, "--candidate", CANDIDATE).returncode == 1

    def test_fail_on_never_and_warning(self) -> None:
        assert precheck("check", NOT_CONFORMING, "--fail-on", "never").returncode == 0
        scan = SAMPLES / "scan.pdf"
        assert precheck("check", scan, "--only", "conclusion-too-short").returncode == 0
        assert precheck("check", scan, "--only", "conclusion-too-short", "--fail-on", "warning").returncode == 1

    @pytest.mark.parametrize(
        "arguments",
        [
            [],
            [str(CONFORMING), "--format", "docx"],
            [str(CONFORMING), "--only", "too-few-page"],
            [str(CONFORMING), str(NOT_CONFORMING), "--format", "html"],
        ],
        ids=["no file", "unknown format", "unknown rule", "several HTML reports on the screen"],
    )
    def test_2_for_a_wrong_usage(self, arguments: list[str]) -> None:
        done = precheck("check", *arguments)
        assert done.returncode == 2
        assert done.stderr

    def test_3_for_a_file_that_cannot_be_read(self, tmp_path: Path) -> None:
        done = precheck("check", tmp_path / "absent.pdf")
        assert done.returncode == 3
        assert "absent.pdf" in done.stdout.decode()

    def test_4_for_a_wrong_profile(self) -> None:
        done = precheck("check", CONFORMING, "--profile", "grenoble-2061")
        assert done.returncode == 4
        assert "grenoble-2016" in done.stderr.decode(), "the suggestion"


def test_the_suggestion_for_an_unknown_rule() -> None:
    done = precheck("check", CONFORMING, "--only", "too-few-page")
    assert "Did you mean too-few-pages?" in done.stderr.decode()


class TestInputs:
    def test_standard_input(self) -> None:
        report = checked("-", stdin=CONFORMING.read_bytes())
        assert report["document"]["pages"] == 18

    def test_a_folder_is_checked_in_alphabetical_order_and_goes_on_after_a_bad_file(self, tmp_path: Path) -> None:
        (tmp_path / "b.pdf").write_bytes(b"not a PDF")
        (tmp_path / "a.PDF").write_bytes(CONFORMING.read_bytes())
        (tmp_path / "sub folder").mkdir()
        (tmp_path / "sub folder" / "é.pdf").write_bytes(NOT_CONFORMING.read_bytes())
        (tmp_path / "notes.txt").write_text("no dossier")
        done = precheck("check", "--format", "json", tmp_path)
        assert done.returncode == 3
        reports = json.loads(done.stdout)["reports"]
        assert [report["document"]["name"] for report in reports] == ["a.PDF", "b.pdf", "é.pdf"]
        assert reports[1]["error"]["code"] == "NotAPdf"

    def test_a_folder_without_pdf(self, tmp_path: Path) -> None:
        assert precheck("check", tmp_path).returncode == 2

    @pytest.mark.parametrize("name", ["-x.pdf", "un dossier.pdf", "élève n°1.pdf", "sans_extension", "--only"])
    def test_odd_names(self, tmp_path: Path, name: str) -> None:
        (tmp_path / name).write_bytes(CONFORMING.read_bytes())
        argument = f"./{name}" if name == "--only" else name
        done = precheck("check", "--format", "json", argument, cwd=tmp_path)
        assert json.loads(done.stdout)["document"]["name"] == name


def test_only_and_skip_choose_rules_by_code_or_name() -> None:
    only = checked(CONFORMING, "--only", "L003,too-many-pages")
    assert [outcome["code"] for outcome in only["outcomes"]] == ["L003", "L004"]
    skipped = checked(CONFORMING, "--skip", "L003")
    assert "L003" not in [outcome["code"] for outcome in skipped["outcomes"]]


def test_the_same_dossier_gives_the_same_report() -> None:
    runs = {precheck("check", CONFORMING, "--format", form).stdout for form in ("json",) for _ in range(2)}
    assert len(runs) == 1


class TestOutputs:
    def test_a_report_and_an_annotated_copy(self, tmp_path: Path) -> None:
        report, copy = tmp_path / "out" / "report.html", tmp_path / "out" / "copy.pdf"
        done = precheck("check", NOT_CONFORMING, "--format", "html", "--output", report, "--annotated", copy)
        assert done.returncode == 1
        assert "nine-pages.pdf" in done.stdout.decode()
        assert report.read_text().startswith("<!DOCTYPE html>")
        assert len(pypdf.PdfReader(copy).pages) == len(pypdf.PdfReader(NOT_CONFORMING).pages)
        assert sorted(path.name for path in report.parent.iterdir()) == ["copy.pdf", "report.html"]

    def test_several_reports_go_to_a_folder_and_never_overwrite_each_other(self, tmp_path: Path) -> None:
        for folder in ("a", "b"):
            (tmp_path / folder).mkdir()
            (tmp_path / folder / "dossier.pdf").write_bytes(make_pdf("Une page."))
        done = precheck(
            "check", tmp_path / "a", tmp_path / "b", "--format", "html", "--output", tmp_path / "out",
            "--annotated", tmp_path / "out",
        )  # fmt: skip
        assert done.returncode == 1
        assert sorted(path.name for path in (tmp_path / "out").iterdir()) == [
            "dossier-2.annotated.pdf",
            "dossier-2.html",
            "dossier.annotated.pdf",
            "dossier.html",
        ]

    def test_a_pdf_report_on_the_standard_output(self) -> None:
        assert precheck("check", CONFORMING, "--format", "pdf").stdout.startswith(b"%PDF-")

    def test_a_place_that_cannot_be_written(self, tmp_path: Path) -> None:
        (tmp_path / "file").write_text("in the way")
        done = precheck("check", CONFORMING, "--output", tmp_path / "file" / "report.txt")
        assert done.returncode == 70
        assert (tmp_path / "file").read_text() == "in the way"

    def test_english(self) -> None:
        assert "conforming" in precheck("check", CONFORMING, "--lang", "en").stdout.decode().lower()


def test_an_interruption_leaves_no_half_written_output(tmp_path: Path) -> None:
    for number in range(200):
        (tmp_path / f"{number:03}.pdf").write_bytes(CONFORMING.read_bytes())
    out = tmp_path / "out"
    process = subprocess.Popen(
        [*PRECHECK, "check", str(tmp_path), "--format", "html", "--output", str(out)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    )
    while not out.exists() or not any(path.suffix == ".html" for path in out.iterdir()):
        assert process.poll() is None, process.communicate()
        time.sleep(0.01)
    process.send_signal(signal.SIGINT)
    process.communicate(timeout=30)
    assert process.returncode != 0
    left = list(out.iterdir())
    assert len(left) < 200
    assert all(path.suffix == ".html" and path.read_text().rstrip().endswith("</html>") for path in left)
