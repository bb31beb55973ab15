"""The description of the API: for programs in OpenAPI, for people as a page made from the same."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, current_app, json, render_template

from web.access import EVERYBODY, allow
from web.api.base import ROOT

pages = Blueprint("api", __name__)


def _spec() -> dict[str, Any]:
    spec: dict[str, Any] = current_app.extensions["precheck-api"]
    return spec


@pages.get(f"{ROOT}/openapi.json")
@allow(EVERYBODY)
def openapi() -> Response:
    """The description for programs."""
    return Response(json.dumps(_spec(), ensure_ascii=False), mimetype="application/json")


@pages.get(f"{ROOT}/")
@allow(EVERYBODY)
def described() -> str:
    """The description for people."""
    spec = _spec()
    parts = [
        {
            "name": tag["name"],
            "description": tag["description"],
            "operations": [
                {"path": path, "method": method.upper(), **operation}
                for path, methods in spec["paths"].items()
                for method, operation in methods.items()
                if method != "parameters" and tag["name"] in operation["tags"]
            ],
        }
        for tag in spec["tags"]
    ]
    shapes = {name: shape for name, shape in spec["components"]["schemas"].items() if "properties" in shape}
    return render_template("api.html", spec=spec, parts=parts, shapes=shapes)
