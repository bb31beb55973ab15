"""Pictures of parts of pages, for the evidence in reports. Runs inside the guarded child process."""

from __future__ import annotations

import io
import math
from collections.abc import Sequence

import pypdfium2 as pdfium

from precheck.model.picture import CropRequest
from precheck.reading.limits import Limits
from precheck.reading.pdfium import open_document

MAX_PIXELS = 4_000_000
COLOURS = 64
FEW = 1024
"""Colours of a picture that is text: its shades of grey, and some of a heading's."""


def draw(data: bytes, name: str, requests: Sequence[CropRequest], limits: Limits = Limits()) -> list[bytes]:
    """A PNG for each request, in order; empty bytes for a page that does not exist or cannot be drawn.

    Raises:
        UnreadableFile: as `open_document`.
    """
    document = open_document(data, name, limits)
    try:
        return [_draw(document, request) for request in requests]
    finally:
        document.close()


def _draw(document: pdfium.PdfDocument, request: CropRequest) -> bytes:
    from PIL import Image

    if not 1 <= request.page <= len(document):
        return b""
    page = document[request.page - 1]
    try:
        width, height = page.get_size()
        box = request.bbox.clipped(width, height)
        if box.width < 1 or box.height < 1:
            return b""
        scale = min(request.scale, math.sqrt(MAX_PIXELS / (box.width * box.height)))
        crop = (box.x0, height - box.bottom, width - box.x1, box.top)
        image = page.render(scale=scale, crop=crop).to_pil().convert("RGB")
    except pdfium.PdfiumError:
        return b""
    finally:
        page.close()
    output = io.BytesIO()
    # Pages are mostly black on white: a small palette halves the size of a report and cannot be seen. Text has few
    # colours, for which the fast way to choose a palette is as good; photographs need the slow one.
    text = image.getcolors(FEW) is not None
    way = Image.Quantize.FASTOCTREE if text else Image.Quantize.MEDIANCUT
    image.quantize(COLOURS, method=way).save(output, "PNG")
    return output.getvalue()
