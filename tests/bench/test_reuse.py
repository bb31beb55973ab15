"""PAN's measures against values computed by hand, its layout, and the benchmark of reuse from end to end."""

from __future__ import annotations

import math
import re
import subprocess
import sys
from pathlib import Path

import pytest

from bench._pan import PanPair, Score, Span, read_pairs, write_detections
from bench.reuse import chosen
from bench.reworded import compose, read_topics, write_set
from tests.similarity.texts import COAST, LIGHTHOUSE, OWN, text

BENCH = Path(__file__).parents[2] / "bench"
CASE = Span(0, 100, 200, 300)


def pair(*truth: Span, allowed: tuple[Span, ...] = ()) -> PanPair:
    return PanPair("01-kind", "suspicious-document00001.txt", "source-document00002.txt", truth, allowed)


def score(truth: list[Span], found: list[Span]) -> Score:
    made = Score()
    made.add(pair(*truth), found)
    return made


class TestMeasures:
    @pytest.mark.parametrize(
        ("found", "precision", "recall", "granularity", "plagdet"),
        [
            ([CASE], 1.0, 1.0, 1.0, 1.0),
            ([], 0.0, 0.0, 1.0, 0.0),
            ([Span(0, 50, 200, 250)], 1.0, 0.5, 1.0, 2 / 3),
            ([Span(0, 200, 200, 400)], 0.5, 1.0, 1.0, 2 / 3),
            ([Span(0, 50, 200, 250), Span(50, 100, 250, 300)], 1.0, 1.0, 2.0, 1 / math.log2(3)),
            # The same text of the dossier beside another place of the source says nothing.
            ([Span(0, 100, 500, 600)], 0.0, 0.0, 1.0, 0.0),
            ([CASE, Span(900, 950, 900, 950)], 0.5, 1.0, 1.0, 2 / 3),
        ],
        ids=["exact", "nothing", "half", "twice as much", "in two pieces", "elsewhere in the source", "a false one"],
    )
    def test_one_case(
        self, found: list[Span], precision: float, recall: float, granularity: float, plagdet: float
    ) -> None:
        made = score([CASE], found)
        assert (made.precision, made.recall, made.granularity) == (precision, recall, granularity)
        assert made.plagdet == pytest.approx(plagdet)

    def test_cases_count_alike_whatever_their_length(self) -> None:
        made = score([CASE, Span(500, 510, 600, 610)], [CASE])
        assert (made.recall, made.precision, made.found) == (0.5, 1.0, 0.5)

    def test_detections_that_overlap_count_their_characters_once(self) -> None:
        made = score([CASE], [Span(0, 60, 200, 260), Span(40, 80, 240, 280)])
        assert (made.recall, made.precision, made.granularity) == (0.8, 1.0, 2.0)

    def test_clean_pairs_and_allowed_text(self) -> None:
        made = Score()
        made.add(pair(), [])
        made.add(
            pair(allowed=(Span(0, 100, 0, 100), Span(300, 400, 0, 100))), [Span(0, 50, 0, 50), Span(350, 360, 0, 9)]
        )
        assert (made.clean, made.flagged, made.allowed, made.allowed_told) == (2, 1, 2, 1)


class TestLayout:
    def test_detections_are_read_back(self, tmp_path: Path) -> None:
        folder = tmp_path / "01-kind"
        folder.mkdir()
        (folder / "pairs").write_text("suspicious-document00001.txt source-document00002.txt\n\n")
        made = pair()
        write_detections(folder / made.name, made, [CASE, Span(7, 9, 1, 3)])
        written = (folder / made.name).read_text()
        assert 'this_offset="0" this_length="100"' in written
        (folder / made.name).write_text(written.replace("detected-plagiarism", "plagiarism"))
        assert read_pairs(tmp_path) == [pair(CASE, Span(7, 9, 1, 3))]

    def test_a_pair_without_truth_is_clean(self, tmp_path: Path) -> None:
        (tmp_path / "02-clean").mkdir()
        (tmp_path / "02-clean" / "pairs").write_text("a.txt b.txt\n")
        assert read_pairs(tmp_path) == [PanPair("02-clean", "a.txt", "b.txt", (), ())]

    def test_a_sample_is_always_the_same(self) -> None:
        pairs = [PanPair(kind, f"{n}.txt", "s.txt", (), ()) for kind in ("01-a", "02-b") for n in range(20)]
        assert chosen(pairs, None) == pairs
        assert chosen(pairs, 5) == chosen(pairs, 5)
        assert [each.kind for each in chosen(pairs, 5)] == ["01-a"] * 5 + ["02-b"] * 5


