"""What pypdf knows of the file as a whole: protection, links, outline, page labels, metadata, embedded files.

Damage in any of these never stops the reading: the fact is left out and a note says which.
"""

from __future__ import annotations

import io
import logging
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

import pypdf
from pypdf.generic import IndirectObject

from precheck.model.document import Link, Metadata, OutlineItem
from precheck.model.geometry import BBox

MAX_LINKS = 2_000
MAX_OUTLINE = 2_000
T = TypeVar("T")

# pypdf tells every repair it makes, quoting the file: nothing of a dossier goes to a log.
logging.getLogger("pypdf").setLevel(logging.CRITICAL + 1)


@dataclass(frozen=True, slots=True)
class Facts:
    """`links` by page number from 1; `labels` one a page, empty when the file has none; `notes` name what was lost."""

    encrypted: bool = False
    links: Mapping[int, tuple[Link, ...]] = field(default_factory=dict)
    outline: tuple[OutlineItem, ...] = ()
    labels: tuple[str, ...] = ()
    metadata: Metadata = Metadata()
    attachments: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


def read_facts(data: bytes) -> Facts:
    """The facts of a PDF that opens with an empty password, as far as they can be read."""
    notes: list[str] = []
    reader = _attempt("file", notes, lambda: pypdf.PdfReader(io.BytesIO(data), strict=False), None)
    if reader is None:
        return Facts(notes=tuple(notes))
    encrypted = reader.is_encrypted
    if encrypted and not _attempt("protection", notes, lambda: bool(reader.decrypt("")), False):
        return Facts(encrypted=True, notes=tuple(notes))
    none: list[pypdf.PageObject] = []
    pages = _attempt("pages", notes, lambda: list(reader.pages), none)
    numbers = {page.indirect_reference.idnum: n for n, page in enumerate(pages, 1) if page.indirect_reference}
    return Facts(
        encrypted,
        _attempt("links", notes, lambda: _links(pages, numbers), {}),
        _attempt("outline", notes, lambda: tuple(_outline(reader)), ()),
        _attempt("labels", notes, lambda: _labels(reader), ()),
        _attempt("metadata", notes, lambda: _metadata(reader), Metadata()),
        _attempt("attachments", notes, lambda: tuple(sorted(map(str, reader.attachments))), ()),
        tuple(notes),
    )


def _attempt(what: str, notes: list[str], read: Callable[[], T], otherwise: T) -> T:
    try:
        return read()
    except MemoryError:
        raise
    except Exception:  # noqa: BLE001
        # A damaged corner of a file raises whatever the damage leads to: no list of exceptions is complete.
        notes.append(what)
        return otherwise


def _resolve(value: Any) -> Any:
    return value.get_object() if isinstance(value, IndirectObject) else value


def _links(pages: list[pypdf.PageObject], numbers: Mapping[int, int]) -> dict[int, tuple[Link, ...]]:
    links: dict[int, tuple[Link, ...]] = {}
    total = 0
    for number, page in enumerate(pages, 1):
        found = []
        for item in _resolve(page.get("/Annots")) or ():
            annotation = _resolve(item)
            if not hasattr(annotation, "get") or annotation.get("/Subtype") != "/Link":
                continue
            link = _link(annotation, page, numbers)
            if link and total < MAX_LINKS:
                found.append(link)
                total += 1
        if found:
            links[number] = tuple(found)
    return links


def _link(annotation: Any, page: pypdf.PageObject, numbers: Mapping[int, int]) -> Link | None:
    rectangle = [float(_resolve(value)) for value in _resolve(annotation.get("/Rect")) or ()]
    if len(rectangle) != 4:
        return None
    box = _shown(rectangle, page)
    action = _resolve(annotation.get("/A")) or {}
    uri = _resolve(action.get("/URI")) if hasattr(action, "get") else None
    if uri is not None:
        return Link(box, uri.decode("utf-8", "replace") if isinstance(uri, bytes) else str(uri))
    destination = _resolve(annotation.get("/Dest") or (action.get("/D") if hasattr(action, "get") else None))
    target = None
    if isinstance(destination, list) and destination and isinstance(destination[0], IndirectObject):
        target = numbers.get(destination[0].idnum)
    return Link(box, None, target)


def _shown(rectangle: list[float], page: pypdf.PageObject) -> BBox:
    """A rectangle of page space as shown: origin top left of the crop box, rotation applied."""
    x0, x1 = sorted((rectangle[0], rectangle[2]))
    y0, y1 = sorted((rectangle[1], rectangle[3]))
    crop = page.cropbox
    left, bottom, right, top = (float(value) for value in (crop.left, crop.bottom, crop.right, crop.top))
    turned = {
        0: (x0 - left, top - y1, x1 - left, top - y0),
        90: (y0 - bottom, x0 - left, y1 - bottom, x1 - left),
        180: (right - x1, y0 - bottom, right - x0, y1 - bottom),
        270: (top - y1, right - x1, top - y0, right - x0),
    }
    return BBox(*turned[page.rotation % 360])


def _outline(reader: pypdf.PdfReader) -> Iterator[OutlineItem]:
    count = 0

    def walk(items: list[Any], level: int) -> Iterator[OutlineItem]:
        nonlocal count
        for item in items:
            if isinstance(item, list):
                yield from walk(item, level + 1)
                continue
            count += 1
            if count > MAX_OUTLINE:
                return
            page = reader.get_destination_page_number(item)
            yield OutlineItem(level, str(item.title or ""), None if page is None or page < 0 else page + 1)

    yield from walk(reader.outline, 0)


def _labels(reader: pypdf.PdfReader) -> tuple[str, ...]:
    if "/PageLabels" not in reader.root_object:
        return ()
    return tuple(reader.page_labels)


def _metadata(reader: pypdf.PdfReader) -> Metadata:
    data: Mapping[str, Any] = reader.metadata or {}

    def text(key: str) -> str:
        return str(_resolve(data.get(key)) or "")[:500]

    return Metadata(*(text(key) for key in ("/Title", "/Author", "/Subject", "/Creator", "/Producer", "/CreationDate")))
