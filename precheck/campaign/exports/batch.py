"""The whole session as one PDF for the jury on paper: the figures, then a page for each dossier."""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from precheck.campaign.exports.base import Demand, Done, Place, form_of, note, place_of
from precheck.campaign.exports.errors import NothingToExport
from precheck.campaign.exports.papers import paper
from precheck.campaign.exports.reports import Made, made, unnamed
from precheck.campaign.exports.rows import REFUSED, Row, rows
from precheck.campaign.exports.table import verdict_word
from precheck.campaign.states import STATE_WORD, State
from precheck.i18n import Message, msg, msgs
from precheck.model.match import Originality
from precheck.model.report import Refusal, Report, Verdict
from precheck.output import write_whole
from precheck.reading.pool import Reader
from precheck.report.album import NO_PICTURES, Album
from precheck.report.matches import by_source
from precheck.report.originality import summary
from precheck.report.originality_words import LEVEL_TITLE, TITLE, level, percent, source_name
from precheck.report.phrases import count_phrases
from precheck.report.plain import Voice, shorten
from precheck.report.points import Place as Shown
from precheck.report.points import groups
from precheck.report.view import counts, items
from precheck.report.wording import DISCLAIMER, Urgency

FORMS = (".pdf",)
POINTS, PLACES, SOURCES = 6, 2, 4
"""Shown of a dossier, so that it keeps to a page or two; the rest is counted."""
QUOTE = 160
"""Code points of a quotation."""
UNCHECKED = "unchecked"
LABELS: Mapping[str, Message] = {
    "contents": msg("The dossiers"),
    "observed": msg("Observed"),
    "expected": msg("Expected"),
    "originality": TITLE,
    "decision": msg("The jury"),
    "observations": msg("Observations"),
    "signature": msg("Signature"),
}
_TOLD = (Urgency.FIX, Urgency.IMPROVE, Urgency.VERIFY, Urgency.UNSEEN)


def export(demand: Demand) -> Done:
    """Write the PDF. Raises `CampaignError`, `OutputError`, `BlobMissing`."""
    form_of(demand.output, FORMS)
    with demand.store.reading() as session:
        place = place_of(session, demand)
        found = rows(session, place.campaign, place.session.number)
    deposited = [row for row in found if row.deposit is not None]
    if not deposited:
        raise NothingToExport(campaign=demand.campaign, reason=msg("nobody has deposited a dossier"))
    voice = Voice(demand.translator)
    pages = []
    with Reader() as reader:
        for row in deposited:
            each = made(demand.store, reader, place.profile, row)
            if each is not None:
                pages.append(_dossier(unnamed(each) if demand.anonymous else each, voice, anonymous=demand.anonymous))
    content = paper("batch", {**_cover(found, place, voice), "dossiers": pages}, voice, LABELS)
    with demand.store.writing() as session:
        note(session, demand, "batch", place, dossiers=len(pages), anonymous=demand.anonymous)
    write_whole(demand.output, content)
    said = msgs("{count} dossier written to {file}.", "{count} dossiers written to {file}.", len(pages),
                file=str(demand.output))  # fmt: skip
    return Done(said)


def _cover(found: Sequence[Row], place: Place, voice: Voice) -> dict[str, Any]:
    title = voice(place.campaign.title)
    return {
        "title": title,
        "footer": f"{title} – {voice(place.session.name)}",
        "lead": f"{voice(place.profile.institution)} – {voice(place.session.name)}",
        "figures": {
            "head": [voice(msg("Figures of the session")), voice(msg("Count"))],
            "lines": [[voice(label), str(number)] for label, number in figures(found, place)],
        },
        "disclaimer": voice(DISCLAIMER),
    }


