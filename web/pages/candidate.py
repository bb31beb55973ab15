"""What a candidate decides: following and sharing the personal link, notices, the corpus; and the attestation."""

from __future__ import annotations

from pathlib import Path

from flask import Blueprint, Response, abort, flash, request, session, url_for

from precheck.campaign.account_tables import Key
from precheck.campaign.accounts import ADVISER, UnknownKey, drop_keys, key_of, new_key
from precheck.campaign.accounts import CANDIDATE as PERSONAL
from precheck.campaign.campaigns import log, profile_of
from precheck.campaign.exports.attestations import attestation as attest
from precheck.campaign.exports.base import Demand, Place
from precheck.campaign.keeping.person import export_own
from precheck.campaign.own import attested, candidate_by_id, want_notices
from precheck.campaign.procedure import Procedure
from precheck.campaign.sessions import last_candidacy
from precheck.campaign.store import Transaction
from precheck.i18n import Translator, msg
from web.access import CANDIDATE, EVERYBODY, allow, follow, leave, me, store
from web.clock import now
from web.downloads import attachment
from web.language import say
from web.mail import is_address
from web.pages.deposits import SHARED, Fault, form, seen, visit
from web.security import limiter, see_other

pages = Blueprint("candidate", __name__)
SHARED_DAYS = 60
"""How long a shared link opens the page, unless it is ended before."""


def _link(read: Transaction, secret: str) -> Key:
    try:
        return key_of(read, PERSONAL, secret, now())
    except UnknownKey:
        return key_of(read, ADVISER, secret, now())


@pages.get("/d/<secret>")
@limiter.limit("60 per minute")
@allow(EVERYBODY)
def enter(secret: str) -> Response:
    """A personal or shared link: remembered, and the person is sent to an address without the secret."""
    with store().writing() as write:
        link = _link(write, secret)
        person = link.candidate
        assert person is not None
        key = person.campaign.key
        log(write, now(), person.key if link.use == PERSONAL else f"adviser of {person.number}", "link", key,
            str(person.number))  # fmt: skip
        follow(key, link.sha256)
    return _back(key)


def _back(key: str) -> Response:
    return see_other(url_for("deposits.show", key=key))


@pages.post("/depot/<key>/quitter")
@allow(CANDIDATE)
def quit_link(key: str) -> Response:
    """Forget the link in this browser."""
    leave(key)
    flash(say(msg("This browser opens the page no more: follow your personal link again to come back.")))
    return see_other("/")


@pages.post("/depot/<key>/partage")
@allow(CANDIDATE)
def share(key: str) -> Response:
    """Make a link for an adviser, which replaces the one before: it is told once."""
    asking = visit(key, acting=True)
    with store().writing() as write:
        person = candidate_by_id(write, asking.candidate)
        drop_keys(write, ADVISER, candidate=person)
        session[SHARED] = new_key(write, ADVISER, now(), candidate=person, days=SHARED_DAYS)
        log(write, now(), asking.actor, "share", key, str(person.number))
    return _back(key)


@pages.post("/depot/<key>/partage/fin")
@allow(CANDIDATE)
def unshare(key: str) -> Response:
    """End the shared link, at once."""
    asking = visit(key, acting=True)
    with store().writing() as write:
        person = candidate_by_id(write, asking.candidate)
        drop_keys(write, ADVISER, candidate=person)
        log(write, now(), asking.actor, "unshare", key, str(person.number))
    flash(say(msg("The shared link opens nothing any more.")))
    return _back(key)


@pages.post("/depot/<key>/avis")
@allow(CANDIDATE)
def want(key: str) -> Response | tuple[str, int]:
    """Ask for notices by e-mail, or for no more."""
    asking = visit(key, acting=True)
    wanted, email = "notify" in request.form, request.form.get("email", "").strip()
    if (wanted or email) and not is_address(email):
        return form(key, Fault(msg("This is not an e-mail address."))), 400
    with store().writing() as write:
        person = candidate_by_id(write, asking.candidate)
        want_notices(person, wanted, email)
        log(write, now(), asking.actor, "notices", key, str(person.number), wanted=wanted)
    flash(say(msg("You will be written to at this address.") if wanted else msg("You will not be written to.")))
    return _back(key)


@pages.post("/depot/<key>/corpus")
@allow(CANDIDATE)
def corpus(key: str) -> Response:
    """Whether the dossier may enter the corpus that later dossiers are compared with."""
    asking = visit(key, acting=True)
    with store().writing() as write:
        person = candidate_by_id(write, asking.candidate)
        person.opted_out = "refuse" in request.form
        log(write, now(), asking.actor, "opt-out", key, str(person.number), refused=person.opted_out)
    flash(say(msg("Your choice is recorded.")))
    return _back(key)


@pages.post("/depot/<key>/mes-donnees")
@limiter.limit("10 per hour")
@allow(CANDIDATE)
def everything(key: str) -> Response:
    """All that is kept about the candidate (RGPD, article 15). A link tells of its own campaign only."""
    asking = visit(key, acting=True)
    made = export_own(store(), asking.candidate, None if asking.by_link else me().login, now(), asking.actor)
    return attachment(made.data, "application/zip", "mes-donnees.zip")


@pages.get("/depot/<key>/attestation.pdf")
@allow(CANDIDATE)
def attestation(key: str) -> Response:
    """The attestation of the items acquired, once it was given out: the same, to the byte."""
    asking = visit(key, acting=True)
    seen(key, "own-attestation")
    with store().reading() as read:
        person = candidate_by_id(read, asking.candidate)
        one, profile = last_candidacy(person), profile_of(person.campaign)
        issued = attested(one)
        if issued is None or profile.framework is None:
            abort(404)
        place = Place(person.campaign, one.session, profile, Procedure.of(profile))
        demand = Demand(store(), key, Path(), Translator("fr"), issued, asking.actor)
        return attachment(attest(one, place, profile.framework, demand), "application/pdf", "attestation.pdf")
