"""`check --corpus`, `screen`, `compare` around a screener that knows one sentence: options, views, exit codes."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from precheck.api import Screener
from precheck.cli import main
from precheck.model.match import (
    Match,
    MatchKind,
    Originality,
    Passage,
    Reason,
    Source,
    SourceKind,
    SourceShare,
)
from precheck.model.profile import Screening
from precheck.model.structure import Dossier
from precheck.screening import Demand, Text, peer_id
from precheck.testing import make_pdf

SENTENCE = "Les élèves ont photographié la façade de la mairie."
OTHERS = "Zigomar a photographié la façade de la mairie avec ses élèves."
CORPUS = Source("5ec2e7", "Dossier de Zigomar", SourceKind.DOSSIER, "zigomar", "2016")
ONLY = ("--only", "L003,L004", "--lang", "fr")
"""Two rules that are quick and say the same of every file here."""


@dataclass
class OneSentence:
    """Finds one sentence: in the corpus, and in every peer but the dossier itself."""

    screening: Screening
    peers: tuple[Dossier, ...] = ()

    def screen(self, dossier: Dossier) -> Originality:
        others = [peer for peer in self.peers if peer.document.name != dossier.document.name]
        sources = [CORPUS, *[_source(peer) for peer in others if SENTENCE in peer.document.text]]
        start = dossier.document.text.find(SENTENCE)
        if start < 0:
            sources = []
        words = len(SENTENCE.split())
        matches = tuple(
            Match(
                source.id,
                Passage(start, start + len(SENTENCE), SENTENCE, words, 1),
                Passage(0, len(OTHERS), OTHERS, words),
                MatchKind.EDITED,
                0.75,
            )
            for source in sources
        )
        shares = tuple(SourceShare(source, words, 0.3, 1, 0) for source in sources)
        matched = words if sources else 0
        return Originality(
            "c0",
            1 + len(others),
            30,
            matched,
            0,
            matched,
            0,
            self.screening.review,
            self.screening.alert,
            shares,
            matches,
        )


def _source(dossier: Dossier) -> Source:
    return Source(peer_id(dossier), dossier.document.name, SourceKind.DOSSIER)


@pytest.fixture(autouse=True)
def demands(monkeypatch: pytest.MonkeyPatch) -> list[Demand]:
    """The screener of this file instead of the real one; what was demanded of it."""
    asked: list[Demand] = []

    def of_corpora(demand: Demand, screening: Screening) -> Screener:
        asked.append(demand)
        return OneSentence(demand.settings(screening))

    def of_batch(demand: Demand, screening: Screening, dossiers: Iterable[Dossier]) -> Screener:
        asked.append(demand)
        return OneSentence(demand.settings(screening), tuple(dossiers))

    def of_two(first: Text, second: Text, screening: Screening) -> Originality:
        source = Source("b", second.name, SourceKind.WEB)
        passage = Passage(0, 5, first.text[:5], 1)
        match = Match("b", passage, Passage(0, 5, second.text[:5], 1), MatchKind.VERBATIM, 1.0)
        return Originality(
            "", 1, 10, 1, 1, 0, 0, screening.review, screening.alert, (SourceShare(source, 1, 0.1, 1, 0),), (match,)
        )

    monkeypatch.setattr("precheck.cli_check.open_screener", of_corpora)
    monkeypatch.setattr("precheck.cli_screen.batch_screener", of_batch)
    monkeypatch.setattr("precheck.cli_compare.compare_texts", of_two)
    return asked


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


@pytest.fixture
def dossier(tmp_path: Path) -> Path:
    path = tmp_path / "dossier.pdf"
    path.write_bytes(make_pdf(f"# Introduction\n{SENTENCE}"))
    return path


class TestCheck:
    def test_a_corpus_adds_the_passages(self, dossier: Path) -> None:
        said = run("check", dossier, "--corpus", "c", *ONLY).stdout
        assert "Source 1\u00a0: Dossier de Zigomar (30\u00a0%)" in said
        assert OTHERS in " ".join(said.split())

    def test_without_a_corpus_nothing_is_compared(self, dossier: Path, demands: list[Demand]) -> None:
        assert "d’autres textes" not in run("check", dossier, *ONLY).stdout
        assert demands == []

    def test_what_was_asked_reaches_the_screener(self, dossier: Path, demands: list[Demand]) -> None:
        run(
            "check", dossier, "--corpus", "a", "--corpus", "b", "--set-aside", "5ec", "--include", "bibliography",
            "--author", "moi", "--collaborator", "elle", "--collaborator", "lui",
        )  # fmt: skip
        assert demands == [Demand((Path("a"), Path("b")), ("5ec",), (Reason.BIBLIOGRAPHY,), "moi", ("elle", "lui"))]

    @pytest.mark.parametrize(
        "option", [("--set-aside", "x"), ("--include", "quotation"), ("--author", "x"), ("--collaborator", "x")]
    )
    def test_options_that_need_a_corpus(self, dossier: Path, option: tuple[str, str]) -> None:
        done = run("check", dossier, *option)
        assert (done.exit_code, option[0] in done.stderr) == (2, True)

    def test_an_unknown_reason(self, dossier: Path) -> None:
        assert run("check", dossier, "--corpus", "c", "--include", "quotations").exit_code == 2

    @pytest.mark.parametrize("form", ["text", "json", "html"])
    def test_the_candidate_reads_nothing_of_others(self, dossier: Path, form: str) -> None:
        asked = ("check", dossier, "--corpus", "c", "--format", form, *ONLY)
        assert "Zigomar" in run(*asked).stdout
        shown = run(*asked, "--view", "candidate").stdout
        assert "igomar" not in shown
        assert "photographié" in shown

    def test_the_candidates_annotated_copy(self, dossier: Path, tmp_path: Path) -> None:
        for view, seen in (("evaluator", True), ("candidate", False)):
            copy = tmp_path / f"{view}.pdf"
            run("check", dossier, "--corpus", "c", "--annotated", copy, "--view", view, *ONLY)
            assert ("Zigomar" in _comments(copy)) is seen
            assert "Passage 1.1 à examiner" in _comments(copy)


def _comments(path: Path) -> str:
    import pypdf

    notes = [note.get_object() for page in pypdf.PdfReader(path).pages for note in page.get("/Annots", [])]
    return "\n".join(str(note.get("/Contents", "")) for note in notes)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two dossiers that share a sentence, one that has nothing of it, and a file that is no PDF."""
    made = tmp_path / "campaign"
    (made / "a").mkdir(parents=True)
    (made / "b").mkdir()
    (made / "a" / "dossier.pdf").write_bytes(make_pdf(f"# Introduction\n{SENTENCE}"))
    (made / "b" / "dossier.pdf").write_bytes(make_pdf(f"# Partie 1\n{SENTENCE}\nEt la suite."))
    (made / "c.pdf").write_bytes(make_pdf("Rien."))
    (made / "d.pdf").write_bytes(b"no PDF")
    return made


