"""Windows to the second, in the institution's zone, at the edges that calendars have."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from precheck.campaign.procedure import Oral, Procedure, Window, first_second, last_second, late_by
from precheck.profile import load_profile

PARIS = ZoneInfo("Europe/Paris")


def utc(*parts: int) -> dt.datetime:
    return dt.datetime(*parts, tzinfo=dt.UTC)  # type: ignore[misc, arg-type]


def test_the_procedure_of_grenoble() -> None:
    procedure = Procedure.of(load_profile("grenoble-2016"))
    assert (procedure.reworks, procedure.oral, procedure.timezone) == (1, Oral.ALWAYS, PARIS)
    assert procedure.windows == (
        Window("Campagne 2017", utc(2017, 5, 9, 22), utc(2017, 5, 17, 21, 59, 59)),
    )  # fmt: skip
    assert procedure.clauses["rework"].quote == "Cette procédure ne pourra pas être répétée"


def test_two_sessions_of_orleans() -> None:
    windows = Procedure.of(load_profile("orleans-2022")).windows
    assert [(window.name, window.closes) for window in windows] == [
        ("Session 1", utc(2023, 4, 23, 21, 59, 59)),
        ("Session 2", utc(2023, 6, 11, 21, 59, 59)),
    ]


@pytest.mark.parametrize(
    ("local", "late"),
    [
        ((2017, 5, 17, 23, 59, 59), 0),
        ((2017, 5, 17, 23, 59, 59, 999_999), 0),
        ((2017, 5, 18, 0, 0, 0), 1),
        ((2017, 5, 18, 0, 1, 0), 61),
    ],
)
def test_lateness_is_to_the_second(local: tuple[int, ...], late: int) -> None:
    closes = last_second(dt.date(2017, 5, 17), PARIS)
    instant = dt.datetime(*local, tzinfo=PARIS)  # type: ignore[misc, arg-type]
    assert late_by(instant, closes) == late


@pytest.mark.parametrize(
    ("day", "hours"),
    [(dt.date(2017, 3, 26), 23), (dt.date(2017, 10, 29), 25), (dt.date(2017, 5, 17), 24)],
    ids=["summer time begins", "summer time ends", "an ordinary day"],
)
def test_a_day_lasts_as_long_as_it_does(day: dt.date, hours: int) -> None:
    assert last_second(day, PARIS) - first_second(day, PARIS) == dt.timedelta(hours=hours) - dt.timedelta(seconds=1)


def test_an_hour_that_comes_twice_is_taken_at_its_later_coming() -> None:
    assert last_second(dt.datetime(2017, 10, 29, 2, 30), PARIS) == utc(2017, 10, 29, 1, 30)  # noqa: DTZ001
    assert first_second(dt.datetime(2017, 10, 29, 2, 30), PARIS) == utc(2017, 10, 29, 0, 30)  # noqa: DTZ001


@given(
    st.datetimes(dt.datetime(2000, 1, 1), dt.datetime(2090, 1, 1), timezones=st.just(dt.UTC)),  # noqa: DTZ001
    st.dates(dt.date(2001, 1, 1), dt.date(2089, 1, 1)),
)
def test_late_is_what_comes_on_a_later_day(instant: dt.datetime, day: dt.date) -> None:
    assert (late_by(instant, last_second(day, PARIS)) > 0) is (instant.astimezone(PARIS).date() > day)
