"""A screening as data for the PDF's template: what the HTML shows, with long passages cut."""

from __future__ import annotations

import dataclasses
from typing import Any

from precheck.model.match import Originality
from precheck.model.structure import Dossier
from precheck.report.album import NO_PICTURES, Album
from precheck.report.originality import PassageRow, section
from precheck.report.plain import Voice, shorten

WORDS = 600
"""Code points of a passage that the PDF shows on either side."""


def originality_data(originality: Originality, dossier: Dossier, voice: Voice) -> dict[str, Any]:
    """The section without pictures: the HTML shows those."""
    shown = section(originality, dossier, voice, Album(NO_PICTURES))
    data = dataclasses.asdict(dataclasses.replace(shown, groups=()))
    data["groups"] = [
        {
            "row": dataclasses.asdict(group.row),
            "passages": [] if group.repeated else [_passage(row) for row in group.passages],
            "rest": group.rest,
            "repeated": bool(group.repeated),
        }
        for group in shown.groups
    ]
    for group in data["aside"]:
        del group["rows"]
    return data


def _passage(row: PassageRow) -> dict[str, Any]:
    own, source = (" ".join(piece.text or "[…]" for piece in side) for side in (row.own, row.source))
    return {
        "label": row.label,
        "about": " · ".join(part for part in (row.place, row.kind, row.likeness) if part),
        "fault": " ".join(part for part in (row.fault, row.hint) if part),
        "own": shorten(own, WORDS),
        "source": row.unseen or shorten(source, WORDS),
        "source_place": row.source_place,
    }
