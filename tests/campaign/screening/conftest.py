"""A pool for every test that screens, and the results that an uninterrupted run gives."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from precheck.campaign.screening.executors import Pool, one_thread_each
from precheck.campaign.screening.run import screen
from precheck.campaign.store import Store
from tests.campaign.screening.campaigns import KEY, NOW, campaign, corpus_of, decide, exports, files, rows

DEPOSITS = 8


@pytest.fixture(scope="session")
def pool() -> Iterator[Pool]:
    """Two workers."""
    with one_thread_each(), Pool(2) as opened:
        yield opened


@pytest.fixture(scope="session")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A corpus of twenty texts."""
    return corpus_of(tmp_path_factory.mktemp("corpus") / "corpus", 20)


@pytest.fixture(scope="session")
def whole(pool: Pool, corpus: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """The small campaign, screened in one go by the pool of this machine."""
    with Store(tmp_path_factory.mktemp("whole")) as store:
        campaign(store, files(DEPOSITS))
        screen(store, KEY, None, [corpus], pool, NOW, "admin")
        yield store


@pytest.fixture(scope="session")
def uninterrupted(whole: Store) -> list[dict[str, Any]]:
    """Its results."""
    return rows(whole)


@pytest.fixture(scope="session")
def exported(whole: Store, tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """All that its exports write, once the jury has decided."""
    decide(whole)
    return exports(whole, tmp_path_factory.mktemp("exports"))
