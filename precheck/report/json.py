"""The report for programs: deterministic JSON that follows the published schema (see docs/report-json.md).

Codes and parameters stay language-free; each message also carries its sentence in the chosen language.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import msgspec

from precheck.i18n import Message, Translator
from precheck.model.document import Document
from precheck.model.finding import Clause, Evidence, Finding, Outcome
from precheck.model.geometry import BBox
from precheck.model.report import Projection, Refusal, Report
from precheck.model.structure import Certainty, Dossier, Identity, Section, Sighting, Structure
from precheck.report.schema import SCHEMA_VERSION

if TYPE_CHECKING:
    from precheck.report.overview import Overview

Json = dict[str, Any]


def render(result: Report | Refusal, translator: Translator) -> str:
    """One file's report, or its refusal, as an object. Ends with a line feed."""
    return dump(_result(result, translator))


def render_many(results: Sequence[Report | Refusal], translator: Translator, overview: Overview | None = None) -> str:
    """Several files' results, in the order given, under `reports`; the overview of a screening beside it."""
    many: Json = {"reports": [_result(result, translator) for result in results]}
    if overview is not None:
        from precheck.report.originality_json import overview_json

        many["overview"] = overview_json(overview)
    return dump(many)


def render_overview(overview: Overview) -> str:
    """The overview by itself."""
    from precheck.report.originality_json import overview_json

    return dump({"overview": overview_json(overview)})


def dump(value: Json) -> str:
    """The object with the version of the schema, as it is written. Ends with a line feed."""
    whole = {"schema_version": SCHEMA_VERSION, **value}
    try:
        encoded = msgspec.json.encode(whole)
    except UnicodeEncodeError:  # a file's name or text may hold lone surrogates, which UTF-8 cannot write
        encoded = json.dumps(whole, ensure_ascii=False).encode("utf-8", "replace")
    return msgspec.json.format(encoded, indent=2).decode() + "\n"


def _result(result: Report | Refusal, translator: Translator) -> Json:
    if isinstance(result, Refusal):
        return {
            "document": {"name": result.name},
            "error": {
                "code": result.code,
                "message": _message(result.message, translator),
                "advice": _message(result.advice, translator),
            },
        }
    dossier = result.dossier
    return {
        "version": result.version,
        "language": translator.language,
        "profile": {"id": result.profile.id, "title": result.profile.title},
        "document": _document(dossier.document),
        "verdict": result.verdict.value,
        "structure": _structure(dossier.document, dossier.structure),
        "identity": _identity(dossier.identity),
        "competences": [
            {"code": p.code, "pages": list(p.pages), "part": p.part, "expected_part": p.expected_part}
            for p in result.competences
        ],
        "projection": _projection(result.projection),
        "originality": _originality(dossier),
        "outcomes": [_outcome(outcome, translator) for outcome in result.outcomes],
        "reminders": [
            {"requirement": note.requirement, "text": note.text, "clause": _clause(note.clause)}
            for note in result.reminders
        ],
    }


def _originality(dossier: Dossier) -> Json | None:
    if dossier.originality is None:
        return None
    from precheck.report.originality_json import originality_json

    return originality_json(dossier.originality, dossier)


def _document(document: Document) -> Json:
    meta = document.metadata
    return {
        "name": document.name,
        "pages": len(document.pages),
        "sha256": document.sha256,
        "size": document.size,
        "encrypted": document.encrypted,
        "attachments": list(document.attachments),
        "unread_pages": list(document.unread_pages),
        "metadata": {
            "title": meta.title or None,
            "author": meta.author or None,
            "creator": meta.creator or None,
            "producer": meta.producer or None,
            "created": meta.created or None,
        },
    }


def _structure(document: Document, structure: Structure) -> Json:
    numbering = structure.numbering
    introduction, conclusion = structure.introduction, structure.conclusion
    return {
        "numbering": {
            "verdict": numbering.verdict.value,
            "first_numbered_page": numbering.first_numbered_page,
            "printed": [number.label if number else None for number in numbering.printed],
        },
        "introduction": {"page": introduction.start_page if introduction else None},
        "conclusion": {
            "start_page": conclusion.start_page if conclusion else None,
            "end_page": conclusion.end_page if conclusion else None,
            "length_pages": _rounded(conclusion.length_pages) if conclusion else None,
        },
        "contents_pages": list(structure.contents_pages),
        "parts": [{"number": part.number, "title": _title(part), "page": part.start_page} for part in structure.parts],
        "sections": [
            {
                "kind": section.kind.value,
                "number": section.number,
                "title": _title(section),
                "start_page": section.start_page,
                "end_page": section.end_page,
                "length_pages": _rounded(section.length_pages),
                "certain": section.certain,
            }
            for section in structure.sections
        ],
    }


