"""What leaves a campaign: asked for here, made by the queue, fetched when it is ready."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Blueprint, Response, abort, jsonify, render_template, send_file

from precheck.campaign.accounts import Role
from precheck.campaign.exports import EXPORTERS, exporter
from precheck.i18n import Message, msg
from web.access import allow
from web.desk import back, desk, field, now, queue, told_on
from web.jobs import DONE, FAILED, RUNNING, SCREENING, STOPPED, WAITING, Job, Known, forms_of
from web.language import translator
from web.security import limiter

pages = Blueprint("admin_exports", __name__)
WORDS: dict[str, tuple[Message, Message]] = {
    "table": (msg("Table of the candidacies"), msg("A line for each: state, verdict, share, decision.")),
    "feedback": (msg("Reports for the candidates"),
                 msg("Report and annotated dossier of each, as a zip that Moodle takes back.")),
    "bundles": (msg("Bundles for the evaluators"), msg("A zip for each evaluator, with dossiers and reports.")),
    "batch": (msg("The session on paper"), msg("One PDF for the jury: the figures, then a page for each dossier.")),
    "attestations": (msg("Attestations"), msg("Of the items acquired, for those who are not certified.")),
    "certificates": (msg("List of the certificates"), msg("Those whom the jury certified.")),
    "yearly": (msg("Yearly figures"), msg("All campaigns by year and by kind of candidate.")),
}  # fmt: skip
STATES: dict[str, Message] = {
    WAITING: msg("waiting"),
    RUNNING: msg("being made"),
    DONE: msg("ready"),
    FAILED: msg("not made"),
    STOPPED: msg("interrupted"),
}


@dataclass(frozen=True, slots=True)
class Offer:
    """An export, in words, with the forms that it has."""

    name: str
    title: Message
    about: Message
    forms: tuple[str, ...]


def _offers() -> list[Offer]:
    return [Offer(name, *WORDS[name], forms_of(name)) for name in EXPORTERS]


@pages.get("/campagnes/<key>/exports")
@allow(Role.ADMINISTRATOR)
def show(key: str) -> str:
    """What may be asked for, and what was."""
    asked = _asked(key)
    with desk(key) as at:
        return render_template(
            "admin/exports.html", at=at, offers=_offers(), asked=asked, words=WORDS, states=STATES,
            version=_version(asked),
            busy=any(not each.state.over for each in asked), current=at.window(None),
        )  # fmt: skip


def _asked(key: str) -> list[Known]:
    return [each for each in queue().jobs.of(key) if each.job.kind != SCREENING]


def _version(asked: list[Known]) -> str:
    """What changes when the page must be shown anew."""
    return " ".join(f"{each.id[:8]}:{each.state.state}" for each in asked)


@pages.get("/campagnes/<key>/exports/etat")
@allow(Role.ADMINISTRATOR)
@limiter.exempt
def progress(key: str) -> Response:
    """Whether one is ready, for the page that waits."""
    return jsonify({"version": _version(_asked(key))})


@pages.post("/campagnes/<key>/exports")
@allow(Role.ADMINISTRATOR)
@told_on(show)
def ask(key: str) -> Response:
    """Have an export made."""
    offer = next((each for each in _offers() if each.name == field("what")), None)
    form = field("form")
    if offer is None or form not in offer.forms:
        abort(400)
    # An export that writes folders only is packed by the job.
    form = form if form in exporter(offer.name).FORMS else ""
    with desk(key) as at:
        window = at.window(field("session"))
        job = Job(offer.name, key, at.actor, translator().language, now(), window.number, form,
                  field("anonymous") == "yes")  # fmt: skip
    queue().job(queue().jobs.ask(job))
    return back("admin_exports.show", msg("It is being made. This page shows when it is ready."), key=key)


@pages.get("/campagnes/<key>/exports/<id_>")
@allow(Role.ADMINISTRATOR)
def fetch(key: str, id_: str) -> Response:
    """Fetch one that is ready."""
    found = queue().jobs.get(id_)
    if found is None or found.job.campaign != key or found.job.kind == SCREENING or not found.state.file:
        abort(404)
    with desk(key, writing=True) as at:
        at.log("download-export", "", what=found.job.kind)
    place = queue().jobs.folder / id_ / "out" / found.state.file
    return send_file(place.absolute(), as_attachment=True, download_name=found.state.file, max_age=0)
