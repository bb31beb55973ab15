"""The end of a session: who evaluates, closing, who may go before the jury, who may have abandoned, who returns."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, Response, render_template, request

from precheck.campaign.accounts import Role, all_users, roles_of
from precheck.campaign.errors import CampaignError
from precheck.campaign.reopening import obstacle, reopen_session
from precheck.campaign.sessions import (
    abandon,
    assign,
    close_session,
    enter,
    judged,
    may_enter,
    next_session,
    proposed_abandonments,
    standings,
)
from precheck.i18n import msg, msgs
from web.access import allow
from web.desk import Desk, back, desk, field, told_on

if TYPE_CHECKING:
    from precheck.campaign.tables import CampaignSession

pages = Blueprint("admin_close", __name__)


class NotTicked(CampaignError):
    """Something that cannot be undone easily, without the box that confirms it."""

    what = msg("Nothing was done: the box that confirms it is not ticked.")


def confirmed() -> None:
    """Raises `NotTicked` unless the form confirms what it asks for."""
    if field("confirm") != "yes":
        raise NotTicked


@pages.get("/campagnes/<key>/cloture")
@allow(Role.ADMINISTRATOR)
def show(key: str) -> str:
    """Where each candidacy of a session stands before the jury."""
    with desk(key, writing=True) as at:
        window = _window(at)
        at.log("look", str(window.number))
        found = standings(window, at.now)
        return render_template(
            "admin/close.html", at=at, window=window, standings=found,
            eligible=sum(each.eligible for each in found), proposed=proposed_abandonments(window, at.procedure, at.now),
            against=obstacle(window), evaluators=_evaluators(at), unassigned=sum(
                one.dossier is not None and not one.evaluator for one in window.candidacies
            ),
            returning=[person for each in at.campaign.sessions if each.number > 1 for person in may_enter(each)],
        )  # fmt: skip


def _window(at: Desk) -> CampaignSession:
    return at.window(request.args.get("session")) if request.args.get("session") else judged(at.campaign)


def _evaluators(at: Desk) -> list[tuple[str, str, int]]:
    """Login, name, and how many dossiers of the session each has."""
    window = _window(at)
    load: dict[str, int] = {}
    for one in window.candidacies:
        if one.evaluator:
            load[one.evaluator] = load.get(one.evaluator, 0) + 1
    named = {
        each.login: each.name or each.login
        for each in all_users(at.session)
        if each.active and (Role.EVALUATOR, at.campaign.key) in roles_of(each)
    }
    named |= {login: login for login in load if login not in named}
    return [(login, named[login], load.get(login, 0)) for login in sorted(named)]


@pages.post("/campagnes/<key>/cloture/<int:number>/repartir")
@allow(Role.ADMINISTRATOR)
@told_on(lambda key, number: show(key=key))
def share_out(key: str, number: int) -> Response:
    """Share the dossiers out evenly among the evaluators named."""
    with desk(key, writing=True) as at:
        names = request.form.getlist("evaluator")
        load = assign(at.session, at.window(number), names, at.now, at.actor, field("again") == "yes")
    done = msgs("{count} dossier is assigned.", "{count} dossiers are assigned.", sum(load.values()))
    return back("admin_close.show", done, key=key, session=number)


@pages.post("/campagnes/<key>/cloture/<int:number>")
@allow(Role.ADMINISTRATOR)
@told_on(lambda key, number: show(key=key))
def close(key: str, number: int) -> Response:
    """Close the session. Nobody's state changes by it."""
    confirmed()
    with desk(key, writing=True) as at:
        closing = close_session(at.session, at.window(number), at.procedure, at.now, at.actor, field("reason"))
        eligible = sum(each.eligible for each in closing.standings)
    done = msgs("The session is closed. {count} candidate may go before the jury.",
                "The session is closed. {count} candidates may go before the jury.", eligible)  # fmt: skip
    return back("admin_close.show", done, key=key, session=number)


@pages.post("/campagnes/<key>/cloture/<int:number>/rouvrir")
@allow(Role.ADMINISTRATOR)
@told_on(lambda key, number: show(key=key))
def open_again(key: str, number: int) -> Response:
    """Open the closed session again, with a reason."""
    with desk(key, writing=True) as at:
        reopen_session(at.session, at.window(number), at.procedure, at.now, at.actor, field("reason"))
    return back("admin_close.show", msg("The session is open again."), key=key, session=number)


@pages.post("/campagnes/<key>/cloture/<int:number>/abandons")
@allow(Role.ADMINISTRATOR)
@told_on(lambda key, number: show(key=key))
def confirm_abandonments(key: str, number: int) -> Response:
    """Note that those who are ticked abandoned."""
    confirmed()
    with desk(key, writing=True) as at:
        wanted = set(request.form.getlist("number", type=int))
        proposed = proposed_abandonments(at.window(number), at.procedure, at.now)
        ones = [one for one in proposed if one.candidate.number in wanted]
        noted = abandon(at.session, ones, at.procedure, at.now, at.actor, field("reason"))
    done = msgs("{count} abandonment is noted.", "{count} abandonments are noted.", len(noted))
    return back("admin_close.show", done, key=key, session=number)


@pages.post("/campagnes/<key>/cloture/session-suivante")
@allow(Role.ADMINISTRATOR)
@told_on(show)
def enter_next(key: str) -> Response:
    """Enter for the next session those who are ticked."""
    with desk(key, writing=True) as at:
        people = [at.candidate(number) for number in request.form.getlist("number", type=int)]
        for person in people:
            enter(at.session, person, next_session(at.campaign, person), at.procedure, at.now, at.actor)
    done = msgs("{count} candidate is entered.", "{count} candidates are entered.", len(people))
    return back("admin_close.show", done, key=key)
