"""A known person's name in a text, however it is written: order, case, accents, hyphens, labels, spaced letters."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise, permutations

from rapidfuzz.distance import DamerauLevenshtein

from precheck.structure.folding import fold, word_set

_LETTERS = re.compile(r"[a-zœæß]+")
_CAPITALISED = re.compile(r"[A-ZÀ-ÖØ-ÞŒ][\w'’-]*")
PARTICLES = word_set("de du des d la le les l van von der den ten di da dos del della el al bin ibn y e et")
CIVILITIES = word_set("m mr mme mlle mrs dr me pr monsieur madame mademoiselle docteur professeur maitre")
# What may stand between a surname and a first name without parting them.
_LABELS = word_set(
    "nom noms prenom prenoms famille usuel usage naissance patronymique marital etudiant etudiante candidat candidate "
    "ne nee epouse"
)
_IN_A_PLACE = re.compile(r"\b(?:lycee|college|ecole|universite|rue|avenue|boulevard|place|institut|maison|salle)\b")
_MAX_PLACES = 500
_GAP = 60
"""Names further apart than this, in code points, are not one name."""


@dataclass(frozen=True, slots=True)
class NameFound:
    """A name read at `[start, end)`. `whole` is False when only a part of it, or something near it, is there."""

    start: int
    end: int
    whole: bool


@dataclass(frozen=True, slots=True)
class PersonName:
    """A name cut into folded words, particles and civilities dropped. `surname` are the words known to be one."""

    words: tuple[str, ...]
    surname: frozenset[str]

    @classmethod
    def parse(cls, name: str) -> PersonName:
        """From « DUPONT Marie-Claire », « Marie Dupont », « Mme d'Almeida Jeanne ». Capitals mark the surname."""
        words: list[str] = []
        surname: set[str] = set()
        for token in re.split(r"[\s\-'’.,_]+", name):
            folded = fold(token)
            if len(folded) < 2 or folded in PARTICLES or folded in CIVILITIES or not folded[0].isalpha():
                continue
            words.append(folded)
            if token.isupper():
                surname.add(folded)
        words = list(dict.fromkeys(words))
        return cls(tuple(words), frozenset(surname if len(surname) < len(words) else ()))


def occurrences(word: str, folded: str) -> Iterator[int]:
    """Where a whole word stands in a folded text."""
    at = folded.find(word)
    while at >= 0:
        end = at + len(word)
        if not (at and folded[at - 1].isalpha()) and not (end < len(folded) and folded[end].isalpha()):
            yield at
        at = folded.find(word, at + 1)


def find_whole(name: PersonName, text: str, folded: str) -> list[NameFound]:
    """The places where every word of the name stands together, in any order. `folded` is `fold(text)`."""
    if not name.words:
        return []
    places = {word: list(occurrences(word, folded)) for word in name.words}
    if not all(places.values()):
        return []
    rarest = min(name.words, key=lambda word: (len(places[word]), word))
    found = []
    for at in places[rarest][:_MAX_PLACES]:
        span = _nearest(name, places, rarest, at)
        if span and _is_one_name(name, text, folded, *span):
            found.append(NameFound(*span, whole=True))
    return found


def _nearest(name: PersonName, places: dict[str, list[int]], rarest: str, at: int) -> tuple[int, int] | None:
    """The span of the words of the name that stand nearest to that occurrence of one of them."""
    spans = [(at, at + len(rarest))]
    for word in name.words:
        if word != rarest:
            after = bisect_left(places[word], at)
            around = places[word][max(0, after - 1) : after + 1]
            near = min(around, key=lambda position: (abs(position - at), position))
            spans.append((near, near + len(word)))
    spans.sort()
    if any(after[0] - before[1] > _GAP for before, after in pairwise(spans)):
        return None
    return spans[0][0], max(end for _, end in spans)