def run(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *map(str, arguments)], capture_output=True, text=True, check=False, cwd=BENCH.parent
    )


def measures(printed: str, engine: str) -> dict[str, list[str]]:
    """The figures of each kind in the table of one engine: plagdet, precision, recall…"""
    table = printed.partition(f"\n{engine}:")[2].partition("\n\n")[0]
    rows = [line.split() for line in table.splitlines() if re.match(r"\d\d-|everything", line)]
    return {row[0]: row[1:] for row in rows}


class TestBenchmark:
    def test_a_small_folder(self, tmp_path: Path) -> None:
        data, phrase = (
            tmp_path / "data",
            "Ce dossier a été écrit par un stagiaire à partir de situations vécues en classe.",
        )
        for folder in ("src", "susp", "library", "01-copied", "02-allowed"):
            (data / folder).mkdir(parents=True)
        (data / "official.txt").write_text("Le candidat atteste sur l'honneur avoir rédigé lui-même son dossier.")
        for number, part in enumerate(COAST):
            (data / "library" / f"{number}.txt").write_text(text(part, phrase))
        (data / "src" / "source-document00001.txt").write_text(text(*COAST, phrase))
        copied = text(*OWN[:2], LIGHTHOUSE, *OWN[2:])
        (data / "susp" / "suspicious-document00001.txt").write_text(copied)
        allowed = text(*OWN[:2], phrase, *OWN[2:])
        (data / "susp" / "suspicious-document00002.txt").write_text(allowed)
        names = ["suspicious-document00001.txt", "suspicious-document00002.txt"]
        for folder, name in zip(("01-copied", "02-allowed"), names, strict=True):
            (data / folder / "pairs").write_text(f"{name} source-document00001.txt\n")
        source = text(*COAST)
        place, there = copied.index(LIGHTHOUSE), source.index(LIGHTHOUSE)
        (data / "01-copied" / "suspicious-document00001-source-document00001.xml").write_text(
            f'<document><feature name="plagiarism" this_offset="{place}" this_length="{len(LIGHTHOUSE)}" '
            f'source_reference="s" source_offset="{there}" source_length="{len(LIGHTHOUSE)}"/></document>'
        )
        done = run("bench/reuse.py", data, "--out", tmp_path / "out")
        assert done.returncode in (0, 1), done.stderr
        rows = measures(done.stdout, "precheck")
        assert rows["01-copied"] == ["1", "1", "0.999", "1.000", "0.998", "1.000", "1.00"]
        assert rows["02-allowed"] == ["1", "0", "0.0%"]
        assert list(measures(done.stdout, "scikit-learn sentences")) == list(rows)
        assert sorted(path.name for path in (tmp_path / "out").iterdir()) == [
            "suspicious-document00001-source-document00001.xml",
            "suspicious-document00002-source-document00001.xml",
        ]

    def test_passages_reworded_by_hand(self, tmp_path: Path) -> None:
        assert run("bench/reworded.py", "--out", tmp_path / "data").returncode == 0
        done = run("bench/reuse.py", tmp_path / "data", "--out", tmp_path / "out")
        assert done.returncode in (0, 1), done.stderr
        rows = measures(done.stdout, "precheck")
        assert float(rows["01-reworded"][2]) > 0.75
        assert float(rows["02-condensed"][2]) > 0.55
        assert rows["03-clean"][2] == "0.0%"
        assert float(measures(done.stdout, "scikit-learn sentences")["everything"][2]) < 0.5


class TestReworded:
    def test_the_truth_says_where_the_passages_stand(self, tmp_path: Path) -> None:
        topics = read_topics()
        write_set(tmp_path, topics)
        pairs = read_pairs(tmp_path)
        assert [sum(each.kind == kind for each in pairs) for kind in ("01-reworded", "02-condensed", "03-clean")] == [
            len(topics), len(topics), 2 * len(topics),
        ]  # fmt: skip
        for kind, topic in ((kind, topic) for kind in ("reworded", "condensed") for topic in topics):
            content, cases = compose(topic, kind)
            passages = [passage for passage in topic.passages if passage.kind == kind]
            assert sorted(content[start : start + length] for start, length, _, _ in cases) == sorted(
                passage.text for passage in passages
            )
            source = text(*topic.source)
            assert {source[start : start + length] for _, _, start, length in cases} == {
                text(*topic.source[min(each.paragraphs) : max(each.paragraphs) + 1]) for each in passages
            }
