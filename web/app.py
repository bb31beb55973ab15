"""The site as a Flask application: settings in, an application out."""

from __future__ import annotations

import datetime as dt
import hashlib
import logging
import pkgutil
import traceback
from importlib import import_module
from pathlib import Path

from flask import Flask, Response, render_template, request
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException

import web.pages
from precheck.campaign.accounts import UnknownKey
from precheck.campaign.errors import NoCampaign, NoCandidate
from precheck.campaign.store import Store
from precheck.errors import PrecheckError
from precheck.i18n import Message, msg
from precheck.profile import load_profile
from web import access, api, institution, language, security
from web.access import EVERYBODY, allow
from web.api import problems
from web.institution import InstitutionSilent, NameTaken, SignInRefused
from web.later import BeingMade, CannotAnnotate, Later
from web.queue import Queue
from web.reports import FOLDER, Reports
from web.settings import Settings, load

log = logging.getLogger(__name__)

_TOLD = {
    400: msg("The browser sent something that this page does not understand."),
    403: msg("You may not see this page."),
    404: msg("There is nothing at this address, or no more: a draft is erased after a while."),
    405: msg("This page cannot be used that way."),
    413: msg("The file is larger than {megabytes} MB."),
    429: msg("Many requests came from your address. Wait a little, then try again."),
    503: msg("The site has more work than it can take. Nothing is lost: try again in a few minutes."),
}
_CODES = {
    UnknownKey: 404,
    NoCampaign: 404,
    NoCandidate: 404,
    SignInRefused: 403,
    NameTaken: 403,
    InstitutionSilent: 503,
    CannotAnnotate: 404,
    BeingMade: 503,
}
"""What HTTP calls an error; others are conflicts."""
_BROKEN = msg("The site broke down on this page. It is not your fault; try again in a moment.")


def create_app(settings: Settings | None = None) -> Flask:
    """The site with these settings, by default those of the environment.

    Raises:
        BadConfiguration: a setting or a profile is wrong.
    """
    settings = settings or load()
    app = Flask(__name__, template_folder="templates", static_folder="static")
    app.config["SETTINGS"] = settings
    app.config["PROFILES"] = [(reference, load_profile(reference)) for reference in settings.profiles]
    app.config["CLOCK"] = lambda: dt.datetime.now(dt.UTC)
    app.extensions["precheck-queue"] = Queue(settings)
    app.extensions["precheck-store"] = Store(settings.data_dir, settings.database_url or None)
    reports = app.extensions["precheck-reports"] = Reports(settings.data_dir / FOLDER)
    app.extensions["precheck-later"] = Later(reports.reader)
    app.jinja_options = {"trim_blocks": True, "lstrip_blocks": True}
    access.make_room(app)
    security.init(app, settings)
    access.init(app)
    language.init(app)
    institution.init(app, settings)
    _styles(app)
    _errors(app, settings)
    for module in pkgutil.iter_modules(web.pages.__path__, "web.pages."):
        app.register_blueprint(import_module(module.name).pages)
    api.init(app)
    security.csrf.exempt(app.blueprints["health"])
    return app


def _styles(app: Flask) -> None:
    """One style sheet: that of the reports, then the site's own."""
    import precheck.report.html

    reports = precheck.report.html.TEMPLATES
    sheet = b"".join(
        place.read_bytes()
        for place in (
            reports / "report.css",
            reports / "originality.css",
            *sorted((Path(app.root_path) / "styles").glob("*.css"), key=lambda each: each.name != "site.css"),
        )
    )
    version = hashlib.sha256(sheet).hexdigest()[:12]
    app.jinja_env.globals["style_version"] = version

    @app.get("/style-<name>.css")
    @allow(EVERYBODY)
    def style(name: str) -> Response:
        answer = Response(sheet, mimetype="text/css")
        if name == version:
            answer.headers["Cache-Control"] = "public, max-age=31536000, immutable"
        return answer


def _errors(app: Flask, settings: Settings) -> None:
    def page(code: int, text: Message, advice: Message | None = None) -> tuple[str, int]:
        return render_template("error.html", code=code, text=text, advice=advice), code

    @app.errorhandler(HTTPException)
    def told(error: HTTPException) -> Response | tuple[str, int]:
        code = error.code or 500
        if code < 400:
            return error.get_response()  # type: ignore[return-value]
        if problems.asked():
            return problems.of_http(error)
        if isinstance(error, CSRFError):
            return page(400, msg("This page was open for too long: go back, reload it, and try again."))
        text = _TOLD.get(code, _BROKEN)
        if code == 413:
            text = Message(text.msgid, {"megabytes": settings.upload_megabytes})
        return page(code, text)

    @app.errorhandler(PrecheckError)
    def refused(error: PrecheckError) -> Response | tuple[str, int]:
        if problems.asked():
            return problems.of_error(error)
        return page(_CODES.get(type(error), 409), error.message, error.advice)

    @app.errorhandler(problems.Problem)
    def problem(error: problems.Problem) -> Response:
        return problems.answer(error)

    @app.errorhandler(Exception)
    def broken(error: Exception) -> Response | tuple[str, int]:
        # Without the words of the error, in which a person's name or a file's may stand.
        where = "".join(traceback.format_tb(error.__traceback__))
        log.error("a page broke down: %s %s\n%s", request.endpoint, type(error).__name__, where)
        return problems.broken() if problems.asked() else page(500, _BROKEN)
