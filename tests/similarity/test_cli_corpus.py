"""`precheck corpus`, run as a person runs it: real processes, real folders, exit codes."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from precheck.similarity.index.writer import CorpusWriter
from precheck.testing import make_pdf
from tests.similarity.corpora import contents, documents, make, prose

PRECHECK = (sys.executable, "-m", "precheck", "corpus")


def corpus(*arguments: str | Path, lang: str = "en") -> tuple[int, str, str]:
    """Exit code, output and error output of `precheck corpus`."""
    done = subprocess.run(
        [*PRECHECK, *map(str, arguments), "--lang", lang], capture_output=True, text=True, check=False
    )
    return done.returncode, done.stdout, done.stderr


def test_a_corpus_from_beginning_to_end(tmp_path: Path) -> None:
    folder, deposits = tmp_path / "corpus", tmp_path / "deposits"
    deposits.mkdir()
    (deposits / "DURAND_Anne.txt").write_text(prose(1))
    (deposits / "PETIT_Zoé.pdf").write_bytes(make_pdf("# Introduction\nBonjour à tous."))
    (deposits / "broken.pdf").write_bytes(b"nothing")
    (deposits / "photo.jpg").write_bytes(b"x")
    with zipfile.ZipFile(tmp_path / "web.zip", "w") as archive:
        archive.writestr("page.txt", prose(2))

    assert corpus("init", folder) == (0, f"✓ The corpus {folder} is ready.\n✓ 2 sources added\n", "")
    assert corpus("add", folder, deposits, "--year", "2016-2017", "--jobs", "2") == (
        3,
        "✓ 2 sources added, 1 could not be read, 1 file of another kind left out\n",
        "✗ broken.pdf is not a PDF.\n",
    )
    assert corpus("add", folder, tmp_path / "web.zip", deposits / "DURAND_Anne.txt", "--kind", "web") == (
        0,
        "✓ 1 source added, 1 was there already\n",
        "",
    )
    code, listed, _ = corpus("list", folder, "--json")
    assert code == 0
    anne = hashlib.sha256(prose(1).encode()).hexdigest()
    assert json.loads(listed)[2] == {
        "id": anne,
        "title": "DURAND_Anne",
        "kind": "dossier",
        "author": "anne durand",
        "year": "2016-2017",
        "visibility": "evaluators",
        "pages": None,
        "licence": "",
    }
    assert [one["title"] for one in json.loads(listed)[3:]] == ["PETIT_Zoé", "page"]
    code, listed, told = corpus("list", folder, "--kind", "dossier")
    assert (code, told, listed.splitlines()[-1]) == (0, "", "2 sources")
    assert listed.splitlines()[0] == f"{anne[:12]}  dossier  2016-2017  anne durand  -  DURAND_Anne"

    assert corpus("remove", folder, anne[:10]) == (
        0,
        f"  {anne[:12]}  DURAND_Anne\n✓ 1 source removed; `precheck corpus compact` takes its text off the disk.\n",
        "",
    )
    code, told, _ = corpus("info", folder, "--json")
    facts = json.loads(told)
    assert code == 0
    assert facts["kinds"] == {"dossier": 1, "web": 1, "template": 0, "official": 2}
    assert (facts["sources"], facts["removed"]) == (4, 1)
    assert corpus("compact", folder) == (0, "✓ The corpus is compact.\n", "")
    assert corpus("compact", folder) == (0, "✓ The corpus was compact already.\n", "")
    code, told, _ = corpus("info", folder)
    assert told.splitlines()[0] == "4 sources (dossier 1, web 1, official 2)"
    assert "1 segment, " in told
    assert corpus("verify", folder)[1].startswith("✓ The corpus is whole: 4 sources, ")
    assert corpus("verify", folder, lang="fr")[1].startswith("✓ Le corpus est entier : 4 sources, ")


def test_an_empty_corpus(tmp_path: Path) -> None:
    assert corpus("init", tmp_path / "corpus", "--empty")[:2] == (0, f"✓ The corpus {tmp_path / 'corpus'} is ready.\n")
    assert corpus("list", tmp_path / "corpus") == (0, "0 sources\n", "")
    assert corpus("list", tmp_path / "corpus", "--json") == (0, "[]\n", "")


@pytest.mark.parametrize("command", ["add", "list", "info", "verify", "compact", "remove"])
def test_4_where_there_is_no_corpus(tmp_path: Path, command: str) -> None:
    more = ["x"] if command in ("add", "remove") else []
    code, output, told = corpus(command, tmp_path / "none", *more)
    assert (code, output) == (4, "")
    assert told.startswith(f"✗ There is no corpus in {tmp_path / 'none'}.\n  → ")


def test_4_where_something_is_there_already(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    assert corpus("init", tmp_path)[0] == 4
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


def test_4_for_a_damaged_corpus_and_an_unknown_source(tmp_path: Path) -> None:
    folder = make(tmp_path / "corpus", [documents(2)])
    code, _, told = corpus("remove", folder, "ffff")
    assert (code, told.splitlines()[0]) == (4, f"✗ No single source of the corpus {folder} is called ffff.")
    (texts,) = folder.glob("segments/*/texts.bin")
    texts.write_bytes(b"")
    for command in ("list", "verify"):
        code, _, told = corpus(command, folder)
        assert code == 4
        assert told.startswith(f"✗ The corpus {folder} is damaged: ")


def test_4_while_another_writes_and_reading_goes_on(tmp_path: Path) -> None:
    folder = make(tmp_path / "corpus", [documents(2)])
    before = contents(folder)
    with CorpusWriter(folder):
        code, _, told = corpus("compact", folder)
        assert (code, told.splitlines()[0]) == (4, f"✗ Another program is changing the corpus {folder}.")
        assert corpus("list", folder)[0] == 0
    assert contents(folder) == before


def test_2_for_a_wrong_usage(tmp_path: Path) -> None:
    assert corpus("add", tmp_path)[0] == 2
    assert corpus("add", tmp_path, "x", "--kind", "book")[0] == 2
