"""Producer: fpdf2, with the core fonts (Helvetica, Times) in Windows-1252."""

from __future__ import annotations

import datetime
import io

from fpdf import FPDF
from fpdf.enums import Align, MethodReturnValue
from fpdf.fonts import FontFace

from corpus.samples.generate.dossier import Section
from corpus.samples.generate.figures import figure
from corpus.samples.generate.layout import PAGE_HEIGHT, PAGE_WIDTH, Entry, Job, Record
from corpus.samples.generate.markup import Block, Spans, plain

DATE = datetime.datetime(2017, 5, 14, 18, 30, tzinfo=datetime.UTC)


class _Pages(FPDF):
    """Pages with the job's running head and printed numbers."""

    def __init__(self, job: Job) -> None:
        super().__init__(unit="pt", format=(PAGE_WIDTH, PAGE_HEIGHT))
        self.job = job
        style = job.style
        self.family = style.family or "Helvetica"
        self.core_fonts_encoding = "windows-1252"
        self.set_compression(False)
        self.set_margins(style.margin_side, style.margin_top, style.margin_side)
        self.set_auto_page_break(True, style.margin_bottom)
        self.set_creation_date(DATE)
        self.set_title(job.title)
        if job.author:
            self.set_author(job.author)
        self.set_lang("fr-FR")
        self.colour = tuple(int(style.colour[at : at + 2], 16) for at in (1, 3, 5))
        self.step = style.size * style.leading

    @property
    def width(self) -> float:
        """The width of the text, in points."""
        return float(self.epw)

    def header(self) -> None:
        """Print the running head, from page 2."""
        if self.page_no() > 1 and self.job.running_head:
            self.set_y(self.job.style.header_from_edge)
            self.face("I", 9, grey=90)
            self.cell(self.width, 10, self.job.running_head)
        self.set_y(self.job.style.margin_top)

    def footer(self) -> None:
        """Print the page's number, if it has one."""
        label = self.job.label(self.page_no())
        if label:
            self.set_y(-self.job.style.footer_from_edge - 10)
            self.face("", 10)
            self.cell(self.width, 10, label, align=self.job.style.footer_align[0].upper())

    def face(self, style: str, size: float, grey: int = 0) -> None:
        """Choose a face of the family."""
        self.set_font(self.family, style, size)
        self.set_text_color(grey)

    def room(self, height: float) -> None:
        """Start a page if less than ``height`` points are left on this one."""
        if self.get_y() + height > PAGE_HEIGHT - self.job.style.margin_bottom:
            self.add_page()

    def prose(self, spans: Spans, *, indent: float = 0, step: float = 0, box: bool = False) -> None:
        """Set spans as a justified paragraph."""
        left = self.job.style.margin_side + indent
        self.set_x(left)
        self.multi_cell(
            self.width - indent,
            step or self.step,
            marked(spans),
            align=Align.J,
            markdown=True,
            border=1 if box else 0,
            padding=6 if box else 0,
            new_x="LMARGIN",
            new_y="NEXT",
        )


def produce(job: Job) -> tuple[bytes, Record]:
    """Lay the job out with fpdf2, noting where each block falls."""
    pdf, record = _Pages(job), Record()
    if job.style.cover:
        _cover(pdf)
    if job.style.contents:
        _contents(pdf, record)
    if not (job.style.cover or job.style.contents):
        pdf.add_page()
    fresh = not (job.style.cover or job.style.contents)
    for section in job.dossier.sections:
        breaks = section.kind != "bibliography" and job.style.break_before_parts
        if not fresh and (breaks or section is job.dossier.sections[0]):
            pdf.add_page()
        fresh = False
        _section(pdf, section, record)
    record.pages = pdf.page_no()
    return bytes(pdf.output()), record


def _cover(pdf: _Pages) -> None:
    facts = pdf.job.dossier.facts
    pdf.add_page()

    def line(text: str, style: str, size: float, gap: float) -> None:
        if text.strip():
            pdf.face(style, size)
            pdf.multi_cell(pdf.width, size * 1.35, text, align="C", new_x="LMARGIN", new_y="NEXT")
            pdf.ln(gap)

    line(facts.institution, "", 13, 18)
    line(facts.certificate, "", 12, 110)
    line(facts.title, "B", 24, 8)
    line(facts.subtitle, "I", 15, 40)
    line(facts.kind, "", 13, 90)
    if facts.surname:
        line(f"{facts.name_label} {facts.candidate}", "B", 13, 8)
    line(facts.status, "", 12, 4)
    line(facts.school, "", 12, 4)
    line(facts.tutor, "", 12, 60)
    if facts.year:
        line(f"{facts.year_label} {facts.year}", "B", 13, 0)


