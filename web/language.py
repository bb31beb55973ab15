"""The language of a page: what the person chose, then what the browser asks for, then the site's."""

from __future__ import annotations

import datetime as dt
from typing import Any
from zoneinfo import ZoneInfo

from flask import Flask, Response, current_app, g, redirect, request

from precheck.i18n import LANGUAGES, Message, Translator
from precheck.report.plain import plain
from web.access import EVERYBODY, allow
from web.addresses import whole
from web.security import safe_target

COOKIE = "precheck-language"
PARIS = ZoneInfo("Europe/Paris")


def translator() -> Translator:
    """The translator of this request."""
    if "translator" not in g:
        chosen = request.cookies.get(COOKIE, "")
        if chosen not in LANGUAGES:
            usual = current_app.config["SETTINGS"].language
            chosen = request.accept_languages.best_match(sorted(LANGUAGES, key=lambda each: each != usual), usual)
        g.translator = Translator(chosen)
    found: Translator = g.translator
    return found


def say(text: Message | str | None) -> str:
    """A message in the language of the page, or a text as it is, made safe to show."""
    if text is None:
        return ""
    return plain(translator()(text) if isinstance(text, Message) else text)


def _gettext(msgid: str, **params: Any) -> str:
    return say(Message(msgid, params))


def _ngettext(singular: str, plural: str, count: int, **params: Any) -> str:
    return say(Message(singular, {"count": count, **params}, plural, count))


def instant(moment: dt.datetime) -> str:
    """An instant as people read it, in Europe/Paris, with its zone."""
    return moment.astimezone(PARIS).strftime("%d/%m/%Y %H:%M:%S %Z")


def hour(moment: dt.datetime) -> str:
    """The hour of an instant that is near, in Europe/Paris, with its zone."""
    return moment.astimezone(PARIS).strftime("%H:%M %Z")


def init(app: Flask) -> None:
    """What templates may call, and the page that changes the language."""

    @app.context_processor
    def words() -> dict[str, Any]:
        return {
            "_": _gettext,
            "ngettext": _ngettext,
            "say": say,
            "instant": instant,
            "hour": hour,
            "whole": whole,
            "language": translator().language,
            "languages": LANGUAGES,
            "settings": app.config["SETTINGS"],
        }

    @app.post("/langue/<code>")
    @allow(EVERYBODY)
    def language(code: str) -> Response:
        answer = redirect(safe_target(request.form.get("next", "/")))
        if code in LANGUAGES:
            secure = app.config["SETTINGS"].secure
            answer.set_cookie(COOKIE, code, max_age=31_536_000, samesite="Lax", secure=secure, httponly=True)
        return answer  # type: ignore[return-value]
