"""A screening in words: figures, sources and passages, ready for a page whatever its format."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from precheck.i18n import Message, msg, msgs
from precheck.model.match import Match, MatchKind, Originality, Passage, SourceShare, View, Visibility, covered
from precheck.model.structure import Dossier
from precheck.report.album import Album
from precheck.report.differences import Piece, compare
from precheck.report.matches import Found, SourceGroup, boxes_of, by_reason, by_source, colour, words_of
from precheck.report.originality_words import (
    FAULT_HINT,
    FAULT_WORD,
    KIND_MEANING,
    KIND_SIGN,
    KIND_WORD,
    LEVEL_SIGN,
    LEVEL_TITLE,
    NEXT,
    REASON_WHY,
    REASON_WORD,
    SOURCE_WORD,
    level,
    percent,
    source_name,
)
from precheck.report.phrases import page_phrase
from precheck.report.plain import Voice
from precheck.report.points import BOX_MARGIN, Figure
from precheck.report.shots import PASSAGES, passage_shots

NEW = 0.1
"""Share of a source's characters that no weightier source has: below it the source adds nothing."""
ASIDE = 40
"""Passages listed for one reason to set aside."""


@dataclass(frozen=True, slots=True)
class KindRow:
    """How much of the dossier is of one kind: share in hundredths, as text and as a number for a bar."""

    kind: MatchKind
    sign: str
    word: str
    meaning: str
    words: int
    percent: str
    width: float


@dataclass(frozen=True, slots=True)
class SourceRow:
    """A source in the table. `colour` is "" for one whose matches were all set aside."""

    number: int
    colour: str
    name: str
    about: str
    words: int
    percent: str
    matches: int
    set_aside: int


@dataclass(frozen=True, slots=True)
class PassageRow:
    """A passage beside its source. `highlight` says whether what both have is marked, or what differs.

    `source` is empty and `unseen` says why where this reader may not see the source's words; `same` says that there is
    no difference.
    """

    label: str
    anchor: str
    colour: str
    kind: str
    sign: str
    meaning: str
    place: str
    source_place: str
    likeness: str
    fault: str
    hint: str
    highlight: bool
    own: tuple[Piece, ...]
    source: tuple[Piece, ...]
    more: str
    source_more: str
    unseen: str
    same: bool
    figures: tuple[Figure, ...]


@dataclass(frozen=True, slots=True)
class SourceRows:
    """The passages of one source; `rest` counts those that are not shown, "" for none.

    `repeated` is said of a source whose words stand in weightier ones too: its passages are folded.
    """

    row: SourceRow
    repeated: str
    passages: tuple[PassageRow, ...]
    rest: str


@dataclass(frozen=True, slots=True)
class AsideRow:
    """A passage that was set aside."""

    place: str
    source: str
    text: str


@dataclass(frozen=True, slots=True)
class AsideGroup:
    """What was set aside for one reason."""

    word: str
    why: str
    count: str
    rows: tuple[AsideRow, ...]
    rest: str


@dataclass(frozen=True, slots=True)
class Section:
    """The whole section. `marks` says whether words are marked somewhere."""

    level: str
    sign: str
    title: str
    percent: str
    said: str
    thresholds: str
    next: str
    compared: str
    kinds: tuple[KindRow, ...]
    sources: tuple[SourceRow, ...]
    groups: tuple[SourceRows, ...]
    aside: tuple[AsideGroup, ...]
    aside_count: int
    passages: int
    marks: bool
    candidate: bool


