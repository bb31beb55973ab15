"""Tables of contents, told by their shape: leaders, page numbers at the right, and titles that come again later.

A table may stand anywhere, under any name or none, with page numbers or without, run over several pages, or share its
page with the introduction. Its lines look like headings and must never be taken for them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from precheck.model.profile import Outline
from precheck.structure.folding import fold
from precheck.structure.view import SHORT, Row, View
from precheck.structure.words import bare

LEADERS = 3
"""Rows with leaders that make a table without a title."""
NUMBERED = 5
"""Rows that end in a page number, in ascending order, that make a table without a title or leaders."""
ISOLATION = 12.0
"""Points of white between an entry and its page number."""
UNTITLED = 4
"""Rows that come again as headings that make a table without title or page numbers."""
LONG = 80
"""Code points of a row of a paragraph; two of them end a table without page numbers."""

_ENDS = re.compile(r"\W*(?:\w{1,3}\W+)?(introduction|conclusion|bilan)\b", re.IGNORECASE)
_LEADER = re.compile(r"(?:\.\s?){4,}|(?:…\s?){2,}|(?:_\s?){4,}|(?:·\s?){4,}|(?:-\s?){6,}")
_ENDING = re.compile(r"(?:^|[\s.…_·-])(?P<number>\d{1,3}|[ivxl]{1,6})\s*$")
_TITLES = (
    r"sommaire|tables? (?:des? )?(?:matieres?|contenus?)|table of contents|contents|summary|index(?: \w+)?"
    r"|plan(?: (?:du|de|des|detaille)\b.{0,30})?"
)
_LIST_TITLE = re.compile(
    r"\W*(?:table|liste|index) des (?:figures|illustrations|tableaux|annexes|sigles|abreviations).*"
)
_LIST_ENTRY = re.compile(r"\W*(?:figure|tableau|photo|image|illustration|graphique|carte|schema)\b")


@dataclass(frozen=True, slots=True)
class Contents:
    """The pages of the tables of contents; the start offsets of their lines and of those of lists of figures."""

    pages: tuple[int, ...] = ()
    starts: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class _Entry:
    """A row that looks like an entry: with a leader, a page number, a number set apart at the right."""

    leader: bool
    number: int | None
    apart: bool


def find_contents(view: View, furniture: frozenset[int], outline: Outline) -> Contents:
    """All tables of contents, of figures, and lists that look the same."""
    pattern = _title_pattern(outline.contents)
    pages: list[int] = []
    starts: set[int] = set()
    running = False
    orphan: tuple[int, Row] | None = None
    """Page and row of a title that stands alone at the foot of the page before."""
    for page in view.document.pages:
        rows = [row for row in view.rows[page.number] if row.lines[0].start not in furniture]
        title = next((i for i, row in enumerate(rows) if _is_title(row, pattern)), None)
        span = None
        if title is not None or running or orphan or _may_hold(rows):
            entries = [(i, entry) for i, row in enumerate(rows) if (entry := _entry(row))]
            span = _span(entries, rows, title, running=running or orphan is not None)
            if span is None and title is not None:
                span = _listed(view, rows, title)
        elif _may_list(rows):
            span = _listed(view, rows, None)
        if span:
            if title is not None and title <= span[0]:
                span = title, span[1]
            if orphan:
                starts |= {line.start for line in orphan[1].lines}
                pages.append(orphan[0])
            if not _lists_figures(view, rows[span[0] : span[1] + 1]):
                pages.append(page.number)
            starts |= {line.start for row in rows[span[0] : span[1] + 1] for line in row.lines}
        running = span is not None and span[1] >= len(rows) - 3
        orphan = (page.number, rows[title]) if span is None and title is not None and title >= len(rows) - 2 else None
    return Contents(tuple(dict.fromkeys(pages)), frozenset(starts))


def _lists_figures(view: View, rows: list[Row]) -> bool:
    folded = [view.folded(row.lines[0]) or fold(row.lines[0].text) for row in rows]
    return bool(_LIST_TITLE.match(folded[0])) or 2 * sum(bool(_LIST_ENTRY.match(text)) for text in folded) > len(rows)


@lru_cache(maxsize=16)
def _title_pattern(words: tuple[str, ...]) -> re.Pattern[str]:
    """What a folded title of a table matches: the usual ones and the profile's, numbered or not."""
    asked = "".join("|" + re.escape(fold(word).strip()) for word in words if word.strip())
    return re.compile(rf"\W*(?:(?:\d{{1,2}}|[ivx]{{1,4}})[ .)–-]+)?(?:{_TITLES}{asked})\W*|{_LIST_TITLE.pattern}")


