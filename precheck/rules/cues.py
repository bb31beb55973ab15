"""Cues: words that show that a section speaks of something. They are profile data, or a rule's defaults.

A cue's words are compared with the text without case, accents and punctuation. Each word may take a plural or feminine
ending; `*` stands for any ending: "différenci*". A cue that is found proves nothing more than that the words are there.
"""

from __future__ import annotations

import functools
import re
from bisect import bisect_left, bisect_right
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
ENDINGS = ("", "e", "s", "es", "x")
"""Of feminines and plurals, after the letters of a word."""
INVARIABLE = frozenset(
    "a ai au aux avec c ce ces d dans de des du en et ete j je l la le les ma me mes mon n nos notre ont ou par pour qu"
    " que qui s sa sans se ses son sur un une".split()
)
"""Words that take no ending, so that whole phrases can be looked for at once."""
GAP = 2
"""Spaces or signs that may stand between two words of a cue."""
SHOWN = 3
"""Places shown of what was found elsewhere than expected."""

_WORD = re.compile(r"[^\W_]+\*?")


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


@dataclass(frozen=True, slots=True)
class Plain:
    """A text to look for words in, after one space, so that every word follows one: a position here is one more than in
    the document. `vocabulary` holds its words, `ordered` the same in alphabetical order."""

    text: str
    vocabulary: frozenset[str]
    ordered: tuple[str, ...]

    def may_hold(self, token: Token) -> bool:
        """Whether a word of the text fits that token. Most wordings fail here, which costs next to nothing."""
        if token.open:
            index = bisect_left(self.ordered, token.stem)
            return index < len(self.ordered) and self.ordered[index].startswith(token.stem)
        return any(token.stem + ending in self.vocabulary for ending in token.endings)


@functools.lru_cache(maxsize=2)
def _plain(text: str, furniture: frozenset[int]) -> Plain:
    """`text` folded, with spaces for whatever is no letter or digit and for running headers and footers."""
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
    vocabulary = frozenset(text.split())
    return Plain(" " + text, vocabulary, tuple(sorted(vocabulary)))


@dataclass(frozen=True, slots=True)
class Token:
    """A word of a cue: the letters it starts with, and whether any ending may follow, or none (else a plural or a
    feminine may)."""

    stem: str
    open: bool = False
    exact: bool = False

    @property
    def endings(self) -> tuple[str, ...]:
        """What may follow the stem, when not anything may."""
        return ("",) if self.exact else ENDINGS


@dataclass(frozen=True, slots=True)
class Wording:
    """One wording of a cue: the `letters` that it always starts with, after a space, and its tokens."""

    letters: str
    tokens: tuple[Token, ...]


@functools.lru_cache(maxsize=1024)
def _wordings(words: tuple[str, ...]) -> tuple[Wording, ...]:
    """The tokens of each wording; one with "œ" may also be written "oe"."""
    spellings = [
        spelling
        for wording in words
        for spelling in dict.fromkeys((fold(wording).replace("œ", "oe"), fold(wording).replace("oe", "œ")))
    ]
    found = [tuple(_token(word) for word in _WORD.findall(spelling)) for spelling in spellings]
    return tuple(Wording(_letters(tokens), tokens) for tokens in found if tokens)


def _letters(tokens: tuple[Token, ...]) -> str:
    """What to look for in the text before comparing word by word: the start of the wording, up to what may vary."""
    letters = ""
    for token in tokens:
        letters += " " + token.stem
        if not token.exact:
            break
    return letters


def _token(word: str) -> Token:
    if word.endswith("*"):
        return Token(word[:-1], open=True)
    if word in INVARIABLE or len(word) < 3:
        return Token(word, exact=True)
    return Token(word.removesuffix("s") if len(word) > 5 else word)


def _match_end(text: str, position: int, tokens: tuple[Token, ...]) -> int | None:
    """Where a wording that starts at `position` ends, None when it does not stand there. No regular expression: there
    are hundreds of wordings, and compiling them would take longer than looking for them."""
    last = len(text)
    end = position
    for index, token in enumerate(tokens):
        if index:
            while end < last and text[end] == " " and end - position < GAP:
                end += 1
        if not text.startswith(token.stem, end):
            return None
        start_of_ending = end + len(token.stem)
        end = start_of_ending
        while end < last and text[end].isalnum():
            end += 1
        if not token.open and text[start_of_ending:end] not in token.endings:
            return None
        position = end
    return end


def find_words(dossier: Dossier, words: tuple[str, ...], spans: Iterable[Span]) -> Span | None:
    """The first place in `spans` where one of the `words` stands; running headers and footers are passed over."""
    plain = _plain(dossier.document.text, dossier.structure.furniture)
    wordings = [w for w in _wordings(words) if all(plain.may_hold(token) for token in w.tokens)]
    for span in spans:
        first: Span | None = None
        limit = span.end
        for wording in wordings:
            found = _first_match(plain.text, wording, span.start, limit)
            if found:
                first, limit = found, found.start + len(wording.letters)
        if first:
            return first
    return None


def _first_match(text: str, wording: Wording, start: int, end: int) -> Span | None:
    """The first place of a wording whose letters lie in `[start, end)` of a plain text."""
    position = text.find(wording.letters, start, end)
    while position >= 0:
        match = _match_end(text, position + 1, wording.tokens)
        if match is not None:
            return Span(position, match - 1)
        position = text.find(wording.letters, position + 1, end)
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
