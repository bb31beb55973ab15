"""The whole session as a table, CSV or XLSX: one row a candidacy."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

from precheck.campaign.exports import sheets
from precheck.campaign.exports.base import Demand, Done, form_of, note, place_of
from precheck.campaign.exports.rows import REFUSED, Row, RuleTold, newest, rows
from precheck.campaign.exports.sheets import Cell, Column, Share, Sheet
from precheck.campaign.states import STATE_WORD
from precheck.i18n import Message, Translator, msg, msgs
from precheck.model.report import Verdict
from precheck.output import write_whole
from precheck.report.wording import VERDICT_TITLE

FORMS = sheets.FORMS

YES_NO = {True: msg("yes"), False: msg("no")}


def verdict_word(verdict: str | None) -> Message | None:
    """A verdict in words; None without one."""
    if verdict is None:
        return None
    return msg("could not be read") if verdict == REFUSED else VERDICT_TITLE[Verdict(verdict)]


def export(demand: Demand) -> Done:
    """Write the table. Raises `CampaignError`, `OutputError`."""
    form = form_of(demand.output, FORMS)
    with demand.store.writing() as session:
        place = place_of(session, demand)
        found = rows(session, place.campaign, place.session.number)
        made = sheet(found, demand.translator, place.zone.key, anonymous=demand.anonymous)
        created = newest(found, place.campaign)
        content = sheets.written(form, [made], demand.translator, place.zone, created)
        note(session, demand, "table", place, rows=len(found), anonymous=demand.anonymous)
    write_whole(demand.output, content)
    return Done(msgs("{count} row written to {file}.", "{count} rows written to {file}.", len(found),
                     file=str(demand.output)))  # fmt: skip


def sheet(found: Sequence[Row], translator: Translator, zone: str, *, anonymous: bool = False) -> Sheet:
    """The table; `anonymous` leaves out whatever names a person: key, name and the name of the file."""
    kept = [not (anonymous and private) for _, private in _columns(zone)]

    def chosen(cells: Sequence[Cell]) -> tuple[Cell, ...]:
        return tuple(cell for cell, keep in zip(cells, kept, strict=True) if keep)

    columns = tuple(column for (column, _), keep in zip(_columns(zone), kept, strict=True) if keep)
    lines = tuple(chosen(tuple(_cells(row, translator))) for row in found)
    return Sheet(msg("Candidacies"), columns, lines)


def _columns(zone: str) -> tuple[tuple[Column, bool], ...]:
    """Each column and whether it names a person."""
    return (
        (Column(msg("Number"), 9), False),
        (Column(msg("Key"), 22), True),
        (Column(msg("Name"), 28), True),
        (Column(msg("Kind of candidate"), 22), False),
        (Column(msg("State"), 22), False),
        (Column(msg("Evaluator"), 22), False),
        (Column(msg("File"), 30), True),
        (Column(msg("Received ({zone})", zone=zone), 20), False),
        (Column(msg("Late by (seconds)"), 11), False),
        (Column(msg("Accepted"), 10), False),
        (Column(msg("Pages"), 8), False),
        (Column(msg("Verdict"), 26), False),
        (Column(msg("Rules failed"), 44), False),
        (Column(msg("Rules to verify"), 44), False),
        (Column(msg("Overruled by the evaluator"), 14), False),
        (Column(msg("Similarity"), 12), False),
        (Column(msg("Passages"), 10), False),
        (Column(msg("Shared with dossiers"), 16), False),
        (Column(msg("Group"), 9), False),
        (Column(msg("Items acquired"), 9), False),
        (Column(msg("Codes of the items acquired"), 30), False),
        (Column(msg("Certified by the jury"), 12), False),
    )


def _cells(row: Row, translator: Translator) -> Iterator[Cell]:
    deposited = row.deposit is not None
    yield from (row.number, row.key, row.name, row.public, STATE_WORD[row.state], row.evaluator, row.file)
    yield from (row.received, row.late if deposited else None, YES_NO[row.accepted] if deposited else None)
    yield from (row.pages, verdict_word(row.verdict))
    yield from (rules_text(row.failed, translator), rules_text(row.verify, translator), ", ".join(row.overruled))
    yield None if row.share is None else similarity(row.share)
    yield from (row.passages if row.share is not None else None, ", ".join(map(str, row.shared_with)), row.group)
    yield from (None, None) if row.acquired is None else (len(row.acquired), ", ".join(row.acquired))
    yield None if row.certified is None else YES_NO[row.certified]


def similarity(share: float) -> Share:
    """A share as reports show it: in tenths of a hundredth, rounded down, so that no threshold seems reached."""
    return Share(math.floor(1000 * share + 1e-6) / 1000)


def rules_text(told: Sequence[RuleTold], translator: Translator) -> str:
    """Rules in a cell: "L001 Un seul fichier PDF ; L007 …"."""
    return " ; ".join(f"{each.code} {translator.text(each.title)}".strip() for each in told)
