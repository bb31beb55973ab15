"""What protects the site: headers, cookies, CSRF tokens, limits, and where a person may be sent."""

from __future__ import annotations

import contextlib
import datetime as dt
import re
import socket
import threading
from collections.abc import Iterable
from typing import TYPE_CHECKING

from flask import Flask, Response, redirect, request
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address
from flask_wtf import CSRFProtect
from werkzeug.middleware.proxy_fix import ProxyFix

from web.settings import Settings

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

POLICY = "; ".join(
    f"{directive} {allowed}"
    for directive, allowed in {
        "default-src": "'none'",
        "script-src": "'self'",
        "style-src": "'self'",
        "img-src": "'self' data:",
        "font-src": "'self'",
        "connect-src": "'self'",
        "frame-src": "'self'",
        "form-action": "'self'",
        "base-uri": "'none'",
        "frame-ancestors": "'none'",
    }.items()
)
PRINTING = "'sha256-fWlfE2ikBfPHs5eyRasxPvYOfV6CGOeukwQoHFe+WsE='"
"""The one script of a report, which opens its details for printing."""
REPORT_POLICY = POLICY.replace("style-src 'self'", "style-src 'self' 'unsafe-inline'").replace(
    "script-src 'self'", f"script-src 'self' {PRINTING}"
)
"""For a page with a report in it, which is one file with its styles and pictures. All its words are escaped."""
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}
FORM_BYTES = 1 << 20
"""Room for the fields of a form beside its file."""
SESSION = dt.timedelta(hours=12)
"""How long somebody stays signed in: a working day."""
_INSIDE = re.compile(r"/(?!/)[^\s\\\x00-\x1f\x7f-\x9f]*")


class Deadline:
    """The site behind it gets no body that takes longer to come than `seconds`: what has come by then is all.

    A body is read from gunicorn's own connection; other servers have limits of their own.
    """

    def __init__(self, application: WSGIApplication, seconds: float) -> None:
        self._application, self._seconds = application, seconds

    def __call__(self, environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        connection = environ.get("gunicorn.socket")
        awaited = "HTTP_TRANSFER_ENCODING" in environ or environ.get("CONTENT_LENGTH", "0") not in {"", "0"}
        if connection is None or not awaited:
            return self._application(environ, start)
        timer = threading.Timer(self._seconds, _read_no_more, [connection])
        timer.daemon = True
        timer.start()
        try:
            return self._application(environ, start)
        finally:
            timer.cancel()


def _read_no_more(connection: socket.socket) -> None:
    with contextlib.suppress(OSError):  # it was closed meanwhile
        connection.shutdown(socket.SHUT_RD)


csrf = CSRFProtect()
limiter = Limiter(get_remote_address, storage_uri="memory://", headers_enabled=True)


def init(app: Flask, settings: Settings) -> None:
    """Protect the whole site."""
    app.config.update(
        SECRET_KEY=settings.secret(),
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=settings.secure,
        SESSION_COOKIE_NAME="precheck-session",
        PERMANENT_SESSION_LIFETIME=SESSION,
        MAX_CONTENT_LENGTH=settings.upload_bytes + FORM_BYTES,
        MAX_FORM_MEMORY_SIZE=FORM_BYTES,
        MAX_FORM_PARTS=1000,
        WTF_CSRF_TIME_LIMIT=None,
        WTF_CSRF_SSL_STRICT=settings.secure,
    )
    app.wsgi_app = Deadline(app.wsgi_app, settings.upload_seconds)  # type: ignore[assignment, method-assign]
    if settings.trusted_proxies:
        trusted = settings.trusted_proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, trusted, trusted, trusted, trusted)  # type: ignore[method-assign]
    csrf.init_app(app)
    limiter.init_app(app)

    @app.after_request
    def protect(response: Response) -> Response:
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        response.headers.setdefault("Content-Security-Policy", POLICY)
        if settings.secure:
            response.headers.setdefault("Strict-Transport-Security", "max-age=31536000")
        if request.endpoint != "static" and "Cache-Control" not in response.headers:
            response.headers["Cache-Control"] = "no-store"
        return response


def safe_target(address: str) -> str:
    """The address when it leads to a page of this site, or else the first page: nobody is sent elsewhere.

    Browsers read a backslash as a slash and leave out tabs and ends of lines: an address with any of them is refused.
    """
    return address if _INSIDE.fullmatch(address) else "/"


def see_other(target: str) -> Response:
    """Lead there, once what a form asked for is done: reloading that page does nothing again (303)."""
    # Flask says that it makes a response of werkzeug's; it is one of its own while an application runs.
    return redirect(target, 303)  # type: ignore[return-value]
