"""Whose dossier it is and of which year, as far as it says so itself."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from precheck.model.document import Document, Line, TextState
from precheck.model.structure import Candidate, Certainty, Identity, SectionKind, Sighting, Structure
from precheck.structure.folding import fold
from precheck.structure.labels import NameRead, cover_names, furniture_names, labelled_names, name_runs
from precheck.structure.names import NameFound, PersonName, find_near, find_spaced, find_whole, occurrences
from precheck.structure.ner import persons
from precheck.structure.places import Places, furniture_spans
from precheck.structure.years import YearRead, is_accepted, read_years

_MAX_SIGHTINGS = 8
_COVER_LINES = 14
"""On a first page that is no cover, only this many lines at its top speak for the dossier."""
_LABEL_PAGES = 3
_MIN_DOSSIER = 2_000
"""Code points: a shorter text is no dossier, and not worth the seconds that loading the language model takes."""
_MAX_LINES = 500
"""Lines that are searched for names: more than any cover holds, few enough for a file made to be slow."""


class _Regions:
    """Which lines are the cover, which are running headers and footers, which are neither."""

    def __init__(self, document: Document, structure: Structure) -> None:
        self.document = document
        self.places = Places(document, structure)
        self.lines = self.places.lines
        running = {start for start, _ in furniture_spans(document, structure)}
        self.furniture = [line for line in self.lines if line.start in running]
        self.cover_page = next((page.number for page in document.pages if page.state is TextState.READ), 1)
        self.cover = [line for line in self._cover(structure) if line.start not in running]
        self._running = running
        self._cover_starts = {line.start for line in self.cover}

    def _cover(self, structure: Structure) -> list[Line]:
        on_page = [line for line in self.lines if line.page == self.cover_page]
        cover = next((s for s in structure.sections if s.kind is SectionKind.COVER), None)
        if cover is not None and cover.start_page <= self.cover_page <= cover.end_page:
            return [line for line in self.lines if cover.start <= line.start < cover.end][:_MAX_LINES]
        opened = (SectionKind.INTRODUCTION, SectionKind.PART, SectionKind.CONTENTS, SectionKind.CONCLUSION)
        first = next((s for s in structure.sections if s.kind in opened and s.start_page == self.cover_page), None)
        if first is not None:
            on_page = [line for line in on_page if line.start < first.start]
        if len(on_page) > 2 * _COVER_LINES:
            on_page = sorted(on_page, key=lambda line: (line.bbox.top, line.bbox.x0))[:_COVER_LINES]
        return on_page

    def source(self, line: Line) -> str:
        if line.start in self._running:
            return "furniture"
        return "cover" if line.start in self._cover_starts else "body"

    def source_at(self, position: int) -> str:
        line = self.places.line(position)
        return self.source(line) if line else "body"

    def sighting(self, text: str, start: int, end: int, certainty: Certainty, source: str = "") -> Sighting:
        line = self.places.line(start)
        if line is None:
            return Sighting(text, source or "body", certainty)
        return Sighting(text, source or self.source(line), certainty, line.page, line.box(start, end))


def find_identity(
    document: Document, structure: Structure, candidate: Candidate | None, years: tuple[str, ...]
) -> Identity:
    """The places of the known candidate's name, the author names and the years that the dossier shows.

    A sighting is CERTAIN when the words are there as they are meant: every word of the candidate's name together, a
    name after a label, a year that dates the dossier on its cover, header or footer. Everything else is a HINT.
    `years` are those that the campaign accepts: they are named first among those of the same place.
    """
    regions = _Regions(document, structure)
    front = [line for line in regions.lines if line.page < regions.cover_page + _LABEL_PAGES]
    labelled = labelled_names(front[:_MAX_LINES])
    own = _candidate(regions, candidate, labelled) if candidate else ()
    names = _names(regions, labelled, alone=candidate is None)
    return Identity(own, names, _years(regions, years))


def _candidate(regions: _Regions, candidate: Candidate, labelled: Sequence[NameRead]) -> tuple[Sighting, ...]:
    name = PersonName.parse(candidate.name)
    text = regions.document.text
    folded = fold(text)
    found = find_whole(name, text, folded)
    if not found:
        found = [
            NameFound(read.start, read.end, whole=True)
            for read in labelled
            if name.words and set(name.words) <= set(PersonName.parse(read.text).words)
        ]
    found = found or _spaced(regions, name, folded)
    sightings = [
        regions.sighting(_joined(text[each.start : each.end]), each.start, each.end, Certainty.CERTAIN)
        for each in found[: 2 * _MAX_SIGHTINGS]
    ]
    if sightings:
        return _first_of_each(sightings)
    return _first_of_each(
        regions.sighting(_joined(text[start:end]), start, end, Certainty.HINT)
        for line, reading, expected in _likely_lines(regions, name, folded, labelled)
        for near in find_near(name, line.text, reading, expected=expected)
        for start, end in [(line.start + near.start, line.start + near.end)]
    )


def _spaced(regions: _Regions, name: PersonName, folded: str) -> list[NameFound]:
    """Spaced-out letters are looked for where a name is expected: the first pages and the last one."""
    found = []
    pages = regions.document.pages
    for page in [*pages[: regions.cover_page + _LABEL_PAGES], *pages[-1:]]:
        if page.lines:
            start, end = page.lines[0].start, page.lines[-1].end
            found += [
                NameFound(start + each.start, start + each.end, whole=True)
                for each in find_spaced(name, folded[start:end])
            ]
    return found


def _likely_lines(
    regions: _Regions, name: PersonName, folded: str, labelled: Sequence[NameRead]
) -> Iterator[tuple[Line, str, bool]]:
    """Lines where a likeness is worth showing, folded too, and whether a name is expected there: the cover, headers
    and labels."""
    expected = {line.start: line for line in [*regions.cover, *regions.furniture]}
    others: dict[int, Line] = {}
    for read in labelled:
        if (line := regions.places.line(read.start)) is not None:
            expected[line.start] = line
    for word in name.surname:
        for position in occurrences(word, folded):
            if (line := regions.places.line(position)) is not None:
                others[line.start] = line
    for start, line in sorted((others | expected).items()):
        yield line, folded[line.start : line.end], start in expected


def _first_of_each(sightings: Iterable[Sighting]) -> tuple[Sighting, ...]:
    """Cover first, then furniture, then body; one a page and text, a handful in all."""
    order = {"cover": 0, "label": 0, "furniture": 1, "body": 2}
    kept: dict[tuple[str, int | None, str], Sighting] = {}
    for sighting in sightings:
        kept.setdefault((sighting.source, sighting.page, sighting.text), sighting)
    ranked = sorted(kept.values(), key=lambda s: order.get(s.source, 3))
    return tuple(ranked[:_MAX_SIGHTINGS])


def _names(regions: _Regions, labelled: Sequence[NameRead], *, alone: bool) -> tuple[Sighting, ...]:
    """The author names, the surest kind only: labels, then the cover and headers, then the language model.

    The model is asked only when nobody is known (`alone`) and nothing else gave a name.
    """
    if labelled:
        return _distinct(regions, labelled, Certainty.CERTAIN, "label")
    author = regions.document.metadata.author
    cover = cover_names(regions.cover, author, regions.furniture)
    running = furniture_names(regions.furniture)
    strong = [name for name in [*cover, *running] if name.strong]
    found = _distinct(regions, strong or [*cover, *running], Certainty.HINT, "")
    if not found and next(name_runs(author), None):
        return (Sighting(author, "metadata", Certainty.HINT),)
    return found or (_by_model(regions) if alone else ())


def _distinct(regions: _Regions, names: Iterable[NameRead], certainty: Certainty, source: str) -> tuple[Sighting, ...]:
    kept: dict[frozenset[str], Sighting] = {}
    for name in names:
        key = frozenset(fold(name.text).split())
        if not any(key >= other for other in kept):
            kept[key] = regions.sighting(name.text, name.start, name.end, certainty, source)
    return tuple(kept.values())


def _by_model(regions: _Regions) -> tuple[Sighting, ...]:
    """Persons that the language model reads on the cover; only lines with « Xxx Yyy » are worth its while."""
    lines = [
        line
        for line in regions.cover
        if not line.rotated and any(not run.text.isupper() for run in name_runs(line.text))
    ]
    if not lines or len(regions.document.text) < _MIN_DOSSIER:
        return ()
    text = "\n".join(line.text for line in lines)
    found = []
    for start, end in persons(text):
        before = 0
        for line in lines:
            if before <= start < before + len(line.text):
                at = line.start + start - before
                found.append(NameRead(text[start:end].strip(), at, at + end - start, line.page))
            before += len(line.text) + 1
    return _distinct(regions, found, Certainty.HINT, "NER")


def _years(regions: _Regions, accepted: tuple[str, ...]) -> tuple[Sighting, ...]:
    """Years on the cover and in headers for certain, in the running text as hints; school years before dates."""
    text = regions.document.text
    places: dict[str, list[YearRead]] = {"cover": [], "furniture": [], "body": []}
    for year in read_years(fold(text)):
        places[regions.source_at(year.start)].append(year)
    ranked: list[Sighting] = []
    for source, limit in (("cover", _MAX_SIGHTINGS), ("furniture", 2), ("body", _MAX_SIGHTINGS)):
        certainty = Certainty.HINT if source == "body" else Certainty.CERTAIN
        distinct: dict[str, YearRead] = {}
        for year in sorted(places[source], key=lambda year: _rank(year, accepted)):
            distinct.setdefault(_joined(text[year.start : year.end]), year)
        ranked += [
            regions.sighting(shown, year.start, year.end, certainty, source)
            for shown, year in list(distinct.items())[:limit]
        ]
        if source == "cover" and not ranked:
            ranked += _rotated_years(regions)
    return tuple(ranked)


def _rank(year: YearRead, accepted: tuple[str, ...]) -> tuple[bool, bool, bool, bool, int]:
    wanted = not (accepted and is_accepted(year, accepted))
    school = not (year.second is not None and year.second == year.first + 1)
    return wanted, school, not year.called, not year.month, year.start


def _rotated_years(regions: _Regions) -> list[Sighting]:
    """A year written upwards on the cover is often drawn letter by letter."""
    lines = [line for line in regions.cover if line.rotated and len(line.text) <= 4]
    joined = "".join(line.text for line in lines)
    found = []
    for match in re.finditer(r"(?<!\d)(?:19[89]|20[0-4])\d(?!\d)", joined):
        before = 0
        for line in lines:
            if before <= match.start() < before + len(line.text):
                found.append(Sighting(match[0], "cover", Certainty.CERTAIN, line.page, line.bbox))
            before += len(line.text)
    return found[:1]


def _joined(text: str) -> str:
    return " ".join(text.split())
