"""Whole addresses of pages, for links that people copy and for mails: never the host that a request claims."""

from __future__ import annotations

from urllib.parse import urlsplit

from flask import current_app, request

from web.settings import Settings

_EVERYWHERE = {"0.0.0.0", "::", ""}  # noqa: S104 (nobody listens there because of this line)
_USUAL = {"http": 80, "https": 443}


def whole(path: str) -> str:
    """The whole address of a path of this site, during a request.

    Where `public_url` is not set, it is where the server itself listens, or what a trusted proxy says: the header
    `Host` is anybody's word, and a link with a secret must lead nowhere else.
    """
    settings: Settings = current_app.config["SETTINGS"]
    return public(settings, path) or f"{request.scheme}://{_here()}{path}"


def public(settings: Settings, path: str) -> str:
    """The whole address of a path by the settings alone; "" where they do not tell the site's."""
    parts = urlsplit(settings.public_url)
    return f"{parts.scheme}://{parts.netloc}{path}" if parts.netloc else ""


def _here() -> str:
    """The host, with its port where it is not the usual one."""
    host, port = str(request.environ["SERVER_NAME"]), int(request.environ["SERVER_PORT"])
    connection = request.environ.get("gunicorn.socket")
    if host in _EVERYWHERE and connection is not None:
        host = str(connection.getsockname()[0])
    named = f"[{host}]" if ":" in host and not host.startswith("[") else host
    return named if _USUAL.get(request.scheme) == port else f"{named}:{port}"
