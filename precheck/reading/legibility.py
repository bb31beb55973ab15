"""Whether a text layer is the words one sees, and a second opinion by pdfplumber when it does not look so."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from dataclasses import dataclass

from precheck.reading.assemble import RawLine

ENOUGH_WORDS = 40
ENOUGH_LETTERS = 60
COMMON = frozenset(
    "de la le les et des du un une en à que est pour dans qui par sur au aux avec ce se sont pas plus il elle nous je "
    "ou son sa ses on ne cette ces leur leurs mes mon ma été ainsi comme mais être a l d qu c s n "
    "the of and to in is that for it as was with on be by this are or from at an not".split()
)
_ODD = re.compile("[\ue000-\uefff\uf100-\uf8ff\ufffd\x00-\x08\x0e-\x1f]|\\(cid:\\d+\\)")
_LETTER_RUN = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True, slots=True)
class Legibility:
    """How much a page's text looks like language.

    `common`: share of the words that are frequent French or English ones; `odd`: share of the characters that no
    text has; `glued`: whether words run together; `words`: how many words the shares rest on.
    """

    common: float
    odd: float
    mean_length: float
    words: int

    @staticmethod
    def of(page: Sequence[RawLine]) -> Legibility:
        """The legibility of one page."""
        text = " ".join(word for line in page for word in line.words)
        runs = _LETTER_RUN.findall(text.lower())
        odd = sum(len(match[0]) for match in _ODD.finditer(text)) / len(text) if text else 0.0
        words = len(runs)
        common = sum(run in COMMON for run in runs) / words if words else 0.0
        mean_length = sum(map(len, runs)) / words if words else 0.0
        return Legibility(common, odd, mean_length, words)

    @property
    def suspicious(self) -> bool:
        """Worth reading a second time by other means."""
        if self.odd > 0.2:
            return True
        if self.words < ENOUGH_WORDS:
            return False
        return (self.common < 0.05 and self.mean_length < 3) or self.common < 0.02 or self.mean_length > 11

    @property
    def garbled(self) -> bool:
        """Not the words one sees, as far as can be told without looking: to be treated as unread."""
        return self.odd > 0.3 or (self.words >= ENOUGH_WORDS and self.mean_length > 25)

    @property
    def score(self) -> float:
        """Higher is more like language."""
        return self.common - self.odd - (0.5 if self.mean_length > 11 else 0.0)


def second_opinion(
    data: bytes, pages: list[list[RawLine]], seen: list[Legibility]
) -> tuple[list[list[RawLine]], list[Legibility]]:
    """Read the suspicious pages again with pdfplumber; keep for each the text that looks more like language."""
    doubtful = [index for index, legibility in enumerate(seen) if legibility.suspicious]
    if not doubtful:
        return pages, seen
    pages, seen = list(pages), list(seen)
    for index, lines in _plumbed(data, doubtful).items():
        legibility = Legibility.of(lines)
        if legibility.words and legibility.score > seen[index].score:
            pages[index], seen[index] = lines, legibility
    return pages, seen


def _plumbed(data: bytes, indexes: Sequence[int]) -> dict[int, list[RawLine]]:
    """The lines of the pages at `indexes` (from 0) as pdfplumber reads them. Pages it cannot read are left out."""
    import pdfplumber

    read: dict[int, list[RawLine]] = {}
    try:
        with pdfplumber.open(io.BytesIO(data)) as document:
            for index in indexes[:MAX_SECOND_READINGS]:
                if index >= len(document.pages):
                    break
                page = document.pages[index]
                rows = page.extract_text_lines(x_tolerance_ratio=0.15, return_chars=True)
                read[index] = [line for row in rows if (line := _raw_line(row))]
                page.close()
    except MemoryError:
        raise
    except Exception:  # noqa: BLE001
        # The second opinion is only that: pdfminer raises what the damage leads to; the first reading stands.
        return read
    return read


MAX_SECOND_READINGS = 30


def _raw_line(row: dict[str, object]) -> RawLine | None:
    """A line of pdfplumber as a `RawLine`, its words cut at the spaces that it inserted."""
    words = str(row["text"]).split()
    chars = [char for char in row["chars"] if str(char["text"]).strip()]  # type: ignore[attr-defined]
    if not words or not chars:
        return None
    edges: list[float] = []
    position = 0
    for word in words:
        run = chars[min(position, len(chars) - 1) : position + len(word)] or chars[-1:]
        edges += [round(float(run[0]["x0"]), 2), round(float(run[-1]["x1"]), 2)]
        position += len(word)
    font = str(chars[0].get("fontname", ""))
    size = round(float(chars[0].get("size", 0)), 1)
    return RawLine(
        tuple(words),
        tuple(edges),
        round(float(str(row["top"])), 2),
        round(float(str(row["bottom"])), 2),
        font.partition("+")[2] or font,
        size,
        "bold" in font.lower(),
    )
