"""Which of two headings is above the other, by number and by look."""

from __future__ import annotations

from precheck.structure.headings import Candidate

SAME_SIZE = 0.6
"""Points by which headings of one rank may differ."""


def alike(one: Candidate, other: Candidate) -> bool:
    """Whether two headings have the same size and weight; one of them may be in capitals."""
    return one.style.bold == other.style.bold and abs(one.style.size - other.style.size) <= SAME_SIZE


def same_rank(one: Candidate, other: Candidate) -> bool:
    """Whether two headings look the same: size, weight, capitals."""
    return alike(one, other) and one.style.capitals == other.style.capitals


def outranks(one: Candidate, other: Candidate) -> bool:
    """Whether one heading looks more important: larger, or else in capitals, or else bold."""
    if abs(one.style.size - other.style.size) > SAME_SIZE:
        return one.style.size > other.style.size
    return (one.style.capitals, one.style.bold) > (other.style.capitals, other.style.bold)


def parts_from(opening: Candidate, candidate: Candidate, *, flat: bool = False) -> bool:
    """Whether a heading before or after the opening one is of its level or above: another section of the dossier.

    `flat` says that the look tells nothing in this dossier: sub-headings look like headings, or are larger.
    """
    if candidate.distinct and candidate.style.size > opening.style.size + SAME_SIZE and not flat:
        return True
    if candidate.prefix.style in ("part", "chapter"):
        return candidate.distinct or not opening.distinct
    if opening.prefix.style:
        if candidate.prefix.style != opening.prefix.style or (opening.distinct and not candidate.distinct):
            return False
        # A list inside a section starts at 1 again: what follows a section has a greater number.
        follows = candidate.prefix.values > opening.prefix.values[:1]
        return candidate.prefix.depth <= opening.prefix.depth and follows == (candidate.start > opening.start)
    same = candidate.style == opening.style and candidate.level <= opening.level
    return same and candidate.distinct and not flat
