"""Which competences a dossier says, where, and in which part."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import replace

from precheck.model.document import Document
from precheck.model.profile import Framework
from precheck.model.structure import Mention, MentionKind, SectionKind, Structure
from precheck.structure.codes import CodeReader, CodeSighting
from precheck.structure.folding import fold
from precheck.structure.places import Places, furniture_spans, mask
from precheck.structure.statements import StatementSighting, statement_reader

_BESIDE = 300
"""A statement this near to its own code is not a second mention, in code points."""
_CLUSTER_GAP = 400
"""Mentions nearer than this belong to one table, in code points."""
_LEADERS = re.compile(r"(?:\.{3,}|…|(?:\. ){3,}|_{3,}|·{3,})[ .…]*\d+$")


def find_mentions(document: Document, structure: Structure, framework: Framework) -> tuple[Mention, ...]:
    """Every competence said in the text, by code or by its official statement, in the order of the text.

    Running headers and footers are not looked at. A statement beside its code counts once, as the code. Mentions in a
    table of contents, or in a table of codes of many domains, are marked `overview`: they place nothing.
    """
    places = Places(document, structure)
    furniture = furniture_spans(document, structure)
    text, folded = mask(document.text, furniture), mask(fold(document.text), furniture)

    def beside(before: int, after: int) -> bool:
        """Whether a line ends and the next one begins as in running text: same page, no gap between them."""
        upper, lower = places.line(before), places.line(after)
        if upper is None or lower is None or upper.page != lower.page:
            return False
        height = max(upper.bbox.height, lower.bbox.height, 8.0)
        return -height <= lower.bbox.top - upper.bbox.bottom <= 1.2 * height

    codes = CodeReader(framework).read(text, folded, beside)
    statements = _without_code(statement_reader(framework).read(folded), codes)
    known = frozenset(item.code for item in framework.competences)
    mentions = [
        Mention(
            code, MentionKind.CODE, s.start, s.end, places.page(s.start), places.part(s.start), code in known, s.wide
        )
        for s in codes
        for code in s.codes
    ]
    mentions += [
        Mention(
            s.code,
            MentionKind.STATEMENT if s.verbatim else MentionKind.EDITED_STATEMENT,
            s.start,
            s.end,
            places.page(s.start),
            places.part(s.start),
        )
        for s in statements
    ]
    mentions.sort(key=lambda mention: (mention.start, mention.end, mention.code))
    return _mark_overviews(mentions, structure, places)


def _without_code(statements: list[StatementSighting], codes: list[CodeSighting]) -> list[StatementSighting]:
    starts = [code.start for code in codes]
    return [
        s
        for s in statements
        if not any(
            s.code in code.codes and code.end > s.start - _BESIDE
            for code in codes[bisect_left(starts, s.start - 2 * _BESIDE) : bisect_left(starts, s.end + _BESIDE // 2)]
        )
    ]


def _mark_overviews(mentions: list[Mention], structure: Structure, places: Places) -> tuple[Mention, ...]:
    marked: list[Mention] = []
    cluster: list[Mention] = []
    for mention in mentions:
        apart = cluster and mention.start - cluster[-1].end > _CLUSTER_GAP
        if apart or (cluster and places.section(mention.start) is not places.section(cluster[-1].start)):
            marked += _mark_cluster(cluster)
            cluster = []
        cluster.append(_in_contents(mention, structure, places))
    return tuple(marked + _mark_cluster(cluster))


def _mark_cluster(cluster: list[Mention]) -> list[Mention]:
    """A table that lists most of the framework says what there is, not what was done.

    No part carries more than three domains, so ten codes of four domains together are a table; outside the parts, six
    codes of three domains are enough.
    """
    codes = {mention.code for mention in cluster if mention.known}
    domains = {code.partition(".")[0] for code in codes}
    outside = all(mention.part is None for mention in cluster)
    if (len(codes) >= 10 and len(domains) >= 4) or (outside and len(codes) >= 6 and len(domains) >= 3):
        return [_as_overview(mention) for mention in cluster]
    return cluster


def _in_contents(mention: Mention, structure: Structure, places: Places) -> Mention:
    section = places.section(mention.start)
    if section is not None and section.kind is SectionKind.CONTENTS:
        return _as_overview(mention)
    if mention.page in structure.contents_pages:
        line = places.line(mention.start)
        if line is not None and _LEADERS.search(line.text):
            return _as_overview(mention)
    return mention


def _as_overview(mention: Mention) -> Mention:
    return replace(mention, overview=True)
