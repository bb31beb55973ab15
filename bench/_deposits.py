"""Deposits made by numbers, as real PDFs: ten to twelve pages of the words of a population, some with passages of
others."""

from __future__ import annotations

import io
import textwrap
from itertools import count, islice

import numpy as np
from numpy.typing import NDArray

from bench._population import Population

BEYOND = 5_000_000
"""The numbers of the deposits, so that none is a dossier of the corpus."""
PAGES = (10, 12)
LINES, LETTERS, PAGE_WORDS = 44, 88, 480
PASSAGE = 120
"""Words: each deposit holds one such passage of a dossier of the corpus, every fifth one of the deposit before."""


def words_of(population: Population, number: int, corpus: int) -> NDArray[np.int64]:
    """The words of deposit `number`; `corpus` is how many dossiers the corpus has."""
    rng = np.random.default_rng([2016, number])
    wanted = int(rng.integers(PAGES[0], PAGES[1] + 1)) * PAGE_WORDS
    body = _own_words(population, number, wanted)
    source = population.draft(int(rng.integers(max(1, corpus)))).words[:PASSAGE]
    passages = [source] if corpus else []
    if number % 5 == 4:
        passages.append(_own_words(population, number - 1, 3 * PASSAGE)[PASSAGE : 2 * PASSAGE])
    place = int(rng.integers(len(body)))
    whole: NDArray[np.int64] = np.concatenate([body[:place], *passages, body[place:]])[:wanted]
    return whole


def _own_words(population: Population, number: int, wanted: int) -> NDArray[np.int64]:
    pieces: list[NDArray[np.int64]] = []
    for step in count():
        pieces.append(population.draft(BEYOND + number + 1_000_000 * step).words)
        if sum(map(len, pieces)) >= wanted:
            break
    whole: NDArray[np.int64] = np.concatenate(pieces)[:wanted]
    return whole


def make_pdf(text: str, name: str) -> bytes:
    """The text on numbered pages below a heading, sentences of twenty words, paragraphs of a hundred."""
    from reportlab.pdfgen.canvas import Canvas

    output = io.BytesIO()
    canvas = Canvas(output, invariant=True)
    lines = iter([f"Dossier de {name}", "Année 2016-2017", "", "Introduction", "", *_lines(text)])
    for page in count(1):
        shown = list(islice(lines, LINES))
        if not shown:
            break
        canvas.setFont("Times-Roman", 11)
        for row, line in enumerate(shown):
            canvas.drawString(71, 770 - 15 * row, line)
        canvas.drawCentredString(297, 40, str(page))
        canvas.showPage()
    canvas.save()
    return output.getvalue()


def _lines(text: str) -> list[str]:
    words = text.split(" ")
    lines: list[str] = []
    for first in range(0, len(words), 100):
        sentences = [" ".join(words[start : start + 20]) for start in range(first, min(first + 100, len(words)), 20)]
        lines += textwrap.wrap(". ".join(each[:1].upper() + each[1:] for each in sentences) + ".", LETTERS)
    return lines
