"""Who may sign in, as what: the accounts of the site for a superuser, a campaign's roles for its administrators."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, Response, abort, flash, render_template, url_for

from precheck.campaign.accounts import (
    Role,
    account_of,
    all_users,
    drop_keys,
    ensure_user,
    grant,
    new_key,
    revoke,
    roles_of,
    shut_out,
)
from precheck.campaign.campaigns import all_campaigns, find, log
from precheck.campaign.errors import CampaignError
from precheck.i18n import Message, msg
from web.access import allow, me, store
from web.addresses import whole
from web.desk import back, desk, field, now, told_on
from web.language import say

if TYPE_CHECKING:
    from precheck.campaign.account_tables import User
    from precheck.campaign.store import Transaction


pages = Blueprint("admin_people", __name__)
ROLES: dict[str, Message] = {
    Role.EVALUATOR.value: msg("evaluator"),
    Role.ADMINISTRATOR.value: msg("administrator"),
    Role.SUPERUSER.value: msg("administrator of the whole site"),
}


class UnknownAccount(CampaignError):
    """Nobody has that login."""

    what = msg("Nobody here has the account “{login}”.")
    remedy = msg("Ask an administrator of the whole site to add the person first.")


class Yourself(CampaignError):
    """Somebody about to lock the door behind themselves."""

    what = msg("You cannot take this from yourself.")
    remedy = msg("Ask another administrator to do it.")


@pages.get("/utilisateurs")
@allow(Role.SUPERUSER)
def everybody(link: str = "", whose: str = "") -> str:
    """All accounts, with their roles."""
    with store().reading() as read:
        people = [(one, sorted(roles_of(one))) for one in all_users(read)]
        keys = [each.key for each in all_campaigns(read)]
        return render_template("admin/users.html", people=people, keys=keys, roles=ROLES, link=link, whose=whose)


def _link(login: str, secret: str) -> str:
    flash(say(msg("The link is made. It is shown on this page now, and never again.")))
    return everybody(link=whole(url_for("signing.welcome", secret=secret)), whose=login)


@pages.post("/utilisateurs")
@allow(Role.SUPERUSER)
@told_on(everybody)
def add() -> str | Response:
    """Add a person; with a one-time link for those whom the institution does not sign in."""
    login = field("login")
    if not login or len(login) > 200 or any(letter.isspace() or not letter.isprintable() for letter in login):
        abort(400)
    with store().writing() as write:
        user = ensure_user(write, login, now(), field("name")[:200], field("email")[:320])
        log(write, now(), me().login, "user", "", "", user=login)
        secret = new_key(write, "sign-in", now(), user=user) if field("link") == "yes" else ""
    return _link(login, secret) if secret else back("admin_people.everybody", msg("{login} may sign in.", login=login))


@pages.post("/utilisateurs/lien")
@allow(Role.SUPERUSER)
@told_on(everybody)
def one_time_link() -> str:
    """A new one-time link; earlier ones open nothing any more."""
    with store().writing() as write:
        user = _user(write, field("login"))
        drop_keys(write, "sign-in", user=user)
        secret = new_key(write, "sign-in", now(), user=user)
        log(write, now(), me().login, "sign-in-link", "", "", user=user.login)
    return _link(field("login"), secret)


@pages.post("/utilisateurs/role")
@allow(Role.SUPERUSER)
@told_on(everybody)
def give() -> Response:
    """Give a role, in a campaign or everywhere."""
    role = _role()
    with store().writing() as write:
        user = _user(write, field("login"))
        where = None if role is Role.SUPERUSER else find(write, field("campaign"), store().folder)
        grant(write, user, role, where, now(), me().login)
    return back("admin_people.everybody", msg("The role is given."))


@pages.post("/utilisateurs/retirer")
@allow(Role.SUPERUSER)
@told_on(everybody)
def take() -> Response:
    """Take a role away."""
    role = _role()
    with store().writing() as write:
        user = _user(write, field("login"))
        if role is Role.SUPERUSER and user.login == me().login:
            raise Yourself
        where = None if role is Role.SUPERUSER else find(write, field("campaign"), store().folder)
        revoke(write, user, role, where, now(), me().login)
    return back("admin_people.everybody", msg("The role is taken away."))


@pages.post("/utilisateurs/exclure")
@allow(Role.SUPERUSER)
@told_on(everybody)
def exclude() -> Response:
    """Shut a person out."""
    with store().writing() as write:
        user = _user(write, field("login"))
        if user.login == me().login:
            raise Yourself
        shut_out(write, user, now(), me().login)
    return back("admin_people.everybody", msg("This person may sign in no more."))


@pages.get("/campagnes/<key>/personnes")
@allow(Role.ADMINISTRATOR)
def team(key: str) -> str:
    """Who evaluates and who administers this campaign."""
    with desk(key) as at:
        people = [
            (one, role)
            for one in all_users(at.session)
            for role, where in sorted(roles_of(one))
            if where == key and one.active
        ]
        return render_template("admin/team.html", at=at, people=people, roles=ROLES)


@pages.post("/campagnes/<key>/personnes")
@allow(Role.ADMINISTRATOR)
@told_on(team)
def join(key: str) -> Response:
    """Give somebody who has an account a role in this campaign."""
    role = _role(within=True)
    with desk(key, writing=True) as at:
        grant(at.session, _user(at.session, field("login")), role, at.campaign, at.now, at.actor)
    return back("admin_people.team", msg("The role is given."), key=key)


@pages.post("/campagnes/<key>/personnes/retirer")
@allow(Role.ADMINISTRATOR)
@told_on(team)
def leave(key: str) -> Response:
    """Take a role in this campaign away."""
    role = _role(within=True)
    with desk(key, writing=True) as at:
        user = _user(at.session, field("login"))
        if role is Role.ADMINISTRATOR and user.login == at.actor:
            raise Yourself
        revoke(at.session, user, role, at.campaign, at.now, at.actor)
    return back("admin_people.team", msg("The role is taken away."), key=key)


def _role(*, within: bool = False) -> Role:
    said = field("role")
    if said not in ROLES or (within and said == Role.SUPERUSER.value):
        abort(400)
    return Role(said)


def _user(session: Transaction, login: str) -> User:
    found = account_of(session, login)
    if found is None:
        raise UnknownAccount(login=login)
    return found
