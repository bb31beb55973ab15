"""The table of an evaluator's dossiers: which rows, in which order, and the links that sort and filter them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from precheck.campaign import campaigns
from precheck.campaign.decisions import REFUSED
from precheck.campaign.exports.bundles import DOUBT_LEVEL, DOUBT_WORD, doubt_of, ordered
from precheck.campaign.exports.rows import Row, rows
from precheck.campaign.exports.table import verdict_word
from precheck.campaign.states import STATE_WORD, State
from precheck.i18n import Message, msg
from precheck.model.profile import Screening
from precheck.model.report import Verdict
from precheck.report.originality_words import LEVEL_SIGN, Level
from precheck.report.wording import VERDICT_SIGN

if TYPE_CHECKING:
    from precheck.campaign.store import Transaction
    from precheck.campaign.tables import Campaign

SAVED = msg("Noted. Your word now stands in place of the machine's; both are kept in the history.")
LEVEL_WORD: Mapping[Level, Message] = {
    Level.ALERT: msg("to review first"),
    Level.REVIEW: msg("to review"),
    Level.BELOW: msg("below the thresholds"),
    Level.NOTHING: msg("nothing found"),
    Level.UNREAD: msg("not compared"),
}
_LAST = 10**9


@dataclass(frozen=True, slots=True)
class Line:
    """A row and how it is shown. `level` is where its share stands."""

    row: Row
    doubt: Message
    doubt_style: str
    verdict: Message | None
    verdict_sign: str
    state: Message
    level: Level
    level_sign: str
    level_word: Message


@dataclass(frozen=True, slots=True)
class Choice:
    """A link that filters: `value` "" is all."""

    value: str
    word: Message
    count: int
    chosen: bool


@dataclass(frozen=True, slots=True)
class Shown:
    """The whole page. `waiting` counts candidates who deposited nothing; `sort` is "" for the doubtful first."""

    lines: tuple[Line, ...]
    total: int
    waiting: int
    part: Any
    parts: Sequence[Any]
    sort: str
    down: bool
    filters: tuple[tuple[str, Message, tuple[Choice, ...]], ...]
    query: Mapping[str, str]
    screening: Screening

    def link(self, **changes: str) -> dict[str, str]:
        """The query of a link that changes these; "" takes one out."""
        kept = {**self.query, **changes}
        return {name: value for name, value in kept.items() if value}

    def sorting(self, column: str) -> dict[str, str]:
        """The query of a column's head: once up, twice down."""
        return self.link(tri=column, sens="desc" if self.sort == column and not self.down else "")


def level_of(row: Row, screening: Screening) -> Level:
    """Where the share of a row stands between the thresholds."""
    if row.share is None:
        return Level.UNREAD
    if row.share >= screening.alert:
        return Level.ALERT
    if row.share >= screening.review:
        return Level.REVIEW
    return Level.BELOW if row.passages else Level.NOTHING


_COLUMNS: Mapping[str, Callable[[Row], Any]] = {
    "numero": lambda row: row.number,
    "nom": lambda row: row.name.casefold(),
    "etat": lambda row: list(State).index(row.state),
    "verdict": lambda row: [*Verdict, REFUSED].index(row.verdict) if row.verdict else -1,
    "regles": lambda row: (len(row.failed), len(row.verify)),
    "similarite": lambda row: -1.0 if row.share is None else row.share,
    "groupe": lambda row: row.group or _LAST,
    "pages": lambda row: row.pages or 0,
    "evaluateur": lambda row: row.evaluator.casefold(),
}


def gather(
    read: Transaction, campaign: Campaign, evaluator: str | None, part: int | None, query: Mapping[str, str]
) -> Shown:
    """The dossiers assigned to that evaluator, None for all of them, as the query sorts and filters them.

    Args:
        part: the number of a session; by default the current one, or the last before it with a dossier.
    """
    profile = campaigns.profile_of(campaign)
    found, chosen = _session(read, campaign, evaluator, part)
    deposited = [row for row in found if row.deposit is not None]
    asked = {name: query.get(name, "") for name in ("verdict", "similarite", "etat")}
    sort = query.get("tri", "") if query.get("tri", "") in _COLUMNS else ""
    down = query.get("sens") == "desc"
    lines = [_line(row, profile.screening) for row in ordered(deposited, profile.screening)]
    filters = tuple(_filter(name, asked, lines) for name in asked)
    kept = [line for line in lines if all(not value or _value(line, name) == value for name, value in asked.items())]
    if sort:
        kept.sort(key=lambda line: _COLUMNS[sort](line.row), reverse=down)
    full = {**asked, "tri": sort, "sens": "desc" if down else "", "session": str(chosen.number)}
    return Shown(tuple(kept), len(deposited), len(found) - len(deposited), chosen, campaign.sessions, sort, down,
                 filters, full, profile.screening)  # fmt: skip


def _session(read: Transaction, campaign: Campaign, evaluator: str | None, part: int | None) -> tuple[list[Row], Any]:
    """The rows of the session that is asked for, or of the last one up to now with a dossier in it."""
    current = campaigns.current(campaign, part)
    wanted = [current]
    if part is None:
        wanted += [each for each in reversed(campaign.sessions) if each.number < current.number]
    first: list[Row] | None = None
    for each in wanted:
        found = [row for row in rows(read, campaign, each.number) if evaluator in (None, row.evaluator)]
        if any(row.deposit is not None for row in found):
            return found, each
        first = found if first is None else first
    return first or [], current


def _line(row: Row, screening: Screening) -> Line:
    doubt, level = doubt_of(row, screening), level_of(row, screening)
    sign = "∅" if row.verdict == REFUSED else VERDICT_SIGN[Verdict(row.verdict)] if row.verdict else "…"
    return Line(row, DOUBT_WORD[doubt], DOUBT_LEVEL[doubt], verdict_word(row.verdict), sign,
                STATE_WORD[row.state], level, LEVEL_SIGN[level], LEVEL_WORD[level])  # fmt: skip


def _value(line: Line, name: str) -> str:
    return {"verdict": line.row.verdict or "", "similarite": line.level.value, "etat": line.row.state.value}[name]


_TITLES = {"verdict": msg("Verdict"), "similarite": msg("Similarity"), "etat": msg("State")}


def _filter(name: str, asked: Mapping[str, str], lines: Sequence[Line]) -> tuple[str, Message, tuple[Choice, ...]]:
    """The values that there are, in a fixed order, with how many dossiers have each."""
    counts = Counter(_value(line, name) for line in lines)
    words: dict[str, Message] = {}
    for line in lines:
        word = {"verdict": line.verdict, "similarite": line.level_word, "etat": line.state}[name]
        if word is not None:
            words[_value(line, name)] = word
    order = {"verdict": [*Verdict, REFUSED], "similarite": [*LEVEL_WORD], "etat": [*State]}[name]
    choices = [Choice(value, words[value], counts[value], asked[name] == value) for value in order if value in words]
    return name, _TITLES[name], (Choice("", msg("All"), len(lines), not asked[name]), *choices)
