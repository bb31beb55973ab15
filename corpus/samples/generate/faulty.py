"""The dossiers with one known defect each."""

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
from corpus.samples.generate.dossier import Dossier, load
from corpus.samples.generate.numbering import every, nowhere, stopping, wrong
from corpus.samples.generate.sample import Sample

PARTS = ("part1", "part2", "part3", "part4")
VERA = replace(SCHOOL, size=9.8, leading=1.5, family="Vera", colour="#333366")
UNDATED_MAP = {
    "depuis septembre 2016": "depuis septembre",
    "le 3 février 2017": "le 3 février",
    "17 janvier 2017": "17 janvier",
    ", version en vigueur en 2017": ", version en vigueur",
    "règlement (UE) 2016/679 (RGPD)": "règlement européen sur la protection des données (RGPD)",
    "BO n° 35 du 29 septembre 2016": "Bulletin officiel n° 35",
    ", consulté le 12 janvier 2017": ", consulté le 12 janvier",
    ", consulté le 5 décembre 2016": ", consulté le 5 décembre",
}


OTHER_USES = {
    "part1": ["1.6 D’autres", "La même démarche"],
    "part2": ["2.5 D’autres", "La même veille"],
    "part3": ["3.5 D’autres", "Un espace du même type"],
    "part4": ["4.6 D’autres", "Le même tableau d’implications"],
}


def samples() -> list[Sample]:
    """Format, then identity, then structure, then contents."""
    return [*_pages(), *_numbers(), *_identity(), *_parts(), *_conclusion(), *_codes()]


def short_map() -> Dossier:
    """The map's dossier without what a hurried candidate would leave out; the conclusion stays."""
    dossier = edit.shortened(load("carte", level="core"), ["part1"], 2, ["J’avais comparé"])
    kept = ["Ma pratique de l’adresse", "Avec les élèves, l’espace"]
    dossier = edit.shortened(dossier, ["part2", "part3", "part4"], 1, kept)
    dossier = edit.without_kinds(dossier, ["part2", "part3"], ["table"])
    dossier = edit.without_blocks(dossier, "part1", ["Figure 2"])
    for part, starts in OTHER_USES.items():
        dossier = edit.without_blocks(dossier, part, starts)
    return dossier


def shorter_map() -> Dossier:
    """The same without its bibliography and three more pieces of the first part."""
    starts = ["Tableau 2", "La figure 1 montre", "Étape 3, Izmir"]
    return edit.without_blocks(edit.without(short_map(), "bibliography"), "part1", starts)


def _pages() -> list[Sample]:
    return [
        Sample(
            name="nine-pages",
            defect="9 pages, one less than the minimum",
            dossier=shorter_map,
            producer="fpdf2",
            style=replace(
                PLAIN,
                leading=1.25,
                margin_top=56,
                margin_bottom=56,
                break_before_parts=False,
                contents=False,
                figure_scale=0.5,
            ),
            labels=PAGE_OF,
            candidate=MAP_CANDIDATE,
            outcomes=SINGLE_PROJECT | {"3": "FAILED"},
        ),
        Sample(
            name="twenty-two-pages",
            defect="22 pages, two more than the maximum",
            dossier=lambda: load("ecole", level="extra", annexes=True),
            producer="reportlab",
            style=replace(SCHOOL, leading=1.36, figure_scale=0.9),
            labels=DASHES,
            candidate=SCHOOL_CANDIDATE,
            outcomes=SEVERAL | {"4": "FAILED"},
        ),
    ]


def _numbers() -> list[Sample]:
    return [
        Sample(
            name="no-page-numbers",
            defect="no page carries a number",
            dossier=lambda: load("carte"),
            producer="typst",
            style=MAP,
            labels=nowhere,
            candidate=MAP_CANDIDATE,
            outcomes=SINGLE_PROJECT | {"5": "FAILED"},
        ),
        Sample(
            name="numbers-stop",
            defect="the page numbers stop after page 8",
            dossier=lambda: load("ecole"),
            producer="reportlab",
            style=SCHOOL,
            labels=stopping(every("{n}", first=2), 8),
            candidate=SCHOOL_CANDIDATE,
            outcomes=SEVERAL | {"5": "FAILED"},
        ),
        Sample(
            name="numbers-wrong",
            defect="page 10 carries no number and page 13 carries number 31",
            dossier=lambda: load("carte"),
            producer="fpdf2",
            style=replace(PLAIN, colour="#5b2c6f"),
            labels=wrong(every("{n}", first=2), {10: "", 13: "31"}),
            candidate=MAP_CANDIDATE,
            outcomes=SINGLE_PROJECT | {"5": "TO_VERIFY"},
        ),
    ]


