"""Whole addresses: those of the settings, or where the server listens; never what the header Host claims."""

from __future__ import annotations

import dataclasses
import re
import socket
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from tests.web.site import HERE, PASSWORD, Browser, Served, free_port, login_of
from web.addresses import public, whole
from web.app import create_app
from web.settings import Settings

FORGED = "attaquant.example"
LINKS = re.compile(r'value="(https?://[^"/]+)/(?:d|bienvenue)/[^"]{20,}"')
PUBLIC = "https://depots.example.org/"


@pytest.fixture(params=[PUBLIC, ""], ids=["public", "without"])
def settings(request: pytest.FixtureRequest, tmp_path: Path) -> Settings:
    """A site that knows its address, and one that does not."""
    return Settings(tmp_path / "data", workers=1, public_url=request.param)


def origin(app: Flask) -> str:
    """Where every link has to lead."""
    return "https://depots.example.org" if app.config["SETTINGS"].public_url else "http://localhost"


@pytest.fixture
def deceived(app: Flask) -> Callable[[str], Browser]:
    """`deceived("candidate")`: a browser in which that kind of person signed in, and whose every request has a forged
    host; without https, for which the test's client has no word."""
    app.config["SESSION_COOKIE_SECURE"] = app.config["WTF_CSRF_SSL_STRICT"] = False

    def enter(kind: str) -> Browser:
        browser = app.test_client()
        assert isinstance(browser, Browser)
        browser.environ_base["HTTP_HOST"] = FORGED
        answer = browser.submit("/connexion", {"login": login_of(kind), "password": PASSWORD}, page="/connexion")
        assert (answer.status_code, answer.headers["Location"]) == (303, "/")
        return browser

    return enter


@pytest.mark.parametrize(
    ("kind", "path", "data", "page"),
    [
        ("candidate", f"/depot/{HERE}/partage", {}, f"/depot/{HERE}"),
        ("administrator", f"/campagnes/{HERE}/candidats/17/lien", {}, f"/campagnes/{HERE}/candidats/17"),
        ("superuser", "/utilisateurs", {"login": "nouvelle", "link": "yes"}, "/utilisateurs"),
        ("superuser", "/utilisateurs/lien", {"login": "evaluator"}, "/utilisateurs"),
    ],
    ids=["shared", "personal", "new account", "one-time"],
)
def test_a_forged_host_gets_into_no_link(
    app: Flask, deceived: Callable[[str], Browser], kind: str, path: str, data: dict[str, str], page: str
) -> None:
    browser = deceived(kind)
    answer = browser.submit(path, data, page=page)
    if answer.status_code == 303:
        assert answer.headers["Location"] == page
        answer = browser.get(page)
    assert LINKS.findall(answer.text) == [origin(app)]
    assert "attaquant" not in answer.text


@given(st.text(st.characters(codec="ascii", categories=("L", "N", "P")), min_size=1, max_size=40))
@hypothesis_settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_host_changes_an_address(app: Flask, host: str) -> None:
    with app.test_request_context("/", environ_overrides={"HTTP_HOST": host}):
        assert whole("/d/x") == f"{origin(app)}/d/x"


@pytest.mark.parametrize(
    ("name", "port", "scheme", "expected"),
    [
        ("127.0.0.1", "8000", "http", "http://127.0.0.1:8000/d/x"),
        ("depots.example.org", "443", "https", "https://depots.example.org/d/x"),
        ("::1", "8000", "http", "http://[::1]:8000/d/x"),
    ],
)
def test_without_a_public_address_it_is_where_the_server_listens(
    tmp_path: Path, name: str, port: str, scheme: str, expected: str
) -> None:
    app = create_app(Settings(tmp_path / "alone", workers=1))
    said = {"SERVER_NAME": name, "SERVER_PORT": port, "wsgi.url_scheme": scheme, "HTTP_HOST": FORGED}
    with app.test_request_context("/", environ_overrides=said):
        assert whole("/d/x") == expected
    app.extensions["precheck-store"].close()
    app.extensions["precheck-reports"].close()


def test_a_server_that_listens_everywhere_names_where_it_was_reached(tmp_path: Path) -> None:
    app = create_app(Settings(tmp_path / "alone", workers=1))
    port = free_port()
    with socket.create_server(("127.0.0.1", port)) as listening, socket.create_connection(("127.0.0.1", port)) as _:
        reached, _ = listening.accept()
        said = {"SERVER_NAME": "0.0.0.0", "SERVER_PORT": str(port), "gunicorn.socket": reached}
        with reached, app.test_request_context("/", environ_overrides=said):
            assert whole("/") == f"http://127.0.0.1:{port}/"
    app.extensions["precheck-store"].close()
    app.extensions["precheck-reports"].close()


def test_a_mail_has_the_address_of_the_settings_or_none(tmp_path: Path) -> None:
    known = Settings(tmp_path, public_url=PUBLIC)
    assert public(known, f"/depot/{HERE}") == f"https://depots.example.org/depot/{HERE}"
    assert public(dataclasses.replace(known, public_url=""), f"/depot/{HERE}") == ""


def test_the_real_server_sends_nobody_to_a_forged_host(server: Served) -> None:
    with socket.create_connection(("127.0.0.1", int(server.address.rpartition(":")[2]))) as talk:
        talk.sendall(b"GET /accueil HTTP/1.1\r\nHost: attaquant.example\r\nConnection: close\r\n\r\n")
        told = b"".join(iter(lambda: talk.recv(65536), b""))
    assert told.startswith(b"HTTP/1.1 302")
    assert b"attaquant" not in told
