"""The dossiers that satisfy the requirements at their limits, or that only a human can judge."""

from __future__ import annotations

from dataclasses import replace

from corpus.samples.generate import edit
from corpus.samples.generate.conforming import (
    DASHES,
    MAP,
    MAP_CANDIDATE,
    PAGE_OF,
    PLAIN,
    SCHOOL,
    SCHOOL_CANDIDATE,
    SEVERAL,
    SINGLE_PROJECT,
    SLASH,
)
from corpus.samples.generate.dossier import load
from corpus.samples.generate.faulty import short_map
from corpus.samples.generate.numbering import every, roman_annexes
from corpus.samples.generate.sample import Sample

SHORT = replace(MAP, size=11.2, leading=1.53, break_before_parts=False, contents=False, figure_scale=0.6)


def samples() -> list[Sample]:
    """Lengths at the limit, then habits that are fine or left to a human."""
    return [*_lengths(), *_habits()]


def _lengths() -> list[Sample]:
    return [
        Sample(
            name="ten-pages",
            defect="",
            dossier=short_map,
            producer="typst",
            style=SHORT,
            labels=every("{n}", first=2),
            candidate=MAP_CANDIDATE,
            outcomes=SINGLE_PROJECT,
        ),
        Sample(
            name="twenty-pages",
            defect="",
            dossier=lambda: load("ecole", level="extra"),
            producer="reportlab",
            style=replace(SCHOOL, leading=1.41, figure_scale=0.9),
            labels=DASHES,
            candidate=SCHOOL_CANDIDATE,
            outcomes=SEVERAL,
        ),
        Sample(
            name="conclusion-two-pages",
            defect="",
            dossier=lambda: edit.without_blocks(load("carte"), "conclusion", ["Il me reste", "Un choix m’a coûté"]),
            producer="typst",
            style=replace(MAP, leading=1.55),
            labels=PAGE_OF,
            candidate=MAP_CANDIDATE,
            outcomes=SINGLE_PROJECT,
        ),
        Sample(
            name="conclusion-nearly-two-pages",
            defect="the conclusion is about 1.95 pages long, which is left to a human",
            dossier=lambda: edit.without_blocks(load("carte"), "conclusion", ["Il me reste", "J’ai aussi mesuré"]),
            producer="typst",
            style=replace(MAP, leading=1.52),
            labels=PAGE_OF,
            candidate=MAP_CANDIDATE,
            outcomes=SINGLE_PROJECT | {"13": "TO_VERIFY"},
        ),
    ]


def _habits() -> list[Sample]:
    return [
        Sample(
            name="name-in-header",
            defect="",
            dossier=lambda: load("ecole"),
            producer="reportlab",
            style=replace(SCHOOL, header_name=True),
            labels=every("{n}"),
            candidate=SCHOOL_CANDIDATE,
            outcomes=SEVERAL,
        ),
        Sample(
            name="name-only-in-header",
            defect="",
            dossier=lambda: load("ecole", anonymous=True),
            producer="reportlab",
            style=replace(SCHOOL, header_text=f"{SCHOOL_CANDIDATE} – C2i2e"),
            labels=every("{n}"),
            candidate=SCHOOL_CANDIDATE,
            outcomes=SEVERAL,
        ),
        Sample(
            name="annexes-in-roman",
            defect="",
            dossier=lambda: load("carte", annexes=True),
            producer="fpdf2",
            style=replace(PLAIN, footer_align="right", figure_scale=1.15),
            labels=roman_annexes(every("{n}", first=2)),
            candidate=MAP_CANDIDATE,
            outcomes=SINGLE_PROJECT,
        ),
        Sample(
            name="own-titles",
            defect="the parts carry titles of the candidate's own, without numbers",
            dossier=lambda: load("carte", own_titles=True),
            producer="typst",
            style=replace(MAP, colour="#204d2f"),
            labels=SLASH,
            candidate=MAP_CANDIDATE,
            outcomes=SINGLE_PROJECT | {"9": "TO_VERIFY"},
        ),
        Sample(
            name="year-in-text-only",
            defect="the year is in the running text only, which is left to a human",
            dossier=lambda: edit.with_facts(load("ecole"), year=""),
            producer="fpdf2",
            style=PLAIN,
            labels=SLASH,
            candidate=SCHOOL_CANDIDATE,
            outcomes=SEVERAL | {"7": "TO_VERIFY"},
        ),
    ]
