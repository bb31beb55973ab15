"""Text from a dossier made safe to show: no control characters, no direction overrides, nothing endless."""

from __future__ import annotations

import re
from collections.abc import Iterable

from precheck.i18n import Message, Translator

# C0 and C1 controls (terminal escapes among them), direction marks and overrides, lone surrogates, noncharacters.
_UNSAFE = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff\ud800-\udfff]"
)
_PRIVATE = re.compile("[\ue000-\uf8ff\U000f0000-\U0010fffd]")
_BULLET = "•"
"""Shown for private-use characters: in dossiers they are the bullets of symbol fonts."""
_SPACES = re.compile(r"[\t\n\v\f\r\u2028\u2029 ]+")
MAX_LENGTH = 400
"""Code points of a quotation that a report shows; the place itself shows the rest."""


def plain(text: str) -> str:
    """One line of visible text: unsafe characters removed, white space (no-break spaces apart) collapsed."""
    return _SPACES.sub(" ", _PRIVATE.sub(_BULLET, _UNSAFE.sub("", text))).strip(" ")


def shorten(text: str, length: int = MAX_LENGTH) -> str:
    """`text` cut to `length` code points, at a space when there is one near the end, with an ellipsis."""
    if len(text) <= length:
        return text
    cut = text[: length - 1]
    space = cut.rfind(" ", length * 3 // 4)
    return cut[: space if space > 0 else None].rstrip() + "…"


def page_ranges(pages: Iterable[int]) -> str:
    """Page numbers in order, runs of three and more as a range: [5, 1, 2, 3] -> "1–3, 5"."""
    ordered = sorted(set(pages))
    runs: list[list[int]] = []
    for page in ordered:
        if runs and page == runs[-1][-1] + 1:
            runs[-1].append(page)
        else:
            runs.append([page])
    pieces: list[str] = []
    for run in runs:
        pieces += [f"{run[0]}–{run[-1]}"] if len(run) > 2 else [str(page) for page in run]
    return ", ".join(pieces)


class Voice:
    """Says messages in one language, made safe to show. Anything a renderer prints goes through it."""

    def __init__(self, translator: Translator) -> None:
        self.translator = translator
        self.language = translator.language

    def __call__(self, text: Message | str | None) -> str:
        """A message translated, or a text of the dossier or the profile as it is; "" for None."""
        if text is None:
            return ""
        return plain(self.translator(text) if isinstance(text, Message) else text)

    def constant(self, msgid: str) -> str:
        """Translate a constant such as a rule's title."""
        return plain(self.translator.text(msgid))

    def quotation(self, text: str, length: int = MAX_LENGTH) -> str:
        """The words of a dossier or of a clause between quotation marks, cut to `length`; "" for none."""
        words = shorten(plain(text), length).strip("«»\u00a0\u202f ")
        if not words:
            return ""
        return f"«\u00a0{words}\u00a0»" if self.language == "fr" else f"“{words}”"
