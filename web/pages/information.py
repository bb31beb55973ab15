"""What a person may read about the site: personal data, accessibility."""

from __future__ import annotations

from flask import Blueprint, Response, current_app, render_template

from web.access import EVERYBODY, allow

pages = Blueprint("information", __name__)


@pages.get("/donnees-personnelles")
@allow(EVERYBODY)
def privacy() -> str:
    """What becomes of a person's data."""
    return render_template("privacy.html")


@pages.get("/favicon.ico")
@allow(EVERYBODY)
def icon() -> Response:
    """The icon, for browsers that ask before they read the page."""
    return current_app.send_static_file("icon.svg")


@pages.get("/accessibilite")
@allow(EVERYBODY)
def accessibility() -> str:
    """The declaration of accessibility."""
    return render_template("accessibility.html")
