"""Printed page numbers: a vote on arithmetic progressions among the numbers near the edges, then an ink check.

A candidate is a number that stands alone in the top or bottom band of a page, or beside text that repeats. What the
candidates of different pages agree on, printed number minus physical page, wins; it also tells where the numbers
stand, and whatever number stands there on the other pages is a page number too, in sequence or not.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from precheck.model.document import Page, TextState, Word
from precheck.model.geometry import BBox
from precheck.model.structure import Numbering, NumberingFault, NumberingVerdict, PrintedNumber
from precheck.structure.folding import fold
from precheck.structure.view import Row, View
from precheck.structure.words import COUNTED

TOP_BAND, BOTTOM_BAND = 0.18, 0.22
"""Shares of the page's height in which a number may stand."""
TOP_ROWS, BOTTOM_ROWS = 3, 4
ISOLATION = 15.0
"""Points of white that set a number apart from the text at its side."""
BESIDE = 0.4
"""Share of the pages on which a number beside other text must count on; captions and titles also count."""
SLOT = 7.0
"""Points by which the height of a page number may vary from page to page."""
LONGEST = 150
"""Code points of a row that may hold a page number."""
VISIBLE = 0.004
"""Share of differing pixels from which a number is seen: white on pale grey is low, covered or white on white is 0."""

_ALONE = re.compile(
    r"[^\w]*(?:(?:p ?a ?g ?e|pag|pg|p|n[o°]) ?(?:n[o°] ?)?[^\w]*)?"
    r"(?P<label>\d{1,3}|[ivxlc]{1,7}|[IVXLC]{1,7})(?: (?P=label))?"
    r"(?: ?(?:/|\||sur|of|de|-) ?(?P<total>\d{1,3}))?[^\w]*(?:p ?a ?g ?e)?[^\w]*"
)
_BESIDE = re.compile(r"(?<![\w.,:/-])(?P<label>\d{1,3})(?: ?(?:/|sur|of) ?(?P<total>\d{1,3}))?(?![\w.,:/-]*\w)")
_COUNTED = re.compile(rf"\b{COUNTED}$")
_PAGE = re.compile(r"\b(?:p ?a ?g ?e|pag|pg|p)\W*(?:n[o°]\W*)?$", re.IGNORECASE)
_MAYBE = re.compile(r"(?<!\d)\d{1,3}(?!\d)|(?<![\w'])(?:[ivxlc]{1,7}|[IVXLC]{1,7})(?![\w'])")
_DIGITS = re.compile(r"\d+")
_ROMAN = re.compile(r"(?=.)(?:c{0,3})(?:xc|xl|l?x{0,3})(?:ix|iv|v?i{0,3})")
_ROMAN_VALUES = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}


@dataclass(frozen=True, slots=True)
class Candidate:
    """A number that may be a page number. `edge` is its distance from the top (positive) or bottom (negative) edge."""

    page: int
    label: str
    value: int
    roman: bool
    explicit: bool
    alone: bool
    outermost: bool
    edge: float
    bbox: BBox
    quote: str
    visible: bool

    @property
    def offset(self) -> int:
        return self.value - self.page

    def near(self, other: Candidate) -> bool:
        """Whether both stand at the same height, counted from the same edge."""
        return abs(self.edge - other.edge) <= SLOT and (self.edge > 0) == (other.edge > 0)


def roman_value(label: str) -> int | None:
    """The value of a roman numeral in lower case, None when it is not one: "xiv" -> 14, "iiii" -> None."""
    if not _ROMAN.fullmatch(label):
        return None
    values = [_ROMAN_VALUES[letter] for letter in label]
    return sum(-v if any(v < w for w in values[i + 1 : i + 2]) else v for i, v in enumerate(values))


def find_numbering(view: View) -> Numbering:
    """The printed page numbers of a document."""
    pages = view.document.pages
    candidates = list(_candidates(view))
    chosen = _elect(candidates, len(pages))
    printed = tuple(_printed(chosen.get(page.number)) for page in pages)
    hidden = tuple(number for number, candidate in sorted(chosen.items()) if not candidate.visible)
    return Numbering(_verdict(printed), printed, tuple(_faults(pages, printed)), hidden)


