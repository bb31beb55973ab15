"""Where a dossier says that somebody took part in the work."""

from __future__ import annotations

import functools
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


@functools.lru_cache(maxsize=8)
def words_of_collaborators(text: str) -> tuple[frozenset[str], ...]:
    """The folded words right after each place that speaks of a collaboration; kept for the next name that is asked."""
    folded = fold(text)
    ends = (match.end() for match in WITH.finditer(folded))
    return tuple(frozenset(_WORD.findall(folded[end : end + REACH])) for end in ends)


def names_collaborator(text: str, words: frozenset[str]) -> bool:
    """Whether all `words` of a name (folded) stand right after words that speak of a collaboration."""
    return bool(words) and any(words <= after for after in words_of_collaborators(text))
