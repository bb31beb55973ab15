"""The candidate's own check: drop a PDF, see the report. No account, nothing kept."""

from __future__ import annotations

import datetime as dt

from flask import Blueprint, Response, abort, current_app, jsonify, render_template, request, url_for

from precheck.i18n import Message, msg
from web.access import EVERYBODY, allow
from web.checks import PARTS, Check
from web.downloads import attachment
from web.language import translator
from web.security import REPORT_POLICY, limiter, see_other
from web.uploads import busy, counted, fault, keep, part_of, queue, settings

pages = Blueprint("drafts", __name__)


@pages.get("/")
@allow(EVERYBODY)
def home() -> str:
    """The first page."""
    return _form()


def _form(wrong: Message | None = None) -> str:
    chosen = request.form.get("profile", "")
    return render_template("home.html", profiles=current_app.config["PROFILES"], chosen=chosen, fault=wrong)


@pages.post("/verification")
@allow(EVERYBODY)
@counted
def accept() -> Response | tuple[str, int]:
    """A draft comes in: it is kept, queued, and the person is sent to its page."""
    upload = request.files.get("dossier")
    profile = request.form.get("profile") or settings().profiles[0]
    if profile not in settings().profiles:
        abort(400)
    if upload is None or not upload.filename:
        return _form(msg("Choose a file first.")), 400
    if busy():
        abort(503)
    data = upload.stream.read()
    wrong = fault(data)
    if wrong:
        return _form(wrong), 400
    token = keep(upload, data, profile, translator().language)
    return see_other(url_for("drafts.show", token=token))


def _found(token: str) -> Check:
    check = queue().checks.find(token, dt.datetime.now(dt.UTC))
    if check is None:
        abort(404)
    return check


@pages.get("/verification/<token>")
@allow(EVERYBODY)
def show(token: str) -> str | Response:
    """Progress, then the report."""
    check = _found(token)
    until = check.request.received + dt.timedelta(minutes=settings().keep_minutes)
    if check.answer is None:
        return render_template("waiting.html", check=check, token=token, place=queue().place(check.id), until=until)
    said = {"token": token, "answer": check.answer, "until": until}
    pieces = check.report_in_three()
    if pieces is None:
        abort(404)
    before, verdict, after = pieces
    above, below = render_template("draft_above.html", **said), render_template("draft_below.html", **said)
    page = "".join((before, above, verdict, below, after))
    return Response(page, headers={"Content-Security-Policy": REPORT_POLICY})


@pages.get("/verification/<token>/etat")
@allow(EVERYBODY)
@limiter.exempt
def progress(token: str) -> Response:
    """Whether the answer is there, and how many drafts come before: for the page that waits."""
    check = _found(token)
    return jsonify({"done": check.answer is not None, "place": queue().place(check.id)})


@pages.get("/verification/<token>/<name>")
@allow(EVERYBODY)
def part(token: str, name: str) -> Response:
    """A part of the answer, to download."""
    check = _found(token)
    content = part_of(check, name)
    if content is None:
        abort(404)
    stem = check.request.name.removesuffix(".pdf")
    ending = {"annotated.pdf": "annote.pdf"}.get(name, f"rapport.{name.rpartition('.')[2]}")
    return attachment(content, PARTS[name], f"{stem}-{ending}")


@pages.post("/verification/<token>/effacer")
@allow(EVERYBODY)
def erase(token: str) -> Response:
    """Erase the draft and its report now."""
    queue().checks.erase(_found(token).id)
    return see_other(url_for("drafts.erased"))


@pages.get("/efface")
@allow(EVERYBODY)
def erased() -> str:
    """Says that it is done."""
    return render_template("erased.html")
