"""Comments written on a copy of a PDF: highlights over the evidence, notes in the margin. Runs in the guarded child.

Only annotations are added: page contents, outline, links, fields and attached files are carried over as they are.
"""

from __future__ import annotations

import io
import logging
from collections.abc import Sequence

import pypdf
import pypdfium2 as pdfium
from pypdf.generic import (
    ArrayObject,
    DictionaryObject,
    FloatObject,
    IndirectObject,
    NameObject,
    NumberObject,
    StreamObject,
    TextStringObject,
)

from precheck.model.geometry import BBox
from precheck.model.note import Note
from precheck.reading.errors import DamagedFile

log = logging.getLogger(__name__)
logging.getLogger("pypdf").setLevel(logging.CRITICAL + 1)

PRINT = 4
"""Annotation flag: the highlight is printed with the page (PDF 1.7, 12.5.3)."""
ICON = 20.0
"""Side of a margin note's icon, in points."""
LETTER = (0.0, 0.0, 612.0, 792.0)
"""The page that readers assume where a file gives no size."""
EDGE = 12.0
"""Points between the edge of the page and the icons, and between two icons."""


def write_annotations(data: bytes, notes: Sequence[Note], name: str = "") -> bytes:
    """The same PDF with these notes. A note on a page that does not exist is left out; a box is cut to its page.

    A file that opens without a password but is protected is written without protection, as a copy may be.

    Raises:
        DamagedFile: the file can be drawn, but not taken apart and put together again.
    """
    for source in (_as_it_is, _rebuilt):
        try:
            return _write(source(data), notes)
        except (MemoryError, RecursionError):
            raise
        except Exception as error:  # noqa: BLE001
            # A damaged file raises whatever the damage leads to: no list of exceptions is complete.
            log.debug("annotating failed with %s", type(error).__name__)
    raise DamagedFile(file=name)


def _as_it_is(data: bytes) -> bytes:
    return data


def _rebuilt(data: bytes) -> bytes:
    """The file as PDFium puts it together again: it mends damage that pypdf gives up on."""
    output = io.BytesIO()
    document = pdfium.PdfDocument(data)
    try:
        document.save(output)
    finally:
        document.close()
    return output.getvalue()


def _write(data: bytes, notes: Sequence[Note]) -> bytes:
    writer = pypdf.PdfWriter(clone_from=_open(data))
    pages = [_Sheet(writer, page) for page in writer.pages]
    for note in notes:
        if 1 <= note.page <= len(pages):
            pages[note.page - 1].add(note)
    output = io.BytesIO()
    writer.write(output)
    return output.getvalue()


def _open(data: bytes) -> pypdf.PdfReader:
    reader = pypdf.PdfReader(io.BytesIO(data), strict=False)
    if reader.is_encrypted:
        reader.decrypt("")
    return reader


