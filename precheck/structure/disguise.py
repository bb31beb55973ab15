"""Text that was altered so that a program reads other words than a person: found, and undone for comparison.

What is undone: letters of other scripts that look Latin (a selection of the confusables of Unicode Technical Standard
39), characters without width, words spelt out with spaces, and single letters strewn between words. Each is told where
it stands; a use that is ordinary (a Greek letter in a formula, a soft hyphen at the end of a line) is undone too, and
marked so that it weighs nothing.
"""

from __future__ import annotations

import functools
import re
from collections import Counter, deque
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from precheck.model.document import Document
from precheck.model.offsets import OffsetMap, substitute


class DisguiseKind(StrEnum):
    """How the text was altered."""

    HOMOGLYPH = "homoglyph"
    ZERO_WIDTH = "zero-width"
    SPACED_OUT = "spaced-out"
    STRAY = "stray"
    """A single letter between two words."""
    GLUED = "glued"
    """A letter where a space should be."""


@dataclass(frozen=True, slots=True)
class Disguise:
    """An altered word at `[start, end)` of the text, and the `plain` word that a person reads.

    `ordinary` marks what people write without any wish to hide: symbols, phonetics, spaced titles, bidirectional marks.
    """

    kind: DisguiseKind
    start: int
    end: int
    plain: str
    ordinary: bool = False


_LOOK_ALIKE: dict[int, int | str] = dict(
    str.maketrans(
        # Cyrillic, Greek, Armenian and other letters, then the Latin letters that they look like.
        "АВЕЅІЈКМНОРСТУХаеѕіјорсухԁһӏԛԝѵʼΑΒΕΖΗΙΚΜΝΟΡΤΥΧαγικνορυχϲϳօոսցքհյɑɡɩıⅼ",
        "ABESIJKMHOPCTYXaesijopcyxdhlqwv'ABEZHIKMNOPTYXayiknopuxcjonugqhjagiil",
    )
)
_MORE = {"в": "b", "к": "k", "м": "m", "н": "h", "т": "t", "г": "r", "п": "n", "ё": "ë", "ї": "ï", "Ь": "b", "ⲟ": "o"}
_LOOK_ALIKE |= {ord(letter): plain for letter, plain in _MORE.items()}
_LOOKS = frozenset(chr(code) for code in _LOOK_ALIKE)
_STRANGE = r"ɑɡɩıʼͰ-ϿЀ-ԯ԰-֏ⅰ-ⅿⲀ-⳿"
# A word is looked at from its beginning only: from each of its letters, a long one would take hours.
_MIXED_WORD = re.compile(rf"(?<![^\W\d_])[^\W\d_]*[{_STRANGE}][^\W\d_]*")
_LATIN = re.compile(r"[A-Za-zÀ-ÖØ-öø-ÿœŒ]")

ZERO_WIDTH = (
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f"
    "\ufeff\uffa0\U000e0000-\U000e007f\U000e0100-\U000e01ef"
)
_INVISIBLE = re.compile(f"[{ZERO_WIDTH}]+")
_HIDDEN_WORD = re.compile(rf"(?<![^\W_])[^\W_]*(?:[{ZERO_WIDTH}]+[^\W_]*)+")
_SPACED_OUT = re.compile(r"(?<![^\W_])(?:[^\W\d_][ \u00a0]){4,}[^\W\d_](?![^\W_])")


WORD_LETTERS = 4
"""Different letters that a word of five has at least; the symbols of a table or a formula repeat."""
_VOWEL = re.compile(r"[aeiouyàâäéèêëîïôöùûüœæ]", re.IGNORECASE)
_STRAY = re.compile(r"(?<=[^\W_]{2}[ \n])[b-xzB-XZ](?=[ \n][^\W_]{2})")
MANY_STRAYS, STRAY_LETTERS = 12, 6
"""From so many single letters on, and so many different ones, they are no variables of a formula."""
STRAYS_REACH = 120
"""Code points: a stray letter has another one as near."""

