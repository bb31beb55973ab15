"""Introduction and conclusion: which heading opens them, and where the conclusion ends."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from precheck.structure.folding import fold
from precheck.structure.headings import Candidate
from precheck.structure.parts import FoundPart
from precheck.structure.ranks import SAME_SIZE, alike, outranks, parts_from, same_rank
from precheck.structure.view import View
from precheck.structure.vocabulary import Vocabulary

AHEAD = 10
"""Lines below a heading in which its text must begin."""
MOST = 20
"""Headings that say conclusion that are looked at, from the end."""
LONG_LINE = 45
"""Code points of a line that is certainly of a paragraph."""
OPENING_LINES = 5
"""Such lines that an introduction without a heading has at least."""
PARAGRAPH = 30
"""Code points of a line that may be of a paragraph."""

_ANNOUNCES = re.compile(
    r"\b(?:ce|le present|mon) (?:dossier|document|rapport|travail)\b.{0,60}\b(?:present|a pour|vise|rassembl|retrac"
    r"|rend|s'articul|decri|comport|se compos|propos)"
    r"|\b(?:je|nous) (?:vais|souhaite|vous)? ?(?:present|exposer|montrer)"
    r"|\bcertificat informatique\b.{0,80}\bvalid"
)
"""What an introduction says, in a folded text: "ce dossier présente", "je vais présenter"."""


@dataclass(frozen=True, slots=True)
class Conclusion:
    """The heading of the final conclusion block, where the block ends (None: with the text), and how sure that is."""

    heading: Candidate
    end: int | None
    certain: bool


def has_text(view: View, candidate: Candidate) -> bool:
    """Whether paragraphs follow a heading: two lines that go on or end a sentence. Titles in a list have none."""
    index = bisect_right(view.lines, candidate.end - 1, key=lambda line: line.start)
    ahead = view.lines[index : index + AHEAD]
    below = [line for line in ahead if line.page == candidate.page]
    # A heading at the foot of a page, or alone on it, has its text overleaf.
    texts = [line.text for line in (below if len(below) > 2 else ahead)]
    return sum(len(text) >= PARAGRAPH and (text[0].islower() or text[-1] == ".") for text in texts) >= 2


def find_introduction(
    view: View, vocabulary: Vocabulary, candidates: Sequence[Candidate], parts: Sequence[FoundPart]
) -> Candidate | None:
    """The first heading that says introduction, before the parts; one with text below rather than one in a list."""
    limit = min((part.candidate.start for part in parts), default=len(view.document.text))
    found = [
        c
        for c in candidates
        if c.start < limit and vocabulary.is_introduction(c) and (c.page > 1 or vocabulary.names_introduction(c))
    ]
    return _preferred(view, found)


def _preferred(view: View, found: Sequence[Candidate]) -> Candidate | None:
    """The first of the best: a heading by its look, with text below it."""
    by_worth = sorted(found, key=lambda c: (not (c.distinct and has_text(view, c)), not has_text(view, c), c.start))
    return by_worth[0] if by_worth else None


def find_opening(view: View, skipped: frozenset[int], parts: Sequence[FoundPart]) -> int | None:
    """Where an introduction without a heading starts: text before the parts that announces the dossier, else None.

    `skipped` are lines of furniture and of contents tables. The start is an offset in `Document.text`.
    """
    limit = min((part.candidate.start for part in parts), default=0)
    lines = [line for line in view.lines if line.start < limit and line.page > 1 and line.start not in skipped]
    last_page = lines[-1].page if lines else 0
    near = [line for line in lines if line.page >= last_page - 1]
    index = next((i for i, line in enumerate(near) if len(line.text) >= LONG_LINE), None)
    if index is None or sum(len(line.text) >= LONG_LINE for line in near) < OPENING_LINES:
        return None
    text = fold(" ".join(line.text for line in near[index:]))
    return near[index].start if _ANNOUNCES.search(text) else None


def find_conclusion(
    view: View,
    vocabulary: Vocabulary,
    candidates: Sequence[Candidate],
    parts: Sequence[FoundPart],
    introduction: Candidate | None,
) -> Conclusion | None:
    """The last conclusion block; "Conclusion" then "Bilan", "Conclusion professionnelle" then "personnelle" are one."""
    found = [c for c in candidates if vocabulary.is_conclusion(c) and not _concludes_a_part(c, parts)]
    # What has no text below it stands in a list; what looks like the other sections goes before what does not.
    found = [c for c in found if has_text(view, c)] or found
    tops = [part.candidate for part in parts] + ([introduction] if introduction else [])
    found = (
        [c for c in found if _counts_on(c, parts)]
        or [c for c in found if any(alike(c, top) for top in tops)]
        or [c for c in found if c.distinct]
        or found
    )
    if not found:
        return None
    flat = _is_flat(candidates, parts)
    last = _outermost(found[-MOST:], candidates, flat=flat)
    openings = {part.candidate.start for part in parts}
    first = last
    for candidate in reversed([c for c in candidates if c.start < last.start]):
        larger = candidate.style.size > last.style.size + SAME_SIZE and not flat
        if vocabulary.is_conclusion(candidate) and (larger or same_rank(candidate, last)):
            first = candidate
        elif candidate.start in openings or parts_from(last, candidate, flat=flat):
            break
    end = next(
        (
            c.start
            for c in candidates
            if c.start > last.start
            and (
                vocabulary.back_kind(c) is not None
                or c.start in openings
                or (parts_from(last, c, flat=flat) and not vocabulary.is_conclusion(c))
            )
        ),
        None,
    )
    return Conclusion(first, end, _is_certain(first, parts, introduction))


def _is_certain(heading: Candidate, parts: Sequence[FoundPart], introduction: Candidate | None) -> bool:
    """Whether the heading is of the rank of the other sections: the last part may end in a conclusion of its own."""
    if introduction and same_rank(heading, introduction):
        return True
    if not heading.distinct and not heading.prefix.style:
        return sum(alike(heading, part.candidate) for part in parts) >= 2
    return not any(outranks(part.candidate, heading) for part in parts)


def _concludes_a_part(candidate: Candidate, parts: Sequence[FoundPart]) -> bool:
    """Whether parts follow whose headings look different: it concludes the part that it stands in."""
    later = [part.candidate for part in parts if part.candidate.start > candidate.start]
    return bool(later) and not same_rank(candidate, later[0])


def _counts_on(candidate: Candidate, parts: Sequence[FoundPart]) -> bool:
    """Whether the number of a heading is the one after the last part's."""
    if not parts or not candidate.prefix.style:
        return False
    last = max(parts, key=lambda part: part.candidate.start).candidate.prefix
    return candidate.prefix.style == last.style and candidate.prefix.values == (last.values[0] + 1,)


def _is_flat(candidates: Sequence[Candidate], parts: Sequence[FoundPart]) -> bool:
    """Whether the sub-headings inside the parts look like the headings of the parts themselves, or are larger."""
    if len(parts) < 2:
        return False
    headings = [part.candidate for part in parts]
    styles = {heading.style for heading in headings}
    largest = max(heading.style.size for heading in headings) + SAME_SIZE
    openings = {heading.start for heading in headings}
    inside = [c for c in candidates if headings[0].start < c.start < headings[-1].start and c.start not in openings]
    return any(c.distinct and (c.style in styles or c.style.size > largest) for c in inside)


def _outermost(found: Sequence[Candidate], candidates: Sequence[Candidate], *, flat: bool) -> Candidate:
    """The last conclusion, or the one above it in whose section it stands ("Bilan personnel" in "Conclusion")."""
    last = found[-1]
    for earlier in reversed(found[:-1]):
        between = [c for c in candidates if earlier.start < c.start <= last.start]
        if outranks(earlier, last) and not any(parts_from(earlier, c, flat=flat) for c in between):
            last = earlier
    return last