def section(originality: Originality, dossier: Dossier | None, voice: Voice, album: Album) -> Section:
    """What is shown of a screening; `dossier` is None for a text that has no pages."""
    reached = level(originality)
    groups = _groups(originality, dossier, voice, album)
    rows = [row for group in groups for row in group.passages]
    return Section(
        reached.value,
        LEVEL_SIGN[reached],
        voice(LEVEL_TITLE[reached]),
        percent(originality.share, voice.language),
        voice(summary(originality, voice)),
        voice(thresholds(originality, voice)),
        voice(NEXT[originality.view][reached]),
        voice(compared_phrase(originality)),
        tuple(_kind(kind, words, originality, voice) for kind, words in kinds(originality)),
        tuple(_source(number, each, voice) for number, each in enumerate(originality.sources, 1)),
        groups,
        tuple(_aside(originality, dossier, voice)),
        len(originality.set_aside),
        len(originality.standing),
        any(not (row.same or row.unseen) for row in rows),
        originality.view is View.CANDIDATE,
    )


def summary(originality: Originality, voice: Voice) -> Message:
    """How many passages stand, and what share of the words they are."""
    return msgs(
        "{count} passage, {share} % of the words ({words} of {total}).",
        "{count} passages, {share} % of the words ({words} of {total}).",
        len(originality.standing),
        share=percent(originality.share, voice.language),
        words=originality.matched_words,
        total=originality.words,
    )


def thresholds(originality: Originality, voice: Voice) -> Message:
    """What the share is measured by."""
    return msg(
        "Thresholds of the institution: to review from {review} %, to review first from {alert} %.",
        review=percent(originality.review, voice.language),
        alert=percent(originality.alert, voice.language),
    )


def compared_phrase(originality: Originality) -> Message:
    """How many texts the dossier was compared with."""
    return msgs("Compared with {count} text.", "Compared with {count} texts.", originality.compared)


def kinds(originality: Originality) -> tuple[tuple[MatchKind, int], ...]:
    """The words of the dossier by kind."""
    return (
        (MatchKind.VERBATIM, originality.verbatim_words),
        (MatchKind.EDITED, originality.edited_words),
        (MatchKind.REWORDED, originality.reworded_words),
    )


def _kind(kind: MatchKind, words: int, originality: Originality, voice: Voice) -> KindRow:
    share = words / originality.words if originality.words else 0.0
    said = percent(share, voice.language)
    return KindRow(
        kind, KIND_SIGN[kind], voice(KIND_WORD[kind]), voice(KIND_MEANING[kind]), words, said, min(100.0, 100 * share)
    )


def _source(number: int, share: SourceShare, voice: Voice) -> SourceRow:
    source = share.source
    about = [voice(SOURCE_WORD[source.kind]), voice(source.year)] if source.title else []
    return SourceRow(
        number,
        colour(number) if share.matches else "",
        source_name(source, voice),
        ", ".join(part for part in about if part),
        share.words,
        percent(share.share, voice.language),
        share.matches,
        share.set_aside,
    )


def _groups(originality: Originality, dossier: Dossier | None, voice: Voice, album: Album) -> tuple[SourceRows, ...]:
    left = PASSAGES
    made = []
    seen: list[tuple[int, int]] = []
    for group in by_source(originality):
        before = covered(seen)
        spans = [(found.match.passage.start, found.match.passage.end) for found in group.found]
        seen += spans
        repeated = covered(seen) - before < NEW * covered(spans)
        shown = group.found[:left]
        left -= len(shown)
        rest = len(group.found) - len(shown)
        passages = tuple(_passage(found, group, dossier, voice, album) for found in shown)
        more = voice(msgs("and {count} more passage", "and {count} more passages", rest)) if rest else ""
        told = msgs(
            "Show its {count} passage, found in the sources above too",
            "Show its {count} passages, found in the sources above too",
            len(group.found),
        )
        row = _source(group.number, group.share, voice)
        made.append(SourceRows(row, voice(told) if repeated else "", passages, more))
    return tuple(made)


