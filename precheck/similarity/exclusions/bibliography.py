"""The bibliography: by its heading, or by the shape of its entries."""

from __future__ import annotations

import re
from itertools import pairwise

from precheck.model.match import Reason
from precheck.similarity.exclusions.base import Subject, WordSpans
from precheck.similarity.prepared import Prepared

REASON = Reason.BIBLIOGRAPHY
_HEADING = re.compile(
    r"^[ \t]*(?:[\divx]+[.)–-]*[ \t]*)?(?:bibliographie|biblio|références(?: bibliographiques)?|webographie|sitographie"
    r"|bibliographie et (?:sitographie|webographie)|sources|ouvrages cités|bibliography|references|works cited)"
    r"(?: sommaire| indicative| et sitographie)?[ \t]*(?::[ \t]*)?$",
    re.IGNORECASE | re.MULTILINE,
)
_YEAR = r"(?:1[5-9]|20)\d\d"
_ENTRY = re.compile(
    r"^[ \t]*(?:\[?\d{1,3}[\].][ \t]*|[-•*–][ \t]*)?"
    # Names are taken whole ("*+"): to try every way of parting a long one into three takes hours.
    r"[A-ZÀ-Ý][\w'’. -]{1,40}(?:,[ \t]?(?:[A-ZÀ-Ý][\w'’-]*+\.?[ -]?){1,3}|\.)"
    rf"[^\n]{{0,120}}\(?\b{_YEAR}[a-z]?\b\)?",
    re.MULTILINE,
)
_CITES = re.compile(rf"\b{_YEAR}\b|https?:|www\.|\bp\.? ?\d|\béd(?:itions?|\.)", re.IGNORECASE)
_SHORT = 25
"""Words: a piece that short goes on with the list, even without a year."""
_ENTRIES = 3
_APART = 400
"""Code points between the starts of entries of one list, at most."""


def spans(subject: Subject) -> WordSpans:
    """The lists of references of the dossier."""
    text = subject.prepared.text
    found = [_after_heading(subject.prepared, match.end()) for match in _HEADING.finditer(text)]
    found += _lists(subject.prepared)
    return [(first, last) for first, last in found if last > first]


def _after_heading(prepared: Prepared, start: int) -> tuple[int, int]:
    """From the heading to the first long paragraph that refers to nothing."""
    text = prepared.text
    begin, end = prepared.words_in(start, len(text))
    bounds = [begin, *(int(word) for word in prepared.paragraphs if word > begin), end]
    last = begin
    for first, after in pairwise(bounds):
        if first == after:
            continue
        piece = text[slice(*prepared.span(first, after))]
        if after - first > _SHORT and not _CITES.search(piece):
            break
        if _CITES.search(piece):
            last = after
    return begin, last


def _lists(prepared: Prepared) -> WordSpans:
    """Three entries or more, close to each other."""
    text = prepared.text
    entries = [match.span() for match in _ENTRY.finditer(text)]
    found: WordSpans = []
    group: list[tuple[int, int]] = []
    for entry in [*entries, None]:
        if entry and (not group or entry[0] - group[-1][0] <= _APART):
            group.append(entry)
            continue
        if len(group) >= _ENTRIES:
            found.append(prepared.words_in(group[0][0], _end_of_entry(text, group[-1][1])))
        group = [entry] if entry else []
    return found


def _end_of_entry(text: str, position: int) -> int:
    ends = [at for at in (text.find("\n\n", position), text.find("\f", position)) if at >= 0]
    return min([*ends, position + _APART, len(text)])
