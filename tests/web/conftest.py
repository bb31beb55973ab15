"""What tests of the site share; see `tests.web.site` for the people and the campaigns there are."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask

from precheck.campaign.store import Store
from tests.web.site import PASSWORD, Browser, Served, login_of, populate, serving
from web.app import create_app
from web.settings import Settings


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Settings with a data folder of the test's own; a test module may define another."""
    return Settings(tmp_path / "data", workers=1)


@pytest.fixture(scope="session")
def populated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with two campaigns and a person of each kind, made once: each test gets a copy."""
    folder = tmp_path_factory.mktemp("populated")
    with Store(folder) as store:
        populate(store)
    return folder


@pytest.fixture
def app(settings: Settings, populated: Path) -> Iterator[Flask]:
    """The site, with two campaigns and a person of each kind. No worker: what is queued stays so."""
    shutil.copytree(populated, settings.data_dir, dirs_exist_ok=True)
    made = create_app(settings)
    made.test_client_class = Browser
    yield made
    made.extensions["precheck-store"].close()
    made.extensions["precheck-reports"].close()


@pytest.fixture
def site_store(app: Flask) -> Store:
    """The store of the site."""
    found: Store = app.extensions["precheck-store"]
    return found


@pytest.fixture
def client(app: Flask) -> Browser:
    """Somebody who did not sign in."""
    made = app.test_client()
    assert isinstance(made, Browser)
    return made


@pytest.fixture
def signed_in(app: Flask) -> Callable[[str], Browser]:
    """`signed_in("evaluator")`: a browser in which that kind of person signed in with the password."""

    def enter(kind: str) -> Browser:
        browser = app.test_client()
        assert isinstance(browser, Browser)
        if kind != "nobody":
            answer = browser.submit("/connexion", {"login": login_of(kind), "password": PASSWORD}, page="/connexion")
            assert answer.status_code == 303, answer.text
        return browser

    return enter


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The real site with its worker, started once: nobody has an account but the first administrator."""
    with serving(tmp_path_factory.mktemp("site"), uploads_per_hour="100000") as served:
        yield served
