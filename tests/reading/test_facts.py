"""What a file says of itself, compared with a second library that reads the same."""

from __future__ import annotations

import io
from pathlib import Path

import pypdf
import pytest
from pypdf.constants import PageLabelStyle

from precheck.model.document import Metadata, OutlineItem
from precheck.reading.reader import read_pdf
from precheck.testing import make_pdf

SAMPLES = Path(__file__).parents[2] / "corpus" / "samples"


@pytest.mark.parametrize("name", ["conforming-map.pdf", "conforming-school.pdf", "conforming-map-fpdf2.pdf"])
def test_links_and_outline_as_pypdf_reads_them(name: str) -> None:
    document = read_pdf((SAMPLES / name).read_bytes(), name)
    peer = pypdf.PdfReader(SAMPLES / name)
    for page, theirs in zip(document.pages, peer.pages, strict=True):
        annotations = [item.get_object() for item in theirs.get("/Annots") or []]
        links = [item for item in annotations if item["/Subtype"] == "/Link"]
        assert [link.uri for link in page.links] == [item.get("/A", {}).get("/URI") for item in links]
        height = float(theirs.mediabox.height)
        tops = [height - max(float(item["/Rect"][1]), float(item["/Rect"][3])) for item in links]
        assert [link.bbox.top for link in page.links] == pytest.approx(tops, abs=0.1)
    assert sum(len(page.links) for page in document.pages) > 5
    flat = [item for item in document.outline if item.level == 0]
    assert [item.title for item in flat] == [
        destination.title for destination in peer.outline if not isinstance(destination, list)
    ]


def test_what_a_file_says_of_itself() -> None:
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(make_pdf("Une.", "Deux.", "Trois.")))
    writer.metadata = {"/Title": "Mon dossier", "/Author": "Élise Été", "/Producer": "traitement de texte"}
    writer.add_attachment("notes.odt", b"une note")
    parent = writer.add_outline_item(title="Première", page_number=0)
    writer.add_outline_item(title="Deuxième", page_number=2, parent=parent)
    writer.set_page_label(0, 1, style=PageLabelStyle.LOWERCASE_ROMAN)
    output = io.BytesIO()
    writer.write(output)
    document = read_pdf(output.getvalue(), "x.pdf")
    assert document.metadata == Metadata("Mon dossier", "Élise Été", producer="traitement de texte")
    assert document.attachments == ("notes.odt",)
    assert document.outline == (OutlineItem(0, "Première", 1), OutlineItem(1, "Deuxième", 3))
    assert [page.label for page in document.pages] == ["i", "ii", "1"]
    assert not document.encrypted
