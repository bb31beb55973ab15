"""The one normalisation of extracted text: what looks the same becomes the same, and keeps its way back.

NFKC (Unicode TR15) for ligatures, no-break spaces and compatibility forms; the hyphen that the reader marks at a line
break becomes a hyphen; soft hyphens and NUL go; private-use bullets of symbol fonts become "•"; curly apostrophes
become straight. Zero-width characters and look-alike letters stay: they are evidence.
"""

from __future__ import annotations

import re
import unicodedata

from precheck.model.offsets import OffsetMap, substitute

LINE_BREAK_HYPHEN = "\ufffe\x02"
_BULLET = re.compile("[\uf000-\uf0ff]")
_ODD = re.compile("[^\\x20-\\x7e\\n\\fÀ-ÖØ-öø-ÿœŒ«»“”–—€•]+(?:[\u0300-\u036f]+)?|[A-Za-z][\u0300-\u036f]+")
_DROPPED = dict.fromkeys([0, 0xAD, *range(3, 9), *range(14, 32), 0x7F])
_MAPPED = _DROPPED | {ord(c): "-" for c in LINE_BREAK_HYPHEN} | {0x2019: "'", 0x02BC: "'", 0x2010: "-", 0x2011: "-"}


def normalise(text: str) -> tuple[str, OffsetMap]:
    """The normalised text and the map back to `text`."""
    return substitute(_ODD, lambda match: _fold(match[0]), text)


def _fold(run: str) -> str:
    folded = unicodedata.normalize("NFKC", _BULLET.sub("•", run.translate(_MAPPED)))
    return folded.translate(_MAPPED)
