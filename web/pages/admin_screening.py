"""The screening of a campaign: begun, watched, stopped, resumed."""

from __future__ import annotations

import datetime as dt

from flask import Blueprint, Response, abort, jsonify, render_template

from precheck.campaign.accounts import Role
from precheck.campaign.overview import candidacies, figures
from precheck.i18n import Message, msg, msgs
from web.access import allow
from web.desk import back, desk, field, now, queue, settings, told_on
from web.jobs import DONE, FAILED, RUNNING, SCREENING, STOPPED, WAITING, Job, Known, ask_screening
from web.language import say, translator
from web.security import limiter

pages = Blueprint("admin_screening", __name__)
STATES: dict[str, Message] = {
    WAITING: msg("It begins in a moment."),
    RUNNING: msg("The screening is under way."),
    DONE: msg("The screening is done."),
    FAILED: msg("The screening failed."),
    STOPPED: msg("The screening was stopped. What is done is kept: begin again, and it does what is left."),
}
STAGES: dict[str, Message] = {"read": msg("Reading the dossiers"), "check": msg("Checking and comparing them")}


@pages.get("/campagnes/<key>/controle")
@allow(Role.ADMINISTRATOR)
def show(key: str) -> str:
    """How the last screening goes, and how many dossiers have no result."""
    last = queue().jobs.screening(key)
    with desk(key) as at:
        found = figures(candidacies(at.session, at.campaign), at.zone)
        return render_template(
            "admin/screening.html", at=at, found=found, last=last, states=STATES, stages=STAGES,
            told=_told(last, at.now) if last else "", version=_version(last) if last else "",
            current=at.window(None), corpora=[(each.name, each.is_dir()) for each in settings().corpora],
        )  # fmt: skip


def _version(last: Known) -> str:
    """What changes when the page must be shown anew, and not only its figures."""
    return f"{last.id} {last.state.state} {last.state.stage}"


def _told(last: Known, at: dt.datetime) -> str:
    """How far it is and how long it still takes."""
    state, rate = last.state, last.state.minute_rate(at)
    parts = [msg("{done} of {total}", done=state.done, total=state.total)]
    if state.state == RUNNING and rate:
        left = (state.total - state.done) / rate
        parts.append(msg("{rate} a minute", rate=round(rate)))
        parts.append(
            msg("less than a minute left")
            if left < 1
            else msgs("about {count} minute left", "about {count} minutes left", round(left))
        )
    return " · ".join(map(say, parts))


@pages.get("/campagnes/<key>/controle/etat")
@allow(Role.ADMINISTRATOR)
@limiter.exempt
def progress(key: str) -> Response:
    """How far it is, for the page that waits."""
    last = queue().jobs.screening(key)
    if last is None:
        abort(404)
    return jsonify({"version": _version(last), "done": last.state.done, "told": _told(last, now())})


@pages.post("/campagnes/<key>/controle")
@allow(Role.ADMINISTRATOR)
@told_on(show)
def begin(key: str) -> Response:
    """Begin it, or go on with what is left."""
    with desk(key) as at:
        window = at.window(field("session"))
        job = Job(SCREENING, key, at.actor, translator().language, now(), window.number)
    ask_screening(queue(), job)
    return back("admin_screening.show", key=key)


@pages.post("/campagnes/<key>/controle/arreter")
@allow(Role.ADMINISTRATOR)
@told_on(show)
def stop(key: str) -> Response:
    """Stop it; what is done is kept."""
    last = queue().jobs.screening(key)
    if last is None:
        abort(404)
    with desk(key, writing=True) as at:
        at.log("screen-stop")
    queue().jobs.stop(last.id)
    return back("admin_screening.show", msg("It stops as soon as the dossiers under way are done."), key=key)
