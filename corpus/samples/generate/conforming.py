"""The dossiers that satisfy everything, and the choices of style that the others share."""

from __future__ import annotations

from dataclasses import replace

from corpus.samples.generate.dossier import load
from corpus.samples.generate.layout import Style
from corpus.samples.generate.numbering import every
from corpus.samples.generate.sample import Sample

MAP_CANDIDATE = "VERNAZ Maëlle"
SCHOOL_CANDIDATE = "DELCROIX-HAMON Bastien"

MAP = Style(size=11.5, leading=1.6, paragraph_gap=7)
SCHOOL = Style(size=12, leading=1.36, paragraph_gap=7, family="Times", colour="#7a2e1d", figure_scale=0.82)
PLAIN = Style(size=10.5, leading=1.32, family="Helvetica", colour="#20603d")

SINGLE_PROJECT: dict[str, str] = {"41": "NOT_APPLICABLE"}
SEVERAL: dict[str, str] = {
    "10": "NOT_APPLICABLE",
    "12": "NOT_APPLICABLE",
    "41": "NOT_APPLICABLE",
}

PAGE_OF = every("Page {n} sur {total}", first=2)
DASHES = every("- {n} -")
SLASH = every("{n}/{total}", first=2)


def samples() -> list[Sample]:
    """One project in a collège, three situations in a primary school, three producers."""
    return [
        Sample(
            name="conforming-map",
            defect="",
            dossier=lambda: load("carte"),
            producer="typst",
            style=MAP,
            labels=PAGE_OF,
            candidate=MAP_CANDIDATE,
            author="Maëlle Vernaz",
            outcomes=SINGLE_PROJECT,
        ),
        Sample(
            name="conforming-school",
            defect="",
            dossier=lambda: load("ecole"),
            producer="reportlab",
            style=SCHOOL,
            labels=DASHES,
            candidate=SCHOOL_CANDIDATE,
            author="",
            outcomes=SEVERAL,
        ),
        Sample(
            name="conforming-map-fpdf2",
            defect="",
            dossier=lambda: load("carte", level="full"),
            producer="fpdf2",
            style=replace(PLAIN, colour="#1f3864", footer_align="right"),
            labels=SLASH,
            candidate=MAP_CANDIDATE,
            author="VERNAZ",
            outcomes=SINGLE_PROJECT,
        ),
    ]
