"""Comments on the passages found in other texts, for the annotated copy: one colour a source."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from precheck.i18n import msg, msgs
from precheck.model.geometry import BBox
from precheck.model.match import Originality
from precheck.model.note import Note
from precheck.model.structure import Dossier
from precheck.report.matches import Found, SourceGroup, boxes_of, by_source
from precheck.report.originality import likeness, summary
from precheck.report.originality_words import (
    FAULT_HINT,
    FAULT_WORD,
    KIND_WORD,
    LEVEL_TITLE,
    level,
    source_name,
)
from precheck.report.phrases import page_phrase
from precheck.report.plain import Voice, shorten

SOURCES = 5
"""Sources named in the summary: a viewer's pop-up window is small."""
PALE = 0.65
"""Share of a source's colour in its highlights, the rest being white."""
SOURCE_WORDS = 300
"""Code points of a source's words that a comment shows."""


@dataclass(slots=True)
class _Mark:
    """What is highlighted of a passage on a page, and the numbers of the sources that have these lines too."""

    found: Found
    group: SourceGroup
    page: int
    boxes: list[BBox]
    also: set[int] = field(default_factory=set)


def passage_notes(originality: Originality, dossier: Dossier, voice: Voice) -> Iterator[Note]:
    """One note for each passage that stands and each page it is on; what was set aside is not marked.

    Colours laid over each other cannot be told apart: a line has that of its weightiest source, whose comment names
    the others.
    """
    marks: dict[int, list[_Mark]] = {}
    for group in by_source(originality):
        for found in group.found:
            new: dict[int, _Mark] = {}
            for page, box in boxes_of(dossier, found.match.passage):
                there = next((mark for mark in marks.get(page, ()) if any(map(box.meets, mark.boxes))), None)
                if there is not None:
                    there.also.add(group.number)
                elif page in new:
                    new[page].boxes.append(box)
                else:
                    new[page] = _Mark(found, group, page, [box])
            for page, mark in new.items():
                marks.setdefault(page, []).append(mark)
    for page in sorted(marks):
        for mark in marks[page]:
            yield Note(page, _comment(mark, voice), tuple(mark.boxes), _rgb(mark.group.colour))


def summary_lines(originality: Originality, voice: Voice) -> Iterator[str]:
    """What the summary on the first page says of the screening: the share, and the weightiest sources."""
    yield f"{voice(LEVEL_TITLE[level(originality)])}. {voice(summary(originality, voice))}"
    for group in by_source(originality)[:SOURCES]:
        yield voice(_source(group, voice))


def _source(group: SourceGroup, voice: Voice) -> str:
    return voice(
        msg("Source {number}: {name}", number=group.number, name=shorten(source_name(group.share.source, voice), 120))
    )


def _comment(mark: _Mark, voice: Voice) -> str:
    found, group = mark.found, mark.group
    match = found.match
    kind = voice(KIND_WORD[match.kind])
    source = _source(group, voice)
    if match.source_passage.page is not None:
        source += f", {voice(page_phrase((match.source_passage.page,)))}"
    lines = [
        voice(msg("Passage {label} to review: {kind}", label=found.label, kind=kind)),
        source,
        voice(likeness(match, voice)),
    ]
    words = voice.quotation(match.source_passage.text, SOURCE_WORDS)
    if words:
        lines.append(voice(msg("In the source: {words}", words=words)))
    also = sorted(mark.also - {group.number})
    if also:
        numbers = ", ".join(map(str, also))
        lines.append(voice(msgs("Also in source {numbers}", "Also in sources {numbers}", len(also), numbers=numbers)))
    if match.quotation is not None:
        lines.append(f"{voice(FAULT_WORD[match.quotation])} {voice(FAULT_HINT[match.quotation])}")
    return "\n".join(lines)


def _rgb(colour: str) -> tuple[float, float, float]:
    """The colour, paler: words below a highlight stay easy to read."""
    red, green, blue = (round(1 - PALE * (1 - int(colour[at : at + 2], 16) / 255), 3) for at in (1, 3, 5))
    return red, green, blue
