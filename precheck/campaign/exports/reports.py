"""The reports of a session made again one by one, as their readers may see them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from precheck.campaign.exports.rows import Row
from precheck.campaign.results import report_of, source_of
from precheck.campaign.store import Store
from precheck.campaign.tables import Deposit, Overrule
from precheck.errors import UnreadableFile
from precheck.i18n import Message, Translator, msg
from precheck.model.finding import Finding, Outcome, Status
from precheck.model.match import SourceKind, SourceShare
from precheck.model.profile import Profile
from precheck.model.report import Refusal, Report
from precheck.reading.pool import Reader, Source

_NUMBERED = re.compile(r"Dossier n° \d+")
"""How a screening at close calls the other dossiers."""
_IDENTITY = "I"
"""How the codes of the rules on name and year begin."""
_QUIET = (Status.PASSED, Status.NOT_APPLICABLE)


@dataclass(frozen=True, slots=True)
class Made:
    """A deposit: its row, the file, what was found in it, and where it came from."""

    row: Row
    source: Source
    result: Report | Refusal
    origin: str


def made(store: Store, reader: Reader, profile: Profile, row: Row) -> Made | None:
    """The report on the dossier of a row, with the evaluator's word in place of the program's where there is one; None
    without a dossier. Nothing is kept between two calls. Raises `BlobMissing`."""
    if row.deposit is None:
        return None
    with store.reading() as session:
        deposit = session.get(Deposit, row.deposit)
        if deposit is None:
            return None
        result = report_of(store, reader, profile, deposit)
        if isinstance(result, Report):
            result = overruled(result, deposit.overrules)
        return Made(row, source_of(store, deposit), result, deposit.origin)


def overruled(report: Report, said: Sequence[Overrule]) -> Report:
    """The report with the last word that evaluators said on each rule."""
    words = {each.rule: each for each in said}
    outcomes = tuple(
        _overruled(outcome, words[outcome.code]) if outcome.code in words else outcome for outcome in report.outcomes
    )
    return replace(report, outcomes=outcomes)


def _overruled(outcome: Outcome, word: Overrule) -> Outcome:
    status = Status(word.status)
    said = msg("The evaluator decided: {reason}", reason=word.reason)
    if status in _QUIET:
        return replace(outcome, status=status, reason=said, findings=())
    own = Finding(outcome.code, status, outcome.severity, said, clause=outcome.clause)
    found = tuple(replace(each, status=status) for each in outcome.findings if each.status is not Status.PASSED)
    return replace(outcome, status=status, reason=said, findings=(own, *found))


def unnamed(each: Made) -> Made:
    """The same without the candidate's name where the program tells it: the dossier itself still bears it."""
    name = f"{each.row.dossier_name}.pdf"
    if isinstance(each.result, Refusal):
        params = {**each.result.message.params, "file": name}
        refusal = replace(each.result, name=name, message=replace(each.result.message, params=params))
        return replace(each, source=Source(name, each.source.data), result=refusal)
    dossier = each.result.dossier
    found = dossier.originality
    if found is not None:
        found = replace(found, sources=tuple(map(_unnamed_source, found.sources)))
    dossier = replace(
        dossier,
        document=replace(dossier.document, name=name),
        identity=replace(dossier.identity, candidate=(), names=()),
        originality=found,
    )
    outcomes = tuple(_unnamed_outcome(outcome) for outcome in each.result.outcomes)
    result = replace(each.result, dossier=dossier, outcomes=outcomes)
    return replace(each, source=Source(name, each.source.data), result=result)


def _unnamed_outcome(outcome: Outcome) -> Outcome:
    """What the rules on the name say quotes it: their title is left."""
    if not outcome.code.startswith(_IDENTITY):
        return outcome
    title = Message(outcome.title)
    found = tuple(replace(each, message=title, evidence=(), hint=None, data={}) for each in outcome.findings[:1])
    return replace(outcome, reason=None, findings=found)


def _unnamed_source(share: SourceShare) -> SourceShare:
    source = share.source
    if source.kind is not SourceKind.DOSSIER:
        return share
    title = source.title if _NUMBERED.fullmatch(source.title) else ""
    return replace(share, source=replace(source, title=title, author=""))


def annotated(reader: Reader, each: Made, result: Report | Refusal, say: Translator) -> bytes | None:
    """The dossier with the comments of a report; None for a file that cannot be written again."""
    if isinstance(result, Refusal):
        return None
    from precheck.report.annotated import notes

    try:
        return reader.annotate(each.source, notes(result, say))
    except UnreadableFile:
        return None