def _passage(found: Found, group: SourceGroup, dossier: Dossier | None, voice: Voice, album: Album) -> PassageRow:
    match = found.match
    source = group.share.source
    seen = bool(match.source_passage.text)
    sides = compare(words_of(dossier, match.passage), match.source_passage.text)
    own = sides.own
    unseen = ""
    if not seen:
        hidden = source.visibility is not Visibility.PUBLIC
        unseen = voice(
            msg("Only the evaluators see the words of this source.") if hidden else msg("Its words are not kept.")
        )
    return PassageRow(
        found.label,
        f"passage-{found.label.replace('.', '-')}",
        group.colour,
        voice(KIND_WORD[match.kind]),
        KIND_SIGN[match.kind],
        voice(KIND_MEANING[match.kind]),
        where(dossier, match.passage, voice),
        voice(page_phrase((match.source_passage.page,))) if match.source_passage.page is not None else "",
        voice(likeness(match, voice)),
        voice(FAULT_WORD[match.quotation]) if match.quotation else "",
        voice(FAULT_HINT[match.quotation]) if match.quotation else "",
        match.kind is MatchKind.REWORDED,
        own,
        sides.source,
        _more(sides.more, voice),
        _more(sides.source_more, voice),
        unseen,
        seen and all(piece.common for piece in (*sides.own, *sides.source)),
        tuple(_figures(dossier, found, voice, album)),
    )


def likeness(match: Match, voice: Voice) -> Message:
    """How much of the passage the two have in common."""
    return msgs(
        "{count} word, {share} % of them in common",
        "{count} words, {share} % of them in common",
        match.passage.words,
        share=percent(round(match.similarity, 2), voice.language),
    )


def pages_of(dossier: Dossier | None, passage: Passage) -> tuple[int, ...]:
    """The pages on which a passage of the dossier stands."""
    pages = sorted({page for page, _ in boxes_of(dossier, passage)})
    return tuple(pages) or ((passage.page,) if passage.page is not None else ())


def where(dossier: Dossier | None, passage: Passage, voice: Voice) -> str:
    """Where a passage of the dossier stands: "p. 3, 4"; "" where there are no pages."""
    return voice(page_phrase(pages_of(dossier, passage)))


def _more(count: int, voice: Voice) -> str:
    return voice(msgs("and {count} more word", "and {count} more words", count)) if count else ""


def _figures(dossier: Dossier | None, found: Found, voice: Voice, album: Album) -> Iterable[Figure]:
    """The pictures of a passage that were drawn."""
    for shot in passage_shots(dossier, found.match.passage) if dossier else ():
        picture = album.place(shot.request)
        if picture is not None:
            boxes = tuple(box.grown(BOX_MARGIN) for box in shot.boxes)
            caption = voice(msg("Page {page}", page=shot.page))
            said = msg("Picture of page {page}, passage {label} framed", page=shot.page, label=found.label)
            yield Figure(picture, shot.request.bbox, boxes, shot.whole_page, caption, voice(said))


def _aside(originality: Originality, dossier: Dossier | None, voice: Voice) -> Iterable[AsideGroup]:
    names = {
        share.source.id: voice(msg("source {number}, {name}", number=number, name=source_name(share.source, voice)))
        for number, share in enumerate(originality.sources, 1)
    }
    for reason, matches in by_reason(originality).items():
        rest = len(matches) - ASIDE
        yield AsideGroup(
            voice(REASON_WORD[reason]),
            voice(REASON_WHY[reason]),
            voice(msgs("{count} passage", "{count} passages", len(matches))),
            tuple(_aside_rows(matches[:ASIDE], names, dossier, voice)),
            voice(msgs("and {count} more passage", "and {count} more passages", rest)) if rest > 0 else "",
        )


def _aside_rows(
    matches: Sequence[Match], names: dict[str, str], dossier: Dossier | None, voice: Voice
) -> Iterable[AsideRow]:
    for match in matches:
        passage = match.passage
        place = voice(page_phrase((passage.page,))) if passage.page is not None else ""
        yield AsideRow(place, names[match.source], voice.quotation(words_of(dossier, passage), 240))
