"""The oral and the jury: who is called, what the items give, and what a person confirms."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import TYPE_CHECKING

from flask import Blueprint, Response, render_template, request

from precheck.campaign import orals
from precheck.campaign.accounts import Role
from precheck.campaign.decisions import Proposal, confirm, confirm_all, proposals
from precheck.campaign.errors import CampaignError
from precheck.campaign.jury import RESULT_WORD
from precheck.campaign.procedure import Oral
from precheck.campaign.sessions import by_number, call, judged, to_call
from precheck.campaign.states import STATE_WORD, State
from precheck.i18n import msg, msgs
from web.access import allow
from web.desk import Desk, back, desk, field, moment, told_on
from web.pages.admin_close import confirmed

if TYPE_CHECKING:
    from precheck.campaign.tables import CampaignSession

pages = Blueprint("admin_jury", __name__)


class ListChanged(CampaignError):
    """What is to be confirmed is not what the page showed."""

    what = msg("Nothing was confirmed: the list has changed since this page was shown.")
    remedy = msg("Look at it again, then confirm.")


@pages.get("/campagnes/<key>/jury")
@allow(Role.ADMINISTRATOR)
def show(key: str) -> str:
    """What the items of each candidate give, and what was decided."""
    with desk(key, writing=True) as at:
        window = _window(at)
        at.log("look", str(window.number), jury=True)
        found = proposals(window, at.profile) if at.profile.framework else []
        return render_template(
            "admin/jury.html", at=at, window=window, found=found, words=RESULT_WORD, fingerprint=_fingerprint(found),
            sure=[each for each in found if each.sure], states={state.value: STATE_WORD[state] for state in State},
            decided=[one for one in by_number(window) if one.jury is not None],
            oral=at.procedure.oral is not Oral.NEVER, to_call=to_call(window, at.now) if window.closed else [],
            called=[one for one in by_number(window) if one.state == State.CALLED],
        )  # fmt: skip


def _window(at: Desk) -> CampaignSession:
    return at.window(request.args.get("session")) if request.args.get("session") else judged(at.campaign)


def _fingerprint(found: Sequence[Proposal]) -> str:
    """What the page proposes, so that nobody confirms another list than the one that was shown."""
    told = ";".join(f"{each.one.id}:{each.computed.result}:{','.join(each.computed.acquired)}" for each in found)
    return hashlib.sha256(told.encode()).hexdigest()[:16]


def _again(key: str, number: int, person: int | None = None) -> str:
    return show(key=key)


@pages.post("/campagnes/<key>/jury/<int:number>/convoquer")
@allow(Role.ADMINISTRATOR)
@told_on(_again)
def call_ticked(key: str, number: int) -> Response:
    """Call those who are ticked to the oral."""
    with desk(key, writing=True) as at:
        when = moment("when", at.zone) if field("when") else None
        ones = [at.candidacy(each, number) for each in request.form.getlist("number", type=int)]
        for one in ones:
            call(at.session, one, at.procedure, at.now, at.actor, when)
    done = msgs("{count} candidate is called.", "{count} candidates are called.", len(ones))
    return back("admin_jury.show", done, key=key, session=number)


@pages.post("/campagnes/<key>/jury/<int:number>/entendre")
@allow(Role.ADMINISTRATOR)
@told_on(_again)
def hear_ticked(key: str, number: int) -> Response:
    """Note that those who are ticked were heard, or were absent."""
    missed = field("what") == "miss"
    act = orals.miss if missed else orals.hear
    if missed:
        confirmed()
    with desk(key, writing=True) as at:
        ones = [at.candidacy(each, number) for each in request.form.getlist("number", type=int)]
        for one in ones:
            act(at.session, one, at.procedure, at.now, at.actor)
    done = msgs("Noted for {count} candidate.", "Noted for {count} candidates.", len(ones))
    return back("admin_jury.show", done, key=key, session=number)


@pages.post("/campagnes/<key>/jury/<int:number>/<int:person>")
@allow(Role.ADMINISTRATOR)
@told_on(_again)
def decide(key: str, number: int, person: int) -> Response:
    """The jury's decision on one candidate; one that differs from what is computed needs a reason."""
    confirmed()
    with desk(key, writing=True) as at:
        one = at.candidacy(person, number)
        confirm(at.session, one, at.profile, field("decision") == "certified", at.now, at.actor, field("reason"))
    return back("admin_jury.show", msg("The decision is noted."), key=key, session=number)


@pages.post("/campagnes/<key>/jury/<int:number>")
@allow(Role.ADMINISTRATOR)
@told_on(_again)
def decide_all(key: str, number: int) -> Response:
    """Confirm what is computed for all for whom it is sure, as the page showed it."""
    confirmed()
    with desk(key, writing=True) as at:
        found = proposals(at.window(number), at.profile)
        if field("fingerprint") != _fingerprint(found):
            raise ListChanged
        noted = confirm_all(at.session, found, at.profile, at.now, at.actor)
    done = msgs("{count} decision is noted.", "{count} decisions are noted.", len(noted))
    return back("admin_jury.show", done, key=key, session=number)
