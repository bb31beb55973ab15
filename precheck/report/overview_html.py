"""The overview of many dossiers as one self-contained HTML page that leads to the report of each."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import quote

from precheck.i18n import Translator
from precheck.report.html import environment
from precheck.report.originality_words import LEVEL_SHORT, LEVEL_SIGN, percent
from precheck.report.overview import Overview
from precheck.report.overview_text import PAIRS_TITLE, TITLE, figures, next_of
from precheck.report.plain import Voice


def render(overview: Overview, translator: Translator, files: Mapping[str, str]) -> str:
    """The page. `files` gives the file of each dossier's report, beside this page, by the dossier's name."""
    voice = Voice(translator)
    return (
        environment(voice)
        .get_template("overview.html")
        .render(
            title=voice(TITLE),
            pairs_title=voice(PAIRS_TITLE),
            figures=", ".join(voice(phrase) for phrase in figures(overview)),
            next=voice(next_of(overview)),
            overview=overview,
            addresses={name: quote(file, errors="replace") for name, file in files.items()},
            level_word={key: voice(word) for key, word in LEVEL_SHORT.items()},
            level_sign=LEVEL_SIGN,
            percent=lambda share: percent(share, voice.language),
        )
    )
