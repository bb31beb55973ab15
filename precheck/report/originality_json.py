"""A screening as JSON: spans in code points of the extracted text, boxes on the pages, sources, what was set aside."""

from __future__ import annotations

from typing import Any

from precheck.model.match import Match, Originality, Passage, Source, SourceShare
from precheck.model.structure import Dossier
from precheck.report.matches import boxes_of
from precheck.report.originality import kinds
from precheck.report.originality_words import level
from precheck.report.overview import Overview

Json = dict[str, Any]


def originality_json(originality: Originality, dossier: Dossier | None) -> Json:
    """The object `originality` of the schema. Without a dossier passages have no boxes."""
    numbers = {share.source.id: number for number, share in enumerate(originality.sources, 1)}
    return {
        "view": originality.view.value,
        "corpus": originality.corpus or None,
        "compared": originality.compared,
        "words": originality.words,
        "matched_words": originality.matched_words,
        "share": ratio(originality.share),
        "thresholds": {"review": ratio(originality.review), "alert": ratio(originality.alert)},
        "level": level(originality).value,
        "kinds": {kind.value: words for kind, words in kinds(originality)},
        "sources": [_source(numbers[share.source.id], share) for share in originality.sources],
        "matches": [_match(match, numbers[match.source], dossier) for match in originality.matches],
    }


def ratio(value: float) -> float:
    """Four decimals: a hundredth of a hundredth."""
    return round(value, 4) + 0.0


def _source(number: int, share: SourceShare) -> Json:
    return {
        "number": number,
        **_about(share.source),
        "words": share.words,
        "share": ratio(share.share),
        "matches": share.matches,
        "set_aside": share.set_aside,
    }


def _about(source: Source) -> Json:
    return {
        "id": source.id,
        "title": source.title or None,
        "kind": source.kind.value,
        "author": source.author or None,
        "year": source.year or None,
        "visibility": source.visibility.value,
        "pages": source.pages,
    }


def _match(match: Match, source: int, dossier: Dossier | None) -> Json:
    passage = _passage(match.passage)
    passage["boxes"] = [
        {"page": page, "bbox": [round(edge, 2) + 0.0 for edge in (box.x0, box.top, box.x1, box.bottom)]}
        for page, box in (boxes_of(dossier, match.passage))
    ]
    return {
        "source": source,
        "kind": match.kind.value,
        "similarity": ratio(match.similarity),
        "excluded": match.excluded.value if match.excluded else None,
        "quotation": match.quotation.value if match.quotation else None,
        "passage": passage,
        "source_passage": _passage(match.source_passage) if match.source_passage.text else None,
    }


def _passage(passage: Passage) -> Json:
    return {
        "start": passage.start,
        "end": passage.end,
        "page": passage.page,
        "words": passage.words,
        "text": passage.text,
    }


def overview_json(overview: Overview) -> Json:
    """The object `overview` of the schema."""
    return {
        "dossiers": [
            {
                "name": row.name,
                "share": None if row.share is None else ratio(row.share),
                "level": row.level.value if row.level else None,
                "passages": row.passages,
                "sources": row.sources,
            }
            for row in overview.rows
        ],
        "pairs": [
            {"first": pair.first, "second": pair.second, "share": ratio(pair.share), "words": pair.words}
            for pair in overview.pairs
        ],
    }
