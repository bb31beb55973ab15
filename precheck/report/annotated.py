"""What is written on the candidate's own PDF: a highlight at each place, and a summary on the first page."""

from __future__ import annotations

from collections.abc import Mapping

from precheck.i18n import Translator, msg, msgs
from precheck.model.finding import Finding
from precheck.model.geometry import BBox
from precheck.model.note import Note
from precheck.model.report import Report
from precheck.report.passage_notes import passage_notes, summary_lines
from precheck.report.phrases import clause_text, count_phrases
from precheck.report.plain import Voice
from precheck.report.view import Item, counts, items, observed_of
from precheck.report.wording import DISCLAIMER, URGENCY_SIGN, URGENCY_TITLE, VERDICT_TITLE, Urgency

COLOUR: Mapping[Urgency, tuple[float, float, float]] = {
    Urgency.FIX: (1.0, 0.65, 0.6),
    Urgency.IMPROVE: (1.0, 0.8, 0.55),
    Urgency.VERIFY: (1.0, 0.9, 0.4),
    Urgency.UNSEEN: (0.85, 0.85, 0.9),
    Urgency.NOTE: (0.7, 0.87, 1.0),
}
TOLD_BY_PASSAGES = frozenset({"similar-passages", "overlap-not-declared"})
"""Rules whose places are the passages found in other texts, which have their own comments."""
SUMMARY_COLOUR = (0.7, 0.87, 1.0)
SUMMARY_LINES = 12
"""Points named in the summary: a viewer's pop-up window is small."""


def notes(report: Report, translator: Translator) -> tuple[Note, ...]:
    """The summary for page 1, then a note for each finding and page, the most urgent first, then the passages found in
    other texts."""
    voice = Voice(translator)
    found = items(report)
    told = TOLD_BY_PASSAGES if report.dossier.originality is not None else frozenset()
    placed = [
        note
        for item in found
        if item.outcomes[0].name not in told
        for finding in item.findings
        for note in _notes(item, finding, voice)
    ]
    if report.dossier.originality is not None:
        placed += passage_notes(report.dossier.originality, report.dossier, voice)
    return (Note(1, _summary(report, found, voice), colour=SUMMARY_COLOUR), *placed)


def _notes(item: Item, finding: Finding, voice: Voice) -> list[Note]:
    """One note a page that the evidence points at. What is about the whole file stands in the summary alone."""
    boxes: dict[int, list[BBox]] = {}
    for evidence in finding.evidence:
        if evidence.page is not None:
            boxes.setdefault(evidence.page, [])
            if evidence.bbox is not None:
                boxes[evidence.page].append(evidence.bbox)
    text = _comment(item, finding, voice)
    return [Note(page, text, tuple(boxes[page]), COLOUR[item.urgency]) for page in sorted(boxes)]


def _comment(item: Item, finding: Finding, voice: Voice) -> str:
    """What is said at the place: the finding, what to do, the clause."""
    lines = [f"{URGENCY_SIGN[item.urgency]} {voice(URGENCY_TITLE[item.urgency])}", voice(finding.message)]
    observed, expected = observed_of(finding.evidence)
    if observed is not None:
        lines.append(voice(msg("Observed: {observed}", observed=observed)))
    if expected is not None:
        lines.append(voice(msg("Expected: {expected}", expected=expected)))
    if finding.hint is not None:
        lines.append(f"→ {voice(finding.hint)}")
    if finding.clause is not None and item.urgency is not Urgency.NOTE:
        lines.append(clause_text(finding.clause, voice))
    return "\n".join(lines)


def _summary(report: Report, found: tuple[Item, ...], voice: Voice) -> str:
    lines = [voice(VERDICT_TITLE[report.verdict])]
    lines.append(", ".join(voice(phrase) for phrase in count_phrases(counts(report, found))) + ".")
    if report.dossier.originality is not None:
        lines += summary_lines(report.dossier.originality, voice)
    urgent = [item for item in found if item.urgency is not Urgency.NOTE]
    for number, item in enumerate(urgent[:SUMMARY_LINES], 1):
        lines.append(f"{number}. {URGENCY_SIGN[item.urgency]} {voice(item.heading)}")
    more = len(urgent) - SUMMARY_LINES
    if more > 0:
        lines.append(voice(msgs("and {count} more point", "and {count} more points", more)))
    lines.append(voice(DISCLAIMER))
    return "\n".join(lines)
