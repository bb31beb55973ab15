"""Hand labels of real dossiers against the product: what it sees right, what it misses, what it fails wrongly.

    python bench/dossiers.py DIR [--profile ID] [--all]

DIR holds `pdf/` and `labels.tsv`: tab-separated, one dossier a line, with the columns
`sha12` (the file is `pdf/<sha12>.pdf`), `pages`,
`numbering` (pages on which a number can be seen: all, all_but_cover, none; anything else is "part"),
`first_numbered_page`, `author` (several parted by ";", "(…)" ignored), `year_on_cover`, `intro_page`, `concl_start`,
`concl_end`, `toc_pages` (`3`, `2-3`); "none", "-" or nothing where there is none.

Each dossier is checked once for each author, as its known candidate. An author counts as printed when all the words of
the name are in the text. Exit code 1 when an aim is missed or an outcome FAILED contradicts the labels.
"""

from __future__ import annotations

import argparse
import csv
import re
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from precheck.api import Checker
from precheck.errors import UnreadableFile
from precheck.i18n import Translator
from precheck.model.finding import Status
from precheck.model.report import Report
from precheck.model.structure import Candidate, Deposit, NumberingVerdict, Section
from precheck.profile import load_profile
from precheck.reading.pool import Reader, Source
from precheck.rules.catalogue import RULES
from precheck.structure.folding import fold

AIMS = {
    "paginated": 1.0,
    "coverage": 0.95,
    "first number": 0.95,
    "introduction": 0.92,
    "conclusion start": 0.92,
    "conclusion end": 0.92,
    "author": 0.95,
}
"""Shares of the dossiers that must be right; "author" of those printed as text. The others have no aim."""
NOTHING = ("", "-", "none")
ENGLISH = Translator("en")


@dataclass(frozen=True, slots=True)
class Labels:
    """What a person saw in a dossier; pages are physical, from 1, None where there is none."""

    name: str
    pages: int
    numbering: str
    first_numbered_page: int | None
    authors: tuple[str, ...]
    year: str | None
    introduction: int | None
    conclusion: tuple[int, int] | None
    contents: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """One column of one dossier: what the labels say and what the product says, as text."""

    name: str
    column: str
    label: str
    product: str
    right: bool


def read_labels(folder: Path) -> list[Labels]:
    """The lines of `labels.tsv`. Raises `OSError`, and `KeyError` or `ValueError` for a bad table."""
    with (folder / "labels.tsv").open(encoding="utf-8", newline="") as file:
        return [_labels(row) for row in csv.DictReader(file, delimiter="\t")]


def _labels(row: dict[str, str]) -> Labels:
    start, end = _page(row["concl_start"]), _page(row["concl_end"])
    numbering = row["numbering"]
    authors = re.sub(r"\([^)]*\)", "", row["author"]).split(";")
    return Labels(
        row["sha12"],
        int(row["pages"]),
        numbering,
        _page(row["first_numbered_page"]),
        tuple(author.strip() for author in authors if author.strip() not in NOTHING),
        # "2024(print date only)": a year with a remark is not the year of the dossier.
        row["year_on_cover"] if re.fullmatch(r"\d{4}(\s*[-/–]\s*\d{2,4})?", row["year_on_cover"]) else None,
        _page(row["intro_page"]),
        (start, end or start) if start else None,
        _pages(row["toc_pages"]),
    )


def _page(text: str) -> int | None:
    return None if text in NOTHING else int(text)


def _pages(text: str) -> tuple[int, ...]:
    if text in NOTHING:
        return ()
    first, _, last = text.partition("-")
    return tuple(range(int(first), int(last or first) + 1))


def coverage(numbering: str) -> str:
    """The product's verdict for a label: "all_but_1_12" is "part"."""
    return numbering if numbering in tuple(NumberingVerdict) else NumberingVerdict.PART.value


def answers(labels: Labels, reports: Sequence[Report]) -> Iterator[Answer]:
    """The columns of one dossier; one report for each author, or one when there is none."""
    structure = reports[0].dossier.structure
    verdict = structure.numbering.verdict
    start, end = labels.conclusion or (None, None)

    def answer(column: str, label: object, product: object, right: bool | None = None) -> Answer:
        shown = ["-" if value is None or value == () else str(value) for value in (label, product)]
        return Answer(labels.name, column, shown[0], shown[1], label == product if right is None else right)

    paginated = "no" if verdict is NumberingVerdict.NONE else "yes"
    yield answer("paginated", "no" if labels.numbering == "none" else "yes", paginated)
    yield answer("coverage", coverage(labels.numbering), verdict.value)
    yield answer("first number", labels.first_numbered_page, structure.numbering.first_numbered_page)
    yield answer("introduction", labels.introduction, _start(structure.introduction))
    yield answer("conclusion start", start, _start(structure.conclusion))
    yield answer("conclusion end", end, structure.conclusion.end_page if structure.conclusion else None)
    yield answer("contents", labels.contents, structure.contents_pages)
    for author, report in zip(labels.authors, reports, strict=False):
        if is_printed(author, report.dossier.document.text):
            found = bool(report.dossier.identity.candidate)
            yield answer("author", author, author if found else None, found)
    if labels.year:
        years = tuple(dict.fromkeys(year.text for year in reports[0].dossier.identity.years))
        yield answer("year", labels.year, ", ".join(years), any(_same_year(labels.year, year) for year in years))


