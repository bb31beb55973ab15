"""From headings to sections: introduction, parts, conclusion, bibliography, annexes, and what lies between."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from precheck.model.document import TextState
from precheck.model.structure import Heading, Section, SectionKind
from precheck.structure.bounds import Conclusion
from precheck.structure.contents import Contents
from precheck.structure.headings import Candidate
from precheck.structure.parts import FoundPart
from precheck.structure.ranks import parts_from
from precheck.structure.view import View
from precheck.structure.vocabulary import Vocabulary

COVER_CHARACTERS = 1500
"""A first page with more text than this is no cover."""


@dataclass(frozen=True, slots=True)
class Opener:
    """Where a section starts, and where it ends at the latest (None: at the next section)."""

    start: int
    kind: SectionKind
    candidate: Candidate | None = None
    number: int | None = None
    certain: bool = True
    end: int | None = None


def openers(
    view: View,
    vocabulary: Vocabulary,
    candidates: Sequence[Candidate],
    contents: Contents,
    parts: Sequence[FoundPart],
    introduction: Candidate | None,
    opening: int | None,
    conclusion: Conclusion | None,
) -> list[Opener]:
    """Where the sections start, in the order of the text. `opening` is that of an introduction without a heading."""
    found = [Opener(start_of(view, p.candidate), SectionKind.PART, p.candidate, p.number, p.certain) for p in parts]
    if introduction:
        after = (c for c in candidates if c.start > introduction.start and parts_from(introduction, c))
        end = next((c.start for c in after), None)
        found.append(Opener(start_of(view, introduction), SectionKind.INTRODUCTION, introduction, end=end))
    elif opening is not None:
        found.append(Opener(opening, SectionKind.INTRODUCTION, certain=False))
    if conclusion:
        heading = conclusion.heading
        start = start_of(view, heading)
        found.append(Opener(start, SectionKind.CONCLUSION, heading, certain=conclusion.certain, end=conclusion.end))
    body = max((opener.start for opener in found), default=None)
    if body is not None:
        for candidate in candidates:
            kind = vocabulary.back_kind(candidate) if candidate.start > body else None
            if kind:
                found.append(Opener(start_of(view, candidate), kind, candidate))
    found += _contents_openers(view, contents)
    unique: dict[int, Opener] = {}
    for opener in sorted(found, key=lambda o: (o.start, o.kind is SectionKind.CONTENTS)):
        unique.setdefault(opener.start, opener)
    return list(unique.values())


def start_of(view: View, candidate: Candidate) -> int:
    """Where the text under a heading starts: some producers write the heading after the paragraphs below it."""
    index = bisect_left(view.lines, candidate.start, key=lambda line: line.start)
    box = candidate.lines[0].bbox
    start = candidate.start
    while index > 0:
        line = view.lines[index - 1]
        beside = line.bbox.x0 < box.x1 and box.x0 < line.bbox.x1
        if line.page != candidate.page or line.bbox.top < box.bottom - 1 or not beside:
            break
        start = line.start
        index -= 1
    return start


def _contents_openers(view: View, contents: Contents) -> Iterator[Opener]:
    """One opener for each unbroken run of lines of a table of contents."""
    start = end = None
    last_page = 0
    for line in view.lines if contents.starts else ():
        if line.start in contents.starts:
            start = line.start if start is None else start
            end, last_page = line.end, line.page
        elif start is not None and line.page == last_page:
            yield Opener(start, SectionKind.CONTENTS, end=end)
            start = None
    if start is not None:
        yield Opener(start, SectionKind.CONTENTS, end=end)


def partition(view: View, found: Sequence[Opener], furniture: frozenset[int]) -> tuple[Section, ...]:
    """Sections that cover the text from its first code point to its last, in order, without a gap."""
    total = len(view.document.text)
    spans: list[tuple[int, int, Opener | None]] = []
    position = 0
    for index, opener in enumerate(found):
        until = found[index + 1].start if index + 1 < len(found) else total
        if opener.start > position:
            spans.append((position, opener.start, None))
        end = min(until, opener.end) if opener.end is not None and opener.end > opener.start else until
        spans.append((opener.start, end, opener))
        position = end
    if position < total:
        spans.append((position, total, None))
    if spans and spans[0][2] is None:
        spans[:1] = _front(view, spans[0][1])
    return tuple(_section(view, span, furniture) for span in spans)


def _front(view: View, end: int) -> list[tuple[int, int, Opener | None]]:
    """What stands before the first section: a cover, then anything else."""
    first = view.document.pages[0]
    second = next((page.lines[0].start for page in view.document.pages[1:] if page.lines), end)
    cover_end = min(end, second)
    text = sum(len(line.text) for line in first.lines if line.start < cover_end)
    if first.state is TextState.READ and text <= COVER_CHARACTERS and cover_end > 0:
        cover = Opener(0, SectionKind.COVER)
        return [(0, cover_end, cover), *([(cover_end, end, None)] if cover_end < end else [])]
    return [(0, end, None)]


def _section(view: View, span: tuple[int, int, Opener | None], furniture: frozenset[int]) -> Section:
    start, end, opener = span
    first = bisect_left(view.lines, start, key=lambda line: line.start)
    last = bisect_left(view.lines, end, key=lambda line: line.start)
    inside = [line for line in view.lines[first:last] if line.start not in furniture] or view.lines[first:last]
    last_page = _page_at(view, end if end == len(view.document.text) else end - 1)
    pages = [line.page for line in inside] or [_page_at(view, start), last_page]
    kind = opener.kind if opener else SectionKind.OTHER
    heading: Heading | None = opener.candidate.heading() if opener and opener.candidate else None
    number = opener.number if opener else None
    return Section(kind, start, end, min(pages), max(pages), heading, number, opener.certain if opener else True)


def _page_at(view: View, position: int) -> int:
    """The page of a position: one form feed ends each page."""
    return min(view.document.text.count("\f", 0, position) + 1, max(len(view.document.pages), 1))
