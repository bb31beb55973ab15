"""Signing in by the institution: CAS and OpenID Connect. A way that is not set up does not exist."""

from __future__ import annotations

import datetime as dt

from flask import Blueprint, Flask, Response, abort, current_app, redirect, request, session, url_for

from precheck.campaign.accounts import drop_key, new_key
from precheck.campaign.campaigns import log
from web import institution
from web.access import CAS, EVERYBODY, allow, person, sign_in, sign_out, store
from web.addresses import whole
from web.institution import Identity, NameTaken, SignInRefused
from web.security import csrf, limiter, safe_target, see_other
from web.settings import Settings

pages = Blueprint("institution", __name__)
_BEGUN = "begun-"
"""In the session, with the way, while somebody is away to sign in: where to go afterwards."""
_DAY = 1
_REQUEST_BYTES = 16_384


def _settings() -> Settings:
    settings: Settings = current_app.config["SETTINGS"]
    return settings


def _app() -> Flask:
    found: Flask = current_app._get_current_object()  # type: ignore[attr-defined]
    return found


def _begin(way: str) -> None:
    session[_BEGUN + way] = safe_target(request.args.get("next", "/"))


def _begun(way: str) -> str:
    """Where to go after a sign-in that this browser began: another's answer is refused."""
    target = session.pop(_BEGUN + way, None)
    if not isinstance(target, str):
        raise SignInRefused
    return target


def _enter(who: Identity, way: str, target: str, ticket: str | None = None) -> Response:
    now = dt.datetime.now(dt.UTC)
    sign_in(who.login, external=True, name=who.name, ticket=ticket)
    with store().writing() as write:
        if ticket is not None:
            drop_key(write, CAS, ticket)
            new_key(write, CAS, now, days=_DAY, label=way, secret=ticket)
        log(write, now, who.login, "sign-in", way=way)
    if person() is None:
        sign_out()
        raise NameTaken
    return see_other(url_for("home.mine") if target == "/" else target)


@pages.get("/connexion/cas")
@limiter.limit("60 per minute")
@allow(EVERYBODY)
def cas() -> Response:
    """Away to the CAS server."""
    if not _settings().cas_url:
        abort(404)
    _begin("cas")
    return redirect(institution.cas_address(_settings(), whole(url_for("institution.cas_back"))))  # type: ignore[return-value]


@pages.get("/connexion/cas/retour")
@limiter.limit("60 per minute")
@allow(EVERYBODY)
def cas_back() -> Response:
    """Back from it, with a ticket that the site has it confirm."""
    if not _settings().cas_url:
        abort(404)
    target = _begun("cas")
    ticket = request.args.get("ticket", "")
    who = institution.cas_identity(_settings(), whole(url_for("institution.cas_back")), ticket)
    return _enter(who, "cas", target, ticket)


@pages.post("/connexion/cas/retour")
@limiter.limit("600 per minute")
@csrf.exempt  # type: ignore[untyped-decorator]
@allow(EVERYBODY)
def cas_end() -> tuple[str, int]:
    """The CAS server says that somebody signed out there: who knows the ticket may end its session."""
    if not _settings().cas_url:
        abort(404)
    if (request.content_length or 0) > _REQUEST_BYTES:
        abort(413)
    ended = institution.cas_ended(request.form.get("logoutRequest", ""))
    with store().writing() as write:
        for ticket in ended:
            drop_key(write, CAS, ticket)
    return "", 204


@pages.get("/connexion/oidc")
@limiter.limit("60 per minute")
@allow(EVERYBODY)
def oidc() -> Response:
    """Away to the provider."""
    if not _settings().oidc_url:
        abort(404)
    _begin("oidc")
    return institution.oidc_redirect(_app(), _settings(), whole(url_for("institution.oidc_back")))


@pages.get("/connexion/oidc/retour")
@limiter.limit("60 per minute")
@allow(EVERYBODY)
def oidc_back() -> Response:
    """Back from it, with a code that the site exchanges for a token that it verifies."""
    if not _settings().oidc_url:
        abort(404)
    target = _begun("oidc")
    return _enter(institution.oidc_identity(_app(), _settings()), "oidc", target)
