"""What time it is, for pages: one place, so that tests may say."""

from __future__ import annotations

import datetime as dt

from flask import current_app


def now() -> dt.datetime:
    """The moment of the request, in UTC."""
    moment: dt.datetime = current_app.config["CLOCK"]()
    return moment
