"""Checking a file: send it, follow it, fetch the report. The same drafts as on the site, without an account."""

from __future__ import annotations

import datetime as dt
from typing import Any

from flask import Response, url_for

from precheck.i18n import LANGUAGES, msg
from precheck.profile import load_profile
from web.access import EVERYBODY, allow
from web.api.base import BINARY, described, part, sent_choice, sent_file
from web.api.problems import Problem, nothing_here
from web.api.shapes import CheckSchema, ProfilesSchema
from web.checks import PARTS, Check
from web.language import translator
from web.security import limiter
from web.uploads import busy, counted, keep, part_of, queue, settings

checks = part("checks", "Check a dossier: nothing is kept but for a short while.")
_NAMES = {"json": "report.json", "text": "report.txt", "html": "report.html", "pdf": "report.pdf",
          "annotated": "annotated.pdf"}  # fmt: skip


@checks.route("/profiles")
@allow(EVERYBODY)
@described(checks, "listProfiles")
@checks.response(200, ProfilesSchema, description="The profiles")
def profiles() -> dict[str, Any]:
    """List the profiles that a file can be checked against."""
    found = [(reference, load_profile(reference)) for reference in settings().profiles]
    return {
        "profiles": [
            {"id": reference, "title": each.title, "institution": each.institution, "usual": not number}
            for number, (reference, each) in enumerate(found)
        ]
    }


@checks.route("/checks", methods=["POST"])
@allow(EVERYBODY)
@counted
@described(
    checks, "check", 413, 422, 429, 503,
    body={
        "file": {**BINARY, "description": "The PDF file."},
        "profile": {"type": "string", "description": "One of the profiles of the site; by default the usual one."},
        "language": {"type": "string", "enum": list(LANGUAGES), "description": "The language of the report; by "
                     "default that of Accept-Language."},
    },
)  # fmt: skip
@checks.response(
    202, CheckSchema, description="The file is kept and waits to be checked",
    headers={"Location": {"description": "The address of the check", "schema": {"type": "string"}}},
)  # fmt: skip
def send() -> tuple[dict[str, Any], int, dict[str, str]]:
    """Have a PDF checked.

    The answer comes at once; the check itself follows at the address in Location, which is erased after a while.
    Addresses may send so many files an hour.
    """
    profile = sent_choice("profile", settings().profiles, settings().profiles[0])
    language = sent_choice("language", LANGUAGES, translator().language)
    if busy():
        raise Problem(503, "busy", msg("The site has more work than it can take. Try again in a few minutes."))
    upload, data = sent_file()
    token = keep(upload, data, profile, language)
    return _told(token, _found(token)), 202, {"Location": _address(token)}


@checks.route("/checks/<token>")
@allow(EVERYBODY)
@limiter.exempt
@described(checks, "followCheck", 404)
@checks.response(200, CheckSchema, description="The check")
def follow(token: str) -> dict[str, Any]:
    """Follow a check: its state, its place in the queue, and where its report is."""
    return _told(token, _found(token))


@checks.route("/checks/<token>", methods=["DELETE"])
@allow(EVERYBODY)
@described(checks, "eraseCheck", 404)
@checks.response(204, description="The file and its report are erased")
def erase(token: str) -> None:
    """Erase a check now: the file and all that was found."""
    queue().checks.erase(_found(token).id)


@checks.route("/checks/<token>/report")
@allow(EVERYBODY)
@described(checks, "report", 404, 409)
@checks.response(200, {"$ref": "#/components/schemas/Report"}, description="The report, or why there is none")
def report(token: str) -> Response:
    """Fetch the report for programs, which follows the published schema."""
    return _part(token, "json")


@checks.route("/checks/<token>/report.txt")
@allow(EVERYBODY)
@described(checks, "reportAsText", 404, 409)
@checks.response(200, {"type": "string"}, content_type="text/plain", description="The report")
def report_text(token: str) -> Response:
    """Fetch the report as text."""
    return _part(token, "text")


@checks.route("/checks/<token>/report.html")
@allow(EVERYBODY)
@described(checks, "reportAsHtml", 404, 409)
@checks.response(200, {"type": "string"}, content_type="text/html", description="The report")
def report_html(token: str) -> Response:
    """Fetch the report as one HTML file, with its pictures in it."""
    return _part(token, "html")


@checks.route("/checks/<token>/report.pdf")
@allow(EVERYBODY)
@described(checks, "reportAsPdf", 404, 409, 503)
@checks.response(200, BINARY, content_type="application/pdf", description="The report")
def report_pdf(token: str) -> Response:
    """Fetch the report as PDF."""
    return _part(token, "pdf")


@checks.route("/checks/<token>/annotated.pdf")
@allow(EVERYBODY)
@described(checks, "annotatedCopy", 404, 409, 503)
@checks.response(200, BINARY, content_type="application/pdf", description="The copy")
def annotated(token: str) -> Response:
    """Fetch a copy of the dossier with comments where something was seen. Some files cannot be written again."""
    return _part(token, "annotated")


def _found(token: str) -> Check:
    check = queue().checks.find(token, dt.datetime.now(dt.UTC))
    if check is None:
        raise nothing_here()
    return check


def _address(token: str) -> str:
    return url_for("checks.follow", token=token)


def _told(token: str, check: Check) -> dict[str, Any]:
    answer, asked = check.answer, check.request
    links = {"self": _address(token)}
    if answer is not None:
        views = {"json": "report", "text": "report_text", "html": "report_html", "pdf": "report_pdf",
                 "annotated": "annotated"}  # fmt: skip
        links |= {
            kind: url_for(f"checks.{view}", token=token) for kind, view in views.items() if _NAMES[kind] in answer.parts
        }
    return {
        "token": token,
        "state": "waiting" if answer is None else "refused" if answer.verdict == "refused" else "done",
        "place": queue().place(check.id),
        "file": asked.name,
        "profile": asked.profile,
        "language": asked.language,
        "received": asked.received,
        "until": asked.received + dt.timedelta(minutes=settings().keep_minutes),
        "verdict": answer.verdict if answer else None,
        "links": links,
    }


def _part(token: str, kind: str) -> Response:
    check, name = _found(token), _NAMES[kind]
    if check.answer is None:
        raise Problem(409, "not-ready", msg("This check is not done yet."), msg("Follow it until it is."))
    content = part_of(check, name)
    if content is None:
        raise nothing_here()
    return Response(
        content, mimetype=PARTS[name],
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )  # fmt: skip
