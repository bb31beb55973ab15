"""A corpus that is not what was written is refused by name, whatever happened to it."""

from __future__ import annotations

import contextlib
import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from precheck.errors import ExitCode
from precheck.similarity.errors import CorpusDamaged, CorpusError, CorpusVersionUnknown, NotACorpus
from precheck.similarity.index import corpus as corpora
from precheck.similarity.index import manifest
from precheck.similarity.index.corpus import Corpus
from precheck.similarity.index.manifest import Manifest
from precheck.similarity.index.segment import FILES
from precheck.similarity.index.verify import verify
from precheck.similarity.index.writer import CorpusWriter
from precheck.similarity.prepared import prepare
from tests.similarity.corpora import documents, ids, make, prose


def flip(path: Path, place: float) -> None:
    data = bytearray(path.read_bytes())
    data[int(place * (len(data) - 1))] ^= 0x40
    path.write_bytes(data)


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-1])


def put_a_folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


DAMAGES: dict[str, Callable[[Path], None]] = {
    "first byte": lambda path: flip(path, 0),
    "middle byte": lambda path: flip(path, 0.5),
    "last byte": lambda path: flip(path, 1),
    "cut short": cut,
    "emptied": lambda path: path.open("wb").close(),
    "missing": Path.unlink,
    "a folder instead": put_a_folder,
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return make(tmp_path / "corpus", [documents(8)])


def file_of(folder: Path, name: str) -> Path:
    (segment,) = (folder / "segments").iterdir()
    return segment / name


@pytest.mark.parametrize("damage", DAMAGES)
@pytest.mark.parametrize("name", FILES)
def test_a_damaged_file(folder: Path, name: str, damage: str) -> None:
    DAMAGES[damage](file_of(folder, name))
    for use in (Corpus.open, verify, CorpusWriter):
        with pytest.raises(CorpusDamaged) as raised:
            use(folder)
        assert name in str(raised.value)
        assert raised.value.exit_code is ExitCode.BAD_CONFIGURATION


@pytest.mark.parametrize("name", FILES)
def test_a_damaged_file_too_large_to_be_read_at_opening(
    folder: Path, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Proved by `verify`; using it is right or refused."""
    expected = [prose(number) for number in range(8)]
    monkeypatch.setattr(corpora, "SMALL", -1)
    flip(file_of(folder, name), 0.5)
    with pytest.raises(CorpusDamaged):
        verify(folder)
    handed_out: list[str] = []
    with contextlib.suppress(CorpusDamaged):
        corpus = Corpus.open(folder)
        corpus.nominate(prepare(prose(3)))
        corpus.common(prepare(prose(3)).stems)
        handed_out += [corpus.prepared(doc).text for doc in corpus]
    assert handed_out in ([], expected)


def test_a_damaged_text_is_never_handed_out(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(corpora, "SMALL", -1)
    flip(file_of(folder, "texts.bin"), 0.01)
    corpus = Corpus.open(folder)
    with pytest.raises(CorpusDamaged):
        corpus.prepared(0)
    assert corpus.prepared(7).text == prose(7)
    with CorpusWriter(folder) as writer:
        writer.remove([documents(8)[7][0].id])
        with pytest.raises(CorpusDamaged):
            writer.compact()
    assert len(ids(Corpus.open(folder))) == 7


@pytest.mark.parametrize(
    ("written", "error"),
    [
        ("", CorpusDamaged),
        ("{", CorpusDamaged),
        ("\xff", CorpusDamaged),
        ("[]", NotACorpus),
        ('{"format": "something else"}', NotACorpus),
        ('{"format": "precheck-corpus", "version": "99.1"}', CorpusVersionUnknown),
        (f'{{"format": "precheck-corpus", "version": "{manifest.VERSION}"}}', CorpusDamaged),
        (f'{{"format": "precheck-corpus", "version": "{manifest.VERSION}", "segments": [1]}}', CorpusDamaged),
    ],
)
def test_a_manifest_that_is_none(folder: Path, written: str, error: type[CorpusError]) -> None:
    (folder / "corpus.json").write_text(written, encoding="latin-1")
    for use in (Corpus.open, verify, CorpusWriter):
        with pytest.raises(error):
            use(folder)


def test_a_manifest_that_was_altered(folder: Path) -> None:
    data = json.loads((folder / "corpus.json").read_text())
    data["segments"][0]["removed"] = [3]
    (folder / "corpus.json").write_text(json.dumps(data))
    with pytest.raises(CorpusDamaged):
        Corpus.open(folder)


def test_a_segment_that_says_something_else(folder: Path) -> None:
    """The files are what the manifest says, but do not agree with each other."""
    other = make(folder.with_name("other"), [documents(8, first=50)])
    shutil.copy(file_of(other, "catalogue.sqlite"), file_of(folder, "catalogue.sqlite"))
    (mine,), (theirs,) = manifest.read(folder).segments, manifest.read(other).segments
    files = tuple(
        their if my.name == "catalogue.sqlite" else my for my, their in zip(mine.files, theirs.files, strict=True)
    )
    manifest.write(folder, Manifest((type(mine)(mine.name, mine.documents, files),)))
    assert len(Corpus.open(folder)) == 8
    with pytest.raises(CorpusDamaged, match="does not agree"):
        verify(folder)


@pytest.mark.parametrize("name", ["", "missing", "file"])
def test_no_corpus_there(tmp_path: Path, name: str) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(NotACorpus):
        Corpus.open(tmp_path / name)
