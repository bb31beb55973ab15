"""Cues: words that show that a section speaks of something. They are profile data, or a rule's defaults.

A cue's words are compared with the text without case, accents and punctuation. Each word may take a plural or feminine
ending; `*` stands for any ending: "différenci*". A cue that is found proves nothing more than that the words are there.
"""

from __future__ import annotations

import functools
import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import ClassVar

from precheck.i18n import Message, msg
from precheck.model.document import Document, Line
from precheck.model.finding import Evidence, Severity, Status
from precheck.model.structure import Dossier, Section, SectionKind
from precheck.rules.base import Context, Hit, Rule, heading_evidence
from precheck.rules.pages import page_list, unread_pages
from precheck.structure.folding import fold

WHOLE = 0
"""Given as a part's number: the whole dossier but its cover and its contents."""
SHOWN = 3
"""Places shown of what was found elsewhere than expected."""


@dataclass(frozen=True, slots=True)
class Cue:
    """Something that a section should speak of: its `name` as it is told, and the `words` that show it."""

    name: str
    words: tuple[str, ...]


def cue(name: str, words: str) -> Cue:
    """A cue whose wordings are separated by bars: `cue("veille", "veille | se tenir informé")`."""
    return Cue(name, tuple(wording.strip() for wording in words.split("|")))


