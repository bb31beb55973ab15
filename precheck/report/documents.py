"""The reports that show pictures of the pages: drawn once, handed to the HTML and the PDF renderer."""

from __future__ import annotations

from precheck.errors import UnreadableFile
from precheck.i18n import Translator
from precheck.model.picture import Pictures
from precheck.model.report import Refusal, Report
from precheck.reading.pool import Reader, Source
from precheck.report.album import NO_PICTURES


def pictures_of(reader: Reader, source: Source | None, result: Report | Refusal) -> Pictures:
    """The pictures that the report wants; none of a file that cannot be drawn."""
    if source is None or isinstance(result, Refusal):
        return NO_PICTURES
    from precheck.report.shots import crop_requests

    try:
        return reader.draw(source, crop_requests(result))
    except UnreadableFile:
        return NO_PICTURES


def document(result: Report | Refusal, form: str, say: Translator, pictures: Pictures = NO_PICTURES) -> bytes:
    """The report as a file; `form` is "html" or "pdf"."""
    if form == "html":
        from precheck.report import html

        return html.render(result, say, pictures).encode()
    from precheck.report import pdf

    return pdf.render(result, say, pictures)
