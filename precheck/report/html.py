"""The report as one self-contained, accessible HTML page: no outside resource, readable on a phone, printable."""

from __future__ import annotations

import base64
import functools
from pathlib import Path
from typing import TYPE_CHECKING, Any

from precheck.i18n import Message, Translator
from precheck.model.picture import Pictures
from precheck.model.report import Refusal, Report
from precheck.report import wording
from precheck.report.album import NO_PICTURES, Album, is_png
from precheck.report.matrix import PLACEMENT_SIGN, PLACEMENT_WORD, matrix
from precheck.report.originality import section
from precheck.report.pagemap import small_pages
from precheck.report.phrases import clause_text, count_phrases, structure_facts
from precheck.report.plain import Voice, page_ranges
from precheck.report.points import groups
from precheck.report.rows import page_marks, room_rows, section_rows
from precheck.report.view import counts, items

if TYPE_CHECKING:
    from jinja2 import Environment

TEMPLATES = Path(__file__).with_name("templates")


def render(
    result: Report | Refusal, translator: Translator, pictures: Pictures = NO_PICTURES, above: str = "", below: str = ""
) -> str:
    """The whole page. `pictures` are those of `precheck.report.shots.crop_requests`; a missing one is left out.

    `above` and `below` are trusted HTML, for a site that shows the report: before all of it, and after the verdict.
    """
    voice = Voice(translator)
    templates = environment(voice)
    if isinstance(result, Refusal):
        return templates.get_template("refusal.html").render(refusal=result, above=above, below=below)
    shown = _report(result, voice, Album(pictures))
    return templates.get_template("report.html").render(shown, above=above, below=below)


def environment(voice: Voice) -> Environment:
    """The templates, and what they may call; kept for each language, as compiling them takes longer than a page."""
    return _environment(voice.language)


@functools.cache
def _environment(language: str) -> Environment:
    voice = Voice(Translator(language))
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    made = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    made.globals.update(_words(voice))
    return made


def _words(voice: Voice) -> dict[str, Any]:
    """What the templates may call; whatever they print goes through `voice`."""

    def gettext(msgid: str, **params: Any) -> str:
        return voice(Message(msgid, params))

    def ngettext(singular: str, plural: str, count: int, **params: Any) -> str:
        return voice(Message(singular, {"count": count, **params}, plural, count))

    return {
        "_": gettext,
        "ngettext": ngettext,
        "say": voice,
        "clause_text": lambda clause: clause_text(clause, voice),
        "page_ranges": page_ranges,
        "language": voice.language,
        "wording": wording,
        "placement_word": lambda placement: voice(PLACEMENT_WORD[placement]),
        "placement_sign": PLACEMENT_SIGN,
    }


def _report(report: Report, voice: Voice, album: Album) -> dict[str, Any]:
    """What the template shows. The album fills up first, so that the pictures stand at the end of the page."""
    found = items(report)
    figures = counts(report, found)
    document = report.dossier.document
    shown = groups(found, report.dossier, voice, album)
    screened = report.dossier.originality
    return {
        "report": report,
        "document": document,
        "counts": figures,
        "verdict_counts": ", ".join(voice(phrase) for phrase in count_phrases(figures)),
        "groups": shown,
        "originality": section(screened, report.dossier, voice, album) if screened else None,
        "small_pages": small_pages(screened, report.dossier, voice) if screened else (),
        "facts": structure_facts(report, voice, beside_map=True),
        "sections": section_rows(report.dossier, voice),
        "marks": page_marks(found, len(document.pages)),
        "matrix": matrix(report),
        "rooms": room_rows(report, voice),
        "images": [{"id": name, "box": box, "address": _data_address(data)} for name, box, data in album],
    }


def _data_address(picture: bytes) -> str:
    kind = "png" if is_png(picture) else "jpeg"
    return f"data:image/{kind};base64,{base64.b64encode(picture).decode('ascii')}"
