"""Files on their way into a corpus: folders, zips, manifests, hostile ones among them."""

from __future__ import annotations

import hashlib
import os
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from precheck.i18n import Translator
from precheck.model.match import Source, SourceKind, Visibility
from precheck.reading import archives
from precheck.reading.limits import Limits
from precheck.reading.pool import Reader
from precheck.similarity.adding import Entered, add_items, shipped_texts
from precheck.similarity.index.corpus import Corpus
from precheck.similarity.index.writer import CorpusWriter
from precheck.similarity.sources import Details, Item, Skipped, author_key, find_items, printable, read_item
from precheck.testing import SCAN, make_pdf
from tests.similarity.corpora import make, prose

TEXT = b"Un texte assez long pour entrer dans le corpus."
say = Translator("en")


@pytest.fixture(scope="module")
def reader() -> Iterator[Reader]:
    with Reader() as reader:
        yield reader


def found(path: Path, details: Details = Details(), limits: Limits = Limits()) -> list[tuple[str, str | bytes]]:
    """Names, with the bytes of the files or the reason why they are skipped."""
    return [
        (one.name, say(one.reason) if isinstance(one, Skipped) else one.load())
        for one in list(find_items(path, details, limits))
    ]


class TestAFile:
    def test_a_pdf(self, reader: Reader) -> None:
        data = make_pdf("# Introduction\nBonjour à tous.", "Deuxième page.", "Une autre.", footer="Dossier {page}")
        source, prepared = read_item("DURAND_Anne.pdf", data, Details(year="2016-2017"), reader)
        assert source == Source(
            hashlib.sha256(data).hexdigest(),
            "DURAND_Anne",
            SourceKind.DOSSIER,
            "anne durand",
            "2016-2017",
            Visibility.EVALUATORS,
            3,
        )
        words = [prepared.text[a:b] for a, b in zip(prepared.starts, prepared.ends, strict=True)]
        assert words == ["Introduction", "Bonjour", "à", "tous", "Deuxième", "page", "Une", "autre"]

    @pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
    def test_a_text(self, reader: Reader, encoding: str) -> None:
        details = Details(SourceKind.WEB, "Une page", "Zoé Petit", licence="CC-BY-4.0")
        source, prepared = read_item("page.txt", "Élève œuvre « là »".encode(encoding), details, reader)
        assert prepared.text == "Élève œuvre « là »"
        assert replace(source, id="") == Source(
            "", "Une page", SourceKind.WEB, "petit zoe", "", Visibility.PUBLIC, None, "CC-BY-4.0"
        )

    @pytest.mark.parametrize(
        ("name", "data", "told"),
        [
            ("a.txt", b"", "a.txt cannot enter the corpus: there is no text in it."),
            ("a.txt", b" \n\x0c ", "a.txt cannot enter the corpus: there is no text in it."),
            ("a.txt", b"PK\x03\x04\0\0", "a.txt cannot enter the corpus: it is neither a PDF nor a text."),
            ("a.pdf", b"no PDF", "a.pdf is not a PDF."),
            ("a.pdf", make_pdf(SCAN).replace(b"<scan>", b""), "a.pdf cannot enter the corpus: there is no text in it."),
        ],
        ids=["empty", "blank", "binary", "not a PDF", "a scan"],
    )
    def test_what_cannot_enter(self, reader: Reader, tmp_path: Path, name: str, data: bytes, told: str) -> None:
        if "there is no text" in told and name.endswith(".pdf"):
            data = make_pdf("")
        (tmp_path / name).write_bytes(data)
        with CorpusWriter(make(tmp_path / "corpus")) as writer:
            (result,) = add_items(writer, list(find_items(tmp_path / name, Details())), reader)
        assert isinstance(result, Skipped)
        assert say(result.reason) == told

    def test_a_person_has_one_key(self) -> None:
        assert author_key("VERNAZ Maëlle") == author_key("Maelle  Vernaz") == "maelle vernaz"
        assert author_key("DELCROIX-HAMON Bastien") == author_key("Bastien Delcroix Hamon")
        assert author_key("") == ""

    def test_names_are_fit_to_be_shown(self, tmp_path: Path) -> None:
        place = tmp_path / "a\x1b[31m\nb\udcff.txt"
        place.write_bytes(TEXT)
        assert found(place) == [("a\ufffd[31m\ufffdb\ufffd.txt", TEXT)]
        assert printable("Été à l’école — 1") == "Été à l’école — 1"


