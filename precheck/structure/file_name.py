"""Who a dossier's file name says it belongs to: a guess, on which nothing may fail."""

from __future__ import annotations

import re
from pathlib import PurePath

from precheck.structure.folding import fold

_SEPARATORS = re.compile(r"[\s_.()\[\]]+")
_NAME = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
OTHER_WORDS = frozenset(
    "dossier c2i c2i2e raep portfolio rapport memoire stage version final finale definitif definitive copie copy pdf "
    "projet candidat candidate espe inspe iufm master meef depot document doc scan test draft de du le la les et "
    "numerique competences annexe annexes partie bis corrige corrigee nouveau nouvelle assignsubmission file".split()
)


def candidate_of_file_name(name: str) -> str | None:
    """ "DUPONT_Marie_C2i2e.pdf" -> "DUPONT Marie"; None when the name is not two to four words with one in capitals."""
    words = [
        word
        for word in _SEPARATORS.split(PurePath(name).stem)
        if _NAME.fullmatch(word) and fold(word) not in OTHER_WORDS and len(word) > 1
    ]
    surnames = [word for word in words if word.isupper()]
    given = [word for word in words if word[0].isupper() and not word.isupper()]
    if surnames and given and 2 <= len(surnames) + len(given) == len(words) <= 4:
        return " ".join([*surnames, *given])
    return None
