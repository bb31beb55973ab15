"""What of a page's text is seen, on real PDFs: each way to hide it, and the ordinary ways that must not alarm."""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pypdfium2 as pdfium
import pytest
from hypothesis import given
from hypothesis import strategies as st

from precheck.model.document import Document
from precheck.model.surface import PageSurface, Veil
from precheck.reading.raster import Inked
from precheck.reading.reader import read_pdf
from precheck.structure.hidden import stands_for_space, unseen_spans
from tests.reading.evasions import (
    OTHER_WORDS,
    greek_formulas,
    in_form,
    letters_for_spaces,
    lines,
    moved,
    page,
    picture,
    prose,
    rectangle,
    remapped,
    vera,
    watermark,
)

HALF = prose(10)
LOW = 400.0
"""Points from the bottom: below the ten lines of `HALF`."""


def read(data: bytes) -> tuple[Document, PageSurface]:
    document = read_pdf(data, "dossier.pdf", surface=True)
    (surface,) = document.surfaces
    return document, surface


def hidden_words(document: Document) -> list[str]:
    return [word for start, end in unseen_spans(document) for word in document.text[start:end].split()]


def words_of(rows: Sequence[str]) -> list[str]:
    return [word for row in rows for word in row.split()]


def letters(texts: Sequence[str]) -> Counter[str]:
    return Counter(char for text in texts for char in text if char.isalnum())


def turned(data: bytes, degrees: int) -> bytes:
    """The same page, shown turned."""
    import pikepdf

    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(data)) as pdf:
        pdf.pages[0].rotate(degrees, relative=False)
        pdf.pages[0].cropbox = pikepdf.Rectangle(20, 30, 575, 812)
        pdf.save(out, static_id=True)
    return out.getvalue()


HIDDEN = {
    "white": (Veil.COLOUR, page(HALF, prose(10, top=LOW, grey=1, words=OTHER_WORDS))),
    "nearly white": (Veil.COLOUR, page(HALF, prose(10, top=LOW, grey=0.97, words=OTHER_WORDS))),
    "grey on grey": (
        Veil.COLOUR,
        page(HALF, rectangle(0.4, LOW + 20, 200), prose(10, top=LOW, grey=0.4, words=OTHER_WORDS)),
    ),
    "white below black text": (Veil.COLOUR, page(prose(10, grey=1, words=OTHER_WORDS), HALF)),
    "without ink": (Veil.INVISIBLE, page(HALF, prose(10, top=LOW, mode=3, words=OTHER_WORDS))),
    "without ink, over black text": (Veil.INVISIBLE, page(HALF, prose(10, mode=3, words=OTHER_WORDS))),
    "one point high": (Veil.TINY, page(HALF, prose(10, top=LOW, size=1, words=OTHER_WORDS))),
    "below the page": (Veil.OFF_PAGE, page(HALF, prose(10, top=-40, words=OTHER_WORDS))),
    "beside the page": (Veil.OFF_PAGE, page(HALF, prose(10, left=700, words=OTHER_WORDS))),
    "under a shape": (Veil.COVERED, page(HALF, prose(10, top=LOW, words=OTHER_WORDS), rectangle(0.8, LOW + 20, 200))),
    "under a picture": (
        Veil.COVERED,
        page(prose(10, words=OTHER_WORDS), picture(page(rectangle(0.5, 300, 100))), prose(10, top=LOW)),
    ),
    "white, in a form": (Veil.COLOUR, page(HALF, in_form(prose(10, top=LOW, grey=1, words=OTHER_WORDS)))),
    "white, turned": (Veil.COLOUR, turned(page(HALF, prose(10, top=LOW, grey=1, words=OTHER_WORDS)), 90)),
}


@pytest.mark.parametrize("name", list(HIDDEN))
def test_text_that_nobody_sees(name: str) -> None:
    veil, data = HIDDEN[name]
    document, surface = read(data)
    assert {run.veil for run in surface.unseen} == {veil}
    # A turned page is read in another order, and cut into other runs.
    assert letters(hidden_words(document)) == letters(lines(10, OTHER_WORDS))
    assert surface.unlike == ()


SCAN_OF_PROSE = picture(page(prose(40)))
SEEN = {
    "plain": page(prose()),
    "an embedded font": page(prose(font=vera())),
    "pale grey": page(HALF, prose(10, top=LOW, grey=0.9)),
    "white on a dark banner": page(HALF, rectangle(0.2, LOW + 20, 200), prose(10, top=LOW, grey=1)),
    "white on a picture": page(picture(page(rectangle(0.3, 800, 790))), prose(10, grey=1)),
    "formulas and exponents": page(greek_formulas()),
    "a watermark": page(watermark(), prose()),
    "in a form": page(in_form(prose())),
    "turned": turned(page(prose()), 90),
    "upside down": turned(page(prose()), 180),
}


