"""The parts of a dossier: headings numbered as parts, or titled like the parts that the institution asks for.

Numbers and titles each give candidates; the best chain in ascending order wins, so that an announcement of the plan
in the introduction or a recapitulation in the conclusion is not taken for the parts themselves.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import chain, groupby

from rapidfuzz import fuzz

from precheck.model.profile import Outline, PartSpec
from precheck.structure.folding import fold
from precheck.structure.headings import PLAIN, Candidate
from precheck.structure.view import View
from precheck.structure.words import plain, split_prefix

MATCH = 84.0
"""Likeness of titles, of 100, from which a heading is that part."""
NEAR = 60.0
"""Likeness from which a heading is shown as resembling a part that was not found."""
LIST_GAP = 250
"""Code points between two part lines of body type that make them a list, an announcement of the plan."""
HEADING_LIST_GAP = 40
"""The same when they look like headings."""
MOST_PARTS = 12
STEM = 6
"""Code points of a word that are compared before titles are."""

_WORD = re.compile(r"\w{5,}")


@dataclass(frozen=True, slots=True)
class FoundPart:
    """A part's number, the heading that opens it, and whether it was recognised with certainty."""

    number: int
    candidate: Candidate
    certain: bool
    weight: float = 0.0
    listed: bool = False


@dataclass(frozen=True, slots=True)
class Wordings:
    """The titles that the institution gives its parts, plain and folded."""

    titles: Mapping[str, tuple[tuple[int, str], ...]]
    """By the beginnings of their longer words: number and wording. A title that shares none is like none."""

    def scores(self, title: str) -> dict[int, float]:
        """How much a plain folded title is like each part's title, 0 to 100; parts that it is not like are absent."""
        shared = [self.titles.get(word[:STEM], ()) for word in _WORD.findall(title)]
        scores: dict[int, float] = {}
        for number, wording in dict.fromkeys(chain.from_iterable(shared)):
            scores[number] = max(scores.get(number, 0.0), likeness(title, wording))
        return scores


@lru_cache(maxsize=16)
def wordings_of(specs: tuple[PartSpec, ...]) -> Wordings:
    """The wordings of an institution's parts."""
    titles: defaultdict[str, tuple[tuple[int, str], ...]] = defaultdict(tuple)
    for number, wording in _titles(specs):
        for stem in dict.fromkeys(word[:STEM] for word in _WORD.findall(wording)):
            titles[stem] += ((number, wording),)
    return Wordings(dict(titles))


def _titles(specs: tuple[PartSpec, ...]) -> tuple[tuple[int, str], ...]:
    """Number and plain folded wording of every title and alias."""
    titles = []
    for spec in specs:
        for title in (spec.title, *spec.aliases):
            folded = fold(title)
            bare = plain(folded[split_prefix(folded).length :])
            if bare:
                titles.append((spec.number, bare))
    return tuple(dict.fromkeys(titles))


def likeness(title: str, wording: str) -> float:
    """How much a plain folded title is like a part's wording, 0 to 100; a title cut short or gone on with may count."""
    if not title:
        return 0.0
    score = fuzz.ratio(title, wording, score_cutoff=NEAR)
    shorter, longer = sorted((title, wording), key=len)
    if len(shorter) >= 14 and len(shorter) >= 0.3 * len(longer):
        score = max(score, fuzz.ratio(shorter, longer[: len(shorter)], score_cutoff=NEAR) - 4)
    if len(shorter) >= 12 and " " in title:
        score = max(score, fuzz.token_sort_ratio(title, wording, score_cutoff=NEAR) - 2)
    return max(score, 0.0)


def find_parts(view: View, candidates: Sequence[Candidate], outline: Outline) -> list[FoundPart]:
    """The parts found, in the order of the text, each number once."""
    marked = _without_lists([*_by_number(view, candidates, outline), *_by_title(view, candidates, outline)])
    found = _best_chain(marked)
    numbers = {part.number for part in found}
    strongest = max((part.weight for part in found), default=0.0)
    for part in sorted(marked, key=lambda part: (-part.weight, part.candidate.start)):
        # A part out of order is one only when it is as much of a heading as the others.
        if part.number not in numbers and not part.listed and part.weight >= strongest - 1:
            found.append(part)
            numbers.add(part.number)
    sure = len([part for part in found if not part.listed]) >= 3
    looks = Counter(part.candidate.style for part in found if part.certain and not part.listed)
    found = [
        replace(
            part,
            certain=not part.listed
            and (part.certain or looks[part.candidate.style] >= 2)
            and (part.candidate.distinct or sure),
        )
        for part in found
    ]
    return sorted(found, key=lambda part: part.candidate.start)


def _by_number(view: View, candidates: Iterable[Candidate], outline: Outline) -> Iterable[FoundPart]:
    most = max((spec.number for spec in outline.parts), default=MOST_PARTS)
    wordings = wordings_of(outline.parts)
    for candidate in candidates:
        if candidate.prefix.style != "part":
            continue
        number = candidate.prefix.values[0]
        if not 1 <= number <= most:
            continue
        scores = wordings.scores(candidate.title)
        own = scores.pop(number, 0.0)
        if not candidate.distinct and len(candidate.folded) > PLAIN and own < MATCH:
            continue  # a sentence that begins with "Partie 2"
        certain = own >= NEAR or max(scores.values(), default=0.0) < MATCH
        # "Partie 1 Lecture" may be a row of a table: a heading has a sign after the number, or the title asked for.
        loose = (
            bool(candidate.title) and candidate.folded[candidate.prefix.length - 2 : candidate.prefix.length].isalnum()
        )
        weight = _weight(view, candidate) + 1 + (2 if own >= MATCH else -loose)
        yield FoundPart(number, candidate, certain, weight)


