"""Long work in a campaign: the screening, and exports. It is asked for, followed, and for exports fetched."""

from __future__ import annotations

from typing import Any

from flask import Response, send_file, url_for

from precheck.campaign.campaigns import current, find, log
from precheck.campaign.exports import exporter
from precheck.campaign.tokens import Scope
from precheck.i18n import msg
from web.access import allow, program, store
from web.api.base import BINARY, described, part
from web.api.problems import Problem, nothing_here
from web.api.shapes import EXPORTS, ExportQuery, ExportSchema, ExportsSchema, ScreeningQuery, ScreeningSchema
from web.clock import now
from web.jobs import DONE, SCREENING, Job, Known, ask_screening, forms_of
from web.language import translator
from web.security import limiter
from web.uploads import queue

work = part("work", "Long work in a campaign: the screening, and exports.")
_JOB = "<string(maxlength=64):job>"
_LOCATION = {"Location": {"description": "Where to follow it", "schema": {"type": "string"}}}


@work.route("/campaigns/<key>/screening", methods=["POST"])
@allow(Scope.SCREEN)
@described(work, "startScreening", 404, 409, 422, scope=Scope.SCREEN)
@work.response(202, ScreeningSchema, description="It begins in a moment", headers=_LOCATION)
@work.arguments(ScreeningQuery, location="query")
def start(query: dict[str, Any], key: str) -> tuple[dict[str, Any], int, dict[str, str]]:
    """Start the screening of a session, or go on with what is left of it. One at a time."""
    number = _session(key, query.get("session"))
    ask_screening(queue(), Job(SCREENING, key, program().login, translator().language, now(), number))
    return _screening(key), 202, {"Location": url_for("work.follow", key=key)}


@work.route("/campaigns/<key>/screening")
@allow(Scope.SCREEN)
@limiter.exempt
@described(work, "followScreening", 404, scope=Scope.SCREEN)
@work.response(200, ScreeningSchema, description="The last screening of the campaign")
def follow(key: str) -> dict[str, Any]:
    """Follow the last screening, by whichever way it was started."""
    return _screening(key)


@work.route("/campaigns/<key>/screening", methods=["DELETE"])
@allow(Scope.SCREEN)
@described(work, "stopScreening", 404, scope=Scope.SCREEN)
@work.response(202, ScreeningSchema, description="It stops as soon as the dossiers under way are done")
def stop(key: str) -> dict[str, Any]:
    """Stop the screening. What is done is kept; started again, it does what is left."""
    last = _last(key)
    with store().writing() as write:
        log(write, now(), program().login, "screen-stop", key, "")
    if not last.state.over:
        queue().jobs.stop(last.id)
    return _screening(key)


@work.route("/campaigns/<key>/exports", methods=["POST"])
@allow(Scope.EXPORT)
@described(work, "askForExport", 404, 422, scope=Scope.EXPORT)
@work.response(202, ExportSchema, description="It is made in a moment", headers=_LOCATION)
@work.arguments(ExportQuery, location="query")
def ask(query: dict[str, Any], key: str) -> tuple[dict[str, Any], int, dict[str, str]]:
    """Have an export made: the results as a table, the reports for the candidates, and others."""
    what, forms = query["what"], forms_of(query["what"])
    form = query.get("form", forms[0])
    if form not in forms:
        raise Problem(422, "unknown-form", msg("“{name}” must be one of: {choices}.", name="form",
                                               choices=", ".join(forms)))  # fmt: skip
    number = _session(key, query.get("session"))
    written = form if form in exporter(what).FORMS else ""
    job = queue().jobs.ask(
        Job(what, key, program().login, translator().language, now(), number, written, query["anonymous"])
    )
    queue().job(job)
    return _export(key, _found(key, job)), 202, {"Location": url_for("work.show", key=key, job=job)}


@work.route("/campaigns/<key>/exports")
@allow(Scope.EXPORT)
@described(work, "listExports", 404, scope=Scope.EXPORT)
@work.response(200, ExportsSchema, description="The exports")
def exports(key: str) -> dict[str, Any]:
    """List the exports of the last day, the newest first."""
    with store().reading() as read:
        find(read, key, store().folder)
    found = [each for each in queue().jobs.of(key) if each.job.kind in EXPORTS]
    return {"exports": [_export(key, each) for each in found]}


@work.route(f"/campaigns/<key>/exports/{_JOB}")
@allow(Scope.EXPORT)
@limiter.exempt
@described(work, "followExport", 404, scope=Scope.EXPORT)
@work.response(200, ExportSchema, description="The export")
def show(key: str, job: str) -> dict[str, Any]:
    """Follow an export until it is done."""
    return _export(key, _found(key, job))


@work.route(f"/campaigns/<key>/exports/{_JOB}/file")
@allow(Scope.EXPORT)
@described(work, "fetchExport", 404, 409, scope=Scope.EXPORT)
@work.response(200, BINARY, content_type="application/octet-stream", description="The file")
def file(key: str, job: str) -> Response:
    """Fetch what was made. The access log notes it."""
    found = _found(key, job)
    if found.state.state != DONE or not found.state.file:
        raise Problem(409, "not-ready", msg("This export is not ready."), msg("Follow it until it is done."))
    with store().writing() as write:
        log(write, now(), program().login, "download-export", key, "", what=found.job.kind)
    place = queue().jobs.folder / found.id / "out" / found.state.file
    return send_file(place.absolute(), "application/octet-stream", True, found.state.file, max_age=0)


def _session(key: str, number: int | None) -> int:
    """The session that the work is about; the access log is told by the work itself."""
    with store().reading() as read:
        return current(find(read, key, store().folder), number).number


def _last(key: str) -> Known:
    last = queue().jobs.screening(key)
    if last is None:
        raise nothing_here()
    return last


def _found(key: str, job: str) -> Known:
    found = queue().jobs.get(job)
    if found is None or found.job.campaign != key or found.job.kind not in EXPORTS:
        raise nothing_here()
    return found


def _screening(key: str) -> dict[str, Any]:
    last = _last(key)
    progress = {"stage": last.state.stage or None, "done": last.state.done, "total": last.state.total}
    return {**_how(last), **progress, "links": {"self": url_for("work.follow", key=key)}}


def _export(key: str, found: Known) -> dict[str, Any]:
    links = {"self": url_for("work.show", key=key, job=found.id)}
    if found.state.file:
        links["file"] = url_for("work.file", key=key, job=found.id)
    job = found.job
    about = {"id": found.id, "what": job.kind, "form": job.form or ".zip", "anonymous": job.anonymous}
    return {**_how(found), **about, "links": links}


def _how(found: Known) -> dict[str, Any]:
    state = found.state
    return {
        "session": found.job.session, "state": state.state, "asked": found.job.asked, "ended": state.ended,
        "said": state.said or None, "notes": list(state.notes),
    }  # fmt: skip
