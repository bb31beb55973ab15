"""A zip for each evaluator: the dossiers, their reports, and an overview with the doubtful ones first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum
from pathlib import Path
from urllib.parse import quote

from precheck.campaign.decisions import REFUSED
from precheck.campaign.exports import sheets
from precheck.campaign.exports.base import Demand, Done, Names, Place, Tree, form_of, note, tree
from precheck.campaign.exports.reports import Made, made, unnamed
from precheck.campaign.exports.rows import Row, RuleTold, deposited
from precheck.campaign.exports.table import sheet, verdict_word
from precheck.i18n import Message, msg, msgs
from precheck.model.profile import Screening
from precheck.model.report import Verdict
from precheck.output import whole_folder
from precheck.reading.pool import Reader
from precheck.report.documents import document, pictures_of
from precheck.report.originality_words import percent
from precheck.report.plain import Voice

FORMS = ("",)
TEMPLATE = Path(__file__).with_name("templates") / "bundle.html"
DOSSIERS, REPORTS, OVERVIEW = msg("dossiers"), msg("reports"), msg("overview")
UNASSIGNED = msg("not-assigned")


class Doubt(IntEnum):
    """What asks for a look, the most doubtful first."""

    UNREAD = 1
    ALERT = 2
    REVIEW = 3
    VERIFY = 4
    FAILED = 5
    UNCHECKED = 6
    NONE = 7


DOUBT_WORD: dict[Doubt, Message] = {
    Doubt.UNREAD: msg("the file could not be read"),
    Doubt.ALERT: msg("passages to review first"),
    Doubt.REVIEW: msg("passages to review"),
    Doubt.VERIFY: msg("rules to verify"),
    Doubt.FAILED: msg("rules failed"),
    Doubt.UNCHECKED: msg("not checked yet"),
    Doubt.NONE: msg("nothing to look at first"),
}


DOUBT_LEVEL: dict[Doubt, str] = {
    Doubt.UNREAD: "alert",
    Doubt.ALERT: "alert",
    Doubt.REVIEW: "review",
    Doubt.VERIFY: "review",
    Doubt.FAILED: "alert",
    Doubt.UNCHECKED: "unread",
    Doubt.NONE: "nothing",
}
"""The style of each, that of a level of similarity."""


def doubt_of(row: Row, screening: Screening) -> Doubt:
    """Why to look at a dossier: the first reason that holds."""
    if row.verdict is None:
        return Doubt.UNCHECKED
    share = row.share or 0.0
    reasons = (
        (row.verdict == REFUSED, Doubt.UNREAD),
        (share >= screening.alert, Doubt.ALERT),
        (share >= screening.review, Doubt.REVIEW),
        (bool(row.verify), Doubt.VERIFY),
        (bool(row.failed) or row.verdict != Verdict.CONFORMING.value, Doubt.FAILED),
    )
    return next((doubt for holds, doubt in reasons if holds), Doubt.NONE)


def ordered(found: Sequence[Row], screening: Screening) -> list[Row]:
    """The doubtful dossiers first; the largest share first among equals."""
    return sorted(found, key=lambda row: (doubt_of(row, screening), -(row.share or 0.0), row.number))


@dataclass(frozen=True, slots=True)
class Line:
    """A dossier in the overview; addresses are relative, "" for a file that is not there."""

    name: str
    report: str
    dossier: str
    doubt: str
    level: str
    verdict: str
    failed: tuple[str, ...]
    verify: tuple[str, ...]
    share: str
    shared_with: str
    group: str


def export(demand: Demand) -> Done:
    """Write a zip for each evaluator into the folder. Raises `CampaignError`, `OutputError`, `BlobMissing`."""
    form_of(demand.output, FORMS)
    place, found = deposited(demand)
    people = sorted({row.evaluator for row in found})
    name = Names()
    with Reader() as reader, whole_folder(demand.output) as folder:
        for evaluator in people:
            own = ordered([row for row in found if row.evaluator == evaluator], place.profile.screening)
            with tree(folder / f"{name(evaluator or demand.translator(UNASSIGNED))}.zip") as bundle:
                _bundle(bundle, own, place, reader, demand)
        with demand.store.writing() as session:
            note(session, demand, "bundles", place, dossiers=len(found), evaluators=len(people),
                 anonymous=demand.anonymous)  # fmt: skip
    said = msgs("{count} bundle written to {file}.", "{count} bundles written to {file}.", len(people),
                file=str(demand.output))  # fmt: skip
    return Done(said)


def _bundle(bundle: Tree, own: Sequence[Row], place: Place, reader: Reader, demand: Demand) -> None:
    """The dossiers and reports of one evaluator, then the overview."""
    say = demand.translator
    name = Names()
    lines = []
    for row in own:
        each = made(demand.store, reader, place.profile, row)
        if each is None:
            continue
        if demand.anonymous:
            each = unnamed(each)
        called = name(row.dossier_name if demand.anonymous else f"{row.dossier_name} {row.name}")
        files = (f"{say(REPORTS)}/{called}.html", f"{say(DOSSIERS)}/{called}.pdf")
        bundle.put(files[1], each.source.data)
        bundle.put(files[0], _report(each, reader, demand))
        lines.append(_line(row, called, files, place, Voice(say)))
    table = sheet(own, say, place.zone.key, anonymous=demand.anonymous)
    bundle.put(f"{say(OVERVIEW)}.csv", sheets.as_csv([table], say, place.zone))
    bundle.put(f"{say(OVERVIEW)}.html", _overview(lines, place, Voice(say)).encode())


def _report(each: Made, reader: Reader, demand: Demand) -> bytes:
    return document(each.result, "html", demand.translator, pictures_of(reader, each.source, each.result))


def _line(row: Row, called: str, files: tuple[str, str], place: Place, voice: Voice) -> Line:
    doubt = doubt_of(row, place.profile.screening)
    return Line(
        called,
        quote(files[0]),
        quote(files[1]),
        voice(DOUBT_WORD[doubt]),
        DOUBT_LEVEL[doubt],
        voice(verdict_word(row.verdict)),
        _titles(row.failed, voice),
        _titles(row.verify, voice),
        "" if row.share is None else percent(row.share, voice.language),
        ", ".join(map(str, row.shared_with)),
        "" if row.group is None else str(row.group),
    )


def _titles(told: Sequence[RuleTold], voice: Voice) -> tuple[str, ...]:
    return tuple(f"{each.code} {voice.constant(each.title)}".strip() for each in told)


def _overview(lines: Sequence[Line], place: Place, voice: Voice) -> str:
    """The page that an evaluator opens first."""
    from precheck.report.html import environment

    template = environment(voice).from_string(TEMPLATE.read_text("utf-8"))
    return template.render(
        title=voice(msg("Dossiers to evaluate: {campaign}", campaign=place.campaign.title)),
        session=voice(place.session.name),
        lines=lines,
        figures=voice(msgs("{count} dossier", "{count} dossiers", len(lines))),
    )
