"""The guard: hostile files cost the child its life, never the parent's, and each ends in a named error."""

from __future__ import annotations

import errno
import io
import os
import signal
import subprocess
import sys
import threading
import zlib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pypdf
import pytest

from precheck.errors import UnreadableFile
from precheck.model.document import TextState
from precheck.model.geometry import BBox
from precheck.model.picture import CropRequest
from precheck.reading import errors
from precheck.reading.limits import MIB, Limits
from precheck.reading.pool import Reader, Source
from precheck.reading.reader import read_pdf
from precheck.testing import make_pdf

DOSSIER = make_pdf("# Introduction\nBonjour à tous, voici le dossier.", "Deuxième page.", footer="{page}")


@pytest.fixture(scope="module")
def reader() -> Iterator[Reader]:
    with Reader() as reader:
        yield reader


def _child(reader: Reader) -> int | None:
    """The process id of the reader's idle child, if it has one."""
    worker = reader._slots.queue[-1]
    return worker.process.pid if worker else None


def encrypted(user_password: str) -> bytes:
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(DOSSIER))
    writer.encrypt(user_password, "owner", algorithm="AES-256")
    output = io.BytesIO()
    writer.write(output)
    return output.getvalue()


def one_page(content: bytes, entries: bytes = b"") -> bytes:
    """A minimal PDF around a content stream; PDFium rebuilds the missing cross-reference table."""
    return (
        b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
        b"2 0 obj<</Type/Pages/Count 1/Kids[3 0 R]>>endobj\n"
        b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R"
        b"/Resources<</Font<</F<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>>>>>endobj\n"
        b"4 0 obj<<" + entries + b"/Length %d>>stream\n" % len(content) + content + b"\nendstream endobj\n"
        b"trailer<</Root 1 0 R>>\n%%EOF\n"
    )


def memory_bomb() -> bytes:
    """200 kB that unfold into a content stream of 200 MB of drawing operators."""
    packer = zlib.compressobj(9)
    chunk = b"0 0 m 9 9 l S\n" * 70_000
    packed = b"".join(packer.compress(chunk) for _ in range(200)) + packer.flush()
    return one_page(packed, b"/Filter/FlateDecode")


def test_a_dossier_is_read_as_in_process(reader: Reader) -> None:
    document = reader.read(Source("dossier.pdf", DOSSIER))
    assert document == read_pdf(DOSSIER, "dossier.pdf")
    assert [line.text for line in document.lines] == [
        "Introduction",
        "Bonjour à tous, voici le dossier.",
        "1",
        "Deuxième page.",
        "2",
    ]


def test_a_dossier_is_drawn_as_in_process(reader: Reader) -> None:
    document = reader.read(Source("dossier.pdf", DOSSIER), surface=True)
    assert document == read_pdf(DOSSIER, "dossier.pdf", surface=True)
    assert [(surface.page, surface.unseen) for surface in document.surfaces] == [(1, ()), (2, ())]


def test_a_dossier_that_cannot_be_drawn_in_time_is_read_without(
    reader: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Limits, "for_surface", lambda limits: replace(limits, clock_seconds=0.0))
    assert reader.read(Source("dossier.pdf", DOSSIER), surface=True) == read_pdf(DOSSIER, "dossier.pdf")


def test_the_same_bytes_give_the_same_document(reader: Reader) -> None:
    source = Source("dossier.pdf", DOSSIER)
    assert reader.read(source) == reader.read(source)


