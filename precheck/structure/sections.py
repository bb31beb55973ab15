"""From headings to sections: introduction, parts, conclusion, bibliography, annexes, and what lies between."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from precheck.model.document import TextState
from precheck.model.profile import Outline
from precheck.model.structure import Heading, Section, SectionKind
from precheck.structure.contents import Contents
from precheck.structure.headings import Candidate
from precheck.structure.parts import FoundPart
from precheck.structure.view import View
from precheck.structure.words import (
    ANNEXES,
    BACK_MATTER,
    BIBLIOGRAPHY,
    CONCLUSION,
    INTRODUCTION,
    folded_words,
    opens,
)

COVER_CHARACTERS = 1500
"""A first page with more text than this is no cover."""

_WHOLE_WORK = r"(?:dossier|memoire|rapport|stage|projet|travail|etude|annee|formation|parcours|experience|certification)\b"
_OF_A_CHAPTER = re.compile(
    r"(?:conclusion|bilan)s? (?:partiel|intermediaire|provisoire|(?:de|du|des|sur|d')\b(?!\W*(?:la |le |l'|les |mon |ma |cette |ce )?"
    rf"{_WHOLE_WORK})).*"
)
_BILAN = re.compile(
    r"bilans?(?: (?:reflexi|personnel|professionnel|general|global|final|critique|analyse|perspectives?|conclusion"
    rf"|et |du |de |d'|sur |& |\W).*)?|(?:analyse|retour|regard|synthese) reflexi(?:f|ve)s?(?: (?:et|sur|du|de)\b.*)?"
)
"""Which titles without the word conclusion may be one: "Bilan réflexif", "Bilan et perspectives", "Analyse réflexive"."""


@dataclass(frozen=True, slots=True)
class Opener:
    """Where a section starts, and where it ends at the latest (None: at the next section)."""

    start: int
    kind: SectionKind
    candidate: Candidate | None = None
    number: int | None = None
    certain: bool = True
    end: int | None = None


class Words:
    """The heading words of the product and of the profile together, folded."""

    def __init__(self, outline: Outline) -> None:
        def both(own: tuple[str, ...], asked: tuple[str, ...]) -> tuple[str, ...]:
            return tuple(dict.fromkeys((*own, *folded_words(asked))))

        self.introduction = both(INTRODUCTION, outline.introduction)
        self.conclusion = both(CONCLUSION, outline.conclusion)
        self.bibliography = both(BIBLIOGRAPHY, outline.bibliography)
        self.annexes = both(ANNEXES, outline.annexes)

    def is_conclusion(self, candidate: Candidate) -> bool:
        """Whether a heading can open the final conclusion; "Bilan de la séance" and "2.4 Conclusion" cannot."""
        title = candidate.title
        if candidate.prefix.depth > 1 or len(title) > 75 or _OF_A_CHAPTER.fullmatch(title):
            return False
        if opens(title, self.conclusion, whole=True) or _BILAN.fullmatch(title):
            return True
        return not title.startswith("bilan") and opens(title, self.conclusion) and (candidate.distinct or len(title) <= 40)

    def is_introduction(self, candidate: Candidate) -> bool:
        """Whether a heading can open the introduction; "1.2 Introduction aux réseaux" cannot."""
        return candidate.prefix.depth <= 1 and len(candidate.title) <= 75 and opens(candidate.title, self.introduction)

    def back_kind(self, candidate: Candidate) -> SectionKind | None:
        """The kind of the section after the body that a heading opens, None when it opens none."""
        title = candidate.title
        if opens(title, self.annexes) or candidate.folded.startswith("annexe"):
            return SectionKind.ANNEX if candidate.distinct or len(title) <= 30 else None
        if opens(title, self.bibliography, whole=not candidate.distinct) and len(title) <= 60:
            return SectionKind.BIBLIOGRAPHY
        if opens(title, BACK_MATTER, whole=True) or (candidate.distinct and opens(title, BACK_MATTER)):
            return SectionKind.OTHER
        return None


def find_introduction(words: Words, candidates: Sequence[Candidate], parts: Sequence[FoundPart]) -> Candidate | None:
    """The first heading that says introduction, before the parts."""
    limit = min((part.candidate.start for part in parts), default=None)
    found = [c for c in candidates if words.is_introduction(c)]
    before = [c for c in found if limit is None or c.start < limit]
    return next((c for c in before if c.distinct), next(iter(before), None))


def find_conclusion(
    words: Words, candidates: Sequence[Candidate], parts: Sequence[FoundPart], introduction: Candidate | None
) -> tuple[Candidate, int | None] | None:
    """The heading of the last conclusion block, and where the block ends (None: with the text)."""
    found = [c for c in candidates if words.is_conclusion(c) and not _is_nested(c, candidates, parts, introduction)]
    if not found:
        return None
    # A line in the type of the body only counts when no heading says conclusion.
    distinct = [c for c in found if c.distinct]
    flat = _is_flat(candidates, parts)
    last = _outermost((distinct or found), candidates, flat=flat)
    first = last
    for candidate in reversed([c for c in candidates if c.start < last.start]):
        if words.is_conclusion(candidate) and _same_rank(candidate, last):
            first = candidate
        elif _ends(last, candidate, flat=flat) or any(part.candidate is candidate for part in parts):
            break
    openings = {part.candidate.start for part in parts}
    for candidate in candidates:
        if candidate.start <= last.start:
            continue
        if words.back_kind(candidate) is not None or candidate.start in openings:
            return first, candidate.start
        if not words.is_conclusion(candidate) and _ends(last, candidate, flat=flat):
            return first, candidate.start
    return first, None


def _is_flat(candidates: Sequence[Candidate], parts: Sequence[FoundPart]) -> bool:
    """Whether the sub-headings inside the parts look like the headings of the parts themselves."""
    if len(parts) < 2:
        return False
    styles = {part.candidate.style for part in parts}
    openings = {part.candidate.start for part in parts}
    inside = [c for c in candidates if parts[0].candidate.start < c.start < parts[-1].candidate.start]
    return any(c.style in styles and c.start not in openings and c.distinct for c in inside)


def _outermost(found: Sequence[Candidate], candidates: Sequence[Candidate], *, flat: bool) -> Candidate:
    """The last conclusion, or the one of higher rank that it is a sub-section of ("Bilan personnel" in "Conclusion")."""
    last = found[-1]
    for earlier in reversed(found[:-1]):
        between = [c for c in candidates if earlier.start < c.start <= last.start]
        if _outranks(earlier, last) and not any(_ends(earlier, c, flat=flat) for c in between):
            last = earlier
    return last


def _is_nested(
    candidate: Candidate, candidates: Sequence[Candidate], parts: Sequence[FoundPart], introduction: Candidate | None
) -> bool:
    """Whether a conclusion only concludes a chapter: smaller than the headings of its rank, and more chapters follow."""
    later = [part.candidate for part in parts if part.candidate.start > candidate.start]
    if later:
        return not _same_rank(candidate, later[0])
    tops = [part.candidate for part in parts] or ([introduction] if introduction else [])
    following = [
        c for c in candidates if c.start > candidate.start and c.distinct and c.style.size > candidate.style.size + 0.6
    ]
    return bool(tops and following and candidate.style.size < min(c.style.size for c in tops) - 0.6) and any(
        c.prefix.style in ("part", "chapter") for c in following
    )


def _outranks(one: Candidate, other: Candidate) -> bool:
    """Whether one heading looks more important: larger, or else in capitals, or else bold."""
    if abs(one.style.size - other.style.size) > 0.6:
        return one.style.size > other.style.size
    return (one.style.capitals, one.style.bold) > (other.style.capitals, other.style.bold)


def _same_rank(one: Candidate, other: Candidate) -> bool:
    return abs(one.style.size - other.style.size) <= 0.6 and (one.style.bold, one.style.capitals) == (
        other.style.bold,
        other.style.capitals,
    )


def _ends(opening: Candidate, candidate: Candidate, *, flat: bool = False) -> bool:
    """Whether a heading is of the level of the opening one, or above it. When `flat`, the look tells nothing."""
    if candidate.distinct and candidate.style.size > opening.style.size + 0.6:
        return True
    if candidate.prefix.style in ("part", "chapter"):
        return candidate.distinct or not opening.distinct
    if opening.prefix.style:
        if candidate.prefix.style != opening.prefix.style or not (candidate.distinct or not opening.distinct):
            return False
        return candidate.prefix.depth <= opening.prefix.depth and candidate.prefix.values > opening.prefix.values[:1]
    same = candidate.style == opening.style and candidate.level <= opening.level
    return same and candidate.distinct and not flat


def openers(
    view: View,
    words: Words,
    candidates: Sequence[Candidate],
    contents: Contents,
    parts: Sequence[FoundPart],
    introduction: Candidate | None,
    conclusion: tuple[Candidate, int | None] | None,
) -> list[Opener]:
    """Where the sections start, in the order of the text."""
    found: list[Opener] = []
    if introduction:
        taken = {part.candidate.start for part in parts}
        end = next((c.start for c in candidates if c.start > introduction.start and (_ends(introduction, c) or c.start in taken)), None)
        found.append(Opener(start_of(view, introduction), SectionKind.INTRODUCTION, introduction, end=end))
    found += [Opener(start_of(view, p.candidate), SectionKind.PART, p.candidate, p.number, p.certain) for p in parts]
    if conclusion:
        heading, end = conclusion
        found.append(
            Opener(start_of(view, heading), SectionKind.CONCLUSION, heading, certain=heading.distinct or heading.prefix.style != "", end=end)
        )
    body = max((opener.start for opener in found), default=-1)
    for candidate in candidates:
        kind = words.back_kind(candidate) if candidate.start > body else None
        if kind and body >= 0:
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


def _contents_openers(view: View, contents: Contents) -> list[Opener]:
    """One opener for each unbroken run of lines of a table of contents."""
    found: list[Opener] = []
    run: list[int] = []
    last_page = 0
    for line in view.lines:
        if line.start in contents.starts:
            run = [run[0] if run else line.start, line.end]
            last_page = line.page
        elif run and line.page == last_page:
            found.append(Opener(run[0], SectionKind.CONTENTS, end=run[1]))
            run = []
    if run:
        found.append(Opener(run[0], SectionKind.CONTENTS, end=run[1]))
    return found


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
    pages = [line.page for line in inside] or [_page_at(view, start)]
    kind = opener.kind if opener else SectionKind.OTHER
    heading: Heading | None = opener.candidate.heading() if opener and opener.candidate else None
    number = opener.number if opener else None
    return Section(kind, start, end, min(pages), max(pages), heading, number, opener.certain if opener else True)


def _page_at(view: View, position: int) -> int:
    """The page of a position: one form feed ends each page."""
    return min(view.document.text.count("\f", 0, position) + 1, max(len(view.document.pages), 1))
