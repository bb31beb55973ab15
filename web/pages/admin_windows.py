"""The sessions of a campaign: their windows, and moving the end of one."""

from __future__ import annotations

from flask import Blueprint, Response, render_template

from precheck.campaign.accounts import Role
from precheck.campaign.overview import candidacies
from precheck.campaign.windows import move_end
from precheck.i18n import msg
from web.access import allow
from web.desk import back, desk, field, moment, told_on

pages = Blueprint("admin_windows", __name__)


@pages.get("/campagnes/<key>/sessions")
@allow(Role.ADMINISTRATOR)
def show(key: str) -> str:
    """Each session with its window, and who was given more time."""
    with desk(key) as at:
        extended = [one for one in candidacies(at.session, at.campaign) if one.extension]
        return render_template("admin/windows.html", at=at, extended=extended)


@pages.post("/campagnes/<key>/sessions/<int:number>/fin")
@allow(Role.ADMINISTRATOR)
@told_on(lambda key, number: show(key=key))
def extend(key: str, number: int) -> Response:
    """Everybody has more time."""
    with desk(key, writing=True) as at:
        move_end(at.session, at.window(number), moment("until", at.zone), at.now, at.actor, field("reason"))
    return back("admin_windows.show", msg("Everybody has more time now."), key=key)
