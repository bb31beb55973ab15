"""The procedure of a profile, typed: who may deposit until when, how often, and what follows."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any
from zoneinfo import ZoneInfo

from precheck.model.finding import Clause
from precheck.model.profile import Profile

TIMEZONE = "Europe/Paris"
RETENTION_DAYS = 365
"""How long a closed campaign is kept where the profile does not say."""
_SECOND = dt.timedelta(seconds=1)


class Oral(StrEnum):
    """Whether there is an oral."""

    ALWAYS = "always"
    ON_REQUEST = "on-request"
    NEVER = "never"


@dataclass(frozen=True, slots=True)
class Window:
    """When dossiers may be deposited: both instants are inclusive, to the second, in UTC.

    `opens` is None where there is no beginning. The dates of the jury are days of the institution.
    """

    name: str
    opens: dt.datetime | None
    closes: dt.datetime
    jury_from: dt.date | None = None
    jury_to: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Procedure:
    """What a campaign may do.

    `reworks` is how often a refused dossier may come back; `replace` whether a candidate may replace a deposit until
    the close; `publics` the kinds of candidates that the yearly table tells apart, in its order; `claim_days` how long
    after a decision a claim is in time; `slides` the only format of slides ("pdf"); `postponement_motives` for which
    the oral may be held on another date (none: any reason will do); `clauses` what each step rests on, by the names of
    `precheck.profile.shapes.PROCEDURE_CLAUSES`.
    """

    timezone: ZoneInfo = ZoneInfo(TIMEZONE)
    reworks: int = 0
    replace: bool = True
    oral: Oral = Oral.NEVER
    windows: tuple[Window, ...] = ()
    publics: tuple[str, ...] = ()
    required_documents: tuple[str, ...] = ()
    claim_days: int | None = None
    slides: str | None = None
    postponement_motives: tuple[str, ...] = ()
    retention_days: int = RETENTION_DAYS
    clauses: Mapping[str, Clause] = field(default_factory=dict)

    @classmethod
    def of(cls, profile: Profile) -> Procedure:
        """The procedure that a validated profile tells."""
        said = profile.procedure
        zone = ZoneInfo(said.get("timezone", TIMEZONE))
        return cls(
            zone,
            said.get("reworks", 0),
            said.get("replace", True),
            Oral(said.get("oral", {}).get("held", "never")),
            tuple(_window(number, each, zone) for number, each in enumerate(said.get("windows", ()), 1)),
            tuple(said.get("publics", ())),
            tuple(said.get("required-documents", ())),
            said.get("claim-days"),
            said.get("oral", {}).get("slides"),
            tuple(said.get("oral", {}).get("postponement-motives", ())),
            said.get("retention-days", RETENTION_DAYS),
            {name: profile.clauses[clause] for name, clause in said.get("clauses", {}).items()},
        )


def _window(number: int, said: Mapping[str, Any], zone: ZoneInfo) -> Window:
    return Window(
        said.get("name", str(number)),
        first_second(said["opens"], zone) if "opens" in said else None,
        last_second(said["closes"], zone),
        said.get("jury-from"),
        said.get("jury-to"),
    )


def first_second(said: dt.date, zone: ZoneInfo) -> dt.datetime:
    """The instant, in UTC, at which a day of the institution begins; a date with its time is that instant."""
    moment = said if isinstance(said, dt.datetime) else dt.datetime.combine(said, dt.time())
    return _instant(moment, zone, fold=0)


def last_second(said: dt.date, zone: ZoneInfo) -> dt.datetime:
    """The last second, in UTC, of a day of the institution; a date with its time is that second.

    An hour that comes twice (the end of summer time) is taken at its later coming: doubt is for the candidate.
    """
    if isinstance(said, dt.datetime):
        return _instant(said, zone, fold=1)
    return first_second(said + dt.timedelta(days=1), zone) - _SECOND


def _instant(moment: dt.datetime, zone: ZoneInfo, fold: int) -> dt.datetime:
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=zone, fold=fold)
    return moment.astimezone(dt.UTC)


def late_by(instant: dt.datetime, closes: dt.datetime) -> int:
    """By how many seconds an instant comes after the last second of a window; 0 when it is in time."""
    return max(0, int((instant.replace(microsecond=0) - closes) / _SECOND))
