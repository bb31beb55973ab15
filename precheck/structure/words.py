"""The words that open sections, and what stands before them: "2.1", "IV –", "Partie 3 :", "Deuxième partie"."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from rapidfuzz import fuzz

from precheck.structure.folding import fold

INTRODUCTION = ("introduction", "introduction generale")
CONCLUSION = ("conclusion", "conclusions", "conclusion generale", "bilan", "bilan reflexif")
BIBLIOGRAPHY = (
    "bibliographie", "webographie", "sitographie", "references", "references bibliographiques", "sources",
    "ressources bibliographiques", "bibliography",
)  # fmt: skip
ANNEXES = ("annexe", "annexes", "appendice", "appendices")
BACK_MATTER = (
    "glossaire", "lexique", "remerciements", "resume", "abstract", "summary", "index", "liste des figures",
    "liste des tableaux", "liste des abreviations", "table des illustrations", "table des figures", "table des annexes",
    "abreviations", "acronymes", "attestation", "declaration",
)  # fmt: skip
"""Sections that may follow the conclusion and belong to nothing else."""

ORDINALS = {
    "premiere": 1, "deuxieme": 2, "seconde": 2, "troisieme": 3, "quatrieme": 4, "cinquieme": 5, "sixieme": 6,
    "un": 1, "une": 1, "deux": 2, "trois": 3, "quatre": 4, "cinq": 5, "six": 6,
}  # fmt: skip
ROMANS = {word: n for n, word in enumerate("i ii iii iv v vi vii viii ix x xi xii".split(), 1)}

_GOES_ON = (
    r"\s*[^\w\s].*|\s+(?:a|aux?|d[eu]s?|d'.*|l'.*|l[ae]s?|et|sur|en|pour|generale?|finale?|personnelle|professionnelle"
    r"|critique|reflexive|[a-h]?\d+|[ivx]+)(?:\W.*)?|\s+\w+"
)
"""How a heading goes on after its word: a sign, a small word, one more word. A row of a table goes on otherwise."""
MISSPELT = 88.0
"""Likeness, of 100, from which a title is a misspelt word."""

_NUMBER_WORD = r"(?:\d{1,2}|[ivx]{1,4}|un|une|deux|trois|quatre|cinq|six)"
COUNTED = (
    r"(?:partie|part|chapitre|section|annexe|seance|sequence|etape|activite|exercice|phase|fiche|theme|module|axe|mission"
    r"|objectif|question|document|figure|tableau|competence|projet|jour|semaine)s?\s*(?:n\s*[o°]\s*)?"
)
"""What a number counts, when it is not pages: the folded words just before it."""
_AFTER = r"(?:\s*[:.)\-/|•·,;]+\s*|\s+|$)"
_PART = re.compile(
    rf"(?P<word>partie|part)\s*(?:n\s*[o°]\s*)?(?P<number>{_NUMBER_WORD}){_AFTER}"
    rf"|(?P<ordinal>\d{{1,2}}|premiere|deuxieme|seconde|troisieme|quatrieme|cinquieme|sixieme)"
    rf"\s?(?:ere|re|er|eme|nde|de|e|)\s+partie{_AFTER}"
)
_DECIMAL = re.compile(rf"(?P<number>\d{{1,2}}(?:\.\d{{1,2}}){{0,4}}){_AFTER}")
_ROMAN = re.compile(r"(?P<number>[ivx]{1,5})(?:\s*[:.)\-/|•·]+\s*|\s+)")
_LETTER = re.compile(r"(?P<number>[a-h])(?:\s*[.)/]\s*|\s+[-:]\s+)")
_CHAPTER = re.compile(
    rf"(?:chapitre|chapter|section|titre|volet|axe)\s*(?:n\s*[o°]\s*)?(?P<number>{_NUMBER_WORD}){_AFTER}"
)
_LEAD = re.compile(r"[^\w]+")
_SPACED = re.compile(r"(?:\w ){3,}\w\b")
_TRAIL = " \t:.;,-–—…*_·•|>»"


@dataclass(frozen=True, slots=True)
class Prefix:
    """What numbers a heading. `style` is part, chapter, decimal, roman, letter or ""; `values` 2.1 -> (2, 1)."""

    style: str
    values: tuple[int, ...]
    length: int

    @property
    def depth(self) -> int:
        """How deep the number says the heading is, from 1; 0 without a number."""
        return {"": 0, "letter": 2, "decimal": len(self.values)}.get(self.style, 1)


NO_PREFIX = Prefix("", (), 0)


def number_of(word: str) -> int | None:
    """The number a folded word stands for: "3", "iii", "trois", "troisieme" -> 3."""
    if word.isdigit():
        return int(word)
    return ROMANS.get(word) or ORDINALS.get(word)


def split_prefix(folded: str) -> Prefix:
    """The numbering at the start of a folded line."""
    lead = _LEAD.match(folded)
    skip = lead.end() if lead else 0
    text = folded[skip:]
    if _SPACED.match(text):
        return NO_PREFIX
    if match := _PART.match(text):
        number = number_of(match["number"] or match["ordinal"])
        if number is not None:
            return Prefix("part", (number,), skip + match.end())
    if match := _CHAPTER.match(text):
        number = number_of(match["number"])
        if number is not None:
            return Prefix("chapter", (number,), skip + match.end())
    if match := _DECIMAL.match(text):
        values = tuple(int(value) for value in match["number"].split("."))
        return _numbered_part(text, skip, match.end()) or Prefix("decimal", values, skip + match.end())
    if (match := _ROMAN.match(text)) and (number := ROMANS.get(match["number"])):
        rest = text[match.end() :]
        decimals = re.match(r"(\d{1,2})(?:[.)\-\s]|$)", rest)
        if decimals:
            return Prefix("decimal", (number, int(decimals[1])), skip + match.end() + decimals.end())
        return _numbered_part(text, skip, match.end()) or Prefix("roman", (number,), skip + match.end())
    if match := _LETTER.match(text):
        return Prefix("letter", (ord(match["number"]) - ord("a") + 1,), skip + match.end())
    return NO_PREFIX


def _numbered_part(text: str, skip: int, position: int) -> Prefix | None:
    """A part after another number: "2. Partie 1 : ...", where the introduction is 1."""
    match = _PART.match(text, position)
    number = number_of(match["number"] or match["ordinal"]) if match else None
    return Prefix("part", (number,), skip + match.end()) if match and number is not None else None


def plain(folded: str) -> str:
    """A folded title without the signs around it, letter-spaced words closed up: "- c o n c l u s i o n :"."""
    text = _LEAD.sub("", folded, count=1) if folded[:1] and not folded[0].isalnum() else folded
    text = text.rstrip(_TRAIL)
    if _SPACED.match(text):
        text = re.sub(r"(?<=\b\w) (?=\w\b)", "", text)
    return text


def bare(folded: str) -> str:
    """A folded line as a plain title without its number."""
    return plain(folded[split_prefix(folded).length :])


class WordList:
    """Folded words that open a kind of section, compiled once."""

    def __init__(self, *lists: Iterable[str]) -> None:
        words = dict.fromkeys(fold(word).strip() for words in lists for word in words if word.strip())
        longest_first = sorted(words, key=lambda word: (-len(word), word))
        opening = "|".join(map(re.escape, longest_first))
        self._begins = re.compile(rf"(?:{opening})s?(?P<rest>|{_GOES_ON})", re.DOTALL)
        self._long = tuple(word for word in words if len(word) >= 8)

    def opens(self, title: str, *, whole: bool = False) -> bool:
        """Whether a plain title is one of the words, or begins with one unless `whole`; misspellings allowed."""
        match = self._begins.fullmatch(title)
        if match and (not whole or not match["rest"]):
            return True
        return any(
            abs(len(title) - len(word)) <= 2 and fuzz.ratio(title, word, score_cutoff=MISSPELT) > 0
            for word in self._long
        )