@dataclass(frozen=True, slots=True)
class Span:
    """Where a cue was found, in code points of `Document.text`."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Area:
    """Where a rule looks: `name` as it is told, the spans of the text, and their pages. No span: not recognised."""

    name: Message
    spans: tuple[Span, ...]
    pages: frozenset[int]
    section: Section | None = None


def part_area(dossier: Dossier, number: int) -> Area:
    """The part of that number, below its heading; `WHOLE` for the dossier without cover, contents and part headings."""
    if number != WHOLE:
        section = dossier.structure.part(number)
        return _area(dossier, msg("part {part}", part=number), [section] if section else [], section)
    front = (SectionKind.COVER, SectionKind.CONTENTS)
    sections = [section for section in dossier.structure.sections if section.kind not in front]
    return _area(dossier, msg("the dossier"), sections or dossier.structure.sections, None)


def conclusion_area(dossier: Dossier) -> Area:
    """The conclusion below its heading, with the blocks of conclusion that stand next to it."""
    sections = [section for section in dossier.structure.sections if section.kind is SectionKind.CONCLUSION]
    return _area(dossier, msg("the conclusion"), sections, dossier.structure.conclusion)


def _area(dossier: Dossier, name: Message, sections: Sequence[Section], section: Section | None) -> Area:
    spans = tuple(Span(s.heading.end if s.heading else s.start, s.end) for s in sections)
    pages = frozenset(page for s in sections for page in range(s.start_page, _last_page(dossier, s) + 1))
    return Area(name, spans, pages, section)


def _last_page(dossier: Dossier, section: Section) -> int:
    """The last page of a section, with the pictures of pages that follow its text."""
    after = [s.start_page for s in dossier.structure.sections if s.start >= section.end]
    return max(section.end_page, min(after) - 1 if after else len(dossier.document.pages))


# --- Finding words ---


@functools.lru_cache(maxsize=2)
def _plain(text: str, furniture: frozenset[int]) -> str:
    """`text` folded, of the same length, with spaces for whatever is no letter or digit and for running headers."""
    if furniture:
        pieces = []
        done = 0
        for start in sorted(furniture):
            ends = [end for end in (text.find("\n", start), text.find("\f", start)) if end >= 0]
            end = min(ends, default=len(text))
            pieces += [text[done:start], " " * (end - start)]
            done = end
        text = "".join([*pieces, text[done:]])
    text = fold(text)
    for character in set(text):
        if not character.isalnum():
            text = text.replace(character, " ")
    return text


@functools.lru_cache(maxsize=1024)
def _alternatives(words: tuple[str, ...]) -> tuple[tuple[str, re.Pattern[str]], ...]:
    """For each wording, the letters that it starts with and the pattern of the whole."""
    found = []
    for wording in words:
        folded = fold(wording)
        for spelling in dict.fromkeys((folded.replace("œ", "oe"), folded.replace("oe", "œ"))):
            found += _alternative(spelling)
    return tuple(found)


def _alternative(wording: str) -> list[tuple[str, re.Pattern[str]]]:
    tokens = re.findall(r"[^\W_]+\*?", wording)
    if not tokens:
        return []
    stems = [_stem(token) for token in tokens]
    endings = [r"[^\W_]*" if token.endswith("*") else r"(?:e?s?|x)" for token in tokens]
    body = " {1,2}".join(re.escape(stem) + ending for stem, ending in zip(stems, endings, strict=True))
    return [(stems[0], re.compile(rf"(?<![^\W_]){body}(?![^\W_])"))]


def _stem(token: str) -> str:
    if token.endswith("*"):
        return token[:-1]
    return token.removesuffix("s") if len(token) > 5 else token


def find_words(dossier: Dossier, words: tuple[str, ...], spans: Iterable[Span]) -> Span | None:
    """The first place in `spans` where one of the `words` stands; running headers and footers are passed over."""
    text = _plain(dossier.document.text, dossier.structure.furniture)
    for span in spans:
        first: Span | None = None
        limit = span.end
        for start_of_it, pattern in _alternatives(words):
            found = _first_match(text, start_of_it, pattern, span.start, limit)
            if found:
                first, limit = found, found.start + len(start_of_it)
        if first:
            return first
    return None


def _first_match(text: str, letters: str, pattern: re.Pattern[str], start: int, end: int) -> Span | None:
    position = text.find(letters, start, end)
    while position >= 0:
        match = pattern.match(text, position)
        if match:
            return Span(match.start(), match.end())
        position = text.find(letters, position + 1, end)
    return None


def line_at(document: Document, position: int) -> Line | None:
    """The line that holds that position of `Document.text`."""
    pages = [page for page in document.pages if page.lines]
    index = bisect_right(pages, position, key=lambda page: page.lines[0].start) - 1
    if index < 0:
        return None
    lines = pages[index].lines
    return lines[bisect_right(lines, position, key=lambda line: line.start) - 1]


def span_shown(document: Document, span: Span, expected: Message | None = None) -> tuple[Evidence, ...]:
    """Evidence for a span: the box of its words on its first line, quoting the whole line."""
    line = line_at(document, span.start)
    if line is None:
        return ()
    return (Evidence(line.page, line.box(span.start, min(span.end, line.end)), line.text, expected=expected),)


# --- From cues to hits ---


@dataclass(frozen=True, slots=True)
class PartCues:
    """Options of a rule that looks for cues in one part."""

    part: int = WHOLE
    cues: tuple[Cue, ...] = ()


class CueRule(Rule[PartCues]):
    """A rule that looks for cues in one part, and never fails: what is not seen is for a human to look for."""

    severity = Severity.WARNING
    hint: ClassVar[Message]

    def check(self, dossier: Dossier, options: PartCues, context: Context) -> Iterator[Hit]:
        del context
        if not options.cues:
            yield Hit(Status.NOT_APPLICABLE, msg("The profile lists nothing to look for."))
            return
        yield from look_for(dossier, part_area(dossier, options.part), options.cues, self.hint)


def look_for(
    dossier: Dossier, area: Area, cues: Sequence[Cue], hint: Message, enough: int | None = None
) -> Iterator[Hit]:
    """A PASSED hit for each cue found in `area`, then one that tells the others, with where they are instead.

    `enough` cues found make a pass, whatever the others.
    """
    found = [(item, find_words(dossier, item.words, area.spans)) for item in cues]
    for item, span in found:
        if span:
            evidence = span_shown(dossier.document, span)
            page = evidence[0].page if evidence else None
            text = msg("Seen in {area}, page {page}: {cue}", area=area.name, page=page, cue=item.name)
            yield Hit(Status.PASSED, text, evidence, data={"cue": item.name})
    missing = [item for item, span in found if span is None]
    if not missing or (enough is not None and len(cues) - len(missing) >= enough):
        return
    yield _not_seen(dossier, area, missing, hint)


def _not_seen(dossier: Dossier, area: Area, missing: Sequence[Cue], hint: Message) -> Hit:
    names = " ; ".join(item.name for item in missing)
    elsewhere = part_area(dossier, WHOLE)
    places = [place for item in missing if (place := find_words(dossier, item.words, elsewhere.spans))]
    shown = [entry for place in places[:SHOWN] for entry in span_shown(dossier.document, place)]
    pages = page_list(entry.page for entry in shown if entry.page)
    unread = unread_pages(dossier, area.pages or None)
    heading = heading_evidence(area.section) if area.section else ()
    if not area.spans:
        if shown:
            text = msg(
                "Not recognised: {area}; looked for: {cues} (something like it: p. {pages})",
                area=area.name,
                pages=pages,
                cues=names,
            )
            return Hit(Status.TO_VERIFY, text, tuple(shown), hint)
        if unread:
            return _not_readable(area, unread, names, hint)
        text = msg("Not recognised: {area}; nothing was seen of: {cues}", area=area.name, cues=names)
        return Hit(Status.TO_VERIFY, text, (), hint)
    if unread and not shown:
        return _not_readable(area, unread, names, hint)
    if shown and area.name != elsewhere.name:
        text = msg(
            "Not seen in {area}: {cues} (something like it: p. {pages})", area=area.name, pages=pages, cues=names
        )
        return Hit(Status.TO_VERIFY, text, (*heading, *shown), hint)
    return Hit(Status.TO_VERIFY, msg("Not seen in {area}: {cues}", area=area.name, cues=names), heading, hint)


def _not_readable(area: Area, unread: Sequence[int], names: str, hint: Message) -> Hit:
    text = msg(
        "Not seen in {area}: {cues} (p. {pages} could not be read)",
        area=area.name,
        pages=page_list(unread),
        cues=names,
    )
    return Hit(Status.UNVERIFIABLE, text, tuple(Evidence(page) for page in unread[:SHOWN]), hint)
