"""Typography measured on real PDFs of several makers: margins, line spacing, indents, headers, fonts, tables."""

from __future__ import annotations

import io
from collections.abc import Callable
from statistics import median

import pytest
from reportlab.lib.pagesizes import A4, letter
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import cm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, Paragraph, SimpleDocTemplate, Spacer, Table, TableStyle

from precheck.model.document import PageLayout
from precheck.reading.layout import measure_layouts
from precheck.reading.reader import read_pdf
from precheck.rules.typography import family

WORDS = (
    "les enfants ont lu la carte du quartier avant de partir en visite puis chaque groupe a noté ce qui se voyait du"
    " pont et du marché au retour nous avons rangé les crayons par ordre de taille et compté les pas de chacun"
).split()


def report(
    *,
    size: float = 11,
    leading: float = 12.65,
    font: str = "Helvetica",
    margin: float = 2.5,
    indent: float = 0,
    paragraphs: int = 40,
    header: str = "",
    number: Callable[[int], str] = str,
    table: bool = False,
) -> bytes:
    """A PDF of justified paragraphs; the header's top and the number's bottom are 1.25 cm from the edges."""
    target = io.BytesIO()
    style = ParagraphStyle(
        "body", fontName=font, fontSize=size, leading=leading, alignment=4, firstLineIndent=indent * cm, spaceAfter=8
    )

    def furniture(canvas: Canvas, document: SimpleDocTemplate) -> None:
        canvas.setFont("Helvetica", 9)
        if header:
            canvas.drawString(margin * cm, A4[1] - 1.25 * cm - 9, header)
        canvas.drawCentredString(A4[0] / 2, 1.25 * cm + 2, number(document.page))

    story: list[Flowable] = []
    for index in range(paragraphs):
        shift = 7 * index % len(WORDS)
        story += [Paragraph(" ".join(WORDS[shift:] + WORDS[:shift]) + ".", style), Spacer(1, 2)]
        if table and index == 1:
            grid = Table(
                [["Un", "Deux"], ["Trois", "Quatre"]], style=TableStyle([("GRID", (0, 0), (-1, -1), 1, "black")])
            )
            story.append(grid)
    document = SimpleDocTemplate(
        target,
        pagesize=A4,
        leftMargin=margin * cm - 6,  # reportlab pads its frame by 6 points
        rightMargin=margin * cm - 6,
        topMargin=2.5 * cm,
        bottomMargin=2.5 * cm,
    )
    document.build(story, onFirstPage=furniture, onLaterPages=furniture)
    return target.getvalue()


def measured(data: bytes) -> tuple[PageLayout, ...]:
    return read_pdf(data, "dossier.pdf", layout=True).layouts


def test_what_a_plain_report_measures() -> None:
    layouts = measured(report(header="Léa Martin"))
    assert len(layouts) > 2
    assert [layout.page for layout in layouts] == list(range(1, len(layouts) + 1))
    for layout in layouts:
        assert layout.body is not None
        assert layout.header is not None
        assert layout.footer is not None
        assert layout.body.x0 == pytest.approx(2.5 * cm, abs=1)
        assert A4[0] - layout.body.x1 == pytest.approx(2.5 * cm, abs=2)
        assert layout.header.top == pytest.approx(1.25 * cm, abs=3)
        assert A4[1] - layout.footer.bottom == pytest.approx(1.25 * cm, abs=3)
        assert median(layout.pitches) == pytest.approx(12.65, abs=0.1)
        assert {family(use.font) for use in layout.fonts} == {"helvetica"}
        assert {use.size for use in layout.fonts} == {11.0}
        assert layout.tables == 0
    indents = [indent for layout in layouts for indent in layout.indents]
    assert len(indents) > 20
    assert set(indents) == {0.0}


@pytest.mark.parametrize("indent", [0.5, 1.0])
def test_indents(indent: float) -> None:
    indents = [value for layout in measured(report(indent=indent)) for value in layout.indents]
    assert len(indents) > 20
    assert median(indents) == pytest.approx(indent * cm, abs=0.5)


@pytest.mark.parametrize(("margin", "leading"), [(1.5, 11.5), (3.5, 19.0)])
def test_margins_and_line_spacing(margin: float, leading: float) -> None:
    for layout in measured(report(margin=margin, leading=leading)):
        assert layout.body is not None
        assert layout.body.x0 == pytest.approx(margin * cm, abs=1)
        assert median(layout.pitches) == pytest.approx(leading, abs=0.1)


def test_a_page_number_is_no_body_even_when_its_form_changes() -> None:
    layouts = measured(report(number=lambda page: f"Page {page} sur 9" if page % 2 else f"- {page} -"))
    assert [layout.footer is not None for layout in layouts] == [True] * len(layouts)
    assert all(layout.header is None for layout in layouts)
    assert all(layout.body and layout.body.bottom < A4[1] - 2.4 * cm for layout in layouts)


def test_tables_are_counted_and_left_out() -> None:
    layouts = measured(report(table=True))
    assert [layout.tables for layout in layouts] == [1] + [0] * (len(layouts) - 1)
    assert {use.size for use in layouts[0].fonts} == {11.0}


def test_scanned_pages_and_other_files_measure_nothing() -> None:
    target = io.BytesIO()
    canvas = Canvas(target, pagesize=letter)
    canvas.rect(50, 50, 500, 700, fill=1)
    canvas.showPage()
    canvas.save()
    document = read_pdf(target.getvalue(), "image.pdf", layout=True)
    assert document.layouts == ()
    assert measure_layouts(b"%PDF-1.4 nothing", document.pages) == ()
    two = read_pdf(report(paragraphs=20), "dossier.pdf")
    assert measure_layouts(target.getvalue(), two.pages) == ()


@pytest.mark.parametrize(
    ("font", "expected"),
    [
        ("ABCDEF+Arial-BoldMT", "arial"),
        ("ArialMT", "arial"),
        ("Arial,Bold", "arial"),
        ("ArialNarrow", "arialnarrow"),
        ("TimesNewRomanPS-BoldItalicMT", "timesnewroman"),
        ("TimesNewRomanPSMT", "timesnewroman"),
        ("BCDEEE+LiberationSans", "liberationsans"),
        ("Liberation Sans", "liberationsans"),
        ("CIDFont+F1", None),
        ("F12", None),
        ("", None),
    ],
)
def test_families_of_fonts(font: str, expected: str | None) -> None:
    assert family(font) == expected
