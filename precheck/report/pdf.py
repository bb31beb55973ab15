"""The report as a tagged PDF."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from precheck.i18n import Message, Translator, msg, msgs
from precheck.model.geometry import BBox
from precheck.model.picture import Pictures
from precheck.model.report import Refusal, Report
from precheck.report.album import NO_PICTURES, Album, is_png
from precheck.report.matrix import PLACEMENT_SIGN, PLACEMENT_WORD, Matrix, matrix
from precheck.report.originality_pdf import originality_data
from precheck.report.originality_words import TITLE as TITLE_OF_ORIGINALITY
from precheck.report.phrases import clause_text, count_phrases, page_phrase, structure_facts
from precheck.report.plain import Voice, page_ranges
from precheck.report.points import groups
from precheck.report.rows import page_marks, room_rows, section_rows
from precheck.report.typesetting import DATA, data_file, typeset_files
from precheck.report.view import counts, items
from precheck.report.wording import (
    DISCLAIMER,
    INDICATIVE,
    TITLE,
    URGENCY_SIGN,
    VERDICT_LEAD,
    VERDICT_SIGN,
    VERDICT_TITLE,
)

TEMPLATES = tuple(Path(__file__).with_name("templates") / name for name in ("report.typ", "originality.typ"))

LABELS: Mapping[str, Message] = {
    "todo": msg("What to do"),
    "observed": msg("Observed"),
    "expected": msg("Expected"),
    "rule": msg("Rule"),
    "map": msg("Map of the dossier"),
    "key": msg("Below the pages of the file: ✗ something to correct there, ? something to verify."),
    "competences": msg("Competences by part"),
    "competence": msg("Competence"),
    "result": msg("Result"),
    "rules": msg("Every rule"),
    "reminders": msg("To check yourself"),
    "reminders_lead": msg("No machine can judge these demands; a person does."),
    "file": msg("The file"),
    "name": msg("Name of the file"),
    "made": msg("Made with"),
    "rules_of": msg("Rules of"),
    "checked_by": msg("Checked by"),
    "size": msg("Size"),
    "refused": msg("This file could not be checked"),
    "originality": TITLE_OF_ORIGINALITY,
    "source": msg("Source"),
    "share": msg("Share"),
    "words": msg("Words"),
    "passages": msg("Passages"),
    "aside": msg("Set aside"),
    "kinds": msg("How close they are"),
    "sources": msg("The sources, the weightiest first"),
    "own": msg("In the dossier"),
    "theirs": msg("In the source"),
    "repeated": msg("Its passages stand in the sources above too."),
}


def render(result: Report | Refusal, translator: Translator, pictures: Pictures = NO_PICTURES) -> bytes:
    """The whole PDF. `pictures` are those of `precheck.report.shots.crop_requests`; a missing one is left out."""
    return from_files(files(result, translator, pictures))


def from_files(prepared: Mapping[str, bytes]) -> bytes:
    """The PDF of what `files` made ready: this takes most of the time, and may come later."""
    return typeset_files(TEMPLATES, prepared)


def files(result: Report | Refusal, translator: Translator, pictures: Pictures = NO_PICTURES) -> dict[str, bytes]:
    """All that the PDF is made of but the templates: the words and the pictures, by the names of their files."""
    voice = Voice(translator)
    album = Album(pictures)
    data = _refusal(result, voice) if isinstance(result, Refusal) else _report(result, voice, album)
    data |= {"language": voice.language, "labels": {key: voice(label) for key, label in LABELS.items()}}
    return {DATA: data_file(data), **{f"{name}.{_ending(content)}": content for name, _, content in album}}


def _ending(picture: bytes) -> str:
    return "png" if is_png(picture) else "jpg"


def _refusal(refusal: Refusal, voice: Voice) -> dict[str, Any]:
    return {
        "refusal": {"message": voice(refusal.message), "advice": voice(refusal.advice)},
        "title": voice(TITLE),
        "name": voice(refusal.name),
    }


def _report(report: Report, voice: Voice, album: Album) -> dict[str, Any]:
    found = items(report)
    document = report.dossier.document
    screened = report.dossier.originality
    shown = [dataclasses.asdict(group) for group in groups(found, report.dossier, voice, album)]
    named = {name: f"{name}.{_ending(picture)}" for name, _, picture in album}
    for group in shown:
        for point in group["points"]:
            for place in point["places"]:
                place["figures"] = [_figure(figure, named) for figure in place["figures"]]
    table = matrix(report)
    return {
        "refusal": None,
        "title": voice(TITLE),
        "name": voice(document.name),
        "profile": voice(report.profile.title),
        "verdict": {
            "state": report.verdict.value,
            "sign": VERDICT_SIGN[report.verdict],
            "title": voice(VERDICT_TITLE[report.verdict]),
            "lead": voice(VERDICT_LEAD[report.verdict]),
            "counts": ", ".join(voice(phrase) for phrase in count_phrases(counts(report, found))),
        },
        "groups": shown,
        "originality": originality_data(screened, report.dossier, voice) if screened else None,
        "sections": [dataclasses.asdict(row) for row in section_rows(report.dossier, voice)],
        "marks": [URGENCY_SIGN[mark] if mark else "" for mark in page_marks(found, len(document.pages))],
        "facts": [list(fact) for fact in structure_facts(report, voice, beside_map=True)],
        "matrix": _matrix(table, report, voice) if table else None,
        "rooms": [dataclasses.asdict(room) for room in room_rows(report, voice)],
        "reminders": [
            {"text": voice(note.text), "clause": clause_text(note.clause, voice) if note.clause else ""}
            for note in report.reminders
        ],
        "file": _file(report, voice),
        "sha256": document.sha256,
        "disclaimer": voice(DISCLAIMER),
    }


def _figure(figure: Mapping[str, Any], files: Mapping[str, str]) -> dict[str, Any]:
    """A figure with its frames as shares of the picture's width and height."""
    view = figure["view"]
    region = BBox(view["x0"], view["top"], view["x1"], view["bottom"])
    return {
        "file": files[figure["picture"]],
        "description": figure["description"],
        "caption": figure["caption"],
        "whole_page": figure["whole_page"],
        "ratio": region.height / region.width,
        "boxes": [
            {
                "x": (box["x0"] - region.x0) / region.width,
                "y": (box["top"] - region.top) / region.height,
                "width": (box["x1"] - box["x0"]) / region.width,
                "height": (box["bottom"] - box["top"]) / region.height,
            }
            for box in figure["boxes"]
        ],
    }


