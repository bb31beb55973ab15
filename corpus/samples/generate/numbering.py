"""The numbers printed at the foot of the pages: how they look, where they begin, what is wrong.

Each function gives a :data:`corpus.samples.generate.layout.Labels`: from the count of pages
(and what was laid out), the label of each page, "" where none is printed.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from corpus.samples.generate.layout import Labels, Record

_NUMBER = re.compile(r"\d+|\b[ivxl]+\b")
ROMAN = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii")


def every(form: str, *, first: int = 1) -> Labels:
    """Number all the pages from ``first`` in ``form``, with ``{n}`` and ``{total}``."""

    def labels(pages: int, _: Record) -> list[str]:
        return [form.format(n=page, total=pages) if page >= first else "" for page in range(1, pages + 1)]

    return labels


def nowhere(pages: int, _: Record) -> list[str]:
    """Print no number at all."""
    return [""] * pages


def stopping(labels: Labels, last: int) -> Labels:
    """Print no number after page ``last``."""

    def stopped(pages: int, record: Record) -> list[str]:
        printed = labels(pages, record)
        return [label if page <= last else "" for page, label in enumerate(printed, start=1)]

    return stopped


def wrong(labels: Labels, other: Mapping[int, str]) -> Labels:
    """Print another label on some pages."""

    def mistaken(pages: int, record: Record) -> list[str]:
        printed = labels(pages, record)
        return [other.get(page, label) for page, label in enumerate(printed, start=1)]

    return mistaken


def roman_annexes(labels: Labels) -> Labels:
    """Restart at "i" on the first page of the annexes."""

    def restarted(pages: int, record: Record) -> list[str]:
        printed = labels(pages, record)
        start = record.sections["annexes"].start_page
        return printed[: start - 1] + list(ROMAN[: pages - start + 1])

    return restarted


def number(label: str) -> str:
    """The page's own number in a printed label: "3" in "Page 3 sur 17", "" in an empty one."""
    found = _NUMBER.search(label)
    return found.group() if found else ""


def verdict(printed: list[str]) -> str:
    """ "all", "all_but_cover", "part" or "none", from what is printed."""
    if not any(printed):
        return "none"
    if all(printed):
        return "all"
    return "all_but_cover" if all(printed[1:]) else "part"
