"""Edits that give a conforming dossier one defect, cutting or moving whole pieces of text."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from corpus.samples.generate.dossier import Dossier, Section
from corpus.samples.generate.markup import Block, Span, Spans, inline, plain, typeset

_SENTENCE_END = re.compile(r"(?<=[.!?»]) (?=[A-ZÀÉÊÎÔÇ«])")


def without(dossier: Dossier, key: str) -> Dossier:
    """Leave a whole section out."""
    return replace(dossier, sections=tuple(s for s in dossier.sections if s.key != key))


def ordered(dossier: Dossier, keys: Sequence[str]) -> Dossier:
    """Print the sections in the order of ``keys``, which names every one."""
    sections = {section.key: section for section in dossier.sections}
    return replace(dossier, sections=tuple(sections[key] for key in keys))


def swapped(dossier: Dossier, first: str, second: str) -> Dossier:
    """Exchange two sections."""
    keys = [section.key for section in dossier.sections]
    one, two = keys.index(first), keys.index(second)
    keys[one], keys[two] = second, first
    return ordered(dossier, keys)


def retitled(dossier: Dossier, titles: Mapping[str, str]) -> Dossier:
    """Give sections other titles, by key."""

    def title(section: Section) -> Section:
        return replace(section, title=inline(titles.get(section.key, plain(section.title))))

    return replace(dossier, sections=tuple(title(section) for section in dossier.sections))


def with_facts(dossier: Dossier, **facts: str) -> Dossier:
    """Change what the cover says."""
    return replace(dossier, facts=replace(dossier.facts, **facts))


def shortened(dossier: Dossier, keys: Sequence[str], sentences: int, keep: Sequence[str] = ()) -> Dossier:
    """Keep the first sentences of each paragraph of the sections ``keys``; all of those that begin with one of ``keep``."""
    whole = tuple(typeset(start) for start in keep)

    def cut(block: Block) -> Block:
        if block.kind != "paragraph" or plain(block.spans).startswith(whole):
            return block
        return replace(block, spans=_first(block.spans, sentences))

    return _blocks(dossier, keys, cut)


def without_blocks(dossier: Dossier, key: str, starts: Sequence[str]) -> Dossier:
    """Leave out the blocks of a section whose text begins with one of ``starts``.

    Raises ValueError when one of them begins no block.
    """
    found = set()

    def kept(block: Block) -> bool:
        for start in starts:
            if plain(block.spans).startswith(typeset(start)):
                found.add(start)
                return False
        return True

    sections = tuple(
        replace(s, blocks=tuple(b for b in s.blocks if kept(b))) if s.key == key else s for s in dossier.sections
    )
    if missing := [start for start in starts if start not in found]:
        raise ValueError(f"no block of {key} begins with {missing[0]!r}")
    return replace(dossier, sections=sections)


def without_kinds(dossier: Dossier, keys: Sequence[str], kinds: Sequence[str]) -> Dossier:
    """Leave out all the blocks of some kinds from the sections ``keys``."""
    sections = tuple(
        replace(s, blocks=tuple(b for b in s.blocks if b.kind not in kinds)) if s.key in keys else s
        for s in dossier.sections
    )
    return replace(dossier, sections=sections)


def replaced(dossier: Dossier, words: Mapping[str, str]) -> Dossier:
    """Replace words everywhere in the text, the tables and the links."""

    def text(old: str) -> str:
        for word, other in words.items():
            old = old.replace(word, other)
        return old

    return _spans(dossier, lambda span: replace(span, text=text(span.text), url=text(span.url)))


def recoded(dossier: Dossier, codes: Mapping[str, str]) -> Dossier:
    """Write another competence code in place of each one of ``codes``."""

    def code(span: Span) -> Span:
        if span.style != "code" or len(span.codes) != 1 or span.codes[0] not in codes:
            return span
        other = codes[span.codes[0]]
        return replace(span, text=other, codes=(other,))

    return _spans(dossier, code)


def _first(spans: Spans, sentences: int) -> Spans:
    kept: list[Span] = []
    left = sentences
    for span in spans:
        pieces = _SENTENCE_END.split(span.text) if span.style == "plain" else [span.text]
        if len(pieces) > left:
            kept.append(replace(span, text=" ".join(pieces[:left])))
            return tuple(kept)
        kept.append(span)
        left -= len(pieces) - 1
    return tuple(kept)


def _blocks(dossier: Dossier, keys: Sequence[str], change: Callable[[Block], Block]) -> Dossier:
    sections = tuple(
        replace(s, blocks=tuple(change(b) for b in s.blocks)) if s.key in keys else s for s in dossier.sections
    )
    return replace(dossier, sections=sections)


def _spans(dossier: Dossier, change: Callable[[Span], Span]) -> Dossier:
    def block(old: Block) -> Block:
        return replace(
            old,
            spans=tuple(change(span) for span in old.spans),
            rows=tuple(tuple(tuple(change(s) for s in cell) for cell in row) for row in old.rows),
        )

    return _blocks(dossier, [section.key for section in dossier.sections], block)
