"""The text that nobody sees, as spans: it is no part of what a person reads, nor of what is compared."""

from __future__ import annotations

from collections.abc import Iterable

from precheck.model.document import Document
from precheck.model.surface import Unseen, Veil

FEW = 2
"""Letters: more than these do not stand for a space."""


def unseen_spans(document: Document) -> tuple[tuple[int, int], ...]:
    """Spans `[start, end)` of `Document.text` that cannot be seen on the page, ascending, none touching another.

    Empty when the document was read without its surfaces. Left out of a comparison, they leave spaces behind: white
    letters that stand for spaces become the spaces that a person sees.
    """
    return merged((run.start, run.end) for surface in document.surfaces for run in surface.unseen)


def stands_for_space(document: Document, run: Unseen) -> bool:
    """Whether hidden letters stand between two words of one line that are seen, where a space would."""
    if run.letters > FEW or run.veil is Veil.OFF_PAGE:
        return False
    before, after = document.text[: run.start][-2:], document.text[run.end : run.end + 2]
    return (
        any(map(str.isalnum, before[-1:] + before[:1])) and any(map(str.isalnum, after)) and not _parted(before, after)
    )


def _parted(before: str, after: str) -> bool:
    return any(sign in before[-1:] + after[:1] for sign in "\n\f")


def merged(spans: Iterable[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    """The spans in order, those that meet or touch joined, empty ones left out."""
    joined: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(joined[-1][1], end))
        elif end > start:
            joined.append((start, end))
    return tuple(joined)
