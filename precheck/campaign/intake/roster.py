"""The roster: planned from a table, shown, then applied whole or not at all."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from precheck.campaign.campaigns import log
from precheck.campaign.intake.cells import instant, plain, yes_or_no
from precheck.campaign.intake.columns import Columns, recognise
from precheck.campaign.intake.errors import CampaignOver, NotAnInstant, RosterInvalid
from precheck.campaign.intake.tables import Row, Table
from precheck.campaign.procedure import Procedure
from precheck.campaign.states import Phase
from precheck.campaign.tables import Campaign, CampaignSession, Candidacy, Candidate
from precheck.i18n import Message, msg
from precheck.model.profile import Profile

_LONGEST = {"key": 200, "surname": 200, "given": 200, "email": 320, "public": 200}


@dataclass(frozen=True, slots=True)
class Person:
    """A line of a roster. What its cells do not tell is empty or None, and changes nothing of a known candidate."""

    line: int
    key: str
    surname: str
    given: str = ""
    email: str = ""
    public: str = ""
    extension: dt.datetime | None = None
    others: tuple[str, ...] = ()
    earlier: tuple[str, ...] = ()
    digital_copy: bool | None = None
    office_copy: bool | None = None
    opted_out: bool | None = None


@dataclass(frozen=True, slots=True)
class RosterPlan:
    """What an import will do: `new` and `changed` are keys; `faults` name their lines, and hinder everything."""

    name: str
    people: tuple[Person, ...]
    faults: tuple[Message, ...]
    new: tuple[str, ...]
    changed: tuple[str, ...]
    unchanged: int
    ignored: tuple[str, ...]
    """Columns that nothing was taken from."""


class _BadCell(Exception):
    def __init__(self, why: Message) -> None:
        self.why = why


def plan_roster(
    campaign: Campaign, session: CampaignSession, profile: Profile, table: Table, said: Mapping[str, str] | None = None
) -> RosterPlan:
    """What importing that table into that session will do; nothing changes.

    Args:
        said: names of columns by fields of `columns.NAMES`.

    Raises:
        ColumnUnknown: a column is missing.
    """
    columns = recognise(table, said)
    people: list[Person] = []
    faults: list[Message] = []
    for row in table.rows:
        try:
            people.append(_person(row, columns, profile, len(table.header)))
        except _BadCell as bad:
            faults.append(msg("line {line}: {reason}", line=row.line, reason=bad.why))
    faults += _shared(people)
    known = {one.key: one for one in campaign.candidates}
    new = [one.key for one in people if one.key not in known]
    changed = [one.key for one in people if one.key in known and _differs(one, known[one.key], session)]
    return RosterPlan(
        table.name, tuple(people), tuple(faults), tuple(new), tuple(changed),
        len(people) - len(new) - len(changed), columns.ignored,
    )  # fmt: skip


def apply_roster(
    session: Session, campaign: Campaign, into: CampaignSession, plan: RosterPlan, now: dt.datetime, actor: str
) -> None:
    """Add the new candidates and update the known ones; nobody is ever removed.

    Raises:
        RosterInvalid: the plan has faults; nothing changes.
        CampaignOver: the campaign is archived.
    """
    if plan.faults:
        raise RosterInvalid(plan.name, plan.faults)
    still_open(campaign)
    # One import at a time, so that no anonymous number is drawn twice.
    session.execute(select(Campaign.id).where(Campaign.id == campaign.id).with_for_update())
    known = {one.key: one for one in session.scalars(select(Candidate).where(Candidate.campaign_id == campaign.id))}
    fresh = sorted(one.key for one in plan.people if one.key not in known)
    numbers = dict(zip(fresh, _numbers(campaign, known, len(fresh)), strict=True))
    for one in plan.people:
        candidate = known.get(one.key)
        if candidate is None:
            candidate = Candidate(key=one.key, number=numbers[one.key], surname=one.surname)
            campaign.candidates.append(candidate)
        _update(candidate, one)
        candidacy = _candidacy(candidate, into)
        if candidacy is None:
            candidacy = Candidacy(session=into)
            candidate.candidacies.append(candidacy)
        candidacy.extension = one.extension or candidacy.extension
    log(session, now, actor, "roster", campaign.key, new=len(fresh), lines=len(plan.people))
    session.flush()


def still_open(campaign: Campaign) -> None:
    """Raises `CampaignOver` when the campaign is archived or purged."""
    if campaign.phase in {Phase.ARCHIVED, Phase.PURGED}:
        raise CampaignOver(campaign=campaign.key)


def _numbers(campaign: Campaign, known: Mapping[str, Candidate], count: int) -> list[int]:
    """The next anonymous numbers, drawn: the moment of the campaign's beginning is what nobody else knows of it."""
    first = max((one.number for one in known.values()), default=0) + 1
    numbers = list(range(first, first + count))
    random.Random(f"{campaign.key} {campaign.created.isoformat()} {first}").shuffle(numbers)
    return numbers


