"""From PDFium's page space to the page as it is shown."""

from __future__ import annotations

import pypdfium2 as pdfium
import pypdfium2.raw as c


class Frame:
    """From PDFium's page space (origin bottom left, unrotated) to points from the top left of the page as shown."""

    def __init__(self, page: pdfium.PdfPage) -> None:
        box = c.FS_RECTF()
        self.rotation = page.get_rotation()
        self.width, self.height = page.get_size()
        if not c.FPDF_GetPageBoundingBox(page.raw, box):
            box.left, box.bottom, box.right, box.top = 0, 0, self.width, self.height
        self._x, self._y, self._right, self._top = box.left, box.bottom, box.right, box.top

    def box(self, left: float, bottom: float, right: float, top: float) -> tuple[float, float, float, float]:
        """x0, top, x1, bottom as shown."""
        if self.rotation == 0:
            return left - self._x, self._top - top, right - self._x, self._top - bottom
        if self.rotation == 90:
            return bottom - self._y, left - self._x, top - self._y, right - self._x
        if self.rotation == 180:
            return self._right - right, bottom - self._y, self._right - left, top - self._y
        return self._top - top, self._right - right, self._top - bottom, self._right - left
