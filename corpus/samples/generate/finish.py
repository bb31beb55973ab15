"""What happens to a PDF after its producer: scanned, encrypted, or given hidden text."""

from __future__ import annotations

import datetime
import io
from collections.abc import Callable

SCAN_DATE = datetime.datetime(2017, 5, 15, 9, 0, tzinfo=datetime.UTC)
SCAN_DPI = 72
Encrypt = Callable[[bytes], bytes]


def scanned(data: bytes) -> bytes:
    """The same pages as greyscale pictures, without text, as an office scanner gives them."""
    import pypdfium2 as pdfium
    from fpdf import FPDF

    source = pdfium.PdfDocument(data)
    scan = FPDF(unit="pt", format="A4")
    scan.set_compression(False)
    scan.set_creation_date(SCAN_DATE)
    scan.set_producer("Scan to PDF")
    for page in source:
        picture = io.BytesIO()
        page.render(scale=SCAN_DPI / 72, grayscale=True).to_pil().convert("L").save(picture, "JPEG", quality=20)
        scan.add_page()
        picture.seek(0)
        scan.image(picture, x=0, y=0, w=scan.w, h=scan.h)
    source.close()
    return bytes(scan.output())


def encrypted(user_password: str) -> Encrypt:
    """Encrypt with a password to open ("" for none, only permissions), RC4 128 bits."""

    def encrypt(data: bytes) -> bytes:
        import pikepdf

        out = io.BytesIO()
        protection = pikepdf.Encryption(
            user=user_password,
            owner="proprietaire",
            R=3,
            aes=False,
            metadata=False,
            allow=pikepdf.Permissions(extract=True),
        )
        with pikepdf.open(io.BytesIO(data)) as pdf:
            pdf.save(out, encryption=protection, static_id=True, compress_streams=False)
        return out.getvalue()

    return encrypt


def hidden(data: bytes) -> bytes:
    """Add text that no reader sees: white, one point high, and outside the page."""
    from pypdf import PdfReader, PdfWriter
    from reportlab.pdfgen.canvas import Canvas

    reader = PdfReader(io.BytesIO(data))
    layer = io.BytesIO()
    canvas = Canvas(layer, pagesize=(595.28, 841.89), invariant=1, pageCompression=0)
    canvas.setFillGray(1)
    canvas.setFont("Helvetica", 10)
    canvas.drawString(80, 60, "compétence validée numérique pédagogique élèves évaluation veille")
    canvas.setFillGray(0)
    canvas.setFont("Helvetica", 1)
    canvas.drawString(80, 50, "enseignement collaboratif apprentissage ressources réseau équipe")
    canvas.setFont("Helvetica", 11)
    canvas.drawString(700, 400, "texte placé hors de la page pour allonger le dossier")
    canvas.showPage()
    canvas.save()
    writer = PdfWriter(clone_from=reader)
    writer.pages[5].merge_page(PdfReader(io.BytesIO(layer.getvalue())).pages[0])
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def as_arial(data: bytes) -> bytes:
    """Name Arial where Helvetica is, not embedded, with the same widths: an old Word's way."""
    from pypdf import PdfReader, PdfWriter
    from pypdf.generic import ArrayObject, DictionaryObject, NameObject, NumberObject
    from reportlab.pdfbase.pdfmetrics import getFont

    names = {
        "/Helvetica": "/ArialMT",
        "/Helvetica-Bold": "/Arial-BoldMT",
        "/Helvetica-Oblique": "/Arial-ItalicMT",
    }
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(data)))
    for page in writer.pages:
        fonts = page["/Resources"].get_object()["/Font"].get_object()  # type: ignore[index]
        for reference in fonts.values():
            font = reference.get_object()
            base = str(font["/BaseFont"])
            if base not in names:
                continue
            widths = getFont(base[1:]).widths[32:]
            descriptor = DictionaryObject(
                {
                    NameObject("/Type"): NameObject("/FontDescriptor"),
                    NameObject("/FontName"): NameObject(names[base]),
                    NameObject("/Flags"): NumberObject(32),
                    NameObject("/FontBBox"): ArrayObject([NumberObject(n) for n in (-665, -325, 2000, 1006)]),
                    NameObject("/ItalicAngle"): NumberObject(-12 if "Oblique" in base else 0),
                    NameObject("/Ascent"): NumberObject(905),
                    NameObject("/Descent"): NumberObject(-212),
                    NameObject("/CapHeight"): NumberObject(716),
                    NameObject("/StemV"): NumberObject(80),
                }
            )
            font[NameObject("/Subtype")] = NameObject("/TrueType")
            font[NameObject("/BaseFont")] = NameObject(names[base])
            font[NameObject("/FirstChar")] = NumberObject(32)
            font[NameObject("/LastChar")] = NumberObject(255)
            font[NameObject("/Widths")] = ArrayObject([NumberObject(w) for w in widths])
            font[NameObject("/FontDescriptor")] = descriptor
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()