_LINE_BREAK = re.compile(r"[\n\f]")
_PHONETIC = re.compile("[\u0250-\u02af\u02c8\u02cc\u02d0]")
_BESIDE_LATIN = re.compile(f"[A-Za-zÀ-ɏ][{ZERO_WIDTH}]+[A-Za-zÀ-ɏ]")
_SOFT_HYPHEN = re.compile("(?<![^\\W_])[^\\W_]*[A-Za-zÀ-ɏ]\u00ad+[A-Za-zÀ-ɏ](?:[^\\W_]|\u00ad)*")
_WORD = re.compile(r"[^\W\d_]+")
_JOINING = frozenset(
    "les des une que qui pour dans par sur avec est son ses aux plus pas nous vous elle elles ils ont sont cette ces "
    "mais donc leur leurs comme fait tout tous dont sans sous entre aussi très the and that with for was are this "
    "from".split()
)
"""Small words of three letters and more: one half of most words that were glued."""
GLUED_REACH, MANY_GLUED = 1000, 4
"""Code points, and how many glued words they must hold: two words of a text make up a third now and then."""
_LONGEST_GLUED = 60
"""Letters: two French words and one between are shorter; a longer run of letters is no word."""


def unveil(text: str) -> tuple[str, OffsetMap, tuple[Disguise, ...]]:
    """The text as a person reads it, the map back to `text`, and every altered word, in order."""
    found: list[Disguise] = []
    latin = len(_LATIN.findall(text[:20_000])) * 2 > sum(map(str.isalpha, text[:20_000]))
    text1, map1 = substitute(_INVISIBLE, lambda match: "", text)
    if map1.edits:
        found += [
            Disguise(
                DisguiseKind.ZERO_WIDTH, *m.span(), _INVISIBLE.sub("", m[0]), ordinary=not _BESIDE_LATIN.search(m[0])
            )
            for m in _HIDDEN_WORD.finditer(text)
        ]
    text2, map2 = substitute(_MIXED_WORD, lambda match: _plain(match[0], latin), text1)
    for e in map2.edits:
        word, around = (
            text1[e.original_start : e.original_end],
            text1[max(0, e.original_start - 30) : e.original_end + 30],
        )
        span = map1.original(e.original_start, e.original_end)
        found.append(Disguise(DisguiseKind.HOMOGLYPH, *span, text2[e.start : e.end], _is_symbol(word, around)))
    text3, map3 = substitute(_SPACED_OUT, lambda match: re.sub(r"\s", "", match[0]), text2)
    so_far = map1.then(map2)
    for e in map3.edits:
        span = so_far.original(e.original_start, e.original_end)
        plain = text3[e.start : e.end]
        symbols = len(set(plain.lower())) < WORD_LETTERS or not _VOWEL.search(plain)
        ordinary = symbols or _fills_its_line(text2, e.original_start, e.original_end)
        found.append(Disguise(DisguiseKind.SPACED_OUT, *span, plain, ordinary))
    offsets = so_far.then(map3)
    strays = _strays(text3)
    if strays:
        letters = list(text3)
        for place in strays:
            found.append(Disguise(DisguiseKind.STRAY, *offsets.original(place, place + 1), ""))
            letters[place] = " "
        text3 = "".join(letters)
    return text3, offsets, tuple(sorted(found, key=lambda d: (d.start, d.end, d.kind)))


def find_disguises(document: Document) -> tuple[Disguise, ...]:
    """Every altered word of a document, at its place in `Document.text`, in order.

    Soft hyphens are looked for in the raw text, as the normalised one has none left; glued words are looked for here
    only, because to undo them takes a dictionary.
    """
    return _found(document.text, document.raw, document.offsets)


