"""Screenings as a person runs them: real processes, a real corpus, real dossiers."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from precheck.testing import make_pdf

SAMPLES = Path(__file__).parent.parent / "corpus" / "samples"
PRECHECK = (sys.executable, "-m", "precheck")

SHARED = (
    "Les vingt-quatre élèves de la classe ont d'abord photographié la façade de la mairie,\n"
    "puis le lavoir et le vieux pont, avant de placer leurs images sur une carte partagée\n"
    "que les familles pouvaient consulter depuis la maison et compléter par un souvenir."
)
OWN = (
    "Pour cette année de stage, j'enseigne dans une école rurale dont la salle informatique\n"
    "compte huit postes anciens, ce qui oblige à alterner les groupes au fil de la matinée."
)
OTHER = (
    "Zigomar tient depuis septembre le journal de bord de son atelier de robotique et note\n"
    "les réglages de chaque capteur, les pannes rencontrées et les idées de ses camarades."
)


def precheck(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run([*PRECHECK, *map(str, arguments)], capture_output=True, text=True, check=False)


def found(*arguments: str | Path) -> Any:
    """The originality in the JSON of a command."""
    done = precheck(*arguments, "--format", "json")
    return json.loads(done.stdout)["originality"]


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A corpus that holds another person's dossier; a dossier that shares a paragraph with it, as PDF and as text."""
    folder = tmp_path_factory.mktemp("screening")
    (folder / "zigomar.pdf").write_bytes(make_pdf(f"# Introduction\n{OTHER}\n{SHARED}"))
    (folder / "dossier.pdf").write_bytes(make_pdf("Couverture", f"# Introduction\n{OWN}\n{SHARED}"))
    (folder / "dossier.txt").write_text(f"{OWN}\n\n{SHARED}\n", "utf-8")
    assert precheck("corpus", "init", folder / "corpus").returncode == 0
    added = precheck(
        "corpus", "add", folder / "corpus", folder / "zigomar.pdf", "--year", "2016", "--author", "Zigomar"
    )
    assert added.returncode == 0, added.stderr
    return folder


class TestCheck:
    def test_the_shared_paragraph_is_found_where_it_stands(self, place: Path) -> None:
        originality = found("check", place / "dossier.pdf", "--corpus", place / "corpus")
        (match,) = [match for match in originality["matches"] if match["excluded"] is None]
        assert (match["kind"], match["passage"]["page"], match["source_passage"]["page"]) == ("verbatim", 2, 1)
        assert match["passage"]["text"].startswith("Les vingt-quatre élèves")
        assert {box["page"] for box in match["passage"]["boxes"]} == {2}
        assert originality["level"] == "alert"

    @pytest.mark.parametrize("form", ["text", "json", "html"])
    def test_a_candidate_reads_nothing_of_zigomar(self, place: Path, form: str) -> None:
        asked = ("check", place / "dossier.pdf", "--corpus", place / "corpus", "--format", form)
        assert "zigomar" in precheck(*asked).stdout.casefold()
        shown = precheck(*asked, "--view", "candidate").stdout
        assert "zigomar" not in shown.casefold()
        assert "vingt-quatre" in shown

    def test_a_source_that_is_set_aside_counts_no_more(self, place: Path) -> None:
        asked = ("check", place / "dossier.pdf", "--corpus", place / "corpus")
        (source,) = found(*asked)["sources"]
        aside = found(*asked, "--set-aside", source["id"][:12])
        assert (aside["level"], [match["excluded"] for match in aside["matches"]]) == ("nothing", ["chosen"])
        again = found(*asked, "--set-aside", source["id"][:12], "--include", "chosen")
        assert again["level"] == "alert"

    @pytest.mark.parametrize(("option", "reason"), [("--author", "own-version"), ("--collaborator", "collaborator")])
    def test_whose_the_source_is_may_excuse_it(self, place: Path, option: str, reason: str) -> None:
        originality = found("check", place / "dossier.pdf", "--corpus", place / "corpus", option, "zigomar")
        assert [match["excluded"] for match in originality["matches"]] == [reason]

    def test_a_folder_that_is_no_corpus(self, place: Path, tmp_path: Path) -> None:
        done = precheck("check", place / "dossier.pdf", "--corpus", tmp_path)
        assert done.returncode == 4
        assert done.stderr.startswith("✗ ")
        assert "  → " in done.stderr

    def test_the_same_screening_gives_the_same_bytes(self, place: Path) -> None:
        asked = ("check", place / "dossier.pdf", "--corpus", place / "corpus", "--format", "html")
        assert precheck(*asked).stdout == precheck(*asked).stdout


class TestCompare:
    def test_a_pdf_beside_a_text(self, place: Path) -> None:
        originality = found("compare", place / "zigomar.pdf", place / "dossier.txt")
        (match,) = originality["matches"]
        assert (match["passage"]["page"], match["source_passage"]["page"]) == (1, None)
        assert originality["compared"] == 1

    def test_a_text_has_no_pages(self, place: Path) -> None:
        (match,) = found("compare", place / "dossier.txt", place / "zigomar.pdf")["matches"]
        assert (match["passage"]["page"], match["passage"]["boxes"]) == (None, [])

    def test_nothing_in_common(self, place: Path, tmp_path: Path) -> None:
        (tmp_path / "other.txt").write_text("Une tout autre page, qui parle de la mer et du vent.", "utf-8")
        done = precheck("compare", place / "dossier.txt", tmp_path / "other.txt", "--lang", "en")
        assert (done.returncode, "✓ No passage to review" in done.stdout) == (0, True)

    def test_a_file_beside_itself(self) -> None:
        sample = SAMPLES / "nine-pages.pdf"
        assert found("compare", sample, sample)["share"] == 1.0


def test_a_folder_is_screened_with_every_pair_in_it(place: Path, tmp_path: Path) -> None:
    campaign = tmp_path / "campaign"
    campaign.mkdir()
    (campaign / "a.pdf").write_bytes((place / "dossier.pdf").read_bytes())
    (campaign / "b.pdf").write_bytes(make_pdf(f"# Introduction\n{OTHER}\n{SHARED}"))
    (campaign / "c.pdf").write_bytes(make_pdf(f"# Introduction\n{OWN}"))
    (campaign / "d.pdf").write_bytes(b"%PDF-1.7 broken")
    (campaign / "twin.pdf").write_bytes((place / "dossier.pdf").read_bytes())
    done = precheck("screen", campaign, "--format", "json")
    value = json.loads(done.stdout)
    assert done.returncode == 3
    pairs = [{pair["first"], pair["second"]} for pair in value["overview"]["pairs"]]
    assert value["overview"]["pairs"][0]["share"] == 1.0, "two deposits of the same bytes"
    assert pairs[0] == {"a.pdf", "twin.pdf"}
    assert sorted(map(sorted, pairs[1:])) == [
        ["a.pdf", "b.pdf"],
        ["a.pdf", "c.pdf"],
        ["b.pdf", "twin.pdf"],
        ["c.pdf", "twin.pdf"],
    ]
    assert value["overview"]["dossiers"][-1]["name"] == "d.pdf"
