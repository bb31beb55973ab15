"""Whole reports of real samples, one a profile, compared to what was kept (see `tests/report/golden.py`)."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest

from precheck.reading.pool import Reader
from tests.report import golden
from tests.report.test_json import VALIDATOR


@pytest.fixture(scope="module")
def reader() -> Iterator[Reader]:
    with Reader() as reader:
        yield reader


@pytest.mark.parametrize("profile", list(golden.KEPT))
def test_the_report_is_the_one_kept(profile: str, reader: Reader) -> None:
    produced = json.loads(golden.produce(profile, reader))
    VALIDATOR.validate(produced)
    assert produced == json.loads(golden.path(profile).read_text(encoding="utf-8"))


@pytest.mark.parametrize("profile", list(golden.KEPT))
def test_reading_twice_gives_the_same_bytes(profile: str, reader: Reader) -> None:
    assert golden.produce(profile, reader) == golden.produce(profile, reader)