class TestScreen:
    def test_the_overview_comes_on_the_screen_and_one_bad_file_stops_nothing(self, folder: Path) -> None:
        done = run("screen", folder, "--lang", "en", "--fail-on", "never")
        assert done.exit_code == 3
        lines = done.stdout.splitlines()
        assert lines[2:6] == [
            "    30 %  ! a/dossier.pdf – to review first (2 passages)",
            "    30 %  ! b/dossier.pdf – to review first (2 passages)",
            "     0 %  ✓ c.pdf – nothing",
            "     –    ✗ d.pdf is not a PDF.",
        ]
        assert "    30 %  a/dossier.pdf and b/dossier.pdf: 9 words in common" in lines
        assert lines[-2].startswith("4 files, 2 to review first, 0 to review, 1 pair that shares passages, 1 could")

    def test_reports_and_overview_in_a_folder(self, folder: Path, tmp_path: Path) -> None:
        out = tmp_path / "out"
        done = run("screen", folder, "--format", "html", "--output", out)
        assert sorted(path.name for path in out.iterdir()) == [
            "a-dossier.html", "b-dossier.html", "c.html", "d.html", "overview.html",
        ]  # fmt: skip
        page = (out / "overview.html").read_text()
        assert 'href="a-dossier.html"' in page
        assert "Zigomar" in (out / "a-dossier.html").read_text()
        assert done.stdout.splitlines()[-1].endswith(".")

    def test_a_dossier_called_overview_is_not_lost(self, tmp_path: Path) -> None:
        (tmp_path / "overview.pdf").write_bytes(make_pdf("Rien."))
        run("screen", tmp_path, "--output", tmp_path / "out")
        assert sorted(path.name for path in (tmp_path / "out").iterdir()) == ["overview-2.txt", "overview.txt"]

    def test_json_has_reports_and_overview(self, folder: Path) -> None:
        value: dict[str, Any] = json.loads(run("screen", folder, "--format", "json").stdout)
        assert [report["document"]["name"] for report in value["reports"]] == [
            "a/dossier.pdf", "b/dossier.pdf", "c.pdf", "d.pdf",
        ]  # fmt: skip
        assert value["overview"]["pairs"] == [
            {"first": "a/dossier.pdf", "second": "b/dossier.pdf", "share": 0.3, "words": 9}
        ]

    @pytest.mark.parametrize("form", ["text", "json", "html"])
    def test_what_is_written_for_candidates_names_nobody_else(self, folder: Path, tmp_path: Path, form: str) -> None:
        out = tmp_path / "out"
        run("screen", folder, "--format", form, "--output", out, "--view", "candidate")
        names = {path.stem: path.read_text() for path in out.iterdir()}
        assert sorted(names) == ["a-dossier", "b-dossier", "c", "d"]
        assert "b/dossier" not in names["a-dossier"]
        assert "igomar" not in "".join(names.values())

    def test_json_on_the_screen_for_candidates(self, folder: Path) -> None:
        said = run("screen", folder, "--format", "json", "--view", "candidate").stdout
        assert "overview" not in json.loads(said)
        assert "igomar" not in said

    def test_usage(self, folder: Path, tmp_path: Path) -> None:
        (tmp_path / "empty").mkdir()
        assert run("screen", folder, "--format", "html").exit_code == 2
        assert run("screen", tmp_path / "empty").exit_code == 2
        assert run("screen", tmp_path / "absent").exit_code == 2


