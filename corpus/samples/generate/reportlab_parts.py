"""Fonts, paragraph styles and the paragraph that notes where it is drawn, for reportlab."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Self

from reportlab.lib.colors import HexColor
from reportlab.lib.enums import TA_CENTER, TA_JUSTIFY, TA_RIGHT
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase.pdfmetrics import registerFont, registerFontFamily
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import Paragraph

from corpus.samples.generate.layout import PAGE_HEIGHT, Style

Note = Callable[[int, float, float], None]


@dataclass(frozen=True, slots=True)
class Fonts:
    """The names of a family's faces."""

    regular: str
    bold: str
    italic: str


class Marked(Paragraph):
    """A paragraph that reports its page, top and bottom (points from the page's top)."""

    note: Note | None = None

    def marked(self, note: Note) -> Self:
        """Set what is called at each drawing."""
        self.note = note
        return self

    def split(self, availWidth: float, availHeight: float) -> list[Any]:
        """Split as a paragraph does; each piece reports too."""
        pieces: list[Any] = super().split(availWidth, availHeight)
        for piece in pieces:
            piece.note = self.note
        return pieces

    def draw(self) -> None:
        """Draw, and report."""
        if self.note is not None:
            _, bottom = self.canv.absolutePosition(0, 0)
            low = PAGE_HEIGHT - float(bottom)
            self.note(self.canv.getPageNumber(), low - float(self.height), low)
        super().draw()


def fonts_of(family: str) -> Fonts:
    """The faces of "Times", "Helvetica" or "Vera" (embedded)."""
    if family == "Helvetica":
        return Fonts("Helvetica", "Helvetica-Bold", "Helvetica-Oblique")
    if family == "Vera":
        faces = {"Vera": "Vera", "VeraBd": "VeraBd", "VeraIt": "VeraIt", "VeraBI": "VeraBI"}
        for face, file in faces.items():
            registerFont(TTFont(face, f"{file}.ttf"))
        registerFontFamily("Vera", normal="Vera", bold="VeraBd", italic="VeraIt", boldItalic="VeraBI")
        return Fonts("Vera", "VeraBd", "VeraIt")
    return Fonts("Times-Roman", "Times-Bold", "Times-Italic")


def sheet(style: Style, fonts: Fonts) -> dict[str, Any]:
    """The paragraph styles of a dossier, by use; "colour" is the headings' colour."""
    colour = HexColor(style.colour)
    size, leading = style.size, style.size * style.leading
    body = ParagraphStyle(
        "body",
        fontName=fonts.regular,
        fontSize=size,
        leading=leading,
        alignment=TA_JUSTIFY,
        spaceAfter=style.paragraph_gap,
        firstLineIndent=style.first_indent,
        allowWidows=0,
        allowOrphans=0,
    )

    def like(name: str, **changes: Any) -> ParagraphStyle:
        return ParagraphStyle(name, parent=body, **({"firstLineIndent": 0} | changes))

    small, tight = size * 0.86, size * 0.86 * 1.18
    bold = {"fontName": fonts.bold, "textColor": colour, "alignment": 0, "keepWithNext": 1}
    return {
        "colour": colour,
        "body": body,
        "title": like("title", **bold, fontSize=size * 1.45, leading=size * 1.8, spaceBefore=10, spaceAfter=12),
        "heading": like("heading", **bold, fontSize=size * 1.15, leading=size * 1.5, spaceBefore=8, spaceAfter=6),
        "item": like("item", leftIndent=22, bulletIndent=8),
        "box": like(
            "box",
            fontSize=size * 0.92,
            leading=size * 1.25,
            leftIndent=8,
            rightIndent=8,
            borderWidth=0.6,
            borderColor=HexColor("#777777"),
            backColor=HexColor("#f7f7f7"),
            borderPadding=7,
            spaceBefore=12,
            spaceAfter=16,
        ),
        "caption": like(
            "caption",
            fontName=fonts.italic,
            fontSize=size * 0.88,
            leading=size * 1.15,
            alignment=TA_CENTER,
            spaceBefore=4,
            spaceAfter=8,
        ),
        "cell": like("cell", fontSize=small, leading=tight, alignment=0, spaceAfter=0),
        "celltitle": like("celltitle", fontName=fonts.bold, fontSize=small, leading=tight, alignment=0, spaceAfter=0),
        "cover": like("cover", fontSize=13, leading=18, alignment=TA_CENTER),
        "covertitle": like(
            "covertitle",
            fontName=fonts.bold,
            fontSize=24,
            leading=30,
            alignment=TA_CENTER,
            textColor=colour,
        ),
        "toc1": like("toc1", fontName=fonts.bold, alignment=0, leading=size * 1.3, spaceAfter=0),
        "toc2": like("toc2", leftIndent=16, alignment=0, leading=size * 1.2, spaceAfter=0),
        "tocpage": like("tocpage", alignment=TA_RIGHT, spaceAfter=0),
    }
