"""What a person may read about the site: personal data, accessibility."""

from __future__ import annotations

from flask import Blueprint, render_template

from web.access import EVERYBODY, allow

pages = Blueprint("information", __name__)


@pages.get("/donnees-personnelles")
@allow(EVERYBODY)
def privacy() -> str:
    """What becomes of a person's data."""
    return render_template("privacy.html")


@pages.get("/accessibilite")
@allow(EVERYBODY)
def accessibility() -> str:
    """The declaration of accessibility."""
    return render_template("accessibility.html")
