"""Lines of a terminal."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator

from precheck.report.plain import Voice


def heading(title: str, width: int) -> Iterator[str]:
    """An empty line, the title, and a rule below it."""
    yield ""
    yield title
    yield "─" * min(len(title), width)


def wrap(text: str, width: int, first: str = "", rest: str = "") -> list[str]:
    """`text` in lines of at most `width`; `first` and `rest` begin the first and the other lines."""
    # No-break spaces are kept together: textwrap only cuts at ordinary ones, and cuts a word only when it must.
    return textwrap.wrap(text, width, initial_indent=first, subsequent_indent=rest, break_on_hyphens=False) or [
        first.rstrip()
    ]


def colon(voice: Voice) -> str:
    """The colon as the language sets it."""
    return "\u00a0:" if voice.language == "fr" else ":"