def _matrix(table: Matrix, report: Report, voice: Voice) -> dict[str, Any]:
    lead = ""
    if report.projection is not None:
        figures = report.projection
        said = msg(
            "{mentioned} competences mentioned out of {total}; {needed} are needed.",
            mentioned=figures.mentioned,
            total=figures.total,
            needed=figures.needed,
        )
        lead = f"{voice(said)} {voice(INDICATIVE)}"
    return {
        "lead": lead,
        "caption": voice(table.caption),
        "columns": [voice(heading) for heading in table.headings],
        "domains": [
            {
                "title": f"{voice(group.domain.code)} – {voice(group.domain.title)}",
                "rows": [
                    {
                        "code": voice(row.code),
                        "statement": voice(row.statement),
                        "cells": [{"pages": page_ranges(cell.pages), "expected": cell.expected} for cell in row.cells],
                        "placement": row.placement.value,
                        "sign": PLACEMENT_SIGN[row.placement],
                        "word": voice(PLACEMENT_WORD[row.placement]),
                    }
                    for row in group.rows
                ],
            }
            for group in table.domains
        ],
        "unknown": [
            voice(msg("{code} ({pages}) is not a code of this framework.", code=code, pages=page_phrase(pages)))
            for code, pages in table.unknown
        ],
    }


def _file(report: Report, voice: Voice) -> list[list[str]]:
    """Label and value of what the file is."""
    document, profile = report.dossier.document, report.profile
    made = dict.fromkeys(voice(text) for text in (document.metadata.creator, document.metadata.producer) if text)
    size = msgs(
        "{size:.1f} MB, {count} page", "{size:.1f} MB, {count} pages", len(document.pages), size=document.size / 1e6
    )
    rows = [
        [voice(LABELS["name"]), voice(document.name)],
        [voice(LABELS["size"]), voice(size)],
        [voice(LABELS["made"]), " · ".join(made)],
        [voice(LABELS["rules_of"]), f"{voice(profile.institution)}, {voice(profile.title)} ({voice(profile.id)})"],
        [voice(LABELS["checked_by"]), f"precheck {report.version}"],
    ]
    return [row for row in rows if row[1]]
