"""Folding for comparison: case and accents go, the length stays, so offsets need no map."""

from __future__ import annotations

import functools
import re
import unicodedata


def _table() -> dict[int, str]:
    table = {}
    for code in range(0xC0, 0x250):
        base = unicodedata.normalize("NFD", chr(code))[0]
        if base.isascii():
            table[code] = base
    table |= {ord("’"): "'", ord("–"): "-", ord("—"): "-"}
    return table


_UNACCENT = {chr(code): base for code, base in _table().items()}
_NOT_ASCII = re.compile(r"[^\x00-\x7f]")


_LONG = 2000


def fold(text: str) -> str:
    """`text` in lower case without accents, of the same length in code points ("Élève" -> "eleve", "œ" stays).

    A letter whose lower case is longer than itself (only "İ" in Latin script) loses its dot instead. The last few
    long results are kept: many steps fold the whole text of the same dossier.
    """
    return _fold_kept(text) if len(text) > _LONG else _fold(text)


def _fold(text: str) -> str:
    # One replacement a letter is four times faster than `str.translate`.
    for letter in set(_NOT_ASCII.findall(text)):
        text = text.replace(letter, _UNACCENT.get(letter, letter))
    return text.lower()


_fold_kept = functools.lru_cache(maxsize=4)(_fold)


def word_set(words: str) -> frozenset[str]:
    """The words of a string, for looking words up."""
    return frozenset(words.split())
