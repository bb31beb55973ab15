"""The light markup of the prose files, read into blocks.

A blank line separates blocks. One block is one of:

- ``## Title`` or ``### Title``: a heading inside a section;
- ``- text`` or ``1. text``, one a line: a list;
- ``!table 20 40 40 | Caption`` then ``| cell | cell |`` lines, the first being the head;
- ``!figure name | Caption``: a drawing of :mod:`corpus.samples.generate.figures`;
- ``!box`` … ``!end``: a framed text, for a document given to pupils or a message sent;
- anything else: a paragraph.

Inside a text: ``**bold**``, ``*italic*``, ``[label](url)`` and ``{B2.1}`` for a competence
code, or ``{B2.1 à B2.3|B2.1 B2.2 B2.3}`` when what is printed stands for several codes.
A line ``%core``, ``%full`` or ``%extra`` sets the level of the blocks after it: a short
dossier prints the core alone, a long one everything.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

Level = Literal["core", "full", "extra"]
SpanStyle = Literal["plain", "bold", "italic", "link", "code"]
BlockKind = Literal["heading", "paragraph", "item", "table", "figure", "box"]

_INLINE = re.compile(
    r"\*\*(?P<bold>.+?)\*\*|\*(?P<italic>.+?)\*"
    r"|\[(?P<label>[^\]]+)\]\((?P<url>[^)]+)\)|\{(?P<code>[^}]+)\}"
)
_NOT_CODE = re.compile(r"[^AB1-5]")
_SPACE_BEFORE = re.compile(r" (?=[;:!?»%])")
_ITEM = re.compile(r"(?P<marker>-|\d+\.) (?P<text>.+)")


class MarkupError(ValueError):
    """A prose file does not follow the markup; the message names the file and the line."""


@dataclass(frozen=True, slots=True)
class Span:
    """A run of text in one style; ``codes`` are the competences that a code span stands for."""

    text: str
    style: SpanStyle = "plain"
    url: str = ""
    codes: tuple[str, ...] = ()


Spans = tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Block:
    """One block of prose; which fields are filled depends on its kind.

    ``marker`` is an item's bullet or number, ``widths`` a table's columns in per cent,
    ``rows`` its cells (the head first), ``name`` a figure's drawing.
    """

    kind: BlockKind
    level: Level
    spans: Spans = ()
    marker: str = ""
    name: str = ""
    depth: int = 0
    widths: tuple[float, ...] = ()
    rows: tuple[tuple[Spans, ...], ...] = ()


def parse(text: str, source: str, apostrophe: str = "'") -> tuple[Block, ...]:
    """Read a prose file's text into blocks.

    Raises :class:`MarkupError` on an unknown directive or a box that is not closed.
    """
    blocks: list[Block] = []
    level: Level = "core"
    lines = text.splitlines()
    at = 0

    def spans(piece: str) -> Spans:
        return inline(piece.replace("'", apostrophe))

    while at < len(lines):
        line = lines[at].strip()
        at += 1
        if not line:
            continue
        if line in ("%core", "%full", "%extra"):
            level = _level(line)
        elif line.startswith("#"):
            hashes, _, title = line.partition(" ")
            blocks.append(Block("heading", level, spans(title), depth=len(hashes)))
        elif line.startswith("!table "):
            table, at = _table(lines, at, line, level, apostrophe)
            blocks.append(table)
        elif line.startswith("!figure "):
            name, _, caption = line.removeprefix("!figure ").partition(" | ")
            blocks.append(Block("figure", level, spans(caption), name=name))
        elif line == "!box":
            if "!end" not in lines[at:]:
                raise MarkupError(f"{source}, line {at}: the box is not closed by !end")
            end = lines.index("!end", at)
            blocks.append(Block("box", level, spans(" ".join(lines[at:end]))))
            at = end + 1
        elif line.startswith(("!", "%", "|")):
            raise MarkupError(f"{source}, line {at}: unknown directive {line.split()[0]!r}")
        elif item := _ITEM.fullmatch(line):
            blocks.append(Block("item", level, spans(item["text"]), marker=item["marker"]))
        else:
            blocks.append(Block("paragraph", level, spans(line)))
    return tuple(blocks)


def inline(text: str) -> Spans:
    """Cut one line of text into spans, with French no-break spaces set."""
    spans: list[Span] = []
    end = 0
    for match in _INLINE.finditer(text):
        if match.start() > end:
            spans.append(Span(typeset(text[end : match.start()])))
        spans.append(_span(match))
        end = match.end()
    if end < len(text):
        spans.append(Span(typeset(text[end:])))
    return tuple(spans)


def plain(spans: Spans) -> str:
    """The text of spans, without styles."""
    return "".join(span.text for span in spans)


def typeset(text: str) -> str:
    """Put no-break spaces where French typography wants them."""
    return _SPACE_BEFORE.sub("\u00a0", text).replace("« ", "«\u00a0")


def _span(match: re.Match[str]) -> Span:
    if match["bold"]:
        return Span(typeset(match["bold"]), "bold")
    if match["italic"]:
        return Span(typeset(match["italic"]), "italic")
    if match["url"]:
        return Span(match["label"], "link", url=match["url"])
    shown, _, meant = match["code"].partition("|")
    codes = tuple(_code(word) for word in meant.split()) if meant else (_code(shown),)
    return Span(shown, "code", codes=codes)


def _code(written: str) -> str:
    letters = _NOT_CODE.sub("", written)
    if len(letters) != 3:
        raise MarkupError(f"not a competence code: {written!r}")
    return f"{letters[:2]}.{letters[2]}"  # B2.1, as the framework writes it


def _level(line: str) -> Level:
    if line == "%core":
        return "core"
    return "full" if line == "%full" else "extra"


def _table(lines: list[str], at: int, head: str, level: Level, apostrophe: str) -> tuple[Block, int]:
    widths, _, caption = head.removeprefix("!table ").partition(" | ")
    rows: list[tuple[Spans, ...]] = []
    while at < len(lines) and lines[at].startswith("|"):
        cells = lines[at].strip().strip("|").split("|")
        if len(cells) != len(widths.split()):
            raise MarkupError(f"line {at + 1}: {len(cells)} cells for the widths {widths!r}")
        rows.append(tuple(inline(cell.strip().replace("'", apostrophe)) for cell in cells))
        at += 1
    table = Block(
        "table",
        level,
        inline(caption.replace("'", apostrophe)),
        widths=tuple(float(width) for width in widths.split()),
        rows=tuple(rows),
    )
    return table, at
