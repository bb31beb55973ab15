"""Errors as problem JSON (RFC 9457): what happened, what to do, and a code for programs."""

from __future__ import annotations

import re
from http import HTTPStatus

from flask import Response, json, request
from werkzeug.exceptions import HTTPException
from werkzeug.http import HTTP_STATUS_CODES

from precheck.campaign.accounts import UnknownKey
from precheck.campaign.errors import CampaignError, NoCampaign, NoCandidate, StoreFull
from precheck.campaign.intake.errors import ColumnUnknown, RosterInvalid, TableUnreadable
from precheck.campaign.tokens import NoToken, ScopeMissing
from precheck.errors import OutputError, PrecheckError, UnreadableFile
from precheck.i18n import Message, msg
from web.language import say
from web.later import BeingMade, CannotAnnotate

KIND = "application/problem+json"
PREFIX = "/api/"

_NOTHING = msg("There is nothing at this address, or no more: a draft is erased after a while.")
_DESCRIBED = msg("The description of the API is at {address}.", address="/api/v1/")
_LATER = msg("Try again in a few minutes.")
_BROKEN = msg("The site broke down on this request. It is not your fault; try again in a moment.")
_HTTP = {
    400: ("bad-request", msg("The request cannot be understood."), _DESCRIBED),
    404: ("nothing-here", _NOTHING, _DESCRIBED),
    405: ("method-not-allowed", msg("This address does not know that method."), _DESCRIBED),
    413: ("too-large", msg("The request is larger than this site takes."), msg("Send a smaller file.")),
    422: ("not-as-described", msg("The request is not as the description says."), _DESCRIBED),
    429: ("too-many-requests", msg("Many requests came from your address."), _LATER),
}
_STATUS: tuple[tuple[type[PrecheckError], int], ...] = (
    (NoToken, 401),
    (UnknownKey, 401),
    (ScopeMissing, 403),
    (NoCandidate, 404),
    (CannotAnnotate, 404),
    (BeingMade, 503),
    (UnreadableFile, 422),
    (RosterInvalid, 422),
    (ColumnUnknown, 422),
    (TableUnreadable, 422),
    (CampaignError, 409),
    (OutputError, 503),
    (StoreFull, 503),
)
"""The status of each kind of error, the first that fits; 500 for others."""


class Problem(Exception):
    """A request that is answered with a problem.

    Args:
        status: of the answer.
        code: for programs, never changed.
    """

    def __init__(self, status: int, code: str, detail: Message, advice: Message | None = None) -> None:
        super().__init__(code)
        self.status, self.code, self.detail, self.advice = status, code, detail, advice


def nothing_here() -> Problem:
    """There is nothing at the address."""
    return Problem(404, *_HTTP[404])


def asked() -> bool:
    """Whether the request is one of a program."""
    return request.path.startswith(PREFIX)


def answer(problem: Problem, errors: object = None) -> Response:
    """The answer to a program."""
    said = {
        "type": "about:blank",
        "title": HTTP_STATUS_CODES[problem.status],
        "status": problem.status,
        "code": problem.code,
        "detail": say(problem.detail),
        "advice": say(problem.advice) or None,
        "errors": errors,
    }
    text = json.dumps({name: value for name, value in said.items() if value is not None})
    made = Response(text, problem.status, mimetype=KIND)
    if problem.status == HTTPStatus.UNAUTHORIZED:
        made.headers["WWW-Authenticate"] = 'Bearer realm="precheck"'
    if problem.status == HTTPStatus.SERVICE_UNAVAILABLE:
        made.headers["Retry-After"] = "60"
    return made


def of_error(error: PrecheckError) -> Response:
    """The answer for an error of ours. What it tells of folders and of the database stays inside."""
    if isinstance(error, NoCampaign):
        return answer(nothing_here())
    status = next((status for kind, status in _STATUS if isinstance(error, kind)), 500)
    if status == HTTPStatus.INTERNAL_SERVER_ERROR:
        return broken()
    lines = {"lines": list(map(say, error.details))} if error.details else None
    return answer(Problem(status, code_of(error), error.message, error.advice), lines)


def of_http(error: HTTPException) -> Response:
    """The answer for an error of HTTP."""
    status = error.code or 500
    if status not in _HTTP:
        known = status in HTTP_STATUS_CODES and status < HTTPStatus.INTERNAL_SERVER_ERROR
        made = answer(Problem(status, *_HTTP[400])) if known else broken()
    else:
        made = answer(Problem(status, *_HTTP[status]), getattr(error, "data", {}).get("messages"))
    for name, value in error.get_headers():
        if name.lower() in {"allow", "retry-after"}:
            made.headers[name] = value
    return made


def broken() -> Response:
    """The answer when something of ours broke down."""
    return answer(Problem(500, "broken", _BROKEN))


def code_of(error: PrecheckError) -> str:
    """`StepForbidden` -> "step-forbidden"."""
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "-", type(error).__name__).lower()
