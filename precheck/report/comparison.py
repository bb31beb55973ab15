"""Two texts side by side, as text, HTML and JSON: a screening whose only source is the second text."""

from __future__ import annotations

from dataclasses import dataclass

from precheck.i18n import Translator, msg
from precheck.model.match import Originality
from precheck.model.structure import Dossier
from precheck.report.album import NO_PICTURES, Album
from precheck.report.lines import colon, wrap
from precheck.report.originality import section, summary
from precheck.report.originality_text import originality_lines
from precheck.report.pagemap import small_pages
from precheck.report.plain import Voice
from precheck.report.text import WIDTH


@dataclass(frozen=True, slots=True)
class Comparison:
    """The first text against the second. `dossier` is the first as it was read, None when it has no pages."""

    first: str
    second: str
    originality: Originality
    dossier: Dossier | None = None


def render_text(comparison: Comparison, translator: Translator, *, width: int = WIDTH) -> str:
    """For a terminal; the figures last. Ends with a line feed."""
    voice = Voice(translator)
    names = msg("{first} and {second}", first=comparison.first, second=comparison.second)
    found = comparison.originality
    lines = [
        *wrap(voice(names), width),
        *originality_lines(found, comparison.dossier, voice, width),
        "",
        *wrap(f"{voice(names)}{colon(voice)} {voice(summary(found, voice))}", width, "", "  "),
    ]
    return "\n".join(lines) + "\n"


def render_html(comparison: Comparison, translator: Translator) -> str:
    """One self-contained page."""
    from precheck.report.html import environment

    voice = Voice(translator)
    found, dossier = comparison.originality, comparison.dossier
    return (
        environment(voice)
        .get_template("comparison.html")
        .render(
            first=voice(comparison.first),
            second=voice(comparison.second),
            originality=section(found, dossier, voice, Album(NO_PICTURES)),
            small_pages=small_pages(found, dossier, voice) if dossier else (),
        )
    )


def render_json(comparison: Comparison) -> str:
    """The object `comparison` of the schema. Ends with a line feed."""
    from precheck.report.json import dump
    from precheck.report.originality_json import originality_json

    return dump(
        {
            "first": {"name": comparison.first},
            "second": {"name": comparison.second},
            "originality": originality_json(comparison.originality, comparison.dossier),
        }
    )