def _contents(pdf: _Pages, record: Record) -> None:
    pdf.add_page()
    record.contents_pages.append(pdf.page_no())
    _title(pdf, pdf.job.dossier.facts.contents_title)
    size = pdf.job.style.size
    for entry in pdf.job.entries:
        pdf.face("B" if entry.depth == 1 else "", size)
        number = str(entry.page or "00")
        indent = 16 * (entry.depth - 1)
        pdf.set_x(pdf.job.style.margin_side + indent)
        room = pdf.width - indent - 34
        lines = _broken(pdf, entry.title, room)
        for text in lines[:-1]:
            pdf.cell(room, size * 1.35, text, new_x="LEFT", new_y="NEXT")
        used = pdf.get_string_width(lines[-1])
        dots = "." * int((room - used - 6) / pdf.get_string_width("."))
        pdf.cell(room, size * 1.5, f"{lines[-1]} {dots}")
        pdf.cell(34, size * 1.5, number, align="R", new_x="LMARGIN", new_y="NEXT")


def _broken(pdf: _Pages, text: str, width: float) -> list[str]:
    lines = pdf.multi_cell(width, 10, text, dry_run=True, output=MethodReturnValue.LINES)
    if not isinstance(lines, list):
        raise TypeError("fpdf2 did not give lines")
    return [line.encode("latin-1").decode("windows-1252") for line in lines]


def _title(pdf: _Pages, text: str) -> None:
    size = pdf.job.style.size * 1.45
    pdf.room(size * 5)
    pdf.set_font(pdf.family, "B", size)
    pdf.set_text_color(*pdf.colour)
    pdf.multi_cell(pdf.width, size * 1.25, text, align="L", new_x="LMARGIN", new_y="NEXT")
    pdf.ln(10)


def _section(pdf: _Pages, section: Section, record: Record) -> None:
    size = pdf.job.style.size
    pdf.room(size * 8)
    top = pdf.get_y()
    record.entries.append(Entry(plain(section.title), 1, pdf.page_no()))
    _title(pdf, plain(section.title))
    record.seen(section.key, pdf.page_no(), top, pdf.get_y())
    for block in section.blocks:
        if block.kind == "heading":
            _heading(pdf, block, record)
        elif block.kind in ("table", "figure"):
            _table(pdf, block) if block.kind == "table" else _figure(pdf, block)
        else:
            _text(pdf, block)
        record.seen(section.key, pdf.page_no(), pdf.get_y(), pdf.get_y())
        pdf.ln(pdf.job.style.paragraph_gap if block.kind != "box" else 12)


def _heading(pdf: _Pages, block: Block, record: Record) -> None:
    size = pdf.job.style.size * 1.15
    pdf.room(size * 5)
    pdf.ln(4)
    text = plain(block.spans)
    if block.depth == 2:
        record.entries.append(Entry(text, 2, pdf.page_no()))
    pdf.set_font(pdf.family, "B", size)
    pdf.set_text_color(*pdf.colour)
    pdf.multi_cell(pdf.width, size * 1.3, text, align="L", new_x="LMARGIN", new_y="NEXT")


def _text(pdf: _Pages, block: Block) -> None:
    size = pdf.job.style.size
    pdf.face("", size)
    if block.kind == "item":
        pdf.room(pdf.step * 2)
        pdf.set_x(pdf.job.style.margin_side + 6)
        pdf.cell(16, pdf.step, "\u2022" if block.marker == "-" else block.marker)
        pdf.prose(block.spans, indent=22)
    elif block.kind == "box":
        pdf.face("", size * 0.92)
        pdf.room(size * 10)
        pdf.ln(4)
        pdf.prose(block.spans, step=size * 1.25, box=True)
    else:
        pdf.prose(block.spans)


def _figure(pdf: _Pages, block: Block) -> None:
    wide = pdf.width * 0.86 * pdf.job.style.figure_scale
    pdf.room(wide * 0.52 + 40)
    pdf.ln(4)
    left = (PAGE_WIDTH - wide) / 2
    pdf.image(io.BytesIO(figure(block.name)), x=left, w=wide, alt_text=plain(block.spans))
    _caption(pdf, block)


def _caption(pdf: _Pages, block: Block) -> None:
    size = pdf.job.style.size * 0.88
    pdf.face("I", size)
    text = plain(block.spans)
    pdf.multi_cell(pdf.width, size * 1.6, text, align="C", new_x="LMARGIN", new_y="NEXT")


def _table(pdf: _Pages, block: Block) -> None:
    size = pdf.job.style.size * 0.86
    pdf.room(size * 1.3 * 2 * len(block.rows) + 30)
    _caption(pdf, block)
    pdf.face("", size)
    pdf.set_draw_color(120)
    head = FontFace(emphasis="BOLD", fill_color=(224, 231, 242))
    with pdf.table(
        col_widths=tuple(int(width) for width in block.widths),
        line_height=size * 1.25,
        text_align="LEFT",
        headings_style=head,
        padding=3,
        width=pdf.width,
    ) as table:
        for cells in block.rows:
            row = table.row()
            for cell in cells:
                row.cell(plain(cell))
    pdf.ln(6)


def marked(spans: Spans) -> str:
    """Spans in fpdf2's own markdown."""
    out = []
    for span in spans:
        if span.style == "bold":
            out.append(f"**{span.text}**")
        elif span.style == "italic":
            out.append(f"__{span.text}__")
        elif span.style == "link":
            out.append(f"[{span.text}]({span.url})")
        else:
            out.append(span.text)
    return "".join(out)
