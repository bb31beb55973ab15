"""Builders for the authors of rules: a `Document` from a few lines of text, a `Dossier` around it, a real PDF.

>>> document = make_document("# Introduction\\nBonjour.", "Partie 1", footer="{page}")
>>> [line.text for line in document.lines]
['Introduction', 'Bonjour.', '1', 'Partie 1', '2']
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from precheck.model.document import Document, Image, Ink, Line, Link, Metadata, Page, PageLayout, TextState
from precheck.model.geometry import BBox
from precheck.model.match import Originality
from precheck.model.offsets import OffsetMap
from precheck.model.profile import Framework, Outline
from precheck.model.structure import Candidate, Deposit, Dossier
from precheck.model.surface import PageSurface

WIDTH, HEIGHT = 595.0, 842.0
MARGIN = 71.0
PITCH = 14.0
CHARACTER = 5.0
SCAN = "<scan>"
"""Given as a page's text: a page that is only an image."""


def make_document(
    *pages: str,
    header: str = "",
    footer: str = "",
    name: str = "dossier.pdf",
    metadata: Metadata = Metadata(),
    attachments: Sequence[str] = (),
    links: Sequence[tuple[int, str]] = (),
    images: Sequence[int] = (),
    layouts: Sequence[PageLayout] = (),
    surfaces: Sequence[PageSurface] = (),
    encrypted: bool = False,
) -> Document:
    """A document of A4 pages, one text a page, lines 14 pt apart from 71 pt below the top edge.

    A line that begins with "# " is a heading (16 pt, bold). `header` and `footer` stand on every page, "{page}" and
    "{pages}" filled in. `links` are (page, address), `images` page numbers that carry a picture.
    """
    built: list[Page] = []
    texts: list[str] = []
    position = 0
    for number, text in enumerate(pages, 1):
        if text == SCAN:
            built.append(Page(number, WIDTH, HEIGHT, TextState.IMAGE, images=(Image(BBox(0, 0, WIDTH, HEIGHT)),)))
            texts.append("")
            position += 1
            continue
        filled = {"page": number, "pages": len(pages)}
        rows = [(30.0, header.format(**filled))] if header else []
        rows += [(MARGIN + PITCH * row, line) for row, line in enumerate(text.split("\n")) if line.strip()]
        rows += [(800.0, footer.format(**filled))] if footer else []
        lines = []
        for top, line_text in rows:
            line = _line(number, position, line_text, top)
            lines.append(line)
            position = line.end + 1
        if not lines:
            position += 1
        texts.append("\n".join(line.text for line in lines))
        built.append(
            Page(
                number,
                WIDTH,
                HEIGHT,
                TextState.READ if lines else TextState.BLANK,
                tuple(lines),
                tuple(Image(BBox(100, 500, 400, 700)) for page in images if page == number),
                tuple(Link(_link_box(lines, uri), uri) for page, uri in links if page == number),
                tuple(Ink(word.start, 0.5) for line in lines for word in line.words()),
            )
        )
    import hashlib

    whole = "\f".join(texts)
    return Document(
        name,
        hashlib.sha256(whole.encode()).hexdigest(),
        len(whole),
        tuple(built),
        whole,
        whole,
        OffsetMap(),
        metadata,
        attachments=tuple(attachments),
        layouts=tuple(layouts),
        surfaces=tuple(surfaces),
        encrypted=encrypted,
    )


def _line(page: int, start: int, text: str, top: float) -> Line:
    heading = text.startswith("# ")
    text = " ".join(text.removeprefix("# ").split())
    width = CHARACTER * (16 / 11 if heading else 1)
    edges: list[float] = []
    x = MARGIN
    for word in text.split(" "):
        edges += [x, x + width * len(word)]
        x += width * (len(word) + 1)
    size = 16.0 if heading else 11.0
    return Line(page, start, text, BBox(MARGIN, top, edges[-1], top + size), tuple(edges), "Carlito", size, heading)


def _link_box(lines: Sequence[Line], uri: str) -> BBox:
    """Over the words of the address when they are printed, else in the middle of the page."""
    for line in lines:
        if uri in line.text:
            start = line.start + line.text.index(uri)
            return line.box(start, start + len(uri))
    return BBox(100, 400, 200, 412)


def make_dossier(
    *pages: str,
    outline: Outline = Outline(),
    framework: Framework | None = None,
    years: tuple[str, ...] = (),
    candidate: str | None = None,
    other_files: Sequence[str] = (),
    slides: bool | None = None,
    document: Document | None = None,
    header: str = "",
    footer: str = "",
    links: Sequence[tuple[int, str]] = (),
    images: Sequence[int] = (),
    originality: Originality | None = None,
) -> Dossier:
    """A dossier with its structure, names and competences found as in a real check; `originality` as given."""
    from precheck.structure.dossier import build_dossier

    if document is None:
        document = make_document(*pages, header=header, footer=footer, links=links, images=images)
    deposit = Deposit(Candidate(candidate) if candidate else None, tuple(other_files), slides)
    return replace(build_dossier(document, outline, framework, years, deposit), originality=originality)


def make_pdf(*pages: str, footer: str = "", title: str = "") -> bytes:
    """A real PDF of A4 pages with these texts, lines as given, "# " for headings, made by typst."""
    import typst

    blocks = []
    for number, text in enumerate(pages, 1):
        foot = footer.format(page=number, pages=len(pages))
        body = "\n".join(_typst_line(line) for line in text.split("\n"))
        blocks.append(f"#page(footer: align(center, {_typst_string(foot)}))[\n{body}\n]")
    source = f'#set document(title: {_typst_string(title)}, date: none)\n#set page("a4")\n#set text(lang: "fr")\n'
    return bytes(typst.compile((source + "\n".join(blocks)).encode()))


def _typst_line(line: str) -> str:
    if line.startswith("# "):
        return f"#heading({_typst_string(line[2:])})"
    return f"#{_typst_string(line)} \\"


def _typst_string(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
