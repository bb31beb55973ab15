"""From the bytes of one PDF to a `Document`. Hostile bytes are read in the guarded child process only."""

from __future__ import annotations

import hashlib

from precheck.model.document import Document, Image, Ink, Page, PageLayout, TextState
from precheck.model.surface import PageSurface
from precheck.reading.assemble import RawLine, assemble
from precheck.reading.errors import EmptyFile, FileTooLarge, NotAPdf, TooMuchText
from precheck.reading.facts import is_encrypted, read_attachments, read_links, read_metadata, read_outline
from precheck.reading.legibility import Legibility, second_opinion
from precheck.reading.limits import MIB, Limits
from precheck.reading.pdfium import PageReader, open_document

HEADER_WINDOW = 1024
"""The header may be preceded by junk of this many bytes (PDF 1.7, implementation note 13)."""
PICTURE_SHARE = 0.5
FEW_LETTERS = 60


def check_bytes(data: bytes, name: str, limits: Limits) -> None:
    """Refuse what cannot be a dossier before any library opens it.

    Raises:
        EmptyFile, FileTooLarge, NotAPdf: as they say.
    """
    if not data:
        raise EmptyFile(file=name)
    if len(data) > limits.file_bytes:
        raise FileTooLarge(file=name, megabytes=len(data) / MIB, maximum=limits.file_bytes / MIB)
    if b"%PDF-" not in data[:HEADER_WINDOW]:
        raise NotAPdf(file=name)


def read_pdf(
    data: bytes, name: str, limits: Limits = Limits(), *, layout: bool = False, surface: bool = False
) -> Document:
    """Read a PDF. `layout` asks for typography too, which costs thirty times more a page; `surface` asks what of the
    text is seen, which costs as much.

    Raises:
        UnreadableFile: one of `precheck.reading.errors`.
    """
    check_bytes(data, name, limits)
    source = open_document(data, name, limits)
    readers = [PageReader(source, index, name) for index in range(len(source))]
    try:
        rows = _read_lines(readers, name, limits)
        legibility = [Legibility.of(page) for page in rows]
        rows, legibility = second_opinion(data, rows, legibility)
        assembled = assemble(rows)
        pages = []
        for number, (reader, lines) in enumerate(zip(readers, assembled.lines, strict=True), 1):
            images = reader.images()
            width, height = reader.size
            state = _state(reader, sum(len(line.text) for line in lines), images, legibility[number - 1])
            ink: tuple[Ink, ...] = reader.ink(lines) if lines else ()
            links = read_links(source, reader.page, reader.frame)
            label = source.get_page_label(number - 1) or None
            pages.append(Page(number, width, height, state, lines, images, links, ink, label))
        metadata, outline, attachments = read_metadata(source), read_outline(source), read_attachments(source)
        encrypted = is_encrypted(source)
        surfaces: tuple[PageSurface, ...] = ()
        if surface:
            from precheck.reading.surface import measure_surfaces

            surfaces = measure_surfaces(readers, pages, assembled)
    finally:
        for reader in readers:
            reader.close()
        source.close()
    layouts: tuple[PageLayout, ...] = ()
    if layout:
        from precheck.reading.layout import measure_layouts

        layouts = measure_layouts(data, tuple(pages))
    return Document(
        name,
        hashlib.sha256(data).hexdigest(),
        len(data),
        tuple(pages),
        assembled.text,
        assembled.raw,
        assembled.offsets,
        metadata,
        outline,
        attachments,
        encrypted,
        layouts,
        surfaces,
    )


def _read_lines(readers: list[PageReader], name: str, limits: Limits) -> list[list[RawLine]]:
    rows, characters = [], 0
    for reader in readers:
        page = reader.lines()
        characters += sum(len(word) + 1 for line in page for word in line.words)
        if characters > limits.characters:
            raise TooMuchText(file=name, maximum=limits.characters)
        rows.append(page)
    return rows


def _state(reader: PageReader, letters: int, images: tuple[Image, ...], legibility: Legibility) -> TextState:
    """A page with a large picture and hardly more than a printed number is a picture, whatever its text layer says."""
    if letters < FEW_LETTERS:
        width, height = reader.size
        pictured = sum(image.bbox.width * image.bbox.height for image in images)
        if pictured >= PICTURE_SHARE * width * height:
            return TextState.IMAGE
        if letters == 0:
            return TextState.BLANK if reader.is_blank() else TextState.IMAGE
    return TextState.GARBLED if legibility.garbled else TextState.READ
