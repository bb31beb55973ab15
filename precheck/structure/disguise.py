"""Text that was altered so that a program reads other words than a person: found, and undone for comparison.

What is undone: letters of other scripts that look Latin (a selection of the confusables of Unicode Technical Standard
39), characters without width, and words spelt out with spaces. Each is counted where it stands; a use that is
ordinary (a Greek letter in a formula, a soft hyphen at the end of a line) is undone too and weighs nothing.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from precheck.model.offsets import OffsetMap, substitute


class DisguiseKind(StrEnum):
    """How the text was altered."""

    HOMOGLYPH = "homoglyph"
    ZERO_WIDTH = "zero-width"
    SPACED_OUT = "spaced-out"


@dataclass(frozen=True, slots=True)
class Disguise:
    """An altered word at `[start, end)` of the text, and the `plain` word that a person reads."""

    kind: DisguiseKind
    start: int
    end: int
    plain: str


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
_MIXED_WORD = re.compile(rf"[^\W\d_]*[{_STRANGE}][^\W\d_]*")
_LATIN = re.compile(r"[A-Za-zÀ-ÖØ-öø-ÿœŒ]")

ZERO_WIDTH = (
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f"
    "\ufeff\uffa0\U000e0000-\U000e007f\U000e0100-\U000e01ef"
)
_INVISIBLE = re.compile(f"[{ZERO_WIDTH}]+")
_HIDDEN_WORD = re.compile(rf"[^\W_]*(?:[{ZERO_WIDTH}]+[^\W_]*)+")
_SPACED_OUT = re.compile(r"(?<![^\W_])(?:[^\W\d_][ \u00a0]){4,}[^\W\d_](?![^\W_])")


def unveil(text: str) -> tuple[str, OffsetMap, tuple[Disguise, ...]]:
    """The text as a person reads it, the map back to `text`, and every altered word, in order."""
    found: list[Disguise] = []
    latin = len(_LATIN.findall(text[:20_000])) * 2 > sum(map(str.isalpha, text[:20_000]))
    text1, map1 = substitute(_INVISIBLE, lambda match: "", text)
    if map1.edits:
        found += [
            Disguise(DisguiseKind.ZERO_WIDTH, m.start(), m.end(), _INVISIBLE.sub("", m[0]))
            for m in _HIDDEN_WORD.finditer(text)
            if _INVISIBLE.search(m[0])
        ]
    text2, map2 = substitute(_MIXED_WORD, lambda match: _plain(match[0], latin), text1)
    found += [
        Disguise(DisguiseKind.HOMOGLYPH, *map1.original(e.original_start, e.original_end), text2[e.start : e.end])
        for e in map2.edits
    ]
    text3, map3 = substitute(_SPACED_OUT, lambda match: re.sub(r"\s", "", match[0]), text2)
    so_far = map1.then(map2)
    found += [
        Disguise(DisguiseKind.SPACED_OUT, *so_far.original(e.original_start, e.original_end), text3[e.start : e.end])
        for e in map3.edits
    ]
    return text3, so_far.then(map3), tuple(sorted(found, key=lambda d: (d.start, d.end, d.kind)))


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
