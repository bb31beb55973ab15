"""The candidate's own check: drop a PDF, see the report. No account, nothing kept."""

from __future__ import annotations

import datetime as dt

from flask import Blueprint, Response, abort, current_app, jsonify, redirect, render_template, request, url_for
from werkzeug.datastructures import FileStorage

from precheck.i18n import Message, msg
from precheck.report.plain import plain, shorten
from web.access import EVERYBODY, allow
from web.checks import ABOVE, BELOW, PARTS, Check, Request
from web.language import translator
from web.queue import Queue
from web.security import REPORT_POLICY, limiter
from web.settings import Settings

pages = Blueprint("drafts", __name__)
_NAME = 120
"""Code points of a file's name that are kept."""


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
    chosen = request.form.get("profile", "")
    return render_template("home.html", profiles=current_app.config["PROFILES"], chosen=chosen, fault=fault)


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
    if _queue().length() >= _settings().waiting:
        abort(503)
    data = upload.stream.read()
    fault = _fault(data)
    if fault:
        return _form(fault), 400
    wanted = Request(_name(upload), profile, translator().language, dt.datetime.now(dt.UTC))
    token = _queue().checks.accept(data, wanted)
    _queue().draft(_queue().checks.id(token))
    return redirect(url_for("drafts.show", token=token), 303)  # type: ignore[return-value]


def _fault(data: bytes) -> Message | None:
    """What is wrong with a file at first sight: what it is called does not count."""
    if not data:
        return msg("This file is empty. Export your dossier again as PDF.")
    if len(data) > _settings().upload_bytes:
        return msg("The file is larger than {megabytes} MB.", megabytes=_settings().upload_megabytes)
    if b"%PDF-" not in data[:1024]:
        return msg("This file is not a PDF. In your word processor, choose “Export as PDF”.")
    return None


def _name(upload: FileStorage) -> str:
    base = (upload.filename or "").replace("\\", "/").rpartition("/")[2]
    return shorten(plain(base), _NAME) or "dossier.pdf"


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
    said = {"token": token, "answer": check.answer, "until": until}
    before, _, rest = _part(check, "report.html").decode().partition(ABOVE)
    verdict, _, after = rest.partition(BELOW)
    above, below = render_template("draft_above.html", **said), render_template("draft_below.html", **said)
    page = "".join((before, above, verdict, below, after))
    return Response(page, headers={"Content-Security-Policy": REPORT_POLICY})


def _part(check: Check, name: str) -> bytes:
    """A part of the answer; it may be erased at any moment."""
    try:
        return (check.folder / name).read_bytes()
    except FileNotFoundError:
        abort(404)


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
    content = _part(check, name)
    if name == "report.html":
        content = content.replace(ABOVE.encode(), b"").replace(BELOW.encode(), b"")
    response = Response(content, mimetype=PARTS[name])
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
