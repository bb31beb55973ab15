"""Words as numbers: folded, stemmed, hashed; and which of them carry no content.

The stem is Snowball's (Porter 2001), French or English. A word's number is the CRC-32 of its stem without accents: the
same on every machine, so that numbers may be stored.
"""

from __future__ import annotations

import functools
import re
from collections import Counter
from zlib import crc32

import Stemmer

from precheck.structure.folding import fold, word_set

LANGUAGES = {"fr": "french", "en": "english"}

SMALL_WORDS = {
    "fr": word_set(
        "a afin ai aie ainsi alors an apres as au aucun aucune aura aurait aussi autre autres aux avaient avais "
        "avait avant avec avoir avons ayant bien c ca car ce ceci cela celle celles celui cependant ces cet cette "
        "ceux chaque chez ci comme comment d dans de depuis des deux doit donc dont du elle elles en encore entre "
        "es est et etaient etait etant ete etes etre eu eux fait faire fois font furent fut hors il ils j je jusqu "
        "l la laquelle le lequel les lesquels leur leurs lors lorsque lui m ma mais me meme memes mes mien moi "
        "moins mon n ne ni non nos notre nous on ont ou par parce pas pendant peu peut peuvent plus plusieurs pour "
        "pourquoi pouvait puis puisque qu quand que quel quelle quelles quels qui quoi s sa sans se sera serait ses "
        "seulement si sien soi soient soit son sont sous suis sur t ta tandis te tel telle tels tes toi ton tous "
        "tout toute toutes tres tu un une vers voici voila vos votre vous y"
    ),
    "en": word_set(
        "a about after all also am an and any are as at be because been before being between both but by can could "
        "did do does each for from had has have he her here him his how i if in into is it its just may me might "
        "more most much must my no nor not of on one only or other our out over own she should so some such than "
        "that the their them then there these they this those through to too under up upon very was we were what "
        "when where which while who whom whose why will with would you your"
    ),
}
_NUMBER = {language: {word: crc32(word.encode()) for word in words} for language, words in SMALL_WORDS.items()}
_SAMPLE = re.compile(r"[a-zà-ÿœ]+")


def guess_language(text: str) -> str:
    """ "fr" or "en", by the small words of the first 50,000 code points; French when neither is seen."""
    counts = Counter(_SAMPLE.findall(fold(text[:50_000])))
    seen = {language: sum(counts[word] for word in words) for language, words in SMALL_WORDS.items()}
    return "en" if seen["en"] > seen["fr"] else "fr"


class Numbering:
    """Turns words of one language into numbers; keeps what it has seen."""

    def __init__(self, language: str) -> None:
        self._stem = Stemmer.Stemmer(LANGUAGES[language]).stemWord
        self._small = _NUMBER[language]
        self._seen: dict[str, tuple[int, bool]] = {}

    def __call__(self, word: str) -> tuple[int, bool]:
        """The number of a word, and whether it carries content."""
        found = self._seen.get(word)
        if found is None:
            if len(self._seen) > 200_000:
                self._seen.clear()
            found = self._seen[word] = self._number(word)
        return found

    def _number(self, word: str) -> tuple[int, bool]:
        plain = fold(word).replace("œ", "oe").replace("æ", "ae")
        small = self._small.get(plain)
        if small is not None:
            return small, False
        stem = fold(self._stem(word.lower())).replace("œ", "oe").replace("æ", "ae")
        return crc32(stem.encode()), True


@functools.cache
def numbering(language: str) -> Numbering:
    """The numbering of that language ("fr" or "en"). Raises `KeyError` for another."""
    return Numbering(language)
