"""The pupils' productions and the charts, drawn in code and kept as small JPEG pictures.

JPEG rather than PNG: the three producers embed it as it is, so that the bytes of a sample
do not depend on the compression library of the machine.
"""

from __future__ import annotations

import io
import itertools
import math
from collections.abc import Callable
from functools import cache
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL.ImageDraw import ImageDraw
    from PIL.ImageFont import FreeTypeFont

Point = tuple[float, float]
PAPER = (253, 251, 245)
INK = (45, 50, 70)
WIDTH, HEIGHT = 1000, 520


@cache
def figure(name: str) -> bytes:
    """The figure's JPEG bytes, 1000 by 520 pixels. Raises KeyError for an unknown name."""
    from PIL import Image, ImageDraw

    draw = DRAWINGS[name]
    image = Image.new("RGB", (WIDTH, HEIGHT), PAPER)
    draw(ImageDraw.Draw(image))
    out = io.BytesIO()
    image.save(out, "JPEG", quality=62, optimize=False, dpi=(150, 150))
    return out.getvalue()


@cache
def font(size: int) -> FreeTypeFont:
    """Bitstream Vera, which comes with reportlab."""
    import reportlab
    from PIL import ImageFont

    folder = Path(reportlab.__file__).parent / "fonts"
    # The other layout engine is used only where the machine has its library: pictures would differ between machines.
    return ImageFont.truetype(str(folder / "Vera.ttf"), size, layout_engine=ImageFont.Layout.BASIC)


def wobble(points: list[Point], seed: int, amount: float = 2.5) -> list[Point]:
    """Cut a line into short strokes that tremble, as a hand draws."""
    random = Random(seed)
    drawn: list[Point] = []
    for (x1, y1), (x2, y2) in itertools.pairwise(points):
        steps = max(2, int(math.dist((x1, y1), (x2, y2)) / 14))
        for step in range(steps):
            at = step / steps
            drawn.append(
                (
                    x1 + (x2 - x1) * at + random.uniform(-amount, amount),
                    y1 + (y2 - y1) * at + random.uniform(-amount, amount),
                )
            )
    drawn.append(points[-1])
    return drawn


def dashed(pen: ImageDraw, points: list[Point], colour: tuple[int, int, int]) -> None:
    """A line of dots: the pupils' sign for an uncertain way."""
    line = wobble(points, 5)
    for at in range(0, len(line) - 1, 2):
        pen.line([line[at], line[at + 1]], fill=colour, width=4)


def parcours(pen: ImageDraw) -> None:
    """A map of the Mediterranean with a numbered way."""
    pen.rectangle((0, 0, WIDTH, HEIGHT), fill=(214, 230, 242))
    europe = [(0, 0), (1000, 0), (1000, 150), (905, 190), (835, 175), (790, 260), (745, 330)]
    europe += [(700, 300), (655, 215), (560, 150), (520, 165), (575, 250), (625, 330), (590, 345)]
    europe += [(520, 260), (455, 190), (380, 205), (290, 200), (230, 265), (120, 330), (0, 320)]
    asia = [(1000, 215), (900, 240), (820, 255), (800, 330), (860, 375), (930, 380), (1000, 370)]
    africa = [(0, 430), (150, 400), (330, 395), (420, 410), (450, 470), (620, 475), (760, 455)]
    africa += [(900, 470), (1000, 440), (1000, 520), (0, 520)]
    for number, land in enumerate((europe, asia, africa)):
        outline = wobble([*land, land[0]], number)
        pen.polygon(outline, fill=(244, 238, 214), outline=(120, 110, 80))
    stages: list[tuple[str, Point, tuple[int, int, int]]] = [
        ("1 Alep", (952, 350), (200, 40, 40)),
        ("2 Izmir", (835, 300), (200, 40, 40)),
        ("3 Lesbos", (775, 275), (200, 40, 40)),
        ("4 Belgrade", (680, 150), (130, 50, 150)),
        ("5 Vienne", (560, 85), (130, 50, 150)),
        ("6 Lyon", (330, 150), (40, 80, 190)),
    ]
    places = [place for _, place, _ in stages]
    pen.line(wobble(places[:2], 11), fill=(200, 40, 40), width=4)
    dashed(pen, places[1:4], (200, 40, 40))
    pen.line(wobble(places[3:], 12), fill=(40, 80, 190), width=4)
    for label, (x, y), colour in stages:
        pen.ellipse((x - 9, y - 9, x + 9, y + 9), fill=colour, outline=INK)
        pen.text((x - 30, y + 12), label, fill=INK, font=font(19))
    pen.rectangle((18, 350, 330, 505), fill=PAPER, outline=INK)
    legend = [("départ forcé", (200, 40, 40)), ("les deux", (130, 50, 150))]
    legend += [("départ choisi", (40, 80, 190))]
    for row, (label, colour) in enumerate(legend):
        pen.ellipse((34, 366 + 32 * row, 50, 382 + 32 * row), fill=colour)
        pen.text((64, 363 + 32 * row), label, fill=INK, font=font(18))
    dashed(pen, [(34, 478), (110, 478)], INK)
    pen.text((120, 467), "trajet pas sûr", fill=INK, font=font(18))