def figures(found: Sequence[Row], place: Place) -> list[tuple[Message, int]]:
    """What the cover counts: registered, deposited, verdicts, dossiers to review, groups, states."""
    deposited = [row for row in found if row.deposit is not None]
    verdicts = Counter(row.verdict for row in deposited)
    screening = place.profile.screening
    said: list[tuple[Message, int]] = [
        (msg("Candidates registered"), len(found)),
        (msg("Dossiers deposited"), len(deposited)),
        (msg("of which too late"), sum(row.late > 0 for row in deposited)),
    ]
    possible = (*(each.value for each in Verdict), REFUSED, None)
    said += [(verdict_word(each) or msg("not checked yet"), verdicts[each]) for each in possible if verdicts[each]]
    said += [
        (msg("Dossiers with passages to review"), sum((row.share or 0) >= screening.review for row in deposited)),
        (msg("Groups of dossiers that share passages"), len({row.group for row in deposited if row.group})),
    ]
    states = Counter(row.state for row in found)
    said += [(msg("State: {state}", state=STATE_WORD[state]), states[state]) for state in State if states[state]]
    return said


def _dossier(each: Made, voice: Voice, *, anonymous: bool) -> dict[str, Any]:
    row = each.row
    name = voice(msg("Dossier no. {number}", number=row.number))
    about = [row.public, "" if anonymous else row.file, voice(STATE_WORD[row.state])]
    if row.pages:
        about.append(voice(msgs("{count} page", "{count} pages", row.pages)))
    page: dict[str, Any] = {
        "name": name if anonymous else f"{name} – {voice(row.name)}",
        "about": " · ".join(voice(part) for part in about if part),
        "state": row.verdict or UNCHECKED,
        "verdict": voice(verdict_word(row.verdict) or msg("not checked yet")),
        "counts": "",
        "message": "",
        "points": [],
        "rest": "",
        "similarity": None,
    }
    if isinstance(each.result, Refusal):
        return page | {"message": voice(each.result.message)}
    return page | _findings(each.result, voice) | {"similarity": _similarity(each.result, row, voice)}


def _findings(report: Report, voice: Voice) -> dict[str, Any]:
    found = items(report)
    told = [group for group in groups(found, report.dossier, voice, Album(NO_PICTURES)) if group.urgency in _TOLD]
    points = [(group.urgency, point) for group in told for point in group.points]
    rest = len(points) - POINTS
    return {
        "counts": ", ".join(voice(phrase) for phrase in count_phrases(counts(report, found))),
        "points": [
            {
                "urgency": urgency.value,
                "sign": point.sign,
                "heading": point.heading,
                "pages": point.pages,
                "codes": point.codes,
                "places": [_place(shown) for shown in point.places[:PLACES]],
            }
            for urgency, point in points[:POINTS]
        ],
        "rest": voice(msgs("and {count} more point", "and {count} more points", rest)) if rest > 0 else "",
    }


def _place(shown: Shown) -> dict[str, Any]:
    kept = dataclasses.replace(shown, figures=(), quote=shorten(shown.quote, QUOTE))
    return dataclasses.asdict(kept)


def _similarity(report: Report, row: Row, voice: Voice) -> dict[str, Any] | None:
    found: Originality | None = report.dossier.originality
    if found is None:
        return None
    numbers = ", ".join(map(str, row.shared_with))
    shared = ""
    if row.shared_with:
        shared = voice(msgs("Shares passages with the dossier {numbers} of this session.",
                            "Shares passages with the dossiers {numbers} of this session.",
                            len(row.shared_with), numbers=numbers))  # fmt: skip
    return {
        "level": level(found).value,
        "title": f"{voice(LEVEL_TITLE[level(found)])}.",
        "summary": voice(summary(found, voice)),
        "head": [voice(each) for each in (msg("Source"), msg("Share"), msg("Passages"))],
        "sources": [
            [
                shorten(source_name(group.share.source, voice), QUOTE),
                f"{percent(group.share.share, voice.language)} %",
                str(len(group.found)),
            ]
            for group in by_source(found)[:SOURCES]
        ],
        "shared": shared,
    }
