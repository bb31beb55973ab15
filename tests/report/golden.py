"""The JSON reports kept as examples: one sample a profile.

`python -m tests.report.golden` writes them again, after a change that is meant; the difference is then reviewed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from precheck.api import Checker
from precheck.i18n import Translator
from precheck.model.report import Report
from precheck.profile import load_profile
from precheck.reading.pool import Reader, Source
from precheck.report import json
from precheck.rules.catalogue import RULES

FOLDER = Path(__file__).with_name("golden")
SAMPLES = Path(__file__).parents[2] / "corpus" / "samples"
KEPT: Mapping[str, str] = {
    "grenoble-2016": "part-missing",
    "upec": "nine-pages",
    "orleans-2022": "conforming-school",
    "iufm-2006": "scan",
    "raep": "raep-narrow-margins",
}
"""Which sample is kept for which profile."""


def path(profile: str) -> Path:
    return FOLDER / f"{profile}.json"


def produce(profile: str, reader: Reader) -> str:
    """The JSON report of the profile's sample, in French; the version of precheck left out."""
    source = Source.load(SAMPLES / f"{KEPT[profile]}.pdf", reader.limits)
    report: Report = Checker(load_profile(profile, RULES), reader).check(source)
    return json.render(replace(report, version="0"), Translator("fr"))


if __name__ == "__main__":
    with Reader() as reader:
        for profile in KEPT:
            path(profile).write_text(produce(profile, reader), encoding="utf-8")
