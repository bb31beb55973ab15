"""Decisions from CSV or XLSX files: who evaluates whom, and items as a grid. Every fault is told with its line; nothing
is half taken in."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from sqlalchemy.orm import Session

from precheck.campaign.campaigns import candidacy, candidate
from precheck.campaign.decisions import Stage, check_items, decide_items, framework_of, judged_codes
from precheck.campaign.errors import BadGrid, ItemsClosed, NoCandidate, UnknownItem, meant
from precheck.campaign.intake.errors import TableUnreadable
from precheck.campaign.intake.tables import parse_table
from precheck.campaign.tables import CampaignSession, Candidacy
from precheck.i18n import Message, msg
from precheck.model.profile import Profile
from precheck.profile.problems import nearest
from precheck.structure.folding import fold

_PERSON = ("candidat", "candidate", "cle", "key")
_STAGE = ("etape", "stage")
_NAMES = ("nom", "prenom", "surname", "given", "name")
"""May stand in a grid for whoever fills it in, and are not read."""
_EVALUATOR = ("evaluateur", "evaluatrice", "evaluator")
_STAGES = {
    "": Stage.EVALUATOR,
    "evaluateur": Stage.EVALUATOR,
    "evaluation": Stage.EVALUATOR,
    "evaluator": Stage.EVALUATOR,
    "jury": Stage.JURY,
}
_YES = frozenset({"x", "1", "oui", "yes", "v"})
_NO = frozenset({"0", "n", "non", "no"})
_AMBIGUOUS = "o"
"""« x/o » has it for no, « o/n » for yes: what else stands in the file tells which."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a file, its number from 1, its cells by their folded headings; `titles` are the headings as written."""

    number: int
    cells: Mapping[str, str]
    titles: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class GridRow:
    """What a line says of the items of a candidacy."""

    one: Candidacy
    stage: Stage
    decided: Mapping[str, bool]


def read_lines(content: bytes, file: str) -> list[Line]:
    """The lines below the headings of a CSV or XLSX file, as `precheck.campaign.intake.tables` reads it.

    Raises:
        BadGrid: it is none, has no lines, or a heading twice.
    """
    try:
        table = parse_table(file, content)
    except TableUnreadable as error:
        raise BadGrid(file, (error.params["reason"],)) from None
    repeated = sorted({title for title in table.header if title and table.header.count(title) > 1})
    if repeated:
        raise BadGrid(file, (msg("several columns have one heading: {titles}", titles=", ".join(repeated)),))
    if not table.rows:
        raise BadGrid(file, (msg("there is no line below the headings"),))
    titles = {fold(title): title for title in table.header if title}
    keys = [fold(title) for title in table.header]
    return [Line(row.line, dict(zip_longest(keys, row.cells[: len(keys)], fillvalue="")), titles) for row in table.rows]


def read_assignments(window: CampaignSession, content: bytes, file: str) -> dict[Candidacy, str]:
    """Who evaluates whom: the columns `candidat` and `évaluateur`. Raises `BadGrid`."""
    lines = read_lines(content, file)
    people = _People(window)
    person, evaluator = _column(lines[0], _PERSON, file), _column(lines[0], _EVALUATOR, file)
    found: dict[Candidacy, str] = {}
    problems: list[Message] = []
    for line in lines:
        try:
            one = people.find(line.cells.get(person, ""))
        except NoCandidate as error:
            problems.append(_at(line, error.message))
            continue
        name = line.cells.get(evaluator, "")
        if one in found:
            problems.append(_at(line, msg("this candidate stands in the file twice")))
        elif not name:
            problems.append(_at(line, msg("nobody is named to evaluate")))
        else:
            found[one] = name
    if problems:
        raise BadGrid(file, problems)
    return found