class TestAFolder:
    def test_pdf_and_text_files_by_name(self, tmp_path: Path) -> None:
        for name in ("b/x.TXT", "a.pdf", "b/note.docx", ".hidden/y.txt", "c.md"):
            (tmp_path / name).parent.mkdir(exist_ok=True)
            (tmp_path / name).write_bytes(TEXT)
        assert found(tmp_path) == [
            ("a.pdf", TEXT),
            ("b/note.docx", "only PDF and text files are read"),
            ("b/x.TXT", TEXT),
            ("c.md", TEXT),
        ]

    def test_a_missing_place(self, tmp_path: Path, reader: Reader) -> None:
        with CorpusWriter(make(tmp_path / "corpus")) as writer:
            (result,) = add_items(writer, list(find_items(tmp_path / "none", Details())), reader)
        assert isinstance(result, Skipped)
        assert say(result.reason) == "none cannot be opened: there is no file or folder of that name."


class TestAZip:
    def test_its_files_by_name(self, tmp_path: Path) -> None:
        with zipfile.ZipFile(tmp_path / "deposits.zip", "w", zipfile.ZIP_DEFLATED) as archive:
            for name in ("b/DURAND Anne.txt", "a.txt", "photo.jpg", "__MACOSX/a.txt", ".DS_Store"):
                archive.writestr(name, TEXT)
        assert found(tmp_path / "deposits.zip") == [
            ("a.txt", TEXT),
            ("b/DURAND Anne.txt", TEXT),
            ("photo.jpg", "only PDF and text files are read"),
        ]

    def test_paths_that_lead_out_and_links(self, tmp_path: Path) -> None:
        with zipfile.ZipFile(tmp_path / "hostile.zip", "w") as archive:
            for name in ("../up.txt", "/root.txt", "a/../../b.txt", "C:/x.txt", "..\\y.txt", "good.txt"):
                archive.writestr(name, TEXT)
            link = zipfile.ZipInfo("link.txt")
            link.external_attr = 0o120777 << 16
            archive.writestr(link, "/etc/passwd")
        out = "its path leads out of the archive"
        assert dict(found(tmp_path / "hostile.zip")) == {
            "../up.txt": out,
            "/root.txt": out,
            "a/../../b.txt": out,
            "C:/x.txt": out,
            "..\\y.txt": out,
            "good.txt": TEXT,
            "link.txt": "it is a link",
        }
        assert [path.name for path in tmp_path.iterdir()] == ["hostile.zip"]

    def test_bombs(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        with zipfile.ZipFile(tmp_path / "bomb.zip", "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("a-bomb.txt", b"0" * 50_000_000)
            archive.writestr("b-good.txt", TEXT)
            archive.writestr("c-large.txt", os.urandom(3000))
        limits = replace(Limits(), file_bytes=2000)
        large = "it is too large once unpacked"
        assert found(tmp_path / "bomb.zip", limits=limits) == [
            ("a-bomb.txt", large),
            ("b-good.txt", TEXT),
            ("c-large.txt", large),
        ]
        assert found(tmp_path / "bomb.zip")[0] == ("a-bomb.txt", large)
        monkeypatch.setattr(archives, "MAX_TOTAL", 1000)
        assert found(tmp_path / "bomb.zip")[1] == ("b-good.txt", "the archive is too large once unpacked")
        monkeypatch.setattr(archives, "MAX_MEMBERS", 2)
        assert found(tmp_path / "bomb.zip") == [("bomb.zip", "bomb.zip cannot be unpacked: it holds too many files.")]

    def test_a_member_that_says_it_is_smaller(self, tmp_path: Path, reader: Reader) -> None:
        with zipfile.ZipFile(tmp_path / "liar.zip", "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("a.txt", TEXT * 1000)
        data = (tmp_path / "liar.zip").read_bytes()
        size = (len(TEXT) * 1000).to_bytes(4, "little")
        (tmp_path / "liar.zip").write_bytes(data.replace(size, (5).to_bytes(4, "little")))
        with CorpusWriter(make(tmp_path / "corpus")) as writer:
            (result,) = add_items(writer, list(find_items(tmp_path / "liar.zip", Details())), reader)
        assert isinstance(result, Skipped)

    def test_no_zip(self, tmp_path: Path) -> None:
        (tmp_path / "a.zip").write_bytes(b"PK no")
        (tmp_path / "b.zip").mkdir()
        assert found(tmp_path / "a.zip") == [
            ("a.zip", "a.zip cannot be unpacked: it is not a zip file, or a damaged one.")
        ]
        assert found(tmp_path / "b.zip") == []


class TestAManifest:
    def test_what_it_says_of_its_files(self, tmp_path: Path) -> None:
        (tmp_path / "t").mkdir()
        (tmp_path / "t" / "a.txt").write_bytes(TEXT)
        sha = hashlib.sha256(TEXT).hexdigest()
        (tmp_path / "manifest.toml").write_text(
            f'[[files]]\npath = "t/a.txt"\ntitle = "Titre"\nauthor = "Anne Durand"\nyear = "2016"\nkind = "template"\n'
            f'visibility = "evaluators"\nlicence = "CC0"\nsha256 = "{sha}"\n\n[[files]]\npath = "t/a.txt"\n',
            "utf-8",
        )
        for place in (tmp_path, tmp_path / "manifest.toml"):
            items = [item for item in find_items(place, Details(SourceKind.WEB, author="X")) if isinstance(item, Item)]
            assert [item.load() for item in items] == [TEXT, TEXT]
            assert [item.details for item in items] == [
                Details(SourceKind.TEMPLATE, "Titre", "Anne Durand", "2016", Visibility.EVALUATORS, "CC0"),
                Details(SourceKind.WEB, None, "X"),
            ]

    @pytest.mark.parametrize(
        ("entry", "told"),
        [
            ("title = 'x'", "it has no path"),
            ("path = '../a.txt'", "its path leads out of the manifest's folder"),
            ("path = '/etc/passwd'", "its path leads out of the manifest's folder"),
            ("path = 'out.txt'", "its path leads out of the manifest's folder"),
            ("path = 'a.txt'\nkind = 'book'", "book is no kind"),
            ("path = 'a.txt'\nvisibility = 'me'", "me is no visibility"),
            ("path = 'a.txt'\nauteur = 'x'", "the manifest says something of it that is not known: auteur"),
            ("path = 'a.txt'\nyear = 2016", "the manifest says something of it that is not known: year"),
        ],
    )
    def test_an_entry_that_is_wrong(self, tmp_path: Path, entry: str, told: str) -> None:
        folder = tmp_path / "m"
        folder.mkdir()
        (tmp_path / "a.txt").write_bytes(TEXT)
        (folder / "a.txt").write_bytes(TEXT)
        (folder / "out.txt").symlink_to(tmp_path / "a.txt")
        (folder / "manifest.toml").write_text(f"[[files]]\n{entry}\n\n[[files]]\npath = 'a.txt'\n")
        assert [text for _, text in found(folder)] == [told, TEXT]

    @pytest.mark.parametrize("content", ["files = 3", "x = ", "\xff", "a = 1"])
    def test_a_manifest_that_is_none(self, tmp_path: Path, content: str) -> None:
        (tmp_path / "manifest.toml").write_text(content, "latin-1")
        ((name, told),) = found(tmp_path)
        assert name == "manifest.toml"
        assert str(told).startswith("manifest.toml cannot enter the corpus: ")

    def test_another_file_than_it_says(self, tmp_path: Path, reader: Reader) -> None:
        (tmp_path / "a.txt").write_bytes(TEXT)
        (tmp_path / "manifest.toml").write_text(f"[[files]]\npath = 'a.txt'\nsha256 = '{'0' * 64}'\n")
        with CorpusWriter(make(tmp_path / "corpus")) as writer:
            (result,) = add_items(writer, list(find_items(tmp_path, Details())), reader)
        assert isinstance(result, Skipped)
        assert say(result.reason) == "a.txt cannot enter the corpus: its SHA-256 is not the one of the manifest."


def test_files_enter_in_order_and_once(tmp_path: Path, reader: Reader) -> None:
    for number in range(6):
        (tmp_path / f"{number}.txt").write_text(prose(number % 4))
    folder = make(tmp_path / "corpus")
    items = list(find_items(tmp_path, Details()))[:6]
    with CorpusWriter(folder) as writer:
        results = [one for one in add_items(writer, items, reader, jobs=3) if isinstance(one, Entered)]
        assert [(one.name, one.known) for one in results] == [
            ("0.txt", False),
            ("1.txt", False),
            ("2.txt", False),
            ("3.txt", False),
            ("4.txt", True),
            ("5.txt", True),
        ]
        again = [one for one in add_items(writer, items, reader) if isinstance(one, Entered)]
        assert [one.known for one in again] == [True] * 6
    assert [source.title for source in Corpus.open(folder).sources()] == ["0", "1", "2", "3"]


def test_the_official_texts_ship(reader: Reader) -> None:
    read = [
        read_item(item.name, item.load(), item.details, reader)[0] for item in shipped_texts() if isinstance(item, Item)
    ]
    assert [(source.title, source.kind, source.year, source.visibility) for source in read] == [
        ("Référentiel C2i2e, arrêté du 14 décembre 2010", SourceKind.OFFICIAL, "2010", Visibility.PUBLIC),
        ("Référentiel C2i2e, circulaire du 19 décembre 2005", SourceKind.OFFICIAL, "2006", Visibility.PUBLIC),
    ]
    assert [source.licence for source in read] == ["Texte officiel, hors droit d'auteur"] * 2