@pytest.mark.parametrize("name", list(SEEN))
def test_ordinary_text_is_seen(name: str) -> None:
    document, surface = read(SEEN[name])
    assert (surface.unseen, surface.unlike, surface.over_picture) == ((), (), 0)
    assert surface.letters == sum(char < "\u0250" and char.isalnum() for char in document.text)


SCANS = {
    "recognised exactly": page(SCAN_OF_PROSE, prose(40, mode=3)),
    "recognised with another font": page(SCAN_OF_PROSE, prose(40, mode=3, font="Times-Roman", size=11.9)),
    "the text below the picture": page(prose(40), SCAN_OF_PROSE),
}


@pytest.mark.parametrize("name", list(SCANS))
def test_the_layer_of_a_recognised_scan_hides_nothing(name: str) -> None:
    _, surface = read(SCANS[name])
    assert (surface.unseen, surface.unlike) == ((), ())
    assert surface.over_picture == surface.letters == 1896


def test_a_scan_with_the_words_of_another_text() -> None:
    _, surface = read(page(SCAN_OF_PROSE, prose(40, mode=3, words=OTHER_WORDS)))
    assert surface.unseen == ()
    assert len(surface.unlike) > 0.8 * len(words_of(lines(40, OTHER_WORDS)))


def test_white_letters_for_spaces_stand_for_spaces() -> None:
    document, surface = read(page(letters_for_spaces()))
    assert Counter(run.veil for run in surface.unseen) == {Veil.COLOUR: 240}
    # The last letter of a line stands before a line break.
    assert sum(stands_for_space(document, run) for run in surface.unseen) == 220
    text = document.text
    for start, end in reversed(unseen_spans(document)):
        text = text[:start] + " " + text[end:]
    assert text.split() == words_of(lines(20))


@pytest.mark.parametrize(
    ("by", "letters"), [(1, "abcdefghijklmnopqrstuvwxyz"), (9, "abcdefghijklmnopqrstuvwxyz"), (1, "elst")]
)
def test_a_text_layer_of_other_letters_than_are_drawn(by: int, letters: str) -> None:
    _, surface = read(remapped(page(prose(font=vera())), moved(by, letters)))
    assert surface.unseen == ()
    assert len(surface.unlike) > 0.3 * surface.sampled


def test_letters_of_the_same_shape_go_unnoticed() -> None:
    _, surface = read(remapped(page(prose(font=vera())), {"e": "o", "o": "e"}))
    assert (surface.unseen, surface.unlike) == ((), ())


def test_lines_of_print_in_a_picture_are_counted() -> None:
    _, scan = read(page(picture(page(prose(40, size=13)))))
    assert (scan.letters, scan.picture_lines) == (0, 40)
    assert scan.picture is not None
    assert (scan.picture.width, scan.picture.height) == pytest.approx((595, 842), abs=1)
    _, drawing = read(page(picture(page(rectangle(0.2, 700, 40), rectangle(0.6, 500, 20))), HALF))
    assert drawing.picture_lines == 0


def test_a_drawing_twice_is_the_same_and_a_plain_reading_has_no_surface() -> None:
    data = HIDDEN["under a shape"][1]
    assert read_pdf(data, "x.pdf", surface=True) == read_pdf(data, "x.pdf", surface=True)
    assert read_pdf(data, "x.pdf") == replace(read_pdf(data, "x.pdf", surface=True), surfaces=())


def test_a_page_of_too_many_objects_is_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("precheck.reading.glyphs.MAX_OBJECTS", 1)
    assert read_pdf(page(HALF, rectangle(0.5, 100, 50)), "x.pdf", surface=True).surfaces == ()


def test_letters_beyond_the_basic_plane_shift_nothing() -> None:
    data = remapped(page(prose(font=vera())), {"a": "\U0001d44e"})
    document, surface = read(data)
    assert "\U0001d44e" not in document.text  # normalised to a plain letter
    assert (surface.unseen, surface.unlike) == ((), ())
    with pdfium.PdfDocument(data) as pdf:
        width = pdf[0].get_size()[0]
    assert all(0 <= edge <= width for line in document.lines for edge in line.edges)


@given(
    st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9), st.integers(0, 9), st.integers(0, 9)), max_size=8),
    st.data(),
)
def test_pixels_are_counted_as_one_by_one(corners: list[tuple[int, int, int, int]], data: st.DataObject) -> None:
    bits = data.draw(st.lists(st.booleans(), min_size=90, max_size=90))
    mask = np.array(bits, np.bool_).reshape(9, 10)
    boxes = [(min(a, b), min(c, d), max(a, b), max(c, d)) for a, b, c, d in corners]
    counted = Inked(mask).count(np.array(boxes, np.int64).reshape(-1, 4))
    assert counted.tolist() == [int(mask[top:bottom, left:right].sum()) for left, top, right, bottom in boxes]