def read_items(window: CampaignSession, profile: Profile, content: bytes, file: str) -> list[GridRow]:
    """A grid of items: a column `candidat`, perhaps one `étape` (évaluateur or jury), and one a code; x or 1 for
    acquired, 0 or n for not, nothing where nothing is said. An « o » is no beside « x » and yes beside « n ».

    Raises:
        BadGrid: with everything that is wrong.
    """
    lines = read_lines(content, file)
    first = lines[0]
    person = _column(first, _PERSON, file)
    codes = {key: title for key, title in first.titles.items() if key not in (*_PERSON, *_STAGE, *_NAMES)}
    yes, no = _marks({fold(line.cells.get(key, "")) for line in lines for key in codes}, file)
    people = _People(window)
    rows: list[GridRow] = []
    problems = _unknown(codes.values(), profile)
    if problems:
        raise BadGrid(file, problems)
    seen: set[tuple[int, Stage]] = set()
    for line in lines:
        try:
            row, faults = _row(line, people, person, codes, yes, no)
        except NoCandidate as error:
            problems.append(_at(line, error.message))
            continue
        try:
            check_items(profile, row.one, row.decided, row.stage)
        except ItemsClosed as error:
            faults.append(error.message)
        if (row.one.id, row.stage) in seen:
            faults.append(msg("this candidate stands in the file twice"))
        seen.add((row.one.id, row.stage))
        problems += [_at(line, fault) for fault in faults]
        rows.append(row)
    if problems:
        raise BadGrid(file, problems)
    return [row for row in rows if row.decided]


def decide_grid(session: Session, rows: Sequence[GridRow], profile: Profile, now: dt.datetime, actor: str) -> int:
    """Note what a grid says. Returns how many items that is."""
    return sum(
        len(decide_items(session, row.one, row.decided, row.stage, now, actor, profile=profile)) for row in rows
    )  # fmt: skip


class _People:
    """The candidacies of a session, found by what a file calls them."""

    def __init__(self, window: CampaignSession) -> None:
        self._window = window
        self._known: dict[str, list[Candidacy]] = {}
        for one in window.candidacies:
            for said in {one.candidate.key, str(one.candidate.number), *one.candidate.others}:
                self._known.setdefault(said, []).append(one)

    def find(self, said: str) -> Candidacy:
        """The candidacy so called. Raises `NoCandidate`."""
        found = self._known.get(said, [])
        if len(found) == 1:
            return found[0]
        return candidacy(candidate(self._window.campaign, said), self._window)


def _row(
    line: Line, people: _People, person: str, codes: Mapping[str, str], yes: frozenset[str], no: frozenset[str]
) -> tuple[GridRow, list[Message]]:
    one = people.find(line.cells.get(person, ""))
    said = next((line.cells[key] for key in _STAGE if key in line.cells), "")
    stage = _STAGES.get(fold(said))
    faults = [] if stage else [msg("“{said}” is neither evaluator nor jury", said=said)]
    decided = {}
    for key, code in codes.items():
        mark = fold(line.cells.get(key, ""))
        if mark in yes or mark in no:
            decided[code] = mark in yes
        elif mark:
            faults.append(msg("{code}: “{mark}” says neither yes nor no", code=code, mark=line.cells[key]))
    return GridRow(one, stage or Stage.EVALUATOR, decided), faults


def _unknown(titles: Iterable[str], profile: Profile) -> list[Message]:
    """The headings that are no item on which dossiers are judged."""
    codes = judged_codes(profile)
    framework = framework_of(profile).title
    found = []
    for title in titles:
        if title not in codes:
            error = UnknownItem(title, nearest(title, codes), framework)
            hint = meant(error.suggestion)
            found.append(msg("{problem} {hint}", problem=error.message, hint=hint[0]) if hint else error.message)
    return found


def _marks(seen: set[str], file: str) -> tuple[frozenset[str], frozenset[str]]:
    """What says yes and what says no in this file."""
    if _AMBIGUOUS not in seen:
        return _YES, _NO
    cross, crossed_out = "x" in seen, "n" in seen
    if cross is crossed_out:
        raise BadGrid(file, (msg("one cannot tell whether “o” says yes or no: write 1 and 0"),))
    return (_YES, _NO | {_AMBIGUOUS}) if cross else (_YES | {_AMBIGUOUS}, _NO)


def _column(line: Line, names: Sequence[str], file: str) -> str:
    for name in names:
        if name in line.titles:
            return name
    raise BadGrid(file, (msg("the column “{name}” is missing", name=names[0]),))


def _at(line: Line, problem: Message) -> Message:
    return msg("line {line}: {problem}", line=line.number, problem=problem)
