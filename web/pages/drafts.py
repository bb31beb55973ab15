"""The candidate's own check: drop a PDF, see the report. No account, nothing kept."""

from __future__ import annotations

import datetime as dt

from flask import Blueprint, Response, abort, current_app, jsonify, redirect, render_template, request, url_for

from precheck.i18n import Message, msg
from precheck.profile import load_profile
from web.access import EVERYBODY, allow
from web.checks import PAGE, PARTS, SLOT, Check, Request
from web.language import translator
from web.queue import Queue
from web.security import REPORT_POLICY, limiter
from web.settings import Settings
from web.uploads import fault_of, name_of

pages = Blueprint("drafts", __name__)


def _queue() -> Queue:
    queue: Queue = current_app.extensions["precheck-queue"]
    return queue


def _settings() -> Settings:
    settings: Settings = current_app.config["SETTINGS"]
    return settings


def _per_hour() -> str:
    return f"{_settings().uploads_per_hour} per hour"


@pages.get("/")
@allow(EVERYBODY)
def home() -> str:
    """The first page."""
    return _form()


def _form(fault: Message | None = None) -> str:
    profiles = [load_profile(reference) for reference in _settings().profiles]
    chosen = request.form.get("profile", "")
    listed = list(zip(_settings().profiles, profiles, strict=True))
    return render_template("home.html", profiles=listed, chosen=chosen, fault=fault)


@pages.post("/verification")
@allow(EVERYBODY)
@limiter.limit(_per_hour)
def accept() -> Response | tuple[str, int]:
    """A draft comes in: it is kept, queued, and the person is sent to its page."""
    upload = request.files.get("dossier")
    profile = request.form.get("profile") or _settings().profiles[0]
    if profile not in _settings().profiles:
        abort(400)
    if upload is None or not upload.filename:
        return _form(msg("Choose a file first.")), 400
    if len(_queue().checks.unanswered()) >= _settings().waiting:
        abort(503)
    data = upload.stream.read()
    fault = fault_of(data)
    if fault:
        return _form(fault), 400
    wanted = Request(name_of(upload), profile, translator().language, dt.datetime.now(dt.UTC))
    token = _queue().checks.accept(data, wanted)
    _queue().draft(_queue().checks.id(token))
    return redirect(url_for("drafts.show", token=token), 303)  # type: ignore[return-value]


def _found(token: str) -> Check:
    check = _queue().checks.find(token, dt.datetime.now(dt.UTC))
    if check is None:
        abort(404)
    return check


@pages.get("/verification/<token>")
@allow(EVERYBODY)
def show(token: str) -> str | Response:
    """Progress, then the report."""
    check = _found(token)
    until = check.request.received + dt.timedelta(minutes=_settings().keep_minutes)
    if check.answer is None:
        return render_template("waiting.html", check=check, token=token, place=_queue().place(check.id), until=until)
    bar = render_template("draft.html", check=check, token=token, answer=check.answer, until=until)
    before, _, after = (check.folder / PAGE).read_text("utf-8").partition(SLOT)
    return Response(f"{before}{bar}{after}", headers={"Content-Security-Policy": REPORT_POLICY})


@pages.get("/verification/<token>/etat")
@allow(EVERYBODY)
@limiter.exempt
def progress(token: str) -> Response:
    """Whether the answer is there, and how many drafts come before: for the page that waits."""
    check = _found(token)
    return jsonify({"done": check.answer is not None, "place": _queue().place(check.id)})


@pages.get("/verification/<token>/<name>")
@allow(EVERYBODY)
def part(token: str, name: str) -> Response:
    """A part of the answer, to download."""
    check = _found(token)
    if check.answer is None or name not in check.answer.parts or name not in PARTS:
        abort(404)
    response = Response((check.folder / name).read_bytes(), mimetype=PARTS[name])
    stem = check.request.name.removesuffix(".pdf")
    ending = {"annotated.pdf": "annote.pdf"}.get(name, f"rapport.{name.rpartition('.')[2]}")
    response.headers.set("Content-Disposition", "attachment", filename=f"{stem}-{ending}")
    return response


@pages.post("/verification/<token>/effacer")
@allow(EVERYBODY)
def erase(token: str) -> Response:
    """Erase the draft and its report now."""
    _queue().checks.erase(_found(token).id)
    return redirect(url_for("drafts.erased"), 303)  # type: ignore[return-value]


@pages.get("/efface")
@allow(EVERYBODY)
def erased() -> str:
    """Says that it is done."""
    return render_template("erased.html")
