"""Whose file this is: by an identifier first, then by the name. What is not certain is a doubt for a human."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from rapidfuzz import fuzz, process
from rapidfuzz.distance import DamerauLevenshtein

from precheck.structure.file_name import OTHER_WORDS
from precheck.structure.folding import fold
from precheck.structure.names import CIVILITIES, PARTICLES

CERTAIN = 90.0
"""Likeness, of 100, from which a name may be somebody's."""
MARGIN = 8.0
"""By how much the second must be less like it."""
LIKELY = 70.0
"""From which somebody is worth proposing to a human."""
_PROPOSED = 5
_LIGATURES = str.maketrans({"œ": "oe", "æ": "ae", "ß": "ss", "ø": "o", "ł": "l", "đ": "d"})
_CUT = re.compile(r"[\s_/()\[\],;]+")


@dataclass(frozen=True, slots=True)
class Known:
    """Somebody on the roster: `ids` are the key and the other identifiers."""

    key: str
    surname: str
    given: str
    ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Told:
    """What a file tells of its owner: identifiers that stand where an identifier stands, a text in which telling ones
    (an address, digits) may stand, the ways to read a name, and a user name that must agree with the name."""

    ids: tuple[str, ...] = ()
    text: str = ""
    names: tuple[str, ...] = ()
    username: str = ""


@dataclass(frozen=True, slots=True)
class Match:
    """The one person, or those it may be, the likeliest first; nobody when both are empty."""

    key: str | None = None
    likely: tuple[str, ...] = ()


def words_of(name: str) -> tuple[str, ...]:
    """The words of a name that tell: folded, sorted, without particles and civilities (all when fewer than two stay).

    Accents, case, order, hyphens and apostrophes do not matter ("D’Almeida-Roy, Zoé" -> almeida, roy, zoe).
    """
    text = unicodedata.normalize("NFD", fold(unicodedata.normalize("NFKC", name)).translate(_LIGATURES))
    letters = "".join(each for each in text if not unicodedata.combining(each))
    words = set(re.findall(r"[^\W\d_]+", letters))
    core = {word for word in words if len(word) > 1 and word not in PARTICLES and word not in CIVILITIES}
    return tuple(sorted(core if len(core) > 1 else words))


class Roster:
    """The people of a campaign, for looking them up."""

    def __init__(self, people: Iterable[Known]) -> None:
        self._ids: dict[str, set[str]] = defaultdict(set)
        self._names: dict[tuple[str, ...], list[str]] = defaultdict(list)
        self._words: dict[str, tuple[str, ...]] = {}
        self._parts: dict[str, tuple[set[str], set[str]]] = {}
        for one in sorted(people, key=lambda each: each.key):
            self._words[one.key] = words_of(f"{one.surname} {one.given}")
            self._parts[one.key] = set(words_of(one.surname)), set(words_of(one.given))
            self._names[self._words[one.key]].append(one.key)
            for name in one.ids:
                self._ids[_plain_id(name)].add(one.key)
        self._lines = {key: " ".join(words) for key, words in self._words.items()}

    def match(self, told: Told) -> Match:
        """Whose it is. Identifiers go before names; where they contradict each other it is a doubt."""
        by_id = self._by_id(told)
        by_name = {key for name in told.names for key in self._exactly(name)}
        if not by_id and told.username:
            by_id = self._by_username(told)
        if by_id:
            everybody = sorted(by_id | by_name) if by_name and not by_name & by_id else sorted(by_id)
            return Match(everybody[0]) if len(everybody) == 1 else Match(likely=tuple(everybody))
        if by_name:
            return Match(min(by_name)) if len(by_name) == 1 else Match(likely=tuple(sorted(by_name)))
        return self._nearly(told.names)

    def _by_id(self, told: Told) -> set[str]:
        pieces = [piece for piece in _CUT.split(told.text) if piece]
        pieces += [part for piece in pieces for part in re.split(r"[-.]", piece)]
        telling = [piece for piece in pieces if _tells(piece)]
        return {key for name in (*told.ids, *telling) for key in self._ids.get(_plain_id(name), ())}

    def _by_username(self, told: Told) -> set[str]:
        """A user name of letters alone may be somebody's surname: the rest of the label must agree."""
        said = {word for name in told.names[1:] for word in words_of(name)}
        return {key for key in self._ids.get(_plain_id(told.username), ()) if said & set(self._words[key])}

    def _exactly(self, name: str) -> list[str]:
        words = words_of(name)
        fewer = tuple(word for word in words if word not in OTHER_WORDS)
        return self._names.get(words) or (self._names.get(fewer, []) if len(fewer) > 1 else [])

    def _nearly(self, names: Iterable[str]) -> Match:
        found: dict[str, float] = {}
        certain: set[str] = set()
        for name in names:
            words = tuple(word for word in words_of(name) if word not in OTHER_WORDS)
            if not words:
                continue
            near = process.extract(
                " ".join(words), self._lines, scorer=_likeness, processor=None, score_cutoff=LIKELY, limit=_PROPOSED + 1
            )
            for _, score, key in near:
                found[key] = max(score, found.get(key, 0.0))
                if score >= CERTAIN and _is_the_same(words, self._words[key], *self._parts[key]):
                    certain.add(key)
        ranked = sorted(found, key=lambda key: (-found[key], key))
        alone = len(ranked) == 1 or (len(ranked) > 1 and found[ranked[0]] - found[ranked[1]] > MARGIN)
        if alone and ranked[0] in certain:
            return Match(ranked[0])
        return Match(likely=tuple(ranked[:_PROPOSED]))


def _plain_id(name: str) -> str:
    return unicodedata.normalize("NFKC", name).strip().casefold()


def _tells(piece: str) -> bool:
    """Whether a piece of a file name can be nothing but an identifier: an address, or five signs with a digit."""
    return "@" in piece or (len(piece) >= 5 and any(each.isdigit() for each in piece))


def _likeness(one: str, other: str, *, score_cutoff: float | None = None, **_: object) -> float:
    return max(fuzz.token_sort_ratio(one, other), fuzz.token_set_ratio(one, other))


def _is_the_same(read: tuple[str, ...], meant: tuple[str, ...], surname: set[str], given: set[str]) -> bool:
    """Whether it can be nobody else's name: some names missing, or one slip of the finger inside a long word.

    A word too many may make it another person's (Marie-Claire Dupont is not Claire Marie). A slip at the end may be
    another name (Daniel, Danièle; Dupont, Dupond), and so may one in a short word.
    """
    common = set(read) & set(meant)
    strange, missing = set(read) - common, set(meant) - common
    if not strange:
        return bool(common & surname) and bool(common & given)
    if not common or len(strange) != 1 or len(missing) != 1:
        return False
    one, other = strange.pop(), missing.pop()
    inside = min(len(one), len(other)) >= 6 and one[0] == other[0] and one[-1] == other[-1]
    return inside and DamerauLevenshtein.distance(one, other) == 1
