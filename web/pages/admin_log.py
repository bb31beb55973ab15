"""The access log of a campaign."""

from __future__ import annotations

from flask import Blueprint, render_template, request

from precheck.campaign.accounts import Role
from precheck.campaign.overview import accesses, actions
from precheck.structure.folding import fold
from web.access import allow
from web.desk import desk
from web.language import say
from web.log_words import action_word, detail_words

pages = Blueprint("admin_log", __name__)


@pages.get("/campagnes/<key>/journal")
@allow(Role.ADMINISTRATOR)
def show(key: str) -> str:
    """Who did what, the newest first, a page at a time."""
    said = {name: request.args.get(name, "").strip() for name in ("actor", "action", "subject")}
    page = min(max(1, request.args.get("page", 1, type=int)), 1_000_000)
    with desk(key) as at:
        found = accesses(at.session, key, page, **said)
        known = actions(at.session, key)
        words = {each: say(action_word(each) or each) for each in known}
        details = [", ".join(map(say, detail_words(each.detail))) for each in found.lines]
        return render_template(
            "admin/log.html", at=at, lines=list(zip(found.lines, details, strict=True)), more=found.more, page=page,
            said=said, words=words, actions=sorted(known, key=lambda each: (fold(words[each]), each)),
        )  # fmt: skip