def bars(pen: ImageDraw, labels: list[str], series: list[tuple[str, list[float]]]) -> None:
    """A bar chart with a legend; every series has one value a label."""
    colours = [(79, 113, 172), (226, 148, 72)]
    left, base, top = 90.0, 430.0, 60.0
    peak = max(max(values) for _, values in series)
    step = (WIDTH - left - 40) / len(labels)
    for line in range(0, int(peak) + 1, max(1, int(peak) // 4)):
        y = base - (base - top) * line / peak
        pen.line((left, y, WIDTH - 30, y), fill=(215, 215, 215), width=1)
        pen.text((40, y - 11), str(line), fill=INK, font=font(18))
    wide = step * 0.7 / len(series)
    for row, (name, values) in enumerate(series):
        for at, value in enumerate(values):
            x = left + step * at + step * 0.15 + wide * row
            y = base - (base - top) * value / peak
            pen.rectangle((x, y, x + wide - 3, base), fill=colours[row])
        pen.rectangle((left + 330 * row, 484, left + 20 + 330 * row, 504), fill=colours[row])
        pen.text((left + 30 + 330 * row, 483), name, fill=INK, font=font(18))
    for at, label in enumerate(labels):
        pen.text((left + step * at + step * 0.2, base + 10), label, fill=INK, font=font(18))


def resultats(pen: ImageDraw) -> None:
    """Stages placed and justified by each of nine groups: 46 and 35 in all."""
    placed: list[float] = [5, 6, 5, 5, 5, 4, 5, 6, 5]
    justified: list[float] = [4, 4, 3, 5, 4, 2, 4, 5, 4]
    groups = [f"Gr. {number}" for number in range(1, 10)]
    bars(pen, groups, [("Étapes placées", placed), ("Étapes avec source", justified)])


def espace(pen: ImageDraw) -> None:
    """Documents deposited in the shared space, week by week."""
    deposits: list[float] = [4, 2, 1, 3, 9, 12, 11, 14, 10, 16, 13, 8]
    readers: list[float] = [1, 1, 1, 2, 5, 6, 6, 7, 6, 7, 7, 5]
    weeks = [f"S{number}" for number in range(1, 13)]
    bars(pen, weeks, [("Documents déposés", deposits), ("Personnes actives", readers)])


def meteo(pen: ImageDraw) -> None:
    """Rain in bars and temperature in a line, ten days of January."""
    days = ["16", "17", "18", "19", "20", "23", "24", "25", "26", "27"]
    rain = [0, 0, 0, 0, 0, 0, 1, 1, 2, 4]
    degrees = [-3, -5, -8, -6, -4, -2, -1, 0, 0, 2]
    left, zero = 100.0, 260.0
    pen.line((left, 40, left, 440), fill=INK, width=2)
    pen.line((left, zero, 970, zero), fill=INK, width=2)
    points: list[Point] = []
    for at, day in enumerate(days):
        x = left + 45 + 85 * at
        pen.rectangle((x - 16, zero - 24 * rain[at], x + 16, zero), fill=(120, 170, 220))
        points.append((x, zero - 22 * degrees[at]))
        pen.text((x - 12, 448), day, fill=INK, font=font(19))
    pen.line(points, fill=(200, 60, 50), width=4)
    for x, y in points:
        pen.ellipse((x - 6, y - 6, x + 6, y + 6), fill=(200, 60, 50))
    for value in (-8, -4, 4, 8):
        pen.text((44, zero - 22 * value - 11), str(value), fill=INK, font=font(18))
    pen.text((360, 478), "jours de janvier (°C et mm)", fill=INK, font=font(19))
    pen.text((330, 8), "La météo de la cour, par Jade et Timéo", fill=INK, font=font(22))


def mesures(pen: ImageDraw) -> None:
    """Energy read on a meter every ten minutes, at two temperatures."""
    warm: list[float] = [0, 3, 6, 9, 15, 18, 21, 24, 27, 30]
    cool: list[float] = [0, 2, 4, 6, 8, 11, 13, 15, 17, 19]
    times = ["9h40", "9h50", "10h", "10h10", "10h20", "10h30", "10h40", "10h50", "11h", "11h10"]
    bars(pen, times, [("kWh à 60 °C", warm), ("kWh à 45 °C", cool)])


def imagier(pen: ImageDraw) -> None:
    """Two pages of a picture book: a ladle and a colander."""
    for left, word, seed in ((30, "la louche", 3), (520, "la passoire", 4)):
        frame = [(left, 20), (left + 450, 20), (left + 450, 500), (left, 500), (left, 20)]
        pen.line(wobble([(float(x), float(y)) for x, y in frame], seed, 2), fill=INK, width=4)
        pen.text((left + 140, 425), word, fill=(30, 70, 150), font=font(36))
        pen.polygon([(left + 40, 440), (left + 70, 458), (left + 40, 476)], fill=(60, 140, 80))
    pen.line(wobble([(330, 70), (255, 250)], 7, 3), fill=(90, 90, 95), width=14)
    pen.chord((140, 215, 300, 375), 0, 180, fill=(170, 172, 180), outline=INK, width=4)
    pen.chord((600, 120, 880, 380), 0, 180, fill=(222, 120, 100), outline=INK, width=5)
    random = Random(9)
    for row in range(3):
        for hole in range(7 - row):
            x = 650 + 18 * row + hole * 30 + random.uniform(-3, 3)
            pen.ellipse((x, 272 + 28 * row, x + 10, 282 + 28 * row), fill=PAPER)
    pen.arc((540, 235, 620, 290), 90, 270, fill=INK, width=6)
    pen.arc((860, 235, 940, 290), 270, 90, fill=INK, width=6)


def galerie(pen: ImageDraw) -> None:
    """Four small sketches of ways, each in its frame."""
    for number in range(4):
        random = Random(40 + number)
        left, top = 20 + 490 * (number % 2), 15 + 252 * (number // 2)
        pen.rectangle((left, top, left + 470, top + 236), outline=INK, width=3)
        shore = [(left + 10.0 + 75 * at, top + 150 + random.uniform(-60, 60)) for at in range(7)]
        pen.line(wobble(shore, number), fill=(90, 130, 170), width=5)
        stages = [(left + 50.0 + 92 * at, top + random.uniform(40, 195)) for at in range(5)]
        pen.line(wobble(stages[:3], 60 + number), fill=INK, width=3)
        dashed(pen, stages[2:], INK)
        for at, (x, y) in enumerate(stages):
            pen.ellipse((x - 13, y - 13, x + 13, y + 13), fill=PAPER, outline=INK, width=3)
            pen.text((x - 6, y - 11), str(at + 1), fill=INK, font=font(18))


DRAWINGS: dict[str, Callable[[ImageDraw], None]] = {
    "parcours": parcours,
    "resultats": resultats,
    "espace": espace,
    "meteo": meteo,
    "mesures": mesures,
    "imagier": imagier,
    "galerie": galerie,
}
