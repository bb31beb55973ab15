"""Which headings open an introduction, the final conclusion, a bibliography, annexes and what else ends a dossier."""

from __future__ import annotations

import re
from functools import lru_cache

from precheck.model.profile import Outline
from precheck.model.structure import SectionKind
from precheck.structure.headings import Candidate
from precheck.structure.words import ANNEXES, BACK_MATTER, BIBLIOGRAPHY, CONCLUSION, INTRODUCTION, WordList

LONGEST = 75
"""Code points of a title that opens an introduction or a conclusion."""
LONGEST_PLAIN = 40
"""The same for a line in the type of the body."""

_WHOLE_WORK = (
    r"\W*(?:la |le |l'|les |mon |ma |cette |ce )?"
    r"(?:dossier|memoire|rapport|stage|projet|travail|etude|annee|formation|parcours|experience|certification)\b"
)
_OF_A_CHAPTER = re.compile(
    r"(?:conclusion|bilan)s? (?:partiel|intermediaire|provisoire|(?:de|du|des|sur|d')\b"
    rf"(?!{_WHOLE_WORK})).*"
)
_INTRODUCTION = re.compile(r"introduction(?: (?:du|de|generale|et)\b| ?[:–-]).{0,25}")
_CONCLUSION = re.compile(r"(?:en|pour) conclu(?:sion|re)|[\w' ]{4,40} (?:et|&) conclusions?(?: .*)?")
"""Titles that hold the word elsewhere: "Synthèse et conclusion", "Pour conclure"."""
_BILAN = re.compile(
    r"bilans?(?: (?:reflexi|personnel|professionnel|general|global|final|critique|analyse|perspectives?|conclusion"
    r"|et |du |de |d'|sur |& |\W).*)?|(?:analyse|retour|regard|synthese) reflexi(?:f|ve)s?(?: (?:et|sur|du|de)\b.*)?"
)
"""Titles without the word conclusion: "Bilan réflexif", "Bilan et perspectives", "Analyse réflexive"."""


class Vocabulary:
    """The heading words of the product and of an institution's outline together."""

    def __init__(self, outline: Outline) -> None:
        self.introduction = WordList(INTRODUCTION, outline.introduction)
        self.conclusion = WordList(CONCLUSION, outline.conclusion)
        self.bibliography = WordList(BIBLIOGRAPHY, outline.bibliography)
        self.annexes = WordList(ANNEXES, outline.annexes)
        self.back_matter = WordList(BACK_MATTER)

    def is_conclusion(self, candidate: Candidate) -> bool:
        """Whether a heading can open the final conclusion; "Bilan de la séance" and "2.4 Conclusion" cannot."""
        title = candidate.title
        if candidate.prefix.depth > 1 or len(title) > LONGEST or _OF_A_CHAPTER.fullmatch(title):
            return False
        if self.conclusion.opens(title, whole=True) or _BILAN.fullmatch(title):
            return True
        if not candidate.distinct and len(title) > LONGEST_PLAIN:
            return False
        if candidate.distinct and _CONCLUSION.fullmatch(title):
            return True
        return not title.startswith("bilan") and self.conclusion.opens(title)

    def is_introduction(self, candidate: Candidate) -> bool:
        """Whether a heading can open the introduction; "1.2 Introduction aux réseaux" cannot."""
        title = candidate.title
        if candidate.prefix.depth > 1 or len(title) > LONGEST:
            return False
        if candidate.distinct or _INTRODUCTION.fullmatch(title):
            return self.introduction.opens(title)
        return self.introduction.opens(title, whole=True)

    def names_introduction(self, candidate: Candidate) -> bool:
        """Whether the title is no more than the word: what "Introduction à l'algorithmique" on a cover is not."""
        return self.introduction.opens(candidate.title, whole=True)

    def back_kind(self, candidate: Candidate) -> SectionKind | None:
        """The kind of the section after the body that a heading opens, None when it opens none."""
        title = candidate.title
        if self.annexes.opens(title) or candidate.folded.startswith("annexe"):
            return SectionKind.ANNEX if candidate.distinct or len(title) <= 30 else None
        if self.bibliography.opens(title, whole=not candidate.distinct) and len(title) <= LONGEST:
            return SectionKind.BIBLIOGRAPHY
        if self.back_matter.opens(title, whole=True) or (candidate.distinct and self.back_matter.opens(title)):
            return SectionKind.OTHER
        return None


@lru_cache(maxsize=16)
def vocabulary_of(outline: Outline) -> Vocabulary:
    """The vocabulary of an outline, compiled once."""
    return Vocabulary(outline)
