"""What nobody should deposit: a right result or a clear message, in a moment, in little memory."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from precheck.cli import main
from precheck.errors import ExitCode
from precheck.model.match import MatchKind
from precheck.similarity.errors import CorpusDamaged
from precheck.similarity.index import corpus as corpora
from precheck.similarity.index.corpus import Corpus
from precheck.similarity.screening import CorpusScreener
from precheck.structure.disguise import find_disguises
from precheck.testing import SCAN, make_document, make_dossier, make_pdf
from tests.similarity.corpora import make
from tests.similarity.test_damage import file_of, flip
from tests.similarity.texts import ARRIVAL, COAST, ENGLISH, ENGLISH_OWN, LIGHTHOUSE, OWN, screen, source, text

LONG = 300_000
"""Code points that would take minutes if time grew with their square."""
coast = source(text(*COAST), "le goff anna")


def lines(*paragraphs: str) -> str:
    """Paragraphs as lines of a page."""
    return "\n".join(paragraph.replace(", ", ",\n").replace(". ", ".\n") for paragraph in paragraphs)


@pytest.mark.parametrize("pages", [("",), (SCAN, SCAN), ("7",)], ids=["empty", "scanned", "a number alone"])
def test_a_dossier_without_text(pages: tuple[str, ...]) -> None:
    found = CorpusScreener(Corpus.of([coast])).screen(make_dossier(*pages))
    assert (found.words <= 1, found.share, found.matches, found.compared) == (True, 0.0, (), 1)


def test_sources_without_words() -> None:
    assert screen(text(*OWN), [source(""), source("…"), source("mot")]).matches == ()


def test_a_dossier_in_another_language_than_the_corpus() -> None:
    found = screen(text(*ENGLISH_OWN, ENGLISH), [coast, source(text(*OWN))])
    assert (found.share, found.sources) == (0.0, ())


def test_both_languages_in_one_corpus() -> None:
    english = source(text(ENGLISH, ENGLISH_OWN[0]))
    assert [share.source for share in screen(text(*ENGLISH_OWN), [coast, english]).sources] == [english[0]]


def test_a_source_equal_to_the_dossier() -> None:
    dossier = make_dossier(lines(*OWN), lines(LIGHTHOUSE))
    content = dossier.document.text
    found = CorpusScreener(Corpus.of([source(content), coast])).screen(dossier)
    assert found.share == 1.0
    assert next(share.words for share in found.sources) == found.words


class TestLong:
    @pytest.mark.parametrize(
        "content",
        [
            "mot " * (LONG // 4),
            "abcdefghij" * (LONG // 10),
            f"Abc, {'A' * LONG}",
            f"{'a' * LONG} b\u00adc",
            "." * LONG,
            "\n\v" * (LONG // 2),
            f"Sources{' ' * LONG}x",
            "« " * (LONG // 2),
            ' "a' * (LONG // 3),
            "« mot » " * (LONG // 8),
            "a b c d e f\n" * (LONG // 12),
            "\n".join(f"ligne {'abcdefghij'[number % 10]} {number}" for number in range(30_000)),
        ],
        ids=[
            "one word", "no space", "one name", "one soft hyphen", "dots", "odd lines", "spaces", "opened", "straight",
            "quotations", "letters", "short lines",
        ],
    )  # fmt: skip
    def test_of_nothing(self, content: str) -> None:
        found = screen(text(content, LIGHTHOUSE), [coast, source(f"{content}x")])
        assert coast[0] in [share.source for share in found.sources] or found.words < 100
        document = make_document(content.replace("\n", " "))
        assert all(0 <= found.start < found.end <= len(document.text) for found in find_disguises(document))

    def test_of_a_text_over_and_over(self) -> None:
        content = text(*COAST * (LONG // len(text(*COAST))))
        (match,) = screen(content, [source(f"{content} Fin.")]).matches
        assert (match.passage.text, match.kind) == (content[:-1], MatchKind.REWORDED)

    def test_of_text_with_one_copied_paragraph(self) -> None:
        content = text(
            *(f"Note {number * 7919 % 100_003} du registre {number}." for number in range(50_000)), LIGHTHOUSE
        )
        (match,) = screen(content, [coast]).matches
        assert (match.passage.text, match.kind) == (LIGHTHOUSE[:-1], MatchKind.VERBATIM)


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, [*map(str, arguments), "--lang", "en"])


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A corpus of one source and a folder of deposits: a copy, an empty one, an English one."""
    make(tmp_path / "corpus", [[coast]])
    deposits = tmp_path / "deposits"
    deposits.mkdir()
    (deposits / "copy.pdf").write_bytes(make_pdf(f"# Introduction\n{lines(ARRIVAL, LIGHTHOUSE)}"))
    (deposits / "empty.pdf").write_bytes(make_pdf(""))
    (deposits / "english.pdf").write_bytes(make_pdf(f"# Introduction\n{lines(*ENGLISH_OWN)}"))
    return tmp_path


class TestCommands:
    def test_a_folder_is_screened_to_its_end(self, place: Path) -> None:
        done = run("screen", place / "deposits", "--corpus", place / "corpus", "--format", "json", "--fail-on", "never")
        assert done.exit_code == 0
        reports: list[dict[str, Any]] = json.loads(done.stdout)["reports"]
        shares = {report["document"]["name"]: report["originality"]["share"] for report in reports}
        assert shares == {"copy.pdf": pytest.approx(0.63, abs=0.05), "empty.pdf": 0.0, "english.pdf": 0.0}

    def test_what_could_not_be_compared_is_said(self, place: Path) -> None:
        done = run("check", place / "deposits" / "empty.pdf", "--corpus", place / "corpus")
        assert "∅ Could not be compared" in done.stdout

    def test_an_empty_corpus(self, place: Path) -> None:
        done = run("check", place / "deposits" / "copy.pdf", "--corpus", make(place / "nothing"))
        assert "∅ Could not be compared" in done.stdout

    def test_a_scan_beside_a_text(self, place: Path, tmp_path: Path) -> None:
        (tmp_path / "page.txt").write_text(LIGHTHOUSE, "utf-8")
        scan = Path(__file__).parents[2] / "corpus" / "samples" / "scan.pdf"
        done = run("compare", scan, tmp_path / "page.txt")
        assert (done.exit_code, "∅ Could not be compared" in done.stdout) == (0, True)

    @pytest.mark.parametrize("command", ["check", "screen"])
    def test_a_corpus_damaged_after_it_was_opened(
        self, place: Path, command: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Files too large to be read at opening are found damaged when they are used; nothing is said of the text."""
        monkeypatch.setattr(corpora, "SMALL", -1)
        flip(file_of(place / "corpus", "texts.bin"), 0.5)
        with pytest.raises(CorpusDamaged) as raised:
            CorpusScreener(Corpus.open(place / "corpus")).screen(make_dossier(lines(LIGHTHOUSE)))
        assert raised.value.exit_code is ExitCode.BAD_CONFIGURATION
        done = run(command, place / "deposits", "--corpus", place / "corpus")
        assert done.exit_code == 4
        said = " ".join(done.stdout.split())
        assert "is damaged: a record is not what was written." in said
        assert "copy.pdf: " not in said
