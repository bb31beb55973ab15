"""The API for programs, at /api/v1. Its description is made from the code, in OpenAPI 3.1."""

from __future__ import annotations

import json
from typing import Any

from flask import Flask
from flask_smorest import Api

from precheck import __version__
from precheck.report.schema import load_schema
from web import security
from web.api.base import ROOT
from web.api.problems import KIND
from web.api.shapes import ProblemSchema

_ABOUT = """\
Check dossiers before they are deposited, and run a campaign from the scripts of a learning platform.

A check needs no account. What concerns a campaign needs a token, which “precheck user token” makes: it opens one \
campaign and has scopes. Cookies open nothing here. Addresses in answers are relative to this site. When something is \
wrong, the answer is a problem (RFC 9457) with a code, what happened and what to do, in the language of \
Accept-Language."""


class _Described(Api):  # type: ignore[misc]
    """The description, with problems in place of the library's own errors."""

    ERROR_SCHEMA = ProblemSchema

    def _register_error_handlers(self) -> None:
        """Errors are answered by `web.api.problems`."""

    def _register_responses(self) -> None:
        self.DEFAULT_RESPONSE_CONTENT_TYPE = KIND
        super()._register_responses()
        del self.DEFAULT_RESPONSE_CONTENT_TYPE

    def _register_pagination_header(self) -> None:
        """Lists tell themselves how long they are."""


def init(app: Flask) -> None:
    """Register the API. It has no cookie to protect, and so no CSRF token either."""
    from web.api.campaigns import campaigns
    from web.api.checks import checks
    from web.api.roster import roster
    from web.api.work import work

    made = _Described(
        app,
        spec_kwargs={
            "title": "precheck",
            "version": __version__,
            "openapi_version": "3.1.0",
            "info": {"description": _ABOUT},
            "servers": [{"url": "/"}],
        },
    )
    made.spec.components.security_scheme("token", {"type": "http", "scheme": "bearer"})
    made.spec.components.schema("Report", _report())
    for blueprint in (checks, campaigns, roster, work):
        made.register_blueprint(blueprint)
        security.csrf.exempt(blueprint)
    app.extensions["precheck-api"] = made.spec.to_dict()


def _report() -> dict[str, Any]:
    """The published schema of the report, as a component of the description."""
    text = json.dumps(load_schema()).replace('"#/$defs/', '"#/components/schemas/Report/$defs/')
    schema: dict[str, Any] = json.loads(text)
    return schema


__all__ = ["ROOT", "init"]
