"""The dossiers of a competitive examination (RAEP): eight pages whose layout is prescribed."""

from __future__ import annotations

from dataclasses import replace

from corpus.samples.generate import edit
from corpus.samples.generate.dossier import load
from corpus.samples.generate.finish import as_arial
from corpus.samples.generate.layout import POINTS_PER_CM, Style
from corpus.samples.generate.markup import Level
from corpus.samples.generate.numbering import every
from corpus.samples.generate.sample import Sample

CANDIDATE = "KERVELLA Solenn"
PRESCRIBED = Style(
    size=11,
    leading=1.15,
    family="Helvetica",
    colour="#000000",
    margin_side=2.5 * POINTS_PER_CM,
    margin_top=2.5 * POINTS_PER_CM,
    margin_bottom=2.5 * POINTS_PER_CM,
    header_from_edge=1.25 * POINTS_PER_CM,
    footer_from_edge=1.25 * POINTS_PER_CM + 2.3,
    paragraph_gap=12,
    figure_scale=1.1,
    header_name=True,
    cover=False,
    contents=False,
    footer_align="right",
)
RULES = (
    "too-many-pages",
    "part-missing",
    "part-too-long",
    "page-size",
    "body-font",
    "font-size",
    "line-spacing",
    "side-margins",
    "header-footer-distance",
    "first-line-indent",
    "too-many-annexes",
)


def samples() -> list[Sample]:
    """The prescribed layout, then one prescription broken at a time."""
    return [
        _sample("raep-conforming", "", PRESCRIBED),
        _sample(
            "raep-nine-pages",
            "9 pages, of which 7 in the second part",
            PRESCRIBED,
            "too-many-pages",
            "part-too-long",
            level="extra",
        ),
        _sample("raep-small-font", "set in 10 points", replace(PRESCRIBED, size=10), "font-size"),
        _sample(
            "raep-narrow-margins",
            "side margins of 1.8 cm",
            replace(PRESCRIBED, margin_side=1.8 * POINTS_PER_CM),
            "side-margins",
        ),
        _sample(
            "raep-wide-spacing",
            "line spacing of one and a half",
            replace(PRESCRIBED, leading=1.725, figure_scale=0.8, paragraph_gap=8),
            "line-spacing",
            sentences=3,
        ),
        _sample(
            "raep-indented",
            "every paragraph begins with an indent of 0.8 cm",
            replace(PRESCRIBED, first_indent=0.8 * POINTS_PER_CM),
            "first-line-indent",
        ),
        _sample("raep-times", "set in Times", replace(PRESCRIBED, family="Times"), "body-font"),
    ]


def _sample(
    name: str,
    defect: str,
    style: Style,
    *failed: str,
    level: Level = "full",
    sentences: int = 99,
) -> Sample:
    return Sample(
        name=name,
        defect=defect,
        dossier=lambda: edit.shortened(load("raep", level=level), ["part1", "part2"], sentences),
        producer="reportlab",
        style=style,
        labels=every("{n}"),
        candidate=CANDIDATE,
        profile="raep",
        finish=as_arial,
        outcomes=dict.fromkeys(RULES, "PASSED") | dict.fromkeys(failed, "FAILED"),
    )
