"""The screening of a campaign: begun, watched, stopped, resumed."""

from __future__ import annotations

from flask import Blueprint, Response, abort, jsonify, render_template

from precheck.campaign.accounts import Role
from precheck.campaign.overview import candidacies, figures
from precheck.i18n import Message, msg
from web.access import allow
from web.desk import back, desk, field, now, queue, settings, told_on
from web.jobs import DONE, FAILED, RUNNING, SCREENING, STOPPED, WAITING, Job, ask_screening
from web.language import translator
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
        rate = last.state.minute_rate(at.now) if last else 0.0
        left = (last.state.total - last.state.done) / rate if last and rate else None
        return render_template(
            "admin/screening.html", at=at, found=found, last=last, states=STATES, stages=STAGES, rate=rate, left=left,
            current=at.window(None), corpora=[(each.name, each.is_dir()) for each in settings().corpora],
        )  # fmt: skip


@pages.get("/campagnes/<key>/controle/etat")
@allow(Role.ADMINISTRATOR)
@limiter.exempt
def progress(key: str) -> Response:
    """How far it is, for the page that waits."""
    last = queue().jobs.screening(key)
    if last is None:
        abort(404)
    return jsonify({"done": last.state.over, "place": last.state.done})


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
