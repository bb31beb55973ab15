"""Real PDFs of one page each: text that nobody sees, text drawn otherwise than it reads, and ordinary lookalikes."""

from __future__ import annotations

import io
import re
from collections.abc import Callable

import pypdfium2 as pdfium
from reportlab.lib.pagesizes import A4
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

WORDS = (
    "les enfants ont lu la carte du quartier avant de partir en visite puis chaque groupe a noté ce qui se voyait du"
    " pont et du marché au retour nous avons rangé les crayons par ordre de taille et compté les pas de chacun"
).split()
OTHER_WORDS = (
    "une frise murale a grandi jusqu'au printemps sous nos yeux quelques familles sont venues la regarder un samedi"
    " matin il reste à écrire des légendes plus longues et à choisir toutes les couleurs avec grand soin"
).split()
LEFT, TOP, LEADING = 71.0, 760.0, 16.0
Draw = Callable[[Canvas], None]


def page(*draws: Draw) -> bytes:
    """A PDF of one A4 page, each of `draws` drawn in turn, the last on top."""
    target = io.BytesIO()
    canvas = Canvas(target, pagesize=A4, invariant=1)
    for draw in draws:
        canvas.saveState()
        draw(canvas)
        canvas.restoreState()
    canvas.showPage()
    canvas.save()
    return target.getvalue()


def lines(count: int = 20, words: list[str] = WORDS) -> list[str]:
    """So many lines of twelve words."""
    return [" ".join(words[(7 * row + step) % len(words)] for step in range(12)) for row in range(count)]


def prose(
    count: int = 20,
    *,
    top: float = TOP,
    left: float = LEFT,
    size: float = 11,
    font: str = "Helvetica",
    grey: float = 0,
    mode: int = 0,
    words: list[str] = WORDS,
) -> Draw:
    """Lines of text from `top`, in points from the bottom of the page; `mode` is the text rendering mode."""

    def draw(canvas: Canvas) -> None:
        text = canvas.beginText(left, top)
        text.setFont(font, size, LEADING)
        text.setFillGray(grey)
        text.setTextRenderMode(mode)
        for line in lines(count, words):
            text.textLine(line)
        canvas.drawText(text)

    return draw


def rectangle(grey: float, top: float, height: float) -> Draw:
    """An opaque rectangle over the width of the page."""

    def draw(canvas: Canvas) -> None:
        canvas.setFillGray(grey)
        canvas.rect(40, top - height, A4[0] - 80, height, stroke=0, fill=1)

    return draw


def picture(data: bytes, scale: float = 1.5) -> Draw:
    """The first page of another PDF as a picture that fills the page."""
    source = pdfium.PdfDocument(data)
    image = source[0].render(scale=scale, grayscale=True).to_pil().convert("RGB")
    source.close()

    def draw(canvas: Canvas) -> None:
        canvas.drawImage(ImageReader(image), 0, 0, *A4)

    return draw


def letters_for_spaces(count: int = 20) -> Draw:
    """Lines whose spaces are white letters: the eye sees spaces, a program sees one long word."""

    def draw(canvas: Canvas) -> None:
        for row, line in enumerate(lines(count)):
            text = canvas.beginText(LEFT, TOP - row * LEADING)
            text.setFont("Helvetica", 11)
            for step, word in enumerate(line.split()):
                text.setFillGray(0)
                text.textOut(word)
                text.setFillGray(1)
                text.textOut("jilt"[(row + step) % 4])
            canvas.drawText(text)

    return draw


def remapped(data: bytes, letters: str = "abcdefghijklmnopqrstuvwxyz", by: int = 9) -> bytes:
    """The same page with a text layer that reads other letters than are drawn: each of `letters` moved `by` places."""
    import pikepdf

    table = {ord(one): letters[(index + by) % len(letters)] for index, one in enumerate(letters)}
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(data)) as pdf:
        for item in pdf.objects:
            if isinstance(item, pikepdf.Dictionary) and item.get("/Type") == "/Font" and "/ToUnicode" in item:
                codes = item.ToUnicode.read_bytes().decode()
                item.ToUnicode.write(_remap(codes, table).encode())
        pdf.save(out, static_id=True)
    return out.getvalue()


def _remap(codes: str, table: dict[int, str]) -> str:
    def change(match: re.Match[str]) -> str:
        return f"<{ord(table.get(int(match[1], 16), chr(int(match[1], 16)))):04X}>"

    head, begin, body = codes.partition("beginbfrange")
    if not begin:
        head, begin, body = codes.partition("beginbfchar")
    return head + begin + re.sub(r"<([0-9A-Fa-f]{4})>", change, body)


def vera() -> str:
    """The name of an embedded font with its own table of characters."""
    pdfmetrics.registerFont(TTFont("Vera", "Vera.ttf"))
    return "Vera"