def _identity() -> list[Sample]:
    return [
        Sample(
            name="no-name",
            defect="the candidate's name is nowhere",
            dossier=lambda: load("ecole", anonymous=True),
            producer="reportlab",
            style=VERA,
            labels=SLASH,
            candidate=SCHOOL_CANDIDATE,
            outcomes=SEVERAL | {"6": "FAILED"},
        ),
        Sample(
            name="wrong-year",
            defect="the cover carries the year 2014-2015, and no page the year of the campaign",
            dossier=lambda: edit.with_facts(edit.replaced(load("carte"), UNDATED_MAP), year="2014-2015"),
            producer="typst",
            style=MAP,
            labels=PAGE_OF,
            candidate=MAP_CANDIDATE,
            outcomes=SINGLE_PROJECT | {"7": "TO_VERIFY"},
        ),
        Sample(
            name="no-year",
            defect="no year of the campaign anywhere, neither on the cover nor in the text",
            dossier=lambda: edit.with_facts(edit.replaced(load("carte"), UNDATED_MAP), year=""),
            producer="fpdf2",
            style=PLAIN,
            labels=SLASH,
            candidate=MAP_CANDIDATE,
            outcomes=SINGLE_PROJECT | {"7": "FAILED"},
        ),
    ]


def _parts() -> list[Sample]:
    return [
        Sample(
            name="part-missing",
            defect="there is no part 3",
            dossier=lambda: edit.without(load("carte"), "part3"),
            producer="typst",
            style=MAP,
            labels=PAGE_OF,
            candidate=MAP_CANDIDATE,
            outcomes=SINGLE_PROJECT
            | {"9": "FAILED", "28": "TO_VERIFY"}
            | dict.fromkeys(("44", "45", "46"), "TO_VERIFY"),
        ),
        Sample(
            name="parts-out-of-order",
            defect="part 3 stands before part 2",
            dossier=lambda: edit.swapped(load("ecole"), "part2", "part3"),
            producer="reportlab",
            style=SCHOOL,
            labels=DASHES,
            candidate=SCHOOL_CANDIDATE,
            outcomes=SEVERAL | {"9": "FAILED"},
        ),
    ]


def _conclusion() -> list[Sample]:
    return [
        Sample(
            name="conclusion-short",
            defect="the conclusion is about 1.3 pages long",
            dossier=lambda: edit.shortened(load("carte"), ["conclusion"], 2),
            producer="typst",
            style=MAP,
            labels=PAGE_OF,
            candidate=MAP_CANDIDATE,
            outcomes=SINGLE_PROJECT | {"13": "FAILED"},
        ),
        Sample(
            name="conclusion-not-last",
            defect="part 4 stands after the conclusion",
            dossier=lambda: edit.swapped(load("ecole"), "part4", "conclusion"),
            producer="fpdf2",
            style=PLAIN,
            labels=SLASH,
            candidate=SCHOOL_CANDIDATE,
            outcomes=SEVERAL | {"13": "FAILED"},
        ),
    ]


def _codes() -> list[Sample]:
    exchanged = {"A1.5": "A3.2", "A2.1": "A3.3", "A2.2": "A3.4", "A2.3": "A3.2"}
    exchanged |= {"A3.2": "A2.1", "A3.3": "A2.2", "A3.4": "A2.3"}
    return [
        Sample(
            name="codes-misplaced",
            defect="the codes of parts 2 and 4 are written in each other's place",
            dossier=lambda: edit.recoded(load("carte"), exchanged),
            producer="typst",
            style=MAP,
            labels=PAGE_OF,
            candidate=MAP_CANDIDATE,
            outcomes=SINGLE_PROJECT | {"27": "TO_VERIFY", "29": "TO_VERIFY", "30": "TO_VERIFY"},
        ),
    ]