def _title(section: Section) -> str | None:
    return (section.heading.title or section.heading.text) if section.heading else None


def _identity(identity: Identity) -> Json:
    return {
        "candidate": [_sighting(sighting) for sighting in identity.candidate],
        "names": _texts((*identity.candidate, *identity.names)),
        "years": _texts(identity.years),
    }


def _sighting(sighting: Sighting) -> Json:
    return {
        "text": sighting.text,
        "source": sighting.source,
        "certainty": sighting.certainty.value,
        "page": sighting.page,
    }


def _texts(sightings: Sequence[Sighting]) -> list[str]:
    """Each text once, in the order in which it was met; hints only where nothing is certain."""
    certain = [sighting for sighting in sightings if sighting.certainty is Certainty.CERTAIN]
    return list(dict.fromkeys(sighting.text for sighting in certain or sightings))


def _projection(projection: Projection | None) -> Json | None:
    if projection is None:
        return None
    return {
        "mentioned": projection.mentioned,
        "total": projection.total,
        "needed": projection.needed,
        "reached": projection.reached,
        "domains": [
            {"domain": d.domain, "mentioned": d.mentioned, "total": d.total, "needed": d.needed}
            for d in projection.domains
        ],
    }


def _outcome(outcome: Outcome, translator: Translator) -> Json:
    return {
        "code": outcome.code,
        "name": outcome.name,
        "title": translator.text(outcome.title),
        "requirements": list(outcome.requirements),
        "status": outcome.status.value,
        "severity": outcome.severity.value,
        "reason": _message(outcome.reason, translator),
        "clause": _clause(outcome.clause),
        "findings": [_finding(finding, translator) for finding in outcome.findings],
    }


def _finding(finding: Finding, translator: Translator) -> Json:
    return {
        "status": finding.status.value,
        "severity": finding.severity.value,
        "message": _message(finding.message, translator),
        "hint": _message(finding.hint, translator),
        "evidence": [_evidence(evidence, translator) for evidence in finding.evidence],
        "data": {key: _value(finding.data[key], translator) for key in sorted(finding.data)},
    }


def _evidence(evidence: Evidence, translator: Translator) -> Json:
    return {
        "page": evidence.page,
        "bbox": _box(evidence.bbox),
        "quote": evidence.quote or None,
        "observed": _message(evidence.observed, translator),
        "expected": _message(evidence.expected, translator),
    }


def _clause(clause: Clause | None) -> Json | None:
    if clause is None:
        return None
    return {"source": clause.source, "article": clause.article or None, "quote": clause.quote or None}


def _message(message: Message | None, translator: Translator) -> Json | None:
    if message is None:
        return None
    params = {key: _value(message.params[key], translator) for key in sorted(message.params)}
    return {"id": message.msgid, "params": params, "text": translator(message)}


def _value(value: Any, translator: Translator) -> Any:
    """A parameter as JSON: numbers and texts as they are, messages as messages, anything else by its text."""
    if isinstance(value, Message):
        return _message(value, translator)
    if isinstance(value, float):
        return _rounded(value)
    if value is None or isinstance(value, (bool, int, str)):
        return value
    if isinstance(value, Mapping):
        return {str(key): _value(value[key], translator) for key in value}
    if isinstance(value, (list, tuple)):
        return [_value(entry, translator) for entry in value]
    return str(value)


def _box(box: BBox | None) -> list[float | None] | None:
    return None if box is None else [_rounded(edge) for edge in (box.x0, box.top, box.x1, box.bottom)]


def _rounded(value: float | None) -> float | None:
    """Two decimals: a hundredth of a point or of a page. None for what is no number."""
    if value is None or not math.isfinite(value):
        return None
    return round(value, 2) + 0.0
