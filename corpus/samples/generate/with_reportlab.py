"""Producer: reportlab (platypus), with the core fonts or Bitstream Vera, which its wheel brings."""

from __future__ import annotations

import io
from collections.abc import Sequence
from html import escape
from typing import TYPE_CHECKING, Any

from corpus.samples.generate.dossier import Facts, Section
from corpus.samples.generate.figures import figure
from corpus.samples.generate.layout import PAGE_HEIGHT, PAGE_WIDTH, Entry, Job, Record
from corpus.samples.generate.markup import Block, Spans, plain
from corpus.samples.generate.reportlab_parts import Fonts, Marked, fonts_of, sheet

if TYPE_CHECKING:
    from reportlab.pdfgen.canvas import Canvas
    from reportlab.platypus import Flowable


def produce(job: Job) -> tuple[bytes, Record]:
    """Lay the job out with platypus; paragraphs note where they were drawn."""
    from reportlab.platypus import BaseDocTemplate, Frame, PageTemplate

    out = io.BytesIO()
    style = job.style
    fonts = fonts_of(style.family)
    record = Record()

    def furniture(canvas: Canvas, _: Any) -> None:
        record.pages = canvas.getPageNumber()
        _furniture(canvas, job, fonts)

    frame = Frame(
        style.margin_side,
        style.margin_bottom,
        PAGE_WIDTH - 2 * style.margin_side,
        style.body_height,
        leftPadding=0,
        rightPadding=0,
        topPadding=0,
        bottomPadding=0,
    )
    document = BaseDocTemplate(
        out,
        pagesize=(PAGE_WIDTH, PAGE_HEIGHT),
        title=job.title,
        author=job.author,
        invariant=1,
        pageCompression=0,
        lang="fr-FR",
    )
    document.addPageTemplates([PageTemplate(frames=[frame], onPageEnd=furniture)])
    document.build(_story(job, record, fonts))
    return out.getvalue(), record


def _furniture(canvas: Canvas, job: Job, fonts: Fonts) -> None:
    page, style = canvas.getPageNumber(), job.style
    label = job.label(page)
    canvas.setFont(fonts.regular, 10)
    canvas.setFillGray(0)
    bottom = style.footer_from_edge
    if style.footer_align == "right":
        canvas.drawRightString(PAGE_WIDTH - style.margin_side, bottom, label)
    elif style.footer_align == "left":
        canvas.drawString(style.margin_side, bottom, label)
    else:
        canvas.drawCentredString(PAGE_WIDTH / 2, bottom, label)
    if job.running_head and page > 1:
        canvas.setFont(fonts.italic, 9)
        canvas.setFillGray(0.35)
        top = PAGE_HEIGHT - style.header_from_edge - 8
        canvas.drawString(style.margin_side, top, job.running_head)


def _story(job: Job, record: Record, fonts: Fonts) -> list[Flowable]:
    from reportlab.platypus import PageBreak

    styles = sheet(job.style, fonts)
    story: list[Flowable] = []
    if job.style.cover:
        story += [*_cover(job.dossier.facts, styles), PageBreak()]
    if job.style.contents:
        story += [*_contents(job, styles, record), PageBreak()]
    for at, section in enumerate(job.dossier.sections):
        if at and job.style.break_before_parts and section.kind != "bibliography":
            story.append(PageBreak())
        story += _section(section, job, styles, record)
    return story


def _cover(facts: Facts, styles: dict[str, Any]) -> list[Flowable]:
    from reportlab.platypus import HRFlowable, Paragraph, Spacer

    def line(text: str, style: str, after: float) -> list[Flowable]:
        return [Paragraph(text, styles[style]), Spacer(1, after)] if text.strip() else []

    name = f"{facts.name_label} <b>{escape(facts.candidate)}</b>" if facts.surname else ""
    year = f"<b>{facts.year_label} {facts.year}</b>" if facts.year else ""
    return [
        *line(escape(facts.institution), "cover", 24),
        *line(escape(facts.certificate), "cover", 110),
        HRFlowable(width="70%", color=styles["colour"], thickness=1.2),
        Spacer(1, 16),
        *line(escape(facts.title), "covertitle", 6),
        *line(f"<i>{escape(facts.subtitle)}</i>", "cover", 16),
        HRFlowable(width="70%", color=styles["colour"], thickness=1.2),
        Spacer(1, 40),
        *line(escape(facts.kind), "cover", 70),
        *line(name, "cover", 10),
        *line(escape(facts.status), "cover", 4),
        *line(escape(facts.school), "cover", 4),
        *line(escape(facts.tutor), "cover", 60),
        *line(year, "cover", 0),
    ]


