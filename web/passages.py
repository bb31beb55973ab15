"""The passages of a dossier as an evaluator reads them: the sources with what may be done to each, and where they are
on the pages."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from markupsafe import Markup

from precheck.model.match import Originality
from precheck.model.structure import Dossier
from precheck.report.matches import boxes_of, by_source, colour
from precheck.report.originality import Section
from precheck.report.originality_words import percent, source_name
from precheck.report.plain import Voice


@dataclass(frozen=True, slots=True)
class Source:
    """A source: its number, which is its colour's too, how many of its passages count and how many do not.

    `chosen` tells that an evaluator set it aside; `pages` where its passages begin, with the anchors of their frames.
    """

    id: str
    number: int
    colour: str
    name: str
    share: str
    words: int
    standing: int
    others: int
    chosen: bool
    pages: tuple[tuple[int, str], ...]

    @property
    def shown(self) -> bool:
        """Whether it is listed with those that matter."""
        return bool(self.standing) or self.chosen


def anchor(label: str, page: int) -> str:
    """That of the first frame of a passage on a page."""
    return f"match-{label.replace('.', '-')}-{page}"


def pages_of(found: Originality, dossier: Dossier) -> Mapping[str, tuple[tuple[int, str], ...]]:
    """The pages of each passage that counts, by its label, with the anchors of the frames."""
    return {
        each.label: tuple(
            (page, anchor(each.label, page))
            for page in sorted({page for page, _ in boxes_of(dossier, each.match.passage)})
        )
        for group in by_source(found)
        for each in group.found
    }


def sources(found: Originality, dossier: Dossier, aside: Collection[str], voice: Voice) -> tuple[Source, ...]:
    """All sources, the weightiest first; numbered as everywhere in the report."""
    places = pages_of(found, dossier)
    labels = {group.share.source.id: [each.label for each in group.found] for group in by_source(found)}
    return tuple(
        Source(
            share.source.id,
            number,
            colour(number),
            source_name(share.source, voice),
            percent(share.share, voice.language),
            share.words,
            share.matches,
            share.set_aside,
            share.source.id in aside,
            tuple(places[label][0] for label in labels.get(share.source.id, ()) if places[label]),
        )
        for number, share in enumerate(found.sources, 1)
    )


def drawn(view: Section, voice: Voice) -> Mapping[str, Markup]:
    """Each passage beside its source, as the report shows it, by its label; the template escapes all it is given."""
    from precheck.report.html import environment

    template = environment(voice).get_template("passage.html")
    return {
        row.label: Markup(template.render(passage=row))  # noqa: S704
        for group in view.groups
        for row in group.passages
    }
