"""Every rule on every sample against the truth beside it.

    python bench/samples.py [--only NAME ...] [--folder DIR]

DIR (default `corpus/samples`) holds `NAME.pdf` and `NAME.toml`; `corpus/samples/README.md` explains the fields. Each
sample is checked with its profile and its candidate. The JSON report is compared with the truth field by field, and the
status of each requirement with the one expected. A requirement that several rules serve has the gravest of their
statuses; a rule that serves several requirements tells them apart by `requirement` or `part` in its findings' data.

Prints a line a sample, then what differs. Exit code 1 when something differs.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from precheck.api import Checker
from precheck.i18n import Translator
from precheck.model.structure import Candidate, Deposit
from precheck.profile import load_profile
from precheck.reading.pool import Reader, Source
from precheck.report.json import render
from precheck.rules.catalogue import RULES

SAMPLES = Path(__file__).resolve().parent.parent / "corpus" / "samples"
GRAVITY = ("CRASHED", "FAILED", "TO_VERIFY", "UNVERIFIABLE", "PASSED", "NOT_APPLICABLE")
"""From the gravest down."""
LENGTH_TOLERANCE = 0.06
"""Pages: how far the measured length of the conclusion may be from the one laid out."""

Json = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Comparison:
    """One field of one sample: what the truth says and what the product says."""

    sample: str
    field: str
    truth: object
    product: object

    @property
    def same(self) -> bool:
        return self.truth == self.product


def compare(name: str, truth: Json, report: Json) -> Iterator[Comparison]:
    """All that the truth says, field by field."""
    if "refusal" in truth:
        yield Comparison(name, "refusal", truth["refusal"], report.get("error", {}).get("code"))
        return
    if "error" in report:
        yield Comparison(name, "refusal", None, report["error"]["code"])
        return
    for field, expected, found in _fields(truth, report):
        yield Comparison(name, field, expected, found)
    statuses = requirement_statuses(report["outcomes"])
    for requirement, status in truth["outcomes"].items():
        yield Comparison(name, f"requirement {requirement}", status, statuses.get(requirement))


def _fields(truth: Json, report: Json) -> Iterator[tuple[str, object, object]]:
    structure = report["structure"]
    yield "pages", truth["pages"], report["document"]["pages"]
    yield "text layer", truth["text_layer"], len(report["document"]["unread_pages"]) < truth["pages"]
    yield "numbering", truth["numbering"], structure["numbering"]["verdict"]
    if not truth["text_layer"]:
        return
    yield "first numbered page", truth.get("first_numbered_page"), structure["numbering"]["first_numbered_page"]
    yield "printed", truth["printed"], [label or "" for label in structure["numbering"]["printed"]]
    if truth["profile"] == "raep":
        return
    yield "introduction page", truth.get("introduction_page"), structure["introduction"]["page"]
    yield "contents pages", truth["contents_pages"], structure["contents_pages"]
    yield "years", *_years(truth["years"], report["identity"]["years"])
    yield from _conclusion(truth.get("conclusion", {}), structure["conclusion"])
    parts = truth.get("parts", [])
    if truth["outcomes"].get("9") != "TO_VERIFY":  # own titles without numbers may go unrecognised
        yield "parts", [(p["number"], p["page"]) for p in parts], [(p["number"], p["page"]) for p in structure["parts"]]
        yield "competences", truth["competences"], _competences(report["competences"])


def _years(expected: Sequence[str], found: Sequence[str]) -> tuple[list[str], list[str]]:
    """The years of the truth, and those of them that the product saw."""
    seen = {_digits(year) for year in found}
    return list(expected), [year for year in expected if _digits(year) in seen]


def _digits(year: str) -> str:
    return "-".join(re.findall(r"\d+", year))


def _conclusion(truth: Json, found: Json) -> Iterator[tuple[str, object, object]]:
    expected, seen = ((part.get("start_page"), part.get("end_page")) for part in (truth, found))
    yield "conclusion pages", expected, seen
    length, measured = truth.get("length_pages"), found["length_pages"]
    close = length is not None and measured is not None and abs(length - measured) <= LENGTH_TOLERANCE
    yield "conclusion length", length, length if close else measured


def _competences(found: Sequence[Json]) -> dict[str, list[int]]:
    """Code: the parts where it is said, 0 outside the parts."""
    parts: dict[str, list[int]] = {}
    for place in found:
        parts.setdefault(place["code"], []).append(place["part"] or 0)
    return {code: sorted(parts[code]) for code in sorted(parts)}


def requirement_statuses(outcomes: Sequence[Json]) -> dict[str, str]:
    """The status of each requirement, by its number, and of each rule, by its name."""
    found: dict[str, set[str]] = {}
    for outcome in outcomes:
        found.setdefault(outcome["name"], set()).add(outcome["status"])
        single: dict[int, set[str]] = {}
        for finding in outcome["findings"]:
            single.setdefault(_requirement(finding["data"], outcome["requirements"]), set()).add(finding["status"])
        for requirement in outcome["requirements"]:
            found.setdefault(str(requirement), set()).update(single.get(requirement, {outcome["status"]}))
    return {key: min(statuses, key=GRAVITY.index) for key, statuses in found.items()}


def _requirement(data: Json, requirements: Sequence[int]) -> int:
    """Which of a rule's requirements a finding is about: said by its data, or by the part when each part has one."""
    if "requirement" in data:
        return int(data["requirement"])
    if "part" in data and len(requirements) > 1:
        return requirements[int(data["part"]) - 1]
    return 0


def check_all(folder: Path, names: Sequence[str]) -> list[Comparison]:
    """Check the samples and compare each with its truth."""
    found: list[Comparison] = []
    checkers: dict[str, Checker] = {}
    translator = Translator("fr")
    with Reader() as reader:
        for name in names:
            truth = tomllib.loads((folder / f"{name}.toml").read_text(encoding="utf-8"))
            profile = truth["profile"]
            if profile not in checkers:
                checkers[profile] = Checker(load_profile(profile, RULES), reader)
            deposit = Deposit(Candidate(truth["candidate"]))
            result = checkers[profile].check_or_refuse(Source.load(folder / f"{name}.pdf"), deposit)
            found += compare(name, truth, json.loads(render(result, translator)))
    return found


def table(found: Sequence[Comparison]) -> list[str]:
    """A line a sample, then a line a difference, then the sum."""
    lines = []
    for sample in dict.fromkeys(c.sample for c in found):
        mine = [c for c in found if c.sample == sample]
        right = sum(c.same for c in mine)
        lines.append(f"{'  ' if right == len(mine) else '!!'} {sample:28} {right:3d} of {len(mine):3d}")
    wrong = [c for c in found if not c.same]
    lines += [f"   {c.sample}: {c.field}: truth {c.truth}, product {c.product}" for c in wrong]
    lines.append(f"{len(found) - len(wrong)} of {len(found)} right")
    return lines


def main() -> int:
    """Check, print, and say by the exit code whether all is right."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", action="append", metavar="NAME", help="this sample only; may be repeated")
    parser.add_argument("--folder", type=Path, default=SAMPLES, metavar="DIR")
    arguments = parser.parse_args()
    known = sorted(file.stem for file in arguments.folder.glob("*.toml"))
    names = arguments.only or known
    if unknown := sorted(set(names) - set(known)):
        parser.error(f"no truth for {unknown[0]} in {arguments.folder}")
    found = check_all(arguments.folder, names)
    print("\n".join(table(found)))
    return 0 if found and all(c.same for c in found) else 1


if __name__ == "__main__":
    sys.exit(main())
