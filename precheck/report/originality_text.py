"""A screening for a terminal: the share, the sources, the passages with their source below, what was set aside."""

from __future__ import annotations

from collections.abc import Iterator

from precheck.i18n import Message, msg, msgs
from precheck.model.match import Originality
from precheck.model.structure import Dossier
from precheck.report.lines import colon, heading, wrap
from precheck.report.matches import Found, by_reason, by_source, words_of
from precheck.report.originality import compared_phrase, kinds, likeness, summary, thresholds, where
from precheck.report.originality_words import (
    FAULT_HINT,
    FAULT_WORD,
    KIND_WORD,
    LEVEL_SIGN,
    LEVEL_TITLE,
    NEXT,
    REASON_WORD,
    TITLE,
    Level,
    level,
    percent,
    source_name,
)
from precheck.report.phrases import page_phrase
from precheck.report.plain import Voice

PASSAGES = 8
"""Passages shown for one source; the other formats show all."""
WORDS = 240
"""Code points of a passage that are shown."""


def originality_lines(originality: Originality, dossier: Dossier | None, voice: Voice, width: int) -> Iterator[str]:
    """The section, from its heading on."""
    reached = level(originality)
    yield from heading(voice(TITLE), width)
    yield from wrap(f"{LEVEL_SIGN[reached]} {voice(LEVEL_TITLE[reached])}", width, "", "  ")
    yield from wrap(f"{voice(summary(originality, voice))} {voice(compared_phrase(originality))}", width, "  ", "  ")
    if originality.standing:
        shares = [
            f"{voice(KIND_WORD[kind])} {percent(words / originality.words, voice.language)}\u00a0%"
            for kind, words in kinds(originality)
            if words and originality.words
        ]
        yield from wrap(" · ".join(shares), width, "  ", "  ")
    yield from wrap(voice(thresholds(originality, voice)), width, "  ", "  ")
    for group in by_source(originality):
        name = source_name(group.share.source, voice)
        share = percent(group.share.share, voice.language)
        said = msg("Source {number}: {name}", number=group.number, name=f"{name} ({share}\u00a0%)")
        yield ""
        yield from wrap(voice(said), width, "  ", "    ")
        for found in group.found[:PASSAGES]:
            yield from _passage(found, dossier, voice, width)
        more = len(group.found) - PASSAGES
        if more > 0:
            yield f"    {voice(msgs('and {count} more passage', 'and {count} more passages', more))}"
    yield from _aside(originality, voice, width)
    yield from wrap(f"→ {voice(NEXT[originality.view][reached])}", width, "  ", "    ")


def share_phrase(originality: Originality, voice: Voice) -> Message:
    """The share in a few words, for a line among others."""
    if level(originality) is Level.UNREAD:
        return msg("could not be compared")
    return msg("{share} % in passages to review", share=percent(originality.share, voice.language))


def _passage(found: Found, dossier: Dossier | None, voice: Voice, width: int) -> Iterator[str]:
    match = found.match
    place = where(dossier, match.passage, voice)
    head = f"{found.label} {voice(KIND_WORD[match.kind])}" + (f" [{place}]" if place else "")
    yield from wrap(f"{head}{colon(voice)} {voice(likeness(match, voice))}", width, "    ", "        ")
    yield from wrap(voice.quotation(words_of(dossier, match.passage), WORDS), width, "        ", "        ")
    words = voice.quotation(match.source_passage.text, WORDS)
    if words:
        page = match.source_passage.page
        there = f" [{voice(page_phrase((page,)))}]" if page is not None else ""
        yield from wrap(f"← {words}{there}", width, "      ", "        ")
    if match.quotation is not None:
        said = f"? {voice(FAULT_WORD[match.quotation])} {voice(FAULT_HINT[match.quotation])}"
        yield from wrap(said, width, "      ", "        ")


def _aside(originality: Originality, voice: Voice, width: int) -> Iterator[str]:
    if not originality.set_aside:
        yield ""
        return
    reasons = [f"{voice(REASON_WORD[reason])} {len(found)}" for reason, found in by_reason(originality).items()]
    said = msg("Set aside: {reasons}", reasons=", ".join(reasons))
    yield ""
    yield from wrap(voice(said), width, "  ", "    ")