@pytest.mark.parametrize(
    ("data", "error", "sentence"),
    [
        (b"", errors.EmptyFile, "x.pdf is empty (0 byte)."),
        (b"PK\x03\x04 a word processor's file", errors.NotAPdf, "x.pdf is not a PDF."),
        (DOSSIER[: len(DOSSIER) // 3], errors.TruncatedFile, "x.pdf is incomplete: its end is missing."),
        (b"%PDF-1.7\nnothing\n%%EOF", errors.DamagedFile, "x.pdf is damaged and cannot be opened."),
        (encrypted("secret"), errors.EncryptedFile, "x.pdf is protected by a password."),
    ],
    ids=["empty", "not a PDF", "truncated", "damaged", "encrypted"],
)
def test_refusals_have_a_name_and_a_remedy(
    reader: Reader, data: bytes, error: type[UnreadableFile], sentence: str
) -> None:
    with pytest.raises(error) as caught:
        reader.read(Source("x.pdf", data))
    assert str(caught.value) == sentence
    assert caught.value.advice.msgid


def test_a_file_encrypted_without_user_password_is_read_and_told(reader: Reader) -> None:
    document = reader.read(Source("x.pdf", encrypted("")))
    assert document.encrypted
    assert document.pages[1].lines[0].text == "Deuxième page."


def test_limits_on_size_pages_and_characters() -> None:
    with Reader(Limits(file_bytes=100)) as small, pytest.raises(errors.FileTooLarge):
        small.read(Source("x.pdf", DOSSIER))
    with Reader(Limits(pages=1)) as small, pytest.raises(errors.TooManyPages) as caught:
        small.read(Source("x.pdf", DOSSIER))
    assert str(caught.value) == "x.pdf has 2 pages; files of more than 1 pages are not read."
    with Reader(Limits(characters=10)) as small, pytest.raises(errors.TooMuchText):
        small.read(Source("x.pdf", DOSSIER))


def test_a_memory_bomb_is_named_and_the_next_file_is_read() -> None:
    limits = Limits(address_space=400 * MIB)
    with Reader(limits) as guarded:
        with pytest.raises(errors.TooMuchMemory):
            guarded.read(Source("bomb.pdf", memory_bomb()))
        assert len(guarded.read(Source("dossier.pdf", DOSSIER)).pages) == 2


def test_a_file_that_takes_too_long_is_stopped_by_the_clock() -> None:
    with Reader(Limits(clock_seconds=0.0)) as guarded, pytest.raises(errors.TookTooLong):
        guarded.read(Source("slow.pdf", DOSSIER))
    with Reader() as fresh:
        assert len(fresh.read(Source("dossier.pdf", DOSSIER)).pages) == 2


def test_a_file_that_burns_the_processor_is_stopped_by_the_kernel() -> None:
    text = b"BT /F 12 Tf 72 700 Td (" + b"ab " * 300_000 + b") Tj ET"
    with Reader(Limits(cpu_seconds=0.5, clock_seconds=60)) as guarded, pytest.raises(errors.TookTooLong):
        guarded.read(Source("slow.pdf", one_page(text)))


def test_a_child_that_dies_is_replaced() -> None:
    with Reader() as guarded:
        guarded.start()
        child = _child(guarded)
        assert child is not None
        os.kill(child, signal.SIGSEGV)
        with pytest.raises(errors.ReaderCrashed):
            guarded.read(Source("dossier.pdf", DOSSIER))
        assert len(guarded.read(Source("dossier.pdf", DOSSIER)).pages) == 2


LARGE = """
import os, signal, sys
large = bytearray(700 << 20)
large[::4096] = bytes(len(large[::4096]))
from precheck.reading.errors import UnreadableFile
from precheck.reading.limits import MIB, Limits
from precheck.reading.pool import Reader, Source
with Reader(Limits(address_space=400 * MIB)) as guarded:
    guarded.start()
    if sys.argv[1] == "crash":
        slot = guarded._slots.get()
        guarded._slots.put(slot)
        os.kill(slot.process.pid, signal.SIGSEGV)
    try:
        guarded.read(Source("dossier.pdf", sys.stdin.buffer.read()))
    except UnreadableFile as error:
        print(type(error).__name__)
"""
"""A process that once had more memory than a child may have, which its children are born with."""


@pytest.mark.parametrize(("end", "told"), [("crash", b"ReaderCrashed\n"), ("bomb", b"TooMuchMemory\n")])
def test_how_a_child_died_is_told_however_large_its_parent(end: str, told: bytes) -> None:
    data = memory_bomb() if end == "bomb" else DOSSIER
    large = subprocess.run([sys.executable, "-c", LARGE, end], input=data, capture_output=True, check=True)
    assert large.stdout == told


def test_a_child_is_replaced_after_its_share_of_files() -> None:
    with Reader(Limits(jobs_per_worker=2)) as guarded:
        seen = set()
        for _ in range(4):
            guarded.read(Source("dossier.pdf", DOSSIER))
            seen.add(_child(guarded))
        assert None in seen
        assert len(seen) == 3


def test_many_threads_share_the_children() -> None:
    with Reader(workers=2) as shared:
        pages: list[int] = []

        def read() -> None:
            pages.extend(len(shared.read(Source("dossier.pdf", DOSSIER)).pages) for _ in range(5))

        threads = [threading.Thread(target=read) for _ in range(6)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert pages == [2] * 30


def test_a_page_without_text_is_an_image_or_blank(reader: Reader) -> None:
    drawn = reader.read(Source("x.pdf", one_page(b"100 100 300 300 re f")))
    assert [page.state for page in drawn.pages] == [TextState.IMAGE]
    blank = reader.read(Source("x.pdf", one_page(b"")))
    assert [page.state for page in blank.pages] == [TextState.BLANK]


def test_hidden_numbers_have_no_ink(reader: Reader) -> None:
    visible = b"BT /F 12 Tf 300 30 Td (7) Tj ET"
    covered = visible + b" 1 g 290 20 40 30 re f"
    shares = [reader.read(Source("x.pdf", one_page(content))).pages[0].ink[0].share for content in (visible, covered)]
    assert shares[0] > 0.1
    assert shares[1] == 0


def test_pictures_of_the_evidence(reader: Reader) -> None:
    asked = CropRequest(1, BBox(50, 50, 250, 150), 2.0)
    nowhere = CropRequest(9, BBox(0, 0, 10, 10))
    pictures = reader.draw(Source("x.pdf", DOSSIER), [asked, nowhere, asked])
    assert list(pictures) == [asked]
    assert pictures[asked].startswith(b"\x89PNG")


class TestSource:
    """Opening by name: odd names are no problem, what cannot be opened is named."""

    @pytest.mark.parametrize("name", ["un dossier.pdf", "élève n°1.pdf", "-x.pdf", "sans_extension", "a'b\"c.pdf"])
    def test_odd_names(self, tmp_path: Path, name: str) -> None:
        (tmp_path / name).write_bytes(DOSSIER)
        assert Source.load(tmp_path / name) == Source(name, DOSSIER)

    def test_a_link_is_followed(self, tmp_path: Path) -> None:
        (tmp_path / "real.pdf").write_bytes(DOSSIER)
        (tmp_path / "link.pdf").symlink_to(tmp_path / "real.pdf")
        assert Source.load(tmp_path / "link.pdf").data == DOSSIER

    def test_a_file_that_may_not_be_read(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        # Whoever runs the tests may be allowed to read everything: the refusal is the system's own, given by hand.
        (tmp_path / "locked.pdf").write_bytes(DOSSIER)

        def refuse(_path: Path) -> bytes:
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))

        monkeypatch.setattr(Path, "read_bytes", refuse)
        with pytest.raises(errors.FileNotAccessible) as locked:
            Source.load(tmp_path / "locked.pdf")
        assert str(locked.value) == "locked.pdf cannot be opened: you are not allowed to do that."

    def test_what_cannot_be_opened(self, tmp_path: Path) -> None:
        with pytest.raises(errors.FileNotAccessible) as missing:
            Source.load(tmp_path / "missing.pdf")
        assert str(missing.value) == "missing.pdf cannot be opened: there is no file or folder of that name."
        with pytest.raises(errors.FileNotAccessible) as folder:
            Source.load(tmp_path)
        assert str(folder.value) == f"{tmp_path.name} cannot be opened: it is a folder."
        os.mkfifo(tmp_path / "pipe.pdf")
        with pytest.raises(errors.FileNotAccessible):
            Source.load(tmp_path / "pipe.pdf")
        (tmp_path / "loop.pdf").symlink_to(tmp_path / "loop.pdf")
        with pytest.raises(errors.FileNotAccessible):
            Source.load(tmp_path / "loop.pdf")
