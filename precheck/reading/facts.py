"""What a file says of itself: protection, links, outline, page labels, metadata, embedded files.

PDFium answers all of it while the file is open anyway. pypdf answers the same (the tests compare the two) but costs as
much as the whole text: it is kept for writing.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterator

import pypdfium2 as pdfium
import pypdfium2.raw as c

from precheck.model.document import Link, Metadata, OutlineItem
from precheck.model.geometry import BBox
from precheck.reading.frame import Frame

MAX_LINKS_PER_PAGE = 500
MAX_OUTLINE = 2_000
MAX_OUTLINE_DEPTH = 10
MAX_ATTACHMENTS = 100
MAX_FIELD = 500


def is_encrypted(document: pdfium.PdfDocument) -> bool:
    """Whether the file is protected, be it with an empty password."""
    return bool(c.FPDF_GetSecurityHandlerRevision(document.raw) != -1)


def read_metadata(document: pdfium.PdfDocument) -> Metadata:
    """The fields of the document information dictionary."""
    fields = ("Title", "Author", "Subject", "Creator", "Producer", "CreationDate")
    return Metadata(*(document.get_metadata_value(field)[:MAX_FIELD] for field in fields))


def read_outline(document: pdfium.PdfDocument) -> tuple[OutlineItem, ...]:
    """The bookmarks, depth first."""
    items = []
    for bookmark in document.get_toc(max_depth=MAX_OUTLINE_DEPTH):
        destination = bookmark.get_dest()
        index = destination.get_index() if destination else None
        items.append(OutlineItem(bookmark.level, bookmark.get_title(), None if index is None else index + 1))
        if len(items) == MAX_OUTLINE:
            break
    return tuple(items)


def read_attachments(document: pdfium.PdfDocument) -> tuple[str, ...]:
    """The names of the embedded files, sorted."""
    count = min(document.count_attachments(), MAX_ATTACHMENTS)
    return tuple(sorted(document.get_attachment(index).get_name() for index in range(count)))


def read_links(document: pdfium.PdfDocument, page: pdfium.PdfPage, frame: Frame) -> tuple[Link, ...]:
    """The link areas of a page, in the order of the file."""
    links = []
    for handle in _link_handles(page):
        rectangle = c.FS_RECTF()
        if not c.FPDFLink_GetAnnotRect(handle, rectangle):
            continue
        box = BBox(*frame.box(rectangle.left, rectangle.bottom, rectangle.right, rectangle.top))
        action = c.FPDFLink_GetAction(handle)
        uri = _uri(document, action) if action else None
        links.append(Link(box, uri, None if uri is not None else _target(document, handle, action)))
    return tuple(links)


def _link_handles(page: pdfium.PdfPage) -> Iterator[c.FPDF_LINK]:
    position, handle = ctypes.c_int(0), c.FPDF_LINK()
    for _ in range(MAX_LINKS_PER_PAGE):
        if not c.FPDFLink_Enumerate(page.raw, ctypes.byref(position), ctypes.byref(handle)):
            return
        yield handle


def _uri(document: pdfium.PdfDocument, action: c.FPDF_ACTION) -> str | None:
    if c.FPDFAction_GetType(action) != c.PDFACTION_URI:
        return None
    length = c.FPDFAction_GetURIPath(document.raw, action, None, 0)
    buffer = ctypes.create_string_buffer(length)
    c.FPDFAction_GetURIPath(document.raw, action, buffer, length)
    return buffer.value.decode("utf-8", "replace")


def _target(document: pdfium.PdfDocument, link: c.FPDF_LINK, action: c.FPDF_ACTION | None) -> int | None:
    destination = c.FPDFLink_GetDest(document.raw, link)
    if not destination and action:
        destination = c.FPDFAction_GetDest(document.raw, action)
    index = c.FPDFDest_GetDestPageIndex(document.raw, destination) if destination else -1
    return index + 1 if index >= 0 else None