class _Sheet:
    """A page that receives notes: knows the way from points as shown to the page's own space."""

    def __init__(self, writer: pypdf.PdfWriter, page: pypdf.PageObject) -> None:
        self._writer, self._page = writer, page
        self._rotation = page.rotation % 360
        self._left, self._bottom, self._right, self._top = _shown_box(page)
        sides = self._right - self._left, self._top - self._bottom
        self._width, self._height = sides if self._rotation in (0, 180) else (sides[1], sides[0])
        self._icons = 0

    def add(self, note: Note) -> None:
        """Write one note on the page."""
        boxes = [box.clipped(self._width, self._height) for box in note.boxes]
        boxes = [box for box in boxes if box.width > 0 and box.height > 0]
        annotation = self._highlight(note, boxes) if boxes else self._icon(note)
        annotations = self._page.get("/Annots")
        kept = annotations.get_object() if isinstance(annotations, IndirectObject) else annotations
        listed = ArrayObject(kept if isinstance(kept, list) else [])
        listed.append(self._writer._add_object(annotation))
        self._page[NameObject("/Annots")] = listed

    def _highlight(self, note: Note, boxes: Sequence[BBox]) -> DictionaryObject:
        corners = [point for box in boxes for point in self._corners(box)]
        annotation = self._annotation("/Highlight", note, corners)
        annotation[NameObject("/QuadPoints")] = _numbers([value for point in corners for value in point])
        annotation[NameObject("/AP")] = DictionaryObject({NameObject("/N"): self._appearance(note, boxes, corners)})
        return annotation

    def _icon(self, note: Note) -> DictionaryObject:
        """A note without a place: an icon in the top right corner, the next one below it."""
        top = EDGE + self._icons * (ICON + EDGE)
        top %= max(self._height - ICON, 1.0)
        self._icons += 1
        x0 = self._width - EDGE - ICON
        annotation = self._annotation("/Text", note, self._corners(BBox(x0, top, x0 + ICON, top + ICON)))
        annotation[NameObject("/Name")] = NameObject("/Note")
        return annotation

    def _annotation(self, kind: str, note: Note, points: Sequence[tuple[float, float]]) -> DictionaryObject:
        annotation = DictionaryObject(
            {
                NameObject("/Type"): NameObject("/Annot"),
                NameObject("/Subtype"): NameObject(kind),
                NameObject("/Rect"): _numbers(_hull(points)),
                NameObject("/Contents"): TextStringObject(note.text),
                NameObject("/T"): TextStringObject(note.title),
                NameObject("/C"): _numbers(note.colour),
                NameObject("/F"): NumberObject(PRINT),
            }
        )
        if self._page.indirect_reference is not None:
            annotation[NameObject("/P")] = self._page.indirect_reference
        return annotation

    def _appearance(self, note: Note, boxes: Sequence[BBox], corners: Sequence[tuple[float, float]]) -> IndirectObject:
        """How the highlight looks, for viewers that draw none of their own. Multiplied, so that text stays black."""
        rectangles = []
        for box in boxes:
            x0, y0, x1, y1 = _hull(self._corners(box))
            rectangles.append(f"{x0:.2f} {y0:.2f} {x1 - x0:.2f} {y1 - y0:.2f} re")
        red, green, blue = note.colour
        stream = StreamObject()
        stream.set_data(f"/G gs {red:.3f} {green:.3f} {blue:.3f} rg {' '.join(rectangles)} f".encode("ascii"))
        state = DictionaryObject({NameObject("/BM"): NameObject("/Multiply")})
        resources = DictionaryObject({NameObject("/ExtGState"): DictionaryObject({NameObject("/G"): state})})
        stream.update(
            {
                NameObject("/Type"): NameObject("/XObject"),
                NameObject("/Subtype"): NameObject("/Form"),
                NameObject("/BBox"): _numbers(_hull(corners)),
                NameObject("/Resources"): resources,
            }
        )
        return self._writer._add_object(stream)

    def _corners(self, box: BBox) -> list[tuple[float, float]]:
        """The corners as shown, top left, top right, bottom left, bottom right, in the page's space."""
        points = [(box.x0, box.top), (box.x1, box.top), (box.x0, box.bottom), (box.x1, box.bottom)]
        return [self._place(x, y) for x, y in points]

    def _place(self, x: float, y: float) -> tuple[float, float]:
        left, bottom, right, top = self._left, self._bottom, self._right, self._top
        if self._rotation == 90:
            return left + y, bottom + x
        if self._rotation == 180:
            return right - x, bottom + y
        if self._rotation == 270:
            return right - y, top - x
        return left + x, top - y


def _shown_box(page: pypdf.PageObject) -> tuple[float, float, float, float]:
    """Left, bottom, right, top of what is shown of the page: the crop box within the media box, as PDFium takes it."""
    try:
        media, crop = page.mediabox, page.cropbox
    except ValueError:
        return LETTER
    whole = tuple(map(float, (media.left, media.bottom, media.right, media.top)))
    left, bottom = max(whole[0], float(crop.left)), max(whole[1], float(crop.bottom))
    right, top = min(whole[2], float(crop.right)), min(whole[3], float(crop.top))
    if left >= right or bottom >= top:
        left, bottom, right, top = whole
    return left, bottom, right, top


def _hull(points: Sequence[tuple[float, float]]) -> tuple[float, float, float, float]:
    """x0, y0, x1, y1 around the points."""
    xs, ys = [x for x, _ in points], [y for _, y in points]
    return min(xs), min(ys), max(xs), max(ys)


def _numbers(values: Sequence[float]) -> ArrayObject:
    return ArrayObject(FloatObject(round(value, 3)) for value in values)
