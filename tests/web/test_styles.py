"""The site's style sheets stand behind that of the reports: they must not restyle by accident what a report shows."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import precheck.report.html
import web

REPORTS = precheck.report.html.TEMPLATES
STYLES = Path(web.__file__).with_name("styles")
_CLASS = re.compile(r"\.([a-zA-Z][\w-]*)")


def selectors(sheet: Path) -> Iterator[str]:
    """Each selector of a style sheet, those within @media included."""
    text = re.sub(r"/\*.*?\*/", "", sheet.read_text("utf-8"), flags=re.DOTALL)
    for prelude in re.findall(r"([^{};]+)\{", text):
        if not prelude.lstrip().startswith("@"):
            yield from (one.strip() for one in re.sub(r"\([^)]*\)", "", prelude).split(","))


def last_compound(selector: str) -> str:
    """What the selector is about."""
    return re.split(r"[\s>+~]+", selector)[-1]


def test_no_class_of_the_reports_is_restyled() -> None:
    ours = {name for sheet in REPORTS.glob("*.css") for one in selectors(sheet) for name in _CLASS.findall(one)}
    # A report within a page of the site stands below none of these.
    restyled = [
        f"{sheet.name}: {one}"
        for sheet in sorted(STYLES.glob("*.css"))
        for one in selectors(sheet)
        if set(_CLASS.findall(one)) <= ours and _CLASS.search(last_compound(one))
    ]
    assert restyled == []