def _contents(job: Job, styles: dict[str, Any], record: Record) -> list[Flowable]:
    from reportlab.platypus import Paragraph, Table, TableStyle

    def seen(page: int, top: float, bottom: float) -> None:
        if page not in record.contents_pages:
            record.contents_pages.append(page)

    title = Marked(escape(job.dossier.facts.contents_title), styles["title"]).marked(seen)
    rows = []
    for entry in job.entries:
        style = styles["toc1" if entry.depth == 1 else "toc2"]
        dots = Paragraph(f"{entry.page or '00'}", styles["tocpage"])
        rows.append([Paragraph(escape(entry.title), style), dots])
    width = PAGE_WIDTH - 2 * job.style.margin_side
    table = Table(rows, colWidths=[width - 40, 40])
    table.setStyle(TableStyle([("VALIGN", (0, 0), (-1, -1), "BOTTOM")]))
    for side in ("LEFT", "RIGHT", "TOP", "BOTTOM"):
        table.setStyle(TableStyle([(f"{side}PADDING", (0, 0), (-1, -1), 1)]))
    return [title, table]


def _section(section: Section, job: Job, styles: dict[str, Any], record: Record) -> Sequence[Flowable]:
    def seen(page: int, top: float, bottom: float) -> None:
        record.seen(section.key, page, top, bottom)

    def entry(text: str, depth: int) -> Any:
        def note(page: int, top: float, bottom: float) -> None:
            record.entries.append(Entry(text, depth, page))
            seen(page, top, bottom)

        return note

    title = plain(section.title)
    flow: list[Flowable] = [Marked(escape(title), styles["title"]).marked(entry(title, 1))]
    for block in section.blocks:
        if block.kind == "heading":
            text = plain(block.spans)
            note = entry(text, 2) if block.depth == 2 else seen
            flow.append(Marked(rich(block.spans), styles["heading"]).marked(note))
        elif block.kind == "paragraph":
            flow.append(Marked(rich(block.spans), styles["body"]).marked(seen))
        elif block.kind == "item":
            bullet = "\u2022" if block.marker == "-" else block.marker
            item = Marked(rich(block.spans), styles["item"], bulletText=bullet)
            flow.append(item.marked(seen))
        elif block.kind == "box":
            flow.append(Marked(rich(block.spans), styles["box"]).marked(seen))
        elif block.kind == "figure":
            flow.append(_figure(block, job, styles))
        else:
            flow.append(_table(block, job, styles))
    return flow


def _figure(block: Block, job: Job, styles: dict[str, Any]) -> Flowable:
    from reportlab.platypus import Image, KeepTogether, Paragraph, Spacer

    width = (PAGE_WIDTH - 2 * job.style.margin_side) * 0.86 * job.style.figure_scale
    image = Image(io.BytesIO(figure(block.name)), width=width, height=width * 0.52)
    return KeepTogether([Spacer(1, 6), image, Paragraph(rich(block.spans), styles["caption"])])


def _table(block: Block, job: Job, styles: dict[str, Any]) -> Flowable:
    from reportlab.platypus import KeepTogether, Paragraph, Spacer, Table, TableStyle

    full = PAGE_WIDTH - 2 * job.style.margin_side
    widths = [full * width / sum(block.widths) for width in block.widths]
    rows = [
        [Paragraph(rich(cell), styles["celltitle" if at == 0 else "cell"]) for cell in row]
        for at, row in enumerate(block.rows)
    ]
    grid = TableStyle(
        [
            ("GRID", (0, 0), (-1, -1), 0.5, (0.5, 0.5, 0.5)),
            ("BACKGROUND", (0, 0), (-1, 0), (0.88, 0.91, 0.95)),
            ("VALIGN", (0, 0), (-1, -1), "TOP"),
        ]
    )
    table = Table(rows, colWidths=widths, repeatRows=1, style=grid)
    caption = Paragraph(rich(block.spans), styles["caption"])
    return KeepTogether([caption, table, Spacer(1, 12)])


def rich(spans: Spans) -> str:
    """Spans in platypus' own markup."""
    out = []
    for span in spans:
        text = escape(span.text, quote=False)
        if span.style == "bold":
            text = f"<b>{text}</b>"
        elif span.style == "italic":
            text = f"<i>{text}</i>"
        elif span.style == "link":
            text = f'<link href="{escape(span.url)}" color="#0563c1"><u>{text}</u></link>'
        out.append(text)
    return "".join(out)
