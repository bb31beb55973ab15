"""What protects the site, on every page there is: new pages are found by themselves."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable, Iterator

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.routing import Rule

from precheck.campaign.store import Store
from precheck.campaign.tables import Access
from tests.web.site import CANDIDATE, PASSWORD, Browser
from web.access import EVERYBODY, allow
from web.app import create_app
from web.security import POLICY, limiter, safe_target
from web.settings import Settings

NO_TOKEN_ASKED = {"institution.cas_end"}
"""A CAS server posts there: what it may do, it may by the ticket that only it and the site know."""


def rules(app: Flask, method: str) -> list[Rule]:
    """The pages that take that method."""
    found = [rule for rule in app.url_map.iter_rules() if method in (rule.methods or ())]
    return sorted(found, key=lambda rule: rule.rule)


def address(app: Flask, rule: Rule) -> str:
    """The address of a page, with an argument that leads nowhere for each that it takes."""
    said = {name: 1 if "Integer" in type(rule._converters[name]).__name__ else "x" for name in rule.arguments}
    with app.test_request_context():
        return app.url_map.bind("localhost").build(rule.endpoint, said, method=next(iter(rule.methods or ())))


# --- Forms -------------------------------------------------------------------


def test_no_form_is_taken_without_the_token_of_its_session(
    app: Flask, signed_in: Callable[[str], Browser], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limiter, "enabled", False)
    asked = [rule for rule in rules(app, "POST") if not rule.rule.startswith("/api/")]
    browser = signed_in("superuser")
    assert len(asked) > 5
    for rule in asked:
        for data in ({}, {"csrf_token": "forged"}):
            answer = browser.post(address(app, rule), data=data)
            answer.close()
            refused = answer.status_code == 400 and "Cette page est restée ouverte trop longtemps" in answer.text
            assert refused or rule.endpoint in NO_TOKEN_ASKED, rule


def test_the_token_of_somebody_else_is_refused(app: Flask, client: Browser) -> None:
    other = app.test_client()
    assert isinstance(other, Browser)
    other.get("/connexion")
    found = re.search(r'name="csrf_token" value="([^"]+)"', other.get("/connexion").text)
    assert found
    assert client.post("/langue/en", data={"csrf_token": found[1]}).status_code == 400


# --- Headers and cookies -----------------------------------------------------


def every_page(app: Flask, browser: Browser) -> Iterator[tuple[str, str, str]]:
    """Address, policy and text of every page that can be looked at, errors too."""
    for rule in rules(app, "GET"):
        path = address(app, rule)
        with browser.get(path) as answer:
            for name, value in {
                "X-Content-Type-Options": "nosniff",
                "Referrer-Policy": "same-origin",
                "Cross-Origin-Opener-Policy": "same-origin",
            }.items():
                assert answer.headers[name] == value, path
            assert "Server" not in answer.headers
            yield path, answer.headers["Content-Security-Policy"], answer.get_data(as_text=True)


@pytest.mark.parametrize("kind", ["nobody", "superuser"])
def test_every_page_has_the_policy_and_nothing_inline(
    app: Flask, signed_in: Callable[[str], Browser], kind: str
) -> None:
    inline = re.compile(r"<style|\sstyle=|\son\w+=|javascript:|<script(?![^>]*\ssrc=)", re.IGNORECASE)
    for path, policy, text in every_page(app, signed_in(kind)):
        assert policy == POLICY, path
        assert "<html" not in text or inline.findall(text) == [], path


def test_the_policy_allows_nothing_from_elsewhere() -> None:
    assert "unsafe" not in POLICY
    assert "http" not in POLICY
    assert "*" not in POLICY
    assert "default-src 'none'" in POLICY
    assert "frame-ancestors 'none'" in POLICY


@pytest.mark.parametrize("public", ["", "https://precheck.exemple.fr/"])
def test_cookies_are_for_the_site_alone(settings: Settings, public: str) -> None:
    site = create_app(dataclasses.replace(settings, public_url=public))
    base = public or "http://localhost/"
    client = site.test_client()
    page = client.get("/connexion", base_url=base)
    found = re.search(r'name="csrf_token" value="([^"]+)"', page.text)
    assert found
    referer = {"Referer": f"{base}connexion"}
    chosen = client.post("/langue/en", data={"csrf_token": found[1]}, base_url=base, headers=referer)
    cookies = [*page.headers.getlist("Set-Cookie"), *chosen.headers.getlist("Set-Cookie")]
    assert sorted(cookie.partition("=")[0] for cookie in cookies) == ["precheck-language", "precheck-session"]
    for cookie in cookies:
        said = set(cookie.split("; ")[1:])
        assert {"HttpOnly", "SameSite=Lax", "Path=/"} <= said
        assert ("Secure" in said) == bool(public)
        assert not any(each.startswith("Domain") for each in said)
    assert ("Strict-Transport-Security" in page.headers) == bool(public)
    site.extensions["precheck-store"].close()


# --- Limits ------------------------------------------------------------------


def test_guessing_a_password_is_slowed_and_told_kindly(app: Flask, client: Browser) -> None:
    def guess(browser: Browser, login: str, password: str, peer: str) -> tuple[int, str]:
        browser.environ_base["REMOTE_ADDR"] = peer
        answer = browser.submit("/connexion", {"login": login, "password": password}, page="/connexion")
        return answer.status_code, answer.text

    guessed = [guess(client, "superuser", f"guess {number}", f"192.0.2.{number}")[0] for number in range(10)]
    assert guessed == [403] * 10
    status, text = guess(client, " SuperUser", PASSWORD, "192.0.2.99")
    assert status == 429
    assert "Patientez un peu, puis réessayez." in text
    assert guess(client, "evaluator", PASSWORD, "192.0.2.99")[0] == 303


def test_one_address_guesses_for_few_accounts(client: Browser) -> None:
    answers = [
        client.submit("/connexion", {"login": f"nobody-{number}", "password": "x"}, page="/connexion").status_code
        for number in range(31)
    ]
    assert answers == [403] * 30 + [429]


def test_drafts_of_one_address_are_counted(settings: Settings) -> None:
    site = create_app(dataclasses.replace(settings, uploads_per_hour=2))
    site.test_client_class = Browser
    client = site.test_client()
    assert isinstance(client, Browser)
    answers = [client.submit("/verification") for _ in range(3)]
    assert [answer.status_code for answer in answers] == [400, 400, 429]
    assert "Patientez un peu" in answers[-1].text
    site.extensions["precheck-store"].close()


def test_an_unknown_login_looks_like_a_wrong_password(client: Browser) -> None:
    said = [
        client.submit("/connexion", {"login": login, "password": "x"}, page="/connexion").text
        for login in ("superuser", "nobody-here")
    ]
    token = re.compile(r'value="[^"]+"')
    assert token.sub("", said[0]) == token.sub("", said[1])


# --- Where people are sent ---------------------------------------------------


@given(st.text(alphabet=st.sampled_from("/\\\t\n\r :@.?#[]ahtps%\x00\x85\u2028é"), max_size=12) | st.text(max_size=30))
def test_nobody_is_sent_elsewhere(said: str) -> None:
    """As the URL standard reads addresses: backslashes are slashes, tabs and ends of lines do not count."""
    target = safe_target(said)
    read = re.sub(r"[\t\n\r]", "", target).strip("".join(map(chr, range(33)))).replace("\\", "/")
    assert read.startswith("/")
    assert not read.startswith("//")
    assert target in {said, "/"}


@pytest.mark.parametrize("inside", ["/", "/accueil", "/campagnes/c2i2e?page=2&tri=nom", "/é"])
def test_pages_of_the_site_are_reached(inside: str) -> None:
    assert safe_target(inside) == inside


@pytest.mark.parametrize("outside", ["//[", "https://mal.exemple", "/\\mal.exemple", "/\t/mal.exemple"])
def test_sign_in_leads_to_the_site(signed_in: Callable[[str], Browser], client: Browser, outside: str) -> None:
    said = {"login": "evaluator", "password": PASSWORD, "next": outside}
    assert client.submit("/connexion", said, page="/connexion").headers["Location"] == "/"


# --- Errors ------------------------------------------------------------------


def test_an_error_tells_nothing_of_the_inside(app: Flask, client: Browser) -> None:
    @allow(EVERYBODY)
    def broken() -> str:
        raise RuntimeError("a secret of the inside")

    app.add_url_rule("/broken", view_func=broken)
    answer = client.get("/broken")
    assert answer.status_code == 500
    assert "a secret" not in answer.text
    assert "Traceback" not in answer.text
    assert "Vous n&#39;y êtes pour rien" in answer.text


@pytest.mark.parametrize("path", ["/bienvenue/1", "/verification/1", "/verification/1/etat", "/verification/../x"])
def test_what_is_guessed_is_not_found(client: Browser, path: str) -> None:
    assert client.get(path).status_code == 404


# --- The access log ----------------------------------------------------------


def test_who_signed_in_is_noted_and_who_failed_is_not_named(client: Browser, site_store: Store) -> None:
    client.submit("/connexion", {"login": "my password by mistake", "password": "x"}, page="/connexion")
    client.submit("/connexion", {"login": CANDIDATE, "password": PASSWORD}, page="/connexion")
    with site_store.reading() as session:
        noted = [(each.actor, each.action) for each in session.query(Access).order_by(Access.id)][-2:]
    assert noted == [("?", "sign-in-refused"), (CANDIDATE, "sign-in")]
