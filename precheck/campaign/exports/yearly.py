"""The yearly tables: per year, institutions, candidates, certificates and the success rate; for one year, by kind of
candidate. Over all campaigns of the store, those purged too."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from precheck.campaign import statistics
from precheck.campaign.exports import sheets
from precheck.campaign.exports.base import Demand, Done, form_of, note, place_of
from precheck.campaign.exports.errors import NothingToExport
from precheck.campaign.exports.sheets import Cell, Column, Share, Sheet
from precheck.campaign.tables import Statistic
from precheck.i18n import msg, msgs
from precheck.output import write_whole

FORMS = (".csv", ".xlsx", ".txt")


@dataclass(frozen=True, slots=True)
class Year:
    """A column of the first table."""

    year: str
    institutions: int
    candidates: int
    certificates: int

    @property
    def rate(self) -> float | None:
        """Certificates by candidates, 0 to 1; None without candidates."""
        return self.certificates / self.candidates if self.candidates else None


@dataclass(frozen=True, slots=True)
class Public:
    """A row of the second table: `certified_share` is the share of all certificates of the year."""

    public: str
    candidates: int
    certificates: int
    certified_share: float | None

    @property
    def rate(self) -> float | None:
        """As that of a year."""
        return self.certificates / self.candidates if self.candidates else None


def years(found: Iterable[Statistic]) -> tuple[Year, ...]:
    """The figures of each year, in order."""
    by_year: dict[str, list[Statistic]] = {}
    for each in found:
        by_year.setdefault(each.year, []).append(each)
    return tuple(
        Year(
            year,
            len({each.institution for each in some}),
            sum(each.candidates for each in some),
            sum(each.certificates for each in some),
        )
        for year, some in sorted(by_year.items())
    )


def publics(found: Iterable[Statistic], year: str, order: Sequence[str] = ()) -> tuple[Public, ...]:
    """The figures of each kind of candidate in a year: those of `order` first, then the others by name."""
    some = [each for each in found if each.year == year]
    total = sum(each.certificates for each in some)
    place = {public: number for number, public in enumerate(order)}
    names = sorted({each.public for each in some}, key=lambda name: (place.get(name, len(place)), name == "", name))
    made = []
    for name in names:
        certificates = sum(each.certificates for each in some if each.public == name)
        candidates = sum(each.candidates for each in some if each.public == name)
        made.append(Public(name, candidates, certificates, certificates / total if total else None))
    return tuple(made)


def export(demand: Demand) -> Done:
    """Write both tables; the second for the year asked, by default that of the campaign. Raises `CampaignError`,
    `OutputError`."""
    form = form_of(demand.output, FORMS)
    with demand.store.writing() as session:
        place = place_of(session, demand)
        found = statistics.all_statistics(session)
        year = demand.year or statistics.year_of(place.campaign, place.procedure)
        if year not in {each.year for each in found}:
            reason = msg("nobody registered in {year}", year=year)
            raise NothingToExport(campaign=demand.campaign, reason=reason)
        tables = [sheet_of_years(years(found)), sheet_of_publics(publics(found, year, place.procedure.publics), year)]
        content = sheets.written(form, tables, demand.translator, place.zone, place.session.closes)
        counted = len({each.campaign for each in found})
        note(session, demand, "yearly", year=year)
    write_whole(demand.output, content)
    said = msgs(
        "The figures of {count} campaign written to {file}.", "The figures of {count} campaigns written to {file}.",
        counted, file=str(demand.output),
    )  # fmt: skip
    return Done(said)


def sheet_of_years(found: Sequence[Year]) -> Sheet:
    """The first table, a year a column."""
    rows: tuple[tuple[Cell, ...], ...] = (
        (msg("Institutions"), *(each.institutions for each in found)),
        (msg("Candidates registered"), *(each.candidates for each in found)),
        (msg("Certificates delivered"), *(each.certificates for each in found)),
        (msg("Success rate"), *(_share(each.rate, 0) for each in found)),
    )
    columns = (Column(msg("Year"), 28), *(Column(each.year, 10) for each in found))
    return Sheet(msg("By year"), columns, rows)


def sheet_of_publics(found: Sequence[Public], year: str) -> Sheet:
    """The second table, a kind of candidate a row."""
    columns = (
        Column(msg("Year {year}", year=year), 34),
        Column(msg("Candidates registered"), 14),
        Column(msg("Certificates delivered"), 14),
        Column(msg("Share of the certificates"), 14),
        Column(msg("Success rate"), 12),
    )
    rows = tuple(
        (each.public or msg("not told"), each.candidates, each.certificates, _share(each.certified_share, 1),
         _share(each.rate, 0))
        for each in found
    )  # fmt: skip
    return Sheet(msg("By kind of candidate"), columns, rows)


def _share(value: float | None, decimals: int) -> Share | None:
    return None if value is None else Share(value, decimals)