class TestCompare:
    @pytest.fixture
    def text(self, tmp_path: Path) -> Path:
        path = tmp_path / "page.txt"
        path.write_text("Bonjour.", "utf-8")
        return path

    @pytest.mark.parametrize(
        ("form", "check"),
        [
            ("text", lambda said: said.startswith("dossier.pdf et page.txt\n")),
            ("html", lambda said: "<h1><bdi>dossier.pdf</bdi>" in said and said.rstrip().endswith("</html>")),
            ("json", lambda said: json.loads(said)["second"] == {"name": "page.txt"}),
        ],
    )
    def test_a_pdf_beside_a_text(self, dossier: Path, text: Path, form: str, check: Callable[[str], bool]) -> None:
        done = run("compare", dossier, text, "--format", form)
        assert done.exit_code == 0
        assert check(done.stdout)

    def test_a_text_first_has_no_pages(self, dossier: Path, text: Path) -> None:
        value = json.loads(run("compare", text, dossier, "--format", "json").stdout)
        assert value["originality"]["matches"][0]["passage"] == {
            "start": 0, "end": 5, "page": None, "words": 1, "text": "Bonjo", "boxes": [],
        }  # fmt: skip

    def test_into_a_file(self, dossier: Path, text: Path, tmp_path: Path) -> None:
        assert run("compare", dossier, text, "--output", tmp_path / "out.txt").stdout == ""
        assert (tmp_path / "out.txt").read_text().startswith("dossier.pdf et page.txt")

    @pytest.mark.parametrize("content", [b"", b"\xff\xfe\x00", b"PK\x03\x04\x00"])
    def test_what_is_neither_a_pdf_nor_a_text(self, dossier: Path, tmp_path: Path, content: bytes) -> None:
        (tmp_path / "odd.bin").write_bytes(content)
        done = run("compare", dossier, tmp_path / "odd.bin")
        assert (done.exit_code, "odd.bin" in done.stderr, "→" in done.stderr) == (3, True, True)

    def test_a_file_that_is_not_there(self, dossier: Path, tmp_path: Path) -> None:
        assert run("compare", dossier, tmp_path / "absent.txt").exit_code == 3


def test_reasons_that_are_switched_off() -> None:
    demand = Demand(include=(Reason.OFFICIAL, Reason.CHOSEN))
    assert demand.settings(Screening(exclusions=("official", "quotation"))).exclusions == ("quotation",)
