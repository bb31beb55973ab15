"""Comments on a copy of the PDF: they lie on the words that are meant, and nothing else of the file changes."""

from __future__ import annotations

import io
from collections.abc import Sequence

import pikepdf
import pypdf
import pytest

from precheck.model.geometry import BBox
from precheck.model.note import Note
from precheck.reading.annotate import write_annotations
from precheck.reading.errors import DamagedFile
from precheck.reading.reader import read_pdf
from precheck.testing import make_pdf

YELLOW = (1.0, 0.9, 0.4)
PDF = make_pdf("# Introduction\nBonjour à tous\nUne autre ligne", "# Partie 1\nTexte", footer="{page}")


def changed(data: bytes, *, rotation: int = 0, crop: Sequence[int] | None = None, password: str | None = None) -> bytes:
    """The same PDF with its first page turned, cropped, or the whole protected."""
    output = io.BytesIO()
    with pikepdf.open(io.BytesIO(data)) as pdf:
        pdf.pages[0].Rotate = rotation
        if crop:
            pdf.pages[0].CropBox = pikepdf.Array(crop)
        encryption = pikepdf.Encryption(owner=password, user="") if password else False
        pdf.save(output, encryption=encryption, deterministic_id=not password)
    return output.getvalue()


def comments(data: bytes, page: int = 1) -> list[tuple[str, str]]:
    """Kind and text of the comments of a page, as another program reads them."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        return [(str(a.Subtype), str(a.Contents)) for a in pdf.pages[page - 1].get("/Annots", [])]


def line_box(data: bytes, text: str) -> BBox:
    return next(line.bbox for line in read_pdf(data, "essai.pdf").lines if text in line.text)


def words_under(data: bytes) -> str:
    """The words of page 1 whose place (in the page's own space) lies inside the highlight's rectangle."""
    page = pypdf.PdfReader(io.BytesIO(data)).pages[0]
    rectangle = next(a["/Rect"] for a in page.annotations or () if a.get_object()["/Subtype"] == "/Highlight")
    x0, y0, x1, y1 = map(float, rectangle)
    found: list[str] = []

    def visit(text: str, ctm: list[float], matrix: list[float], font: object, size: float) -> None:
        x = matrix[4] * ctm[0] + matrix[5] * ctm[2] + ctm[4]
        y = matrix[4] * ctm[1] + matrix[5] * ctm[3] + ctm[5]
        if text.strip() and x0 - 1 <= x <= x1 and y0 <= y <= y1:
            found.append(text.strip())

    page.extract_text(visitor_text=visit)
    return " ".join(found)


@pytest.mark.parametrize("rotation", [0, 90, 180, 270])
@pytest.mark.parametrize("crop", [None, (30, 40, 500, 842), (-50, -50, 2000, 2000)], ids=["whole", "cropped", "beyond"])
def test_a_highlight_lies_on_its_words(rotation: int, crop: Sequence[int] | None) -> None:
    data = changed(PDF, rotation=rotation, crop=crop)
    written = write_annotations(data, [Note(1, "ici", (line_box(data, "Bonjour"),), YELLOW)])
    assert words_under(written) == "Bonjour à tous"


def test_a_highlight_holds_comment_colour_and_one_quad_a_line() -> None:
    boxes = (BBox(70, 100, 200, 112), BBox(70, 114, 150, 126))
    written = write_annotations(PDF, [Note(2, "À vérifier :\n« deux lignes » ✗", boxes, YELLOW)])
    assert comments(written, 1) == []
    with pikepdf.open(io.BytesIO(written)) as pdf:
        (annotation,) = pdf.pages[1].Annots
        height = float(pdf.pages[1].MediaBox[3])
        assert str(annotation.Contents) == "À vérifier :\n« deux lignes » ✗"
        assert str(annotation.T) == "precheck"
        assert [float(value) for value in annotation.C] == [1.0, 0.9, 0.4]
        quads = [float(value) for value in annotation.QuadPoints]
        assert annotation.AP.N.Resources.ExtGState.G.BM == "/Multiply"
    top, bottom = height - 100, height - 112
    assert quads[:8] == pytest.approx([70, top, 200, top, 70, bottom, 200, bottom], abs=0.01)
    assert len(quads) == 16


def test_notes_without_a_place_stand_one_below_the_other() -> None:
    written = write_annotations(PDF, [Note(1, "résumé"), Note(1, "page sans numéro"), Note(99, "nulle part")])
    assert comments(written) == [("/Text", "résumé"), ("/Text", "page sans numéro")]
    with pikepdf.open(io.BytesIO(written)) as pdf:
        first, second = ([float(v) for v in a.Rect] for a in pdf.pages[0].Annots)
    assert second[3] < first[1]


@pytest.mark.parametrize(
    "box",
    [BBox(-50, -50, -10, -10), BBox(10, 10, 10, 40), BBox(5000, 5000, 6000, 6000)],
    ids=["before", "thin", "after"],
)
def test_a_box_outside_of_the_page_becomes_a_margin_note(box: BBox) -> None:
    assert comments(write_annotations(PDF, [Note(1, "ici", (box,))])) == [("/Text", "ici")]


def test_the_rest_of_the_file_stays_as_it_is() -> None:
    output = io.BytesIO()
    with pikepdf.open(io.BytesIO(PDF)) as pdf:
        pdf.attachments["jointe.txt"] = b"contenu"
        link = pikepdf.Dictionary(
            Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Link, Rect=[10, 10, 20, 20], Contents="un lien"
        )
        pdf.pages[0].Annots = pdf.make_indirect(pikepdf.Array([pdf.make_indirect(link)]))
        pdf.save(output)
    data = output.getvalue()
    written = write_annotations(data, [Note(1, "ici", (BBox(70, 100, 200, 112),))])
    assert comments(written) == [("/Link", "un lien"), ("/Highlight", "ici")]
    with pikepdf.open(io.BytesIO(data)) as before, pikepdf.open(io.BytesIO(written)) as after:
        assert after.attachments["jointe.txt"].get_file().read_bytes() == b"contenu"
        with after.open_outline() as outline:
            assert [item.title for item in outline.root] == ["Introduction", "Partie 1"]
        for one, two in zip(before.pages, after.pages, strict=True):
            assert one.Contents.read_bytes() == two.Contents.read_bytes()
    assert read_pdf(written, "essai.pdf").text == read_pdf(data, "essai.pdf").text


def test_a_protected_file_that_opens_without_password_can_be_annotated() -> None:
    data = changed(PDF, password="secret")
    written = write_annotations(data, [Note(1, "ici", (line_box(data, "Bonjour"),))])
    assert comments(written) == [("/Highlight", "ici")]
    assert "Bonjour à tous" in read_pdf(written, "essai.pdf").text


def test_the_same_notes_give_the_same_bytes() -> None:
    notes = [Note(1, "résumé"), Note(2, "là", (BBox(70, 100, 200, 112),))]
    assert write_annotations(PDF, notes) == write_annotations(PDF, notes)


def test_a_page_without_a_size_is_taken_as_other_readers_take_it() -> None:
    output = io.BytesIO()
    with pikepdf.open(io.BytesIO(PDF)) as pdf:
        del pdf.pages[0].MediaBox
        pdf.save(output)
    data = output.getvalue()
    written = write_annotations(data, [Note(1, "ici", (line_box(data, "Bonjour"),))])
    assert words_under(written) == "Bonjour à tous"


def test_a_file_without_its_table_of_objects_is_mended() -> None:
    cut = PDF[: PDF.rindex(b"startxref")]
    assert comments(write_annotations(cut, [Note(2, "ici")]), 2) == [("/Text", "ici")]


@pytest.mark.parametrize("data", [b"", b"%PDF-1.7\nrien", PDF[: len(PDF) // 3]], ids=["empty", "header only", "cut"])
def test_a_damaged_file_is_refused_by_name(data: bytes) -> None:
    with pytest.raises(DamagedFile) as caught:
        write_annotations(data, [Note(1, "ici")], "abîmé.pdf")
    assert caught.value.params == {"file": "abîmé.pdf"}
