"""Folding for comparison: case and accents go, the length stays, so offsets need no map."""

from __future__ import annotations

import unicodedata


def _table() -> dict[int, str]:
    table = {}
    for code in range(0xC0, 0x250):
        base = unicodedata.normalize("NFD", chr(code))[0]
        if base.isascii():
            table[code] = base
    table |= {ord("’"): "'", ord("–"): "-", ord("—"): "-"}
    return table


_UNACCENT = _table()


def fold(text: str) -> str:
    """`text` in lower case without accents, of the same length in code points ("Élève" -> "eleve", "œ" stays).

    A letter whose lower case is longer than itself (only "İ" in Latin script) loses its dot instead.
    """
    return text.translate(_UNACCENT).lower()