def _is_one_name(name: PersonName, text: str, folded: str, start: int, end: int) -> bool:
    """Whether nothing but labels, particles and one more first name stands between the words of the name."""
    if "\f" in text[start:end] or ". " in re.sub(r"\b\w\. ", "", text[start:end]):
        return False
    strangers = [
        match
        for match in _LETTERS.finditer(folded, start, end)
        if match[0] not in name.words
        and match[0] not in PARTICLES
        and match[0] not in _LABELS
        and match[0] not in CIVILITIES
        and len(match[0]) > 1
    ]
    return len(strangers) <= 1 and all(text[match.start()].isupper() for match in strangers)


def find_spaced(name: PersonName, folded: str) -> list[NameFound]:
    """The name where its letters are set apart or broken: « D U P O N T », « Du-\\npont », « DUPONTMarie »."""
    if sum(map(len, name.words)) < 7 or len(name.words) > 4:
        return []
    positions = [match.start() for match in re.finditer(r"[a-zœæ]", folded)]
    compact = "".join(folded[position] for position in positions)
    found = []
    for order in permutations(name.words):
        needle = "".join(order)
        at = compact.find(needle)
        while at >= 0:
            start, end = positions[at], positions[at + len(needle) - 1] + 1
            inside = not (start and folded[start - 1].isalpha()) and not folded[end : end + 1].isalpha()
            if inside and "\f" not in folded[start:end]:
                found.append(NameFound(start, end, whole=True))
            at = compact.find(needle, at + 1)
    return sorted(set(found), key=lambda each: each.start)


def find_near(name: PersonName, text: str, folded: str, *, expected: bool) -> list[NameFound]:
    """Something like the name: one word mistyped, a first name or one of two surnames missing, an initial.

    `text` is a line and `folded` is `fold(text)`; `expected` says that names stand in such a line, so that one word of
    the name beside another capitalised word is enough (a married name). What is found is a doubt, never a certainty.
    """
    if not any(word[:3] in folded or word[-3:] in folded for word in name.words):
        return []
    capitalised = list(_CAPITALISED.finditer(text))
    parts = [
        (match.start() + piece.start(), match.start() + piece.end(), piece[0])
        for match in capitalised
        for piece in _LETTERS.finditer(folded[match.start() : match.end()])
    ]
    exact = [part for part in parts if part[2] in name.words]
    near = [part for part in parts if part not in exact and any(is_mistyped(part[2], word) for word in name.words)]
    hits = _together(sorted(exact + near), name.surname)
    if not hits or _IN_A_PLACE.search(folded[: hits[0][0]]):
        return []
    start, end = _with_neighbours([match.span() for match in capitalised], hits[0][0], hits[-1][1])
    surname_hit = any(part[2] in name.surname for part in hits)
    beside_another = any(part in exact for part in hits) and expected and " " in text[start:end]
    return [NameFound(start, end, whole=False)] if surname_hit or len(hits) >= 2 or beside_another else []


def _together(hits: list[tuple[int, int, str]], surname: frozenset[str]) -> list[tuple[int, int, str]]:
    """The likenesses of one name: those next to each other, with the surname if it is there."""
    groups: list[list[tuple[int, int, str]]] = []
    for hit in hits:
        if groups and hit[0] - groups[-1][-1][1] <= 3:
            groups[-1].append(hit)
        else:
            groups.append([hit])
    return max(groups, key=lambda group: (any(hit[2] in surname for hit in group), len(group)), default=[])


def _with_neighbours(words: list[tuple[int, int]], first: int, last: int) -> tuple[int, int]:
    """The words next to a likeness belong to the name that was read: an initial, a married name."""
    start = min((s for s, e in words if e <= first and first - e <= 2), default=first)
    end = max((e for s, e in words if s >= last and s - last <= 2), default=last)
    return start, end


def is_mistyped(read: str, meant: str) -> bool:
    """Whether `read` may be `meant` with a slip of the finger: one edit, two in words of eight letters or more."""
    if min(len(read), len(meant)) < 4:
        return False
    allowed = 2 if min(len(read), len(meant)) >= 8 else 1
    return DamerauLevenshtein.distance(read, meant, score_cutoff=allowed) <= allowed