def _candidates(view: View) -> Iterator[Candidate]:
    shapes: defaultdict[str, set[int]] = defaultdict(set)
    bands: list[tuple[Page, Row, bool, str]] = []
    for page in view.document.pages:
        for row, outermost in _band(page, view.rows[page.number]):
            text = row.text
            if len(text) <= LONGEST and _MAYBE.search(text):
                shape = _DIGITS.sub("#", text)
                shapes[shape].add(page.number)
                bands.append((page, row, outermost, shape))
    for page, row, outermost, shape in bands:
        yield from _in_row(page, row, outermost, repeats=len(shapes[shape]) >= 3)


def _band(page: Page, rows: tuple[Row, ...]) -> Iterator[tuple[Row, bool]]:
    """The rows in the margins of a page, and whether each is the very first or last one."""
    top, bottom = page.height * TOP_BAND, page.height * (1 - BOTTOM_BAND)
    last = len(rows) - 1
    for index, row in enumerate(rows):
        if (index < TOP_ROWS and row.top < top) or (index > last - BOTTOM_ROWS and row.bottom > bottom):
            yield row, index in (0, last)


def _in_row(page: Page, row: Row, outermost: bool, *, repeats: bool) -> Iterator[Candidate]:
    words = [word for line in row.lines for word in line.words()]
    for group in _groups(words):
        text = " ".join(word.text for word in group)
        match = _ALONE.fullmatch(text) or _ALONE.fullmatch(text.lower()) if len(text) <= 24 else None
        if match:
            yield from _candidate(page, group, match, text, outermost, alone=True)
        elif repeats:
            for beside in _BESIDE.finditer(text):
                if _COUNTED.search(fold(text[: beside.start()])):
                    continue
                yield from _candidate(page, group, beside, text, outermost, alone=False)


def _groups(words: list[Word]) -> Iterator[list[Word]]:
    """Words between wide white spaces."""
    group: list[Word] = []
    for word in words:
        if group and word.bbox.x0 - group[-1].bbox.x1 >= ISOLATION:
            yield group
            group = []
        group.append(word)
    if group:
        yield group


def _candidate(
    page: Page, group: list[Word], match: re.Match[str], text: str, outermost: bool, *, alone: bool
) -> Iterator[Candidate]:
    label = match["label"]
    roman = not label.isdigit()
    value = roman_value(label.lower()) if roman else int(label)
    if value is None:
        return
    explicit = bool(match["total"]) or bool(_PAGE.search(text[: match.start("label")]))
    word = _word_at(group, match.start("label"))
    box = word.bbox
    edge = box.middle - page.height if page.height - box.bottom < box.top else box.middle
    yield Candidate(
        page.number, label, value, roman, explicit, alone, outermost, edge, box, text, _is_visible(page, group, word)
    )


def _word_at(group: list[Word], position: int) -> Word:
    for word in group:
        if position < len(word.text):
            return word
        position -= len(word.text) + 1
    return group[-1]


def _is_visible(page: Page, group: list[Word], word: Word) -> bool:
    """Whether the number, or the same number drawn again beside it, shows when the page is drawn."""
    shares = {ink.start: ink.share for ink in page.ink}
    same = [other for other in group if other.text == word.text]
    return any(shares.get(other.start, 1.0) >= VISIBLE for other in same)


def _elect(candidates: list[Candidate], pages: int) -> dict[int, Candidate]:
    """The page number of each page, elected run by run; a page that has none is absent."""
    need = 3 if pages > 4 else min(2, pages)
    beside = BESIDE * pages
    chosen: dict[int, Candidate] = {}
    slots: list[Candidate] = []
    left = candidates
    while True:
        run = _best_run(left, slots, need, beside)
        if not run:
            break
        chosen |= {candidate.page: candidate for candidate in run}
        slots += run
        left = [c for c in left if c.page not in chosen]
    for candidate in sorted(left, key=lambda c: (c.page, not c.visible, not c.outermost, c.bbox.x0)):
        if candidate.page not in chosen and candidate.alone and _stands_in(candidate, slots):
            chosen[candidate.page] = candidate
    return chosen


