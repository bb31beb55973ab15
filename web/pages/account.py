"""One's own account: what it may do, its password, its sessions."""

from __future__ import annotations

import datetime as dt

from flask import Blueprint, Response, abort, flash, render_template, request, session, url_for

from precheck.campaign.accounts import WeakPassword, end_sessions, ensure_user, set_password, verified
from precheck.campaign.campaigns import log
from precheck.i18n import Message, msg
from web.access import SIGNED_IN, TICKET, allow, me, sign_in, store
from web.language import say
from web.security import limiter, see_other

pages = Blueprint("account", __name__)


def _login() -> str:
    return f"password {me().login}"


@pages.get("/compte")
@allow(SIGNED_IN)
def show(fault: Message | None = None, wrong: str = "") -> str:
    """Who one is here. `wrong` names the field that `fault` is about."""
    return render_template("account.html", fault=fault, wrong=wrong)


@pages.post("/compte/mot-de-passe")
@limiter.limit("10 per 15 minutes", key_func=_login)
@allow(SIGNED_IN)
def change_password() -> Response | tuple[str, int]:
    """A new password, for who knows the current one; all other sessions end."""
    asking, now = me(), dt.datetime.now(dt.UTC)
    if asking.external:
        abort(404)
    with store().writing() as write:
        user = verified(write, asking.login, request.form.get("current", ""))
        if user is None:
            log(write, now, asking.login, "password-refused")
            return show(msg("This is not your current password."), "current"), 403
        try:
            set_password(user, request.form.get("password", ""))
        except WeakPassword as error:
            return show(error.message, "password"), 400
        log(write, now, asking.login, "password-set")
    sign_in(asking.login, external=False)
    flash(say(msg("Your password is changed; you are signed out everywhere else.")))
    return see_other(url_for("account.show"))


@pages.post("/compte/deconnecter")
@allow(SIGNED_IN)
def end_others() -> Response:
    """All sessions but this one end."""
    asking, now = me(), dt.datetime.now(dt.UTC)
    with store().writing() as write:
        end_sessions(ensure_user(write, asking.login, now))
        log(write, now, asking.login, "sessions-ended")
    sign_in(asking.login, external=asking.external, name=session.get("name", ""), ticket=session.get(TICKET))
    flash(say(msg("You are signed out everywhere else.")))
    return see_other(url_for("account.show"))