def _start(section: Section | None) -> int | None:
    return section.start_page if section else None


def is_printed(author: str, text: str) -> bool:
    """Whether all the words of a name are in the text, whatever their order."""
    folded = fold(text)
    return all(re.search(rf"\b{re.escape(word)}\b", folded) for word in fold(author).split())


def _same_year(label: str, year: str) -> bool:
    return set(re.findall(r"\d{4}", label)) <= set(re.findall(r"\d{4}", year))


def contradictions(labels: Labels, report: Report) -> Iterator[str]:
    """Outcomes FAILED that cannot be, after what a person saw."""
    first, last = labels.conclusion or (0, -1)
    refuted = {
        "too-few-pages": labels.pages >= 10,
        "too-many-pages": labels.pages <= 20,
        "pages-not-numbered": labels.numbering.startswith("all"),
        "name-missing": bool(labels.authors),
        "year-missing": labels.year is not None,
        "introduction-missing": labels.introduction is not None,
        "conclusion-missing": labels.conclusion is not None,
        # Pages between the first and the last are whole.
        "conclusion-too-short": last - first - 1 >= 2,
        "conclusion-not-last": last == labels.pages,
    }
    for outcome in report.outcomes:
        if outcome.status is Status.FAILED and refuted.get(outcome.name):
            shown = "; ".join(ENGLISH(finding.message) for finding in outcome.findings)
            yield f"{labels.name}: {outcome.code} {outcome.name}: {shown}"


def check_all(folder: Path, profile_id: str) -> tuple[list[Answer], list[str]]:
    """All answers, and all outcomes that the labels contradict; a refused dossier is one of these."""
    found: list[Answer] = []
    wrong: list[str] = []
    with Reader() as reader:
        checker = Checker(load_profile(profile_id, RULES), reader)
        for labels in read_labels(folder):
            source = Source.load(folder / "pdf" / f"{labels.name}.pdf")
            deposits = [Deposit(Candidate(author)) for author in labels.authors] or [Deposit()]
            try:
                reports = [checker.check(source, deposit) for deposit in deposits]
            except UnreadableFile as error:
                wrong.append(f"{labels.name}: refused: {error}")
                continue
            found += answers(labels, reports)
            wrong += dict.fromkeys(line for report in reports for line in contradictions(labels, report))
    return found, wrong


def table(found: Sequence[Answer], *, everything: bool) -> list[str]:
    """What differs (or everything), then the share of each column against its aim."""
    lines = [
        f"{'   ' if a.right else '!! '}{a.name:14} {a.column:18} labels {a.label:24} product {a.product}"
        for a in found
        if everything or not a.right
    ]
    for column in dict.fromkeys(a.column for a in found):
        asked = [a for a in found if a.column == column]
        right = sum(a.right for a in asked)
        aim = f"aim {AIMS[column]:.0%}" if column in AIMS else ""
        lines.append(f"{column:18} {right:3d} of {len(asked):3d}  {right / len(asked):6.1%}  {aim}".rstrip())
    return lines


def missed(found: Sequence[Answer]) -> list[str]:
    """The columns below their aim."""
    below = []
    for column, aim in AIMS.items():
        asked = [a for a in found if a.column == column]
        if asked and sum(a.right for a in asked) < aim * len(asked):
            below.append(column)
    return below


def main() -> int:
    """Check, print, and say by the exit code whether all aims are reached."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, metavar="DIR")
    parser.add_argument("--profile", default="grenoble-2016")
    parser.add_argument("--all", action="store_true", help="print the right answers too")
    arguments = parser.parse_args()
    found, wrong = check_all(arguments.folder, arguments.profile)
    print("\n".join(table(found, everything=arguments.all)))
    print(f"outcomes FAILED that the labels contradict: {len(wrong)}")
    print("\n".join(f"  {line}" for line in wrong))
    below = missed(found)
    if below:
        print(f"below the aim: {', '.join(below)}")
    return 1 if below or wrong else 0


if __name__ == "__main__":
    sys.exit(main())
