"""Real PDFs of one page each: text that nobody sees, text drawn otherwise than it reads, and ordinary lookalikes."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Mapping, Sequence
from typing import Literal

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


def lines(count: int = 20, words: Sequence[str] = WORDS) -> list[str]:
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
    mode: Literal[0, 3] = 0,
    words: Sequence[str] = WORDS,
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


def remapped(data: bytes, table: Mapping[str, str]) -> bytes:
    """The same page with a text layer that reads other letters than are drawn: each as the table says."""
    import pikepdf

    codes = {ord(drawn): read.encode("utf-16-be").hex().upper() for drawn, read in table.items()}
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(data)) as pdf:
        for item in pdf.objects:
            if isinstance(item, pikepdf.Dictionary) and item.get("/Type") == "/Font" and "/ToUnicode" in item:
                head, begin, body = item.ToUnicode.read_bytes().decode().partition("beginbfchar")
                body = re.sub(r"<([0-9A-F]{4})>", lambda m: f"<{codes.get(int(m[1], 16), m[1])}>", body)
                item.ToUnicode.write((head + begin + body).encode())
        pdf.save(out, static_id=True)
    return out.getvalue()


def pile(*files: bytes) -> bytes:
    """The pages of several PDFs in one."""
    import pikepdf

    out = io.BytesIO()
    with pikepdf.new() as pdf:
        for data in files:
            with pikepdf.open(io.BytesIO(data)) as part:
                pdf.pages.extend(part.pages)
        pdf.save(out, static_id=True)
    return out.getvalue()


def moved(by: int, letters: str = "abcdefghijklmnopqrstuvwxyz") -> dict[str, str]:
    """A table in which each letter reads as the one `by` places further on."""
    return {letter: letters[(index + by) % len(letters)] for index, letter in enumerate(letters)}


def vera() -> str:
    """The name of an embedded font with its own table of characters."""
    pdfmetrics.registerFont(TTFont("Vera", "Vera.ttf"))
    return "Vera"


def greek_formulas() -> Draw:
    """Prose with Greek letters, exponents and indices, as a physics dossier has them."""
    name = vera()

    def draw(canvas: Canvas) -> None:
        for row in range(16):
            text = canvas.beginText(LEFT, TOP - row * 20)
            text.setFont(name, 11)
            text.textOut("la masse volumique ρ, la longueur d'onde λ et l'angle α donnent E = ρgh")
            text.setFont(name, 6)
            text.setRise(4)
            text.textOut("2")
            text.setRise(-2)
            text.textOut("max")
            canvas.drawText(text)

    return draw


def watermark(words: str = "DOCUMENT DE TRAVAIL") -> Draw:
    """Large pale words across the page."""

    def draw(canvas: Canvas) -> None:
        canvas.setFillGray(0.5, alpha=0.15)
        canvas.setFont("Helvetica-Bold", 60)
        canvas.translate(120, 250)
        canvas.rotate(50)
        canvas.drawString(0, 0, words)

    return draw


def in_form(inner: Draw) -> Draw:
    """What `inner` draws, inside a form object that is scaled to three quarters."""

    def draw(canvas: Canvas) -> None:
        canvas.beginForm("inner")
        inner(canvas)
        canvas.endForm()
        canvas.scale(0.75, 0.75)
        canvas.doForm("inner")

    return draw