@functools.lru_cache(maxsize=1)
def _found(text: str, raw: str, offsets: OffsetMap) -> tuple[Disguise, ...]:
    """Kept for the next rule that asks about the same document."""
    _, _, found = unveil(text)
    soft = []
    if "\u00ad" in raw:
        for match in _SOFT_HYPHEN.finditer(raw):
            start, end = offsets.forward(*match.span())
            soft.append(Disguise(DisguiseKind.ZERO_WIDTH, start, end, text[start:end]))
    return tuple(sorted([*found, *soft, *_glued(text)], key=lambda d: (d.start, d.end, d.kind)))


def _is_symbol(word: str, around: str) -> bool:
    """Whether look-alike letters stand in a formula, in phonetics, or in a word that is all of another script.

    A Greek letter beside one or two Latin ones is a formula; Cyrillic and others have no such use.
    """
    strange = [letter for letter in word if letter in _LOOKS]
    latin = sum(bool(_LATIN.match(letter)) for letter in word)
    if not latin:
        return True
    if all("\u0370" <= letter <= "\u03ff" for letter in strange):
        return len(word) < 4 or latin * 2 < len(word)
    return all(_PHONETIC.match(letter) for letter in strange) and bool(_PHONETIC.search(re.sub("[ɑɡɩ]", "", around)))


def _fills_its_line(text: str, start: int, end: int) -> bool:
    """Whether nothing else stands on the line: a title set wide."""
    before, after = _LINE_BREAK.split(text[max(0, start - 200) : start]), _LINE_BREAK.split(text[end : end + 200])
    return not any(map(str.isalnum, before[-1] + after[0]))


def _strays(text: str) -> list[int]:
    """Places of the single letters strewn between words; none when there are few, or always the same."""
    places = [match.start() for match in _STRAY.finditer(text)]
    if len(places) < MANY_STRAYS:
        return []
    ends = [-STRAYS_REACH, *places, len(text) + STRAYS_REACH]
    near = [
        place
        for before, place, after in zip(ends, places, ends[2:], strict=False)
        if min(place - before, after - place) < STRAYS_REACH
    ]
    return near if len(near) >= MANY_STRAYS and len({text[place] for place in near}) >= STRAY_LETTERS else []


def _glued(text: str) -> Iterator[Disguise]:
    """Words that no other place has, made of two words of the text with a letter between; where there are many.

    "queljtype" is "quel" and "type". One half is a small word, or both are long.
    """
    words = [(match.start(), match[0].lower()) for match in _WORD.finditer(text)]
    usage = Counter(word for _, word in words)
    known = {word for word, count in usage.items() if count > 1 and len(word) > 2} | _JOINING
    near: deque[Disguise] = deque()
    told: set[int] = set()
    for start, word in words:
        plain = _parted(word, known) if usage[word] == 1 and len(word) <= _LONGEST_GLUED else None
        if plain is None:
            continue
        near.append(Disguise(DisguiseKind.GLUED, start, start + len(word), plain))
        while start - near[0].start > GLUED_REACH:
            near.popleft()
        if len(near) >= MANY_GLUED:
            yield from (disguise for disguise in near if disguise.start not in told)
            told.update(disguise.start for disguise in near)


def _parted(word: str, known: set[str]) -> str | None:
    for place in range(3, len(word) - 3):
        one, other = word[:place], word[place + 1 :]
        small = one in _JOINING or other in _JOINING
        if one in known and other in known and (small or min(len(one), len(other)) > 4):
            return f"{one} {other}"
    return None


def _plain(word: str, latin: bool) -> str:
    """The Latin word that `word` looks like; `word` itself when it is a word of another script.

    A word all of another script is only taken for a disguise in a text that is mostly Latin, and when each of its
    letters looks Latin; a single letter may be a symbol of a formula.
    """
    plain = word.translate(_LOOK_ALIKE)
    if _LATIN.search(word):
        return plain
    every = all(letter in _LOOKS for letter in word)
    return plain if latin and every and (len(word) > 1 or word in "АаОоУуYІіΑΟο") else word
