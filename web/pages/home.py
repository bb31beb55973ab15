"""Where each person begins: the campaigns to administer, the dossiers to evaluate, one's own deposits."""

from __future__ import annotations

from flask import Blueprint, render_template

from precheck.campaign.accounts import Role
from precheck.campaign.campaigns import all_campaigns
from precheck.campaign.own import candidates_of
from web.access import SIGNED_IN, allow, me, store

pages = Blueprint("home", __name__)


@pages.get("/accueil")
@allow(SIGNED_IN)
def mine() -> str:
    """The person's own first page."""
    asking = me()
    with store().reading() as read:
        everything = all_campaigns(read)
        administered = [one for one in everything if asking.may(Role.ADMINISTRATOR, one.key)]
        evaluated = [one for one in everything if one.key in asking.campaigns(Role.EVALUATOR)]
        own = [person.campaign for person in candidates_of(read, asking.login)]
        return render_template("mine.html", administered=administered, evaluated=evaluated, own=own)
