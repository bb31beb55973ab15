"""Signing in by the institution: each way against a server that speaks its protocol, and each way of deceiving it."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from flask import Flask
from werkzeug.test import TestResponse

from precheck.campaign.accounts import Role, ensure_user, grant, new_key, shut_out
from precheck.campaign.store import Store
from tests.web.peers.cas import CasServer, logout_request
from tests.web.peers.oidc import CLIENT, SECRET, OidcProvider
from tests.web.peers.serving import listening
from tests.web.site import Browser, free_port, serving
from web.institution import remote_user
from web.settings import Settings

PROXY = "192.0.2.7"
NOW = dt.datetime(2026, 11, 24, tzinfo=dt.UTC)
REFUSED = "Votre établissement n&#39;a pas confirmé votre identité"
SILENT = "Le service de connexion de votre établissement ne répond pas"


@pytest.fixture
def cas() -> CasServer:
    return CasServer()


@pytest.fixture
def provider() -> OidcProvider:
    return OidcProvider()


@pytest.fixture
def settings(tmp_path: Path, cas: CasServer, provider: OidcProvider) -> Iterator[Settings]:
    """All ways at once."""
    with listening(cas.respond) as cas_address, listening(provider.respond) as oidc_address:
        yield Settings(
            tmp_path / "data",
            workers=1,
            remote_user_from=(PROXY, "198.51.100.0/24", "unix"),
            trusted_proxies=1,
            cas_url=f"{cas_address}/cas",
            oidc_url=oidc_address,
            oidc_client=CLIENT,
            oidc_secret=SECRET,
        )


def go_and_return(client: Browser, way: str, change: dict[str, str] | None = None, target: str = "") -> TestResponse:
    """Follow the redirections of a sign-in until the site answers; `change` replaces parameters on the way back."""
    away = client.get(f"/connexion/{way}" + (f"?next={target}" if target else ""))
    assert away.status_code == 302, away.text
    back = requests.get(away.headers["Location"], allow_redirects=False, timeout=5)
    parts = urlsplit(back.headers["Location"])
    said = {name: values[0] for name, values in parse_qs(parts.query).items()}
    return client.get(parts.path, query_string={**said, **(change or {})})


def who(client: Browser) -> str | None:
    """The name that the page of the account shows; None for nobody."""
    page = client.get("/compte")
    if page.status_code == 302:
        return None
    return page.text.partition('<p class="lead"><bdi>')[2].partition("</bdi>")[0]


# --- REMOTE_USER -------------------------------------------------------------


def test_the_proxy_signs_in_for_each_request_alone(client: Browser) -> None:
    behind = {"environ_base": {"REMOTE_ADDR": PROXY}, "headers": {"X-Remote-User": "zmartin@exemple.fr"}}
    page = client.get("/compte", **behind)
    assert page.status_code == 200
    assert "zmartin@exemple.fr" in page.text
    assert who(client) is None


@pytest.mark.parametrize("peer", ["192.0.2.8", "127.0.0.1", "203.0.113.9", "::1", "not an address"])
def test_a_header_from_another_address_signs_nobody_in(client: Browser, peer: str) -> None:
    forged = {"X-Remote-User": "superuser", "X-Forwarded-For": PROXY}
    answer = client.get("/compte", headers=forged, environ_base={"REMOTE_ADDR": peer})
    assert answer.status_code == 302
    assert answer.headers["Location"].startswith("/connexion")


def test_whom_the_proxy_forwards_for_does_not_matter(client: Browser) -> None:
    said = {"X-Remote-User": "zmartin", "X-Forwarded-For": "203.0.113.9"}
    assert client.get("/compte", headers=said, environ_base={"REMOTE_ADDR": PROXY}).status_code == 200


@pytest.mark.parametrize(
    ("peer", "header", "login"),
    [
        (PROXY, "zoe", "zoe"),
        ("198.51.100.200", "zoe@exemple.fr", "zoe@exemple.fr"),
        ("::ffff:192.0.2.7", "zoe", "zoe"),
        ("", "zoe", "zoe"),
        (PROXY, "zo\u00c3\u00a9", "zoé"),  # UTF-8, as WSGI hands it over
        (PROXY, "zo\u00e9", None),
        (PROXY, "", None),
        (PROXY, "zoe,admin", None),
        (PROXY, "zoe admin", None),
        (PROXY, "z" * 201, None),
        (PROXY, "zoe\u00e2\u0080\u00aeadmin", None),  # a right-to-left override
    ],
)
def test_what_a_header_says(settings: Settings, peer: str, header: str, login: str | None) -> None:
    assert remote_user({"REMOTE_ADDR": peer, "HTTP_X_REMOTE_USER": header}, settings) == login


def test_without_named_addresses_no_header_counts(settings: Settings) -> None:
    closed = dataclasses.replace(settings, remote_user_from=())
    assert remote_user({"REMOTE_ADDR": "", "HTTP_X_REMOTE_USER": "zoe"}, closed) is None


# --- CAS ---------------------------------------------------------------------


def test_cas_signs_in_and_leads_on(client: Browser, cas: CasServer) -> None:
    answer = go_and_return(client, "cas", target="/accueil")
    assert (answer.status_code, answer.headers["Location"]) == (303, "/accueil")
    assert who(client) == "zmartin"
    assert cas.tickets == {}


def test_the_eppn_is_the_login_and_the_name_is_shown(client: Browser, cas: CasServer) -> None:
    cas.attributes = {"eduPersonPrincipalName": ["zmartin@exemple.fr"], "displayName": ["Zoé <b>Martin</b>"]}
    go_and_return(client, "cas")
    page = client.get("/compte").text
    assert "Zoé &lt;b&gt;Martin&lt;/b&gt;" in page
    assert "zmartin@exemple.fr" in page


def test_two_values_of_the_login_are_refused(client: Browser, cas: CasServer) -> None:
    cas.attributes = {"eppn": ["a@exemple.fr", "b@exemple.fr"]}
    assert REFUSED in go_and_return(client, "cas").text


def test_a_used_ticket_is_refused(client: Browser, app: Flask, cas: CasServer) -> None:
    client.get("/connexion/cas")
    service = "http://localhost/connexion/cas/retour"
    ticket = cas.ticket(service)
    assert client.get("/connexion/cas/retour", query_string={"ticket": ticket}).status_code == 303
    thief = app.test_client()
    assert isinstance(thief, Browser)
    thief.get("/connexion/cas")
    replayed = thief.get("/connexion/cas/retour", query_string={"ticket": ticket})
    assert replayed.status_code == 403
    assert REFUSED in replayed.text
    assert who(thief) is None


@pytest.mark.parametrize("ticket", ["", "ST-999-forged", "ST-1\r\nX: y", "<script>", "x" * 3000])
def test_a_forged_ticket_is_refused(client: Browser, ticket: str) -> None:
    client.get("/connexion/cas")
    answer = client.get("/connexion/cas/retour", query_string={"ticket": ticket})
    assert answer.status_code == 403
    assert who(client) is None


def test_a_ticket_of_another_service_is_refused(client: Browser, cas: CasServer) -> None:
    client.get("/connexion/cas")
    ticket = cas.ticket("http://another.exemple.fr/")
    assert client.get("/connexion/cas/retour", query_string={"ticket": ticket}).status_code == 403


def test_a_sign_in_that_this_browser_did_not_begin_is_refused(client: Browser, cas: CasServer) -> None:
    """Otherwise a link could sign somebody in as somebody else."""
    ticket = cas.ticket("http://localhost/connexion/cas/retour")
    answer = client.get("/connexion/cas/retour", query_string={"ticket": ticket})
    assert answer.status_code == 403
    assert who(client) is None


@pytest.mark.parametrize("said", ["", "<html>Out of order</html>", "<a/>", "<cas:x xmlns:cas='y'></cas:x>"])
def test_a_cas_server_out_of_order(client: Browser, cas: CasServer, said: str) -> None:
    cas.answer = said
    answer = go_and_return(client, "cas")
    assert answer.status_code in {403, 503}
    assert REFUSED in answer.text or SILENT in answer.text
    assert who(client) is None


def test_the_cas_server_ends_a_session(client: Browser, app: Flask, cas: CasServer) -> None:
    client.get("/connexion/cas")
    ticket = cas.ticket("http://localhost/connexion/cas/retour")
    client.get("/connexion/cas/retour", query_string={"ticket": ticket})
    server = app.test_client()
    others = server.post("/connexion/cas/retour", data={"logoutRequest": logout_request("ST-of-another")})
    assert (others.status_code, who(client)) == (204, "zmartin")
    server.post("/connexion/cas/retour", data={"logoutRequest": logout_request(ticket)})
    assert who(client) is None


@pytest.mark.parametrize(
    "said", ["", "nothing", '<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>', "<samlp:LogoutRequest/>", "\0"]
)
def test_a_wrong_logout_request_ends_nothing(client: Browser, said: str) -> None:
    go_and_return(client, "cas")
    assert client.post("/connexion/cas/retour", data={"logoutRequest": said}).status_code == 204
    assert who(client) == "zmartin"


# --- OpenID Connect ----------------------------------------------------------


def test_oidc_signs_in_and_leads_on(client: Browser) -> None:
    answer = go_and_return(client, "oidc", target="/accueil")
    assert (answer.status_code, answer.headers["Location"]) == (303, "/accueil")
    assert who(client) == "zmartin@exemple.fr"


def test_without_eppn_the_subject_is_the_login(client: Browser, provider: OidcProvider) -> None:
    provider.claims = {"sub": "8f14e45f", "preferred_username": "superuser"}
    go_and_return(client, "oidc")
    assert who(client) == "8f14e45f"


@pytest.mark.parametrize(
    "change",
    [
        {"nonce": "another"},
        {"exp": 1_500_000_000},
        {"iss": "https://another.exemple.fr"},
        {"aud": "another client"},
        {"sub": None, "eppn": None},
        {"eppn": "two logins"},
    ],
    ids=str,
)
def test_a_wrong_id_token_is_refused(client: Browser, provider: OidcProvider, change: dict[str, object]) -> None:
    provider.changes = change
    answer = go_and_return(client, "oidc")
    assert answer.status_code == 403
    assert REFUSED in answer.text
    assert who(client) is None


@pytest.mark.parametrize("fault", ["unsigned", "stranger"])
def test_an_id_token_that_the_provider_did_not_sign_is_refused(
    client: Browser, provider: OidcProvider, fault: str
) -> None:
    setattr(provider, fault, True)
    assert go_and_return(client, "oidc").status_code == 403
    assert who(client) is None


@pytest.mark.parametrize("change", [{"state": "another"}, {"code": "another"}, {"error": "access_denied"}], ids=str)
def test_a_wrong_return_is_refused(client: Browser, change: dict[str, str]) -> None:
    answer = go_and_return(client, "oidc", change)
    assert answer.status_code == 403
    assert REFUSED in answer.text
    assert who(client) is None


def test_a_return_is_used_once(client: Browser) -> None:
    away = client.get("/connexion/oidc")
    back = requests.get(away.headers["Location"], allow_redirects=False, timeout=5).headers["Location"]
    path = back.removeprefix("http://localhost")
    assert client.get(path).status_code == 303
    assert client.get(path).status_code == 403


def test_another_issuer_is_not_believed(client: Browser, provider: OidcProvider) -> None:
    provider.issuer = "https://another.exemple.fr"
    answer = client.get("/connexion/oidc")
    assert answer.status_code == 503
    assert SILENT in answer.text


# --- Whoever it is -----------------------------------------------------------


@pytest.mark.parametrize("way", ["cas", "oidc"])
def test_a_role_is_that_of_the_account(client: Browser, site_store: Store, cas: CasServer, way: str) -> None:
    cas.user = "zmartin@exemple.fr"
    with site_store.writing() as session:
        user = ensure_user(session, "zmartin@exemple.fr", NOW, name="Zoé Martin")
        grant(session, user, Role.SUPERUSER, None, NOW, "tests")
    go_and_return(client, way)
    assert who(client) == "Zoé Martin"
    assert "Administrer tout le site" in client.get("/compte").text


def test_the_institution_opens_no_account_with_a_password(client: Browser, cas: CasServer) -> None:
    cas.user = "superuser"
    answer = go_and_return(client, "cas")
    assert answer.status_code == 403
    assert "ne s&#39;ouvre qu&#39;avec son propre mot de passe" in answer.text
    assert who(client) is None


def test_nor_one_that_waits_for_its_password(client: Browser, site_store: Store, cas: CasServer) -> None:
    cas.user = "admin"
    with site_store.writing() as session:
        new_key(session, "sign-in", NOW, user=ensure_user(session, "admin", NOW))
    assert go_and_return(client, "cas").status_code == 403


def test_nor_one_that_was_shut_out(client: Browser, site_store: Store) -> None:
    go_and_return(client, "cas")
    with site_store.writing() as session:
        shut_out(session, ensure_user(session, "zmartin", NOW), NOW, "tests")
    assert who(client) is None
    assert go_and_return(client, "cas").status_code == 403


@pytest.mark.parametrize("target", ["https://mal.exemple/", "//mal.exemple", "/\\mal.exemple", "javascript:alert(1)"])
def test_nobody_is_led_elsewhere(client: Browser, target: str) -> None:
    assert go_and_return(client, "cas", target=target).headers["Location"] == "/accueil"


def test_a_server_that_is_down_is_told_kindly(tmp_path: Path) -> None:
    from web.app import create_app

    nowhere = f"http://127.0.0.1:{free_port()}"
    site = create_app(Settings(tmp_path / "down", workers=1, cas_url=f"{nowhere}/cas", oidc_url=nowhere))
    client = site.test_client()
    client.get("/connexion/cas")
    for answer in (client.get("/connexion/oidc"), client.get("/connexion/cas/retour?ticket=ST-1")):
        assert answer.status_code == 503
        assert SILENT in answer.text
        assert "127.0.0.1" not in answer.text
    site.extensions["precheck-store"].close()


def test_a_way_that_is_not_set_up_does_not_exist(tmp_path: Path) -> None:
    from web.app import create_app

    site = create_app(Settings(tmp_path / "closed", workers=1))
    client = site.test_client()
    for path in ("/connexion/cas", "/connexion/cas/retour", "/connexion/oidc", "/connexion/oidc/retour"):
        assert client.get(path).status_code == 404
    assert client.post("/connexion/cas/retour").status_code == 404
    site.extensions["precheck-store"].close()


def test_the_real_server_with_every_way(tmp_path: Path, cas: CasServer, provider: OidcProvider) -> None:
    with (
        listening(cas.respond) as cas_address,
        listening(provider.respond) as oidc_address,
        serving(
            tmp_path / "real", cas_url=f"{cas_address}/cas/", oidc_url=oidc_address, oidc_client=CLIENT,
            oidc_secret=SECRET, remote_user_from="127.0.0.1",
        ) as site,
    ):  # fmt: skip
        for way, name in (("cas", "zmartin"), ("oidc", "zmartin@exemple.fr")):
            with requests.Session() as person:
                page = person.get(f"{site.address}/connexion/{way}?next=/compte", timeout=10)
                assert (page.url, page.status_code) == (f"{site.address}/compte", 200)
                assert f"<bdi>{name}</bdi>" in page.text
        said = requests.get(f"{site.address}/compte", headers={"X-Remote-User": "zoe"}, timeout=10)
        assert "<bdi>zoe</bdi>" in said.text
        # Python's own spelling of a header is not the header: gunicorn drops it.
        twisted = requests.get(f"{site.address}/compte", headers={"X_Remote_User": "zoe"}, timeout=10)
        assert twisted.url.endswith("/connexion?next=/compte")
