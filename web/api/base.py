"""What the parts of the API share: their blueprints, and how what they take and answer is described."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar, cast

from flask import request
from flask_smorest import Blueprint
from werkzeug.datastructures import FileStorage
from werkzeug.http import HTTP_STATUS_CODES

from precheck.campaign.tokens import Scope
from precheck.i18n import msg
from web import uploads
from web.api.problems import KIND, Problem
from web.api.shapes import ProblemSchema

View = TypeVar("View", bound=Callable[..., Any])
ROOT = "/api/v1"
BINARY = {"type": "string", "format": "binary"}


def part(name: str, description: str) -> Blueprint:
    """A blueprint of the API."""
    return Blueprint(name, __name__, url_prefix=ROOT, description=description)


def described(
    blueprint: Blueprint, name: str, *problems: int, scope: Scope | None = None, body: dict[str, Any] | None = None
) -> Callable[[View], View]:
    """Describe an operation.

    Args:
        name: of the operation, unique in the API.
        problems: the statuses with which it may be answered when something is wrong.
        scope: what a token must have.
        body: the fields of a multipart body, as JSON schemas; `file` is required.
    """
    said: dict[str, Any] = {"operationId": name}
    refusals = [*problems]
    if scope is not None:
        said["security"] = [{"token": [scope.value]}]
        refusals += [401, 403]
    if body is not None:
        required = [field for field in body if field in {"file", "candidate"}]
        form = {"type": "object", "properties": body, "required": required}
        said["requestBody"] = {"required": True, "content": {"multipart/form-data": {"schema": form}}}

    def decorate(view: View) -> View:
        for status in sorted(refusals):
            alternative = blueprint.alt_response(
                status, schema=ProblemSchema, content_type=KIND, description=HTTP_STATUS_CODES[status]
            )
            view = alternative(view)
        return cast(View, blueprint.doc(**said)(view))

    return decorate


def sent_file() -> tuple[FileStorage, bytes]:
    """The PDF in the field `file`.

    Raises:
        Problem: there is none, or it is no PDF.
    """
    upload = request.files.get("file")
    if upload is None:
        raise Problem(422, "file-missing", msg("The field “{name}” is missing.", name="file"))
    data = upload.stream.read()
    if wrong := uploads.fault(data):
        too_large = len(data) > uploads.settings().upload_bytes
        raise Problem(413 if too_large else 422, "too-large" if too_large else "not-a-pdf", wrong)
    return upload, data


def sent_choice(name: str, choices: tuple[str, ...], usual: str) -> str:
    """One of the choices, in the field of that name; the usual one when it is not sent.

    Raises:
        Problem: it is none of them.
    """
    said = request.form.get(name)
    if said is None:
        return usual
    if said not in choices:
        raise Problem(422, f"unknown-{name}", msg("“{name}” must be one of: {choices}.", name=name,
                                                  choices=", ".join(choices)))  # fmt: skip
    return said