def _is_title(row: Row, pattern: re.Pattern[str]) -> bool:
    if len(row.lines) > 2 or sum(len(line.text) for line in row.lines) > 60:
        return False
    return pattern.fullmatch(fold(row.text)) is not None


def _may_hold(rows: list[Row]) -> bool:
    """A cheap look: enough rows that end in a figure."""
    return sum(row.lines[-1].text[-1:].isdigit() for row in rows) >= LEADERS


def _entry(row: Row) -> _Entry | None:
    """The row as an entry of a table, when it has a leader, a page number at the right, or both."""
    text = row.text
    leader = bool(_LEADER.search(text))
    last = row.lines[-1]
    ending = _ENDING.search(text.lower())
    if not ending:
        return _Entry(True, None, False) if leader else None
    number = int(ending["number"]) if ending["number"].isdigit() else None
    if leader:
        return _Entry(True, number, False)
    if number is None or not any(c.isalpha() for c in text):
        return None
    edges = last.edges
    gap = edges[-2] - edges[-3] if len(edges) > 2 else (edges[0] - row.lines[-2].bbox.x1 if len(row.lines) > 1 else 0.0)
    return _Entry(False, number, gap >= ISOLATION)


def _span(
    entries: list[tuple[int, _Entry]], rows: list[Row], title: int | None, *, running: bool
) -> tuple[int, int] | None:
    """First and last row of the table on a page, None when the entries do not make one."""
    leaders = [i for i, entry in entries if entry.leader]
    after = [(i, entry) for i, entry in entries if title is None or i > title]
    strong = [i for i, entry in after if entry.leader or entry.apart]
    if len(leaders) >= LEADERS or (leaders and (running or title is not None)):
        chosen = [i for i, entry in entries if entry.leader or entry.apart]
    elif title is not None and len(after) >= 2 and _ascending([e.number for _, e in after]):
        chosen = strong if len(strong) >= 2 else [i for i, _ in after]
    elif (running and len(strong) >= 2 and strong[0] <= 3) or len(strong) >= NUMBERED:
        if not _ascending([e.number for i, e in after if i in strong]):
            return None
        chosen = strong
    else:
        return None
    return _without_strays(chosen, rows)


def _without_strays(chosen: list[int], rows: list[Row]) -> tuple[int, int]:
    """The rows from the first to the last entry; wrapped entries and sub-titles without number lie between."""
    first = last = chosen[0]
    for index in chosen[1:]:
        if index - last > 12:
            break
        last = index
    return min(first, last), min(last, len(rows) - 1)


def _ascending(numbers: list[int | None]) -> bool:
    known = [number for number in numbers if number is not None]
    falls = sum(later < earlier for earlier, later in pairwise(known))
    return len(known) >= 2 and falls <= len(known) // 6 and len(set(known)) > 1


def _may_list(rows: list[Row]) -> bool:
    """A cheap look at a page without a title: short rows only, an introduction and a conclusion among them."""
    if not UNTITLED <= len(rows) <= 60 or any(len(row.text) > SHORT for row in rows):
        return False
    words = {match[1].lower() for row in rows if (match := _ENDS.match(row.text))}
    return "introduction" in words and len(words) > 1


def _listed(view: View, rows: list[Row], title: int | None) -> tuple[int, int] | None:
    """A table without page numbers: below its title, or alone on its page, lines that come again as headings."""
    seen: set[str] = set()
    found: list[int] = []
    long = 0
    first = 0 if title is None else title + 1
    for index in range(first, len(rows)):
        folded = [bare(text) for line in rows[index].lines if (text := view.folded(line))]
        long = long + 1 if len(rows[index].text) > LONG else 0
        if long > 1 or any(text in seen for text in folded):
            break
        seen |= {text for text in folded if text}
        if any(view.titles[text] >= 2 for text in folded):
            found.append(index)
    if title is None:
        return (found[0], found[-1]) if len(found) >= max(UNTITLED, 0.6 * len(rows)) else None
    if len(found) >= 2 and len(found) >= 0.3 * (found[-1] - title):
        return title, found[-1]
    return None