def _by_title(view: View, candidates: Iterable[Candidate], outline: Outline) -> Iterable[FoundPart]:
    wordings = wordings_of(outline.parts)
    for candidate in candidates:
        if candidate.prefix.style == "part" or candidate.prefix.depth > 1:
            continue
        scores = wordings.scores(candidate.title)
        number = min(scores, key=lambda n: (-scores[n], n), default=0)
        if not scores or scores[number] < MATCH:
            continue
        numbered = candidate.prefix.style != "" and candidate.prefix.values[0] == number
        certain = scores[number] >= 92 and (candidate.distinct or numbered)
        yield FoundPart(number, candidate, certain, _weight(view, candidate) + 1.5 + numbered)


def _weight(view: View, candidate: Candidate) -> float:
    """How much of a heading it is."""
    return (
        1.0
        + candidate.distinct
        + (candidate.style.size > view.body_size + 1)
        + 0.5 * (candidate.style.bold and not view.body_is_bold)
    )


def _without_lists(parts: list[FoundPart]) -> list[FoundPart]:
    """The same in text order; those in a list count only when fewer than two parts stand alone."""
    ordered = sorted(parts, key=lambda part: part.candidate.start)
    marked = []
    for index, part in enumerate(ordered):
        around = [ordered[i] for i in (index - 1, index + 1) if 0 <= i < len(ordered)]
        listed = any(other.number != part.number and _in_list(part, other) for other in around)
        marked.append(replace(part, listed=listed))
    alone = [part for part in marked if not part.listed]
    return alone if len({part.number for part in alone}) >= 2 else marked


def _in_list(one: FoundPart, other: FoundPart) -> bool:
    first, second = sorted((one.candidate, other.candidate), key=lambda c: c.start)
    if first.style != second.style:
        return False
    gap = HEADING_LIST_GAP if first.distinct and second.distinct else LIST_GAP
    return first.page == second.page and second.start - first.end < gap


def _best_chain(parts: list[FoundPart]) -> list[FoundPart]:
    """The heaviest chain in which numbers rise with the text; of equal ones, the one that is complete first."""
    best: dict[int, tuple[float, tuple[FoundPart, ...]]] = {}
    """For each number, the heaviest chain so far that ends with it."""
    for _, group in groupby(parts, key=lambda part: part.candidate.start):
        # One heading may be a part by its number and another by its title: never both.
        ending = {}
        for part in group:
            before = [so_far for number, so_far in best.items() if number < part.number]
            weight, links = max(before, key=lambda item: item[0], default=(0.0, ()))
            ending[part.number] = (weight + part.weight, (*links, part))
        for number, so_far in ending.items():
            if number not in best or so_far[0] > best[number][0]:
                best[number] = so_far
    return list(max(best.values(), key=lambda item: item[0], default=(0.0, ()))[1])


def infer_parts(found: list[FoundPart], siblings: Sequence[Candidate], outline: Outline) -> list[FoundPart]:
    """Parts under titles of their own: as many sections of one look in the body as parts are asked for.

    `siblings` are the headings between introduction and conclusion that are in neither. What is inferred is never
    certain. Returns `found` itself when the sections do not match it.
    """
    wanted = sorted(spec.number for spec in outline.parts)
    if not wanted or len(found) == len(wanted):
        return found
    groups: dict[tuple[object, ...], list[Candidate]] = {}
    for candidate in siblings:
        if candidate.prefix.depth <= 1 and (candidate.distinct or candidate.prefix.style):
            groups.setdefault((candidate.style, candidate.prefix.style), []).append(candidate)
    for group in groups.values():
        if len(group) != len(wanted):
            continue
        known = {part.candidate.start: part for part in found}
        guess = [
            known.get(c.start, FoundPart(number, c, certain=False)) for number, c in zip(wanted, group, strict=True)
        ]
        agrees = [part.number for part in guess] == wanted and all(part in guess for part in found)
        if agrees and Counter(c.level for c in group).most_common(1)[0][1] == len(group):
            return guess
    return found


def near_parts(
    found: Sequence[FoundPart], candidates: Sequence[Candidate], outline: Outline
) -> list[tuple[int, Candidate]]:
    """Headings that resemble a part that was not found, the likest first of each part, three at most."""
    missing = {spec.number for spec in outline.parts} - {part.number for part in found}
    if not missing:
        return []
    used = {part.candidate.start for part in found}
    wordings = wordings_of(outline.parts)
    near: dict[int, list[tuple[float, int, Candidate]]] = {number: [] for number in sorted(missing)}
    for candidate in candidates:
        if candidate.start in used or len(candidate.title) < 4:
            continue
        scores = wordings.scores(candidate.title)
        numbered = candidate.prefix.values[0] if candidate.prefix.depth == 1 and candidate.distinct else 0
        for number, scored in near.items():
            score = scores.get(number, 0.0)
            if score >= NEAR or numbered == number:
                scored.append((-score, candidate.start, candidate))
    return [(n, candidate) for n, scored in near.items() for _, _, candidate in sorted(scored, key=_by_score)[:3]]


def _by_score(scored: tuple[float, int, Candidate]) -> tuple[float, int]:
    return scored[:2]