def _person(row: Row, columns: Columns, profile: Profile, width: int) -> Person:
    if len(row.cells) > width:
        raise _BadCell(msg("it has more cells than the header"))
    if not all(cell.isprintable() for cell in row.cells):
        raise _BadCell(msg("a cell holds a line break or a character that cannot be shown"))
    said = {field: columns.cell(row.cells, field) for field in columns.places}
    surname, given = _name(said)
    if not said["key"]:
        raise _BadCell(msg("there is no key"))
    if not surname:
        raise _BadCell(msg("there is no name"))
    person = Person(
        row.line, said["key"], surname, given, _email(said.get("email", "")),
        _public(said.get("public", ""), Procedure.of(profile)), _extension(said.get("extension", ""), profile),
        tuple(dict.fromkeys(row.cells[at] for at in columns.others if at < len(row.cells) and row.cells[at])),
        _items(said.get("earlier", ""), profile),
        *(_flag(field, said.get(field, "")) for field in ("digital_copy", "office_copy", "opted_out")),
    )  # fmt: skip
    if any(len(getattr(person, field)) > longest for field, longest in _LONGEST.items()):
        raise _BadCell(msg("a cell is too long"))
    return person


def _name(said: Mapping[str, str]) -> tuple[str, str]:
    """Surname and given names. In a whole name, a comma or capitals mark the surname; otherwise nothing is guessed."""
    if said.get("surname"):
        return said["surname"], said.get("given", "")
    whole = said.get("fullname", "")
    if "," in whole:
        surname, _, given = whole.partition(",")
        return surname.strip(), given.strip()
    words = whole.split()
    capitals = [word for word in words if word.isupper() and len(word) > 1]
    if not capitals or len(capitals) == len(words):
        return whole, ""
    return " ".join(capitals), " ".join(word for word in words if word not in capitals)


def _email(said: str) -> str:
    if said and (said.count("@") != 1 or " " in said or said[0] == "@" or said[-1] == "@"):
        raise _BadCell(msg("“{said}” is not an e-mail address", said=said))
    return said


def _public(said: str, procedure: Procedure) -> str:
    if not said or not procedure.publics:
        return said
    found = [each for each in procedure.publics if plain(each) == plain(said)]
    if not found:
        raise _BadCell(
            msg("“{said}” is not a kind of candidate; they are: {publics}", said=said,
                publics=", ".join(procedure.publics))
        )  # fmt: skip
    return found[0]


def _extension(said: str, profile: Profile) -> dt.datetime | None:
    try:
        return instant(said, Procedure.of(profile).timezone) if said else None
    except NotAnInstant as error:
        raise _BadCell(msg("“{said}” is not a date", said=error.params["said"])) from None


def _items(said: str, profile: Profile) -> tuple[str, ...]:
    domains = profile.framework.domains if profile.framework else ()
    known = {plain(each.code): each.code for domain in domains for each in domain.competences}
    found = []
    for word in said.replace(",", " ").replace(";", " ").split():
        if plain(word) not in known:
            raise _BadCell(msg("“{said}” is not an item of the framework", said=word))
        found.append(known[plain(word)])
    return tuple(dict.fromkeys(found))


def _flag(field: str, said: str) -> bool | None:
    answer = yes_or_no(said)
    if said and answer is None:
        raise _BadCell(msg("“{said}” is neither yes nor no ({field})", said=said, field=field))
    return answer


def _shared(people: list[Person]) -> list[Message]:
    """Identifiers that several lines claim."""
    lines: dict[str, int] = {}
    faults = []
    for one in people:
        for name in dict.fromkeys((one.key, *one.others)):
            first = lines.setdefault(name.casefold(), one.line)
            if first != one.line:
                faults.append(
                    msg("line {line}: “{name}” stands on line {first} already", line=one.line, name=name, first=first)
                )
    return faults


def _candidacy(candidate: Candidate, into: CampaignSession) -> Candidacy | None:
    return next((each for each in candidate.candidacies if each.session is into or each.session_id == into.id), None)


def _changes(one: Person) -> dict[str, object]:
    """What a line tells of a candidate, by columns."""
    told: dict[str, object] = {"surname": one.surname}
    for field in ("given", "email", "public"):
        if getattr(one, field):
            told[field] = getattr(one, field)
    for field in ("others", "earlier"):
        if getattr(one, field):
            told[field] = list(getattr(one, field))
    for field in ("digital_copy", "office_copy", "opted_out"):
        if getattr(one, field) is not None:
            told[field] = getattr(one, field)
    return told


def _update(candidate: Candidate, one: Person) -> None:
    for field, value in _changes(one).items():
        setattr(candidate, field, value)


def _differs(one: Person, candidate: Candidate, into: CampaignSession) -> bool:
    candidacy = _candidacy(candidate, into)
    if candidacy is None or (one.extension and one.extension != candidacy.extension):
        return True
    return any(getattr(candidate, field) != value for field, value in _changes(one).items())
