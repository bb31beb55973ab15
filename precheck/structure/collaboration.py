"""Where a dossier says that somebody took part in the work."""

from __future__ import annotations

import re

from precheck.structure.folding import fold

WITH = re.compile(
    r"\b(?:en (?:etroite )?collaboration avec|avec la (?:collaboration|participation|contribution|complicite) d[eu']"
    r"|en (?:binome|trinome|equipe|duo|groupe) avec|mon binome|ma binome|mon trinome|ma co-?equipiere|mon co-?equipier"
    r"|(?:bi|tri)nome ?:|co-?(?:ecrit|redige|realise|construit|concu|anime|auteure?s?|elabore)e?s? (?:avec|:)"
    r"|(?:dossier|projet|travail|sequence|scenario|rapport)[^.;:\n]{0,40}\b(?:realise|mene|redige|ecrit|concu|construit"
    r"|elabore|prepare|commun|partage)e?s? avec)"
)
"""Said of a folded text."""
REACH = 110
"""Code points after such words in which the name is looked for."""
_WORD = re.compile(r"[^\W_]+")


def names_collaborator(text: str, words: frozenset[str]) -> bool:
    """Whether all `words` of a name (folded) stand right after words that speak of a collaboration."""
    folded = fold(text)
    return bool(words) and any(
        words <= set(_WORD.findall(folded[match.end() : match.end() + REACH])) for match in WITH.finditer(folded)
    )