def _best_run(candidates: list[Candidate], slots: list[Candidate], need: int, beside: float) -> list[Candidate]:
    """The largest set of candidates, one a page, that count on together and stand at the same height."""
    by_offset: defaultdict[tuple[bool, int], list[Candidate]] = defaultdict(list)
    for candidate in candidates:
        by_offset[candidate.roman, candidate.offset].append(candidate)
    best: tuple[tuple[float, ...], list[Candidate]] = ((0.0,), [])
    for (roman, offset), group in sorted(by_offset.items()):
        for run in _runs(group):
            known = any(_stands_in(candidate, slots) for candidate in run)
            strong = known or all(candidate.explicit for candidate in run)
            if len(run) < (min(need, 2) if strong else need):
                continue
            if not known and not strong and len(run) < beside and not any(c.alone for c in run):
                continue
            weight = len(run) + 0.5 * sum(c.outermost for c in run) + 0.25 * sum(c.alone for c in run)
            key = (weight, not roman, -abs(offset))
            if key > best[0]:
                best = (key, run)
    return best[1]


def _runs(group: list[Candidate]) -> Iterator[list[Candidate]]:
    """The candidates of one progression by height, and all of them together when each ends its page."""
    if len({candidate.page for candidate in group}) < 2:
        return
    seen: set[int] = set()
    for index, candidate in enumerate(group):
        if index in seen:
            continue
        near = [i for i, other in enumerate(group) if candidate.near(other)]
        seen |= set(near)
        yield _one_a_page(group[i] for i in near)
    outermost = _one_a_page(c for c in group if c.outermost and c.alone)
    if len(outermost) >= 4:
        yield outermost


def _one_a_page(candidates: Iterable[Candidate]) -> list[Candidate]:
    """The best candidate of each page: seen before hidden, outermost before inner."""
    best: dict[int, Candidate] = {}
    for candidate in sorted(candidates, key=lambda c: (c.page, not c.visible, not c.outermost, not c.alone)):
        best.setdefault(candidate.page, candidate)
    return list(best.values())


def _stands_in(candidate: Candidate, slots: list[Candidate]) -> bool:
    """Whether a candidate stands where page numbers were found."""
    middle = (candidate.bbox.x0 + candidate.bbox.x1) / 2
    return any(
        candidate.near(slot) and abs(middle - (slot.bbox.x0 + slot.bbox.x1) / 2) <= 3 * ISOLATION for slot in slots
    )


def _printed(candidate: Candidate | None) -> PrintedNumber | None:
    if candidate is None or not candidate.visible:
        return None
    return PrintedNumber(
        candidate.page, candidate.label, candidate.value, candidate.roman, candidate.bbox, candidate.quote
    )


def _verdict(printed: tuple[PrintedNumber | None, ...]) -> NumberingVerdict:
    if not any(printed):
        return NumberingVerdict.NONE
    if all(printed):
        return NumberingVerdict.ALL
    return NumberingVerdict.ALL_BUT_COVER if all(printed[1:]) else NumberingVerdict.PART


def _faults(pages: tuple[Page, ...], printed: tuple[PrintedNumber | None, ...]) -> Iterator[NumberingFault]:
    """Holes and jumps after the first number. A blank page or a picture may lack a number; 1 may always restart."""
    last: PrintedNumber | None = None
    for index, (page, number) in enumerate(zip(pages, printed, strict=True)):
        if last is None:
            last = number
            continue
        expected = last.value + page.number - last.page
        if number is None:
            if page.state in (TextState.READ, TextState.GARBLED):
                yield NumberingFault(page.number, None, _label(expected, last))
        elif number.value != expected and not _restarts(last, number):
            yield NumberingFault(page.number, number.label, _label(expected, last), number.bbox)
            following = next((later for later in printed[index + 1 :] if later), None)
            # One wrong number among right ones does not make the right ones wrong.
            if not following or following.value - following.page != last.value - last.page:
                last = number
        else:
            last = number


def _restarts(last: PrintedNumber, number: PrintedNumber) -> bool:
    return number.roman != last.roman or number.value <= 1 < last.value


def _label(value: int, like: PrintedNumber) -> str:
    if not like.roman:
        return str(value)
    parts = ((100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))
    label = ""
    for worth, letters in parts:
        count, value = divmod(value, worth)
        label += letters * count
    return label.upper() if like.label.isupper() else label
