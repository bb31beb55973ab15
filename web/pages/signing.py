"""Signing in and out: local accounts and one-time links; the institution's ways are in `web.institution`."""

from __future__ import annotations

import datetime as dt

from flask import Blueprint, Response, current_app, flash, render_template, request, url_for

from precheck.campaign.accounts import WeakPassword, drop_keys, key_of, set_password, verified
from precheck.campaign.campaigns import log
from precheck.i18n import Message, msg
from web.access import EVERYBODY, SIGNED_IN, allow, sign_in, sign_out, store
from web.language import say
from web.security import limiter, safe_target, see_other

pages = Blueprint("signing", __name__)


def _now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)


def _target() -> str:
    return safe_target(request.values.get("next", "/"))


@pages.get("/connexion")
@allow(EVERYBODY)
def form(fault: Message | None = None) -> str:
    """The sign-in page."""
    settings = current_app.config["SETTINGS"]
    ways = {"cas": settings.cas_url, "oidc": settings.oidc_url}
    return render_template("sign_in.html", fault=fault, target=_target(), ways=[way for way in ways if ways[way]])


def _login_of_request() -> str:
    return f"login {request.form.get('login', '').strip().casefold()}"


@pages.post("/connexion")
@limiter.limit("30 per minute")
@limiter.limit("10 per 15 minutes", key_func=_login_of_request)
@allow(EVERYBODY)
def enter() -> Response | tuple[str, int]:
    """Sign in with a local account."""
    login = request.form.get("login", "").strip()
    with store().writing() as write:
        user = verified(write, login, request.form.get("password", ""))
        log(write, _now(), login[:200] if user else "?", "sign-in" if user else "sign-in-refused")
    if user is None:
        return form(msg("The name or the password is wrong.")), 403
    sign_in(login, external=False)
    return see_other(_target())


@pages.post("/deconnexion")
@allow(SIGNED_IN)
def leave() -> Response:
    """Sign out."""
    sign_out()
    flash(say(msg("You are signed out.")))
    return see_other("/")


@pages.get("/bienvenue/<secret>")
@allow(EVERYBODY)
def welcome(secret: str) -> str:
    """A one-time link: the person chooses a password. Looking at it does not use it up."""
    with store().reading() as read:
        user = key_of(read, "sign-in", secret, _now()).user
        assert user is not None
        return render_template("welcome.html", login=user.login, secret=secret, fault=None)


@pages.post("/bienvenue/<secret>")
@limiter.limit("30 per minute")
@allow(EVERYBODY)
def choose(secret: str) -> Response | tuple[str, int]:
    """The password is set, the link used up, the person signed in."""
    with store().writing() as write:
        user = key_of(write, "sign-in", secret, _now()).user
        assert user is not None
        login = user.login
        try:
            set_password(user, request.form.get("password", ""))
        except WeakPassword as error:
            return render_template("welcome.html", login=login, secret=secret, fault=error.message), 400
        drop_keys(write, "sign-in", user=user)
        log(write, _now(), login, "password-set")
    sign_in(login, external=False)
    return see_other(url_for("home.mine"))
