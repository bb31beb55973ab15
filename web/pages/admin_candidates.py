"""The candidates of a campaign: the list, one person's page, and what an administrator does for one."""

from __future__ import annotations

from flask import Blueprint, Response, abort, flash, render_template, request, url_for

from precheck.campaign import orals
from precheck.campaign.accounts import Role
from precheck.campaign.accounts import personal_link as make_link
from precheck.campaign.campaigns import deadline, situation
from precheck.campaign.decisions import COPY_WORD, Copy, cancel, effective_verdict, missing_copies, record_copy
from precheck.campaign.decisions import reopen as take_back
from precheck.campaign.history import history_of
from precheck.campaign.intake.storing import accept_late, extend
from precheck.campaign.keeping.indexing import opt_out
from precheck.campaign.overview import Filter, candidacies, is_doubtful, is_late, kept, share_of
from precheck.campaign.receipts import ROLE_WORD
from precheck.campaign.states import STATE_WORD, State, Step, possible_steps
from precheck.campaign.tables import Candidacy
from precheck.i18n import Message, msg
from precheck.report.wording import VERDICT_TITLE
from web.access import allow, me, store
from web.addresses import whole
from web.desk import Desk, back, desk, field, moment, now, told_on
from web.language import say

pages = Blueprint("admin_candidates", __name__)
_PAGE = 100
_VERDICTS: dict[str, Message] = {each.value: title for each, title in VERDICT_TITLE.items()} | {
    "refused": msg("cannot be read")
}
WHATS: dict[str, Message] = {
    "dossier": msg("with a dossier"),
    "late": msg("late, to decide on"),
    "unscreened": msg("not screened"),
    "doubtful": msg("doubtful"),
    "shared": msg("with passages to review"),
}


def _filter() -> Filter:
    said = request.args

    def share(name: str) -> float | None:
        return said.get(name, type=int) / 100 if said.get(name, type=int) is not None else None  # type: ignore[operator]

    return Filter(
        said.get("etat", ""), said.get("what", ""), said.get("regle", ""), said.get("jour", ""),
        said.get("q", "").strip(), said.get("session", type=int), share("de"), share("a"),
    )  # fmt: skip


@pages.get("/campagnes/<key>/candidats")
@allow(Role.ADMINISTRATOR)
def everybody(key: str) -> str:
    """The list, filtered by what a number of the dashboard counted."""
    wanted = _filter()
    with desk(key, writing=True) as at:
        ones = candidacies(at.session, at.campaign)
        found = kept(ones, wanted, at.zone, at.profile.screening.review)
        at.log("look", "", candidates=len(found))
        page = max(1, request.args.get("page", 1, type=int))
        shown = found[(page - 1) * _PAGE : page * _PAGE]
        return render_template(
            "admin/candidates.html", at=at, lines=[_line(one, at) for one in shown], count=len(found), total=len(ones),
            wanted=wanted, states=[(each.value, STATE_WORD[each]) for each in State], whats=WHATS, page=page,
            more=len(found) > page * _PAGE, arguments={k: v for k, v in request.args.items() if k != "page"},
        )  # fmt: skip


def _line(one: Candidacy, at: Desk) -> dict[str, object]:
    verdict = effective_verdict(one.dossier, at.profile) if one.dossier else None
    return {
        "one": one,
        "person": one.candidate,
        "state": STATE_WORD[State(one.state)],
        "verdict": _VERDICTS[verdict] if verdict else None,
        "kind": verdict,
        "share": share_of(one),
        "late": is_late(one),
        "doubtful": is_doubtful(one),
    }


@pages.get("/campagnes/<key>/candidats/<int:number>")
@allow(Role.ADMINISTRATOR)
def one(key: str, number: int, link: str = "") -> str:
    """One candidate: deposits with receipts, state, history, and what can be done. Noted in the log."""
    with desk(key, writing=True) as at:
        person = at.candidate(number)
        at.log("look", str(number))
        return render_template(
            "admin/candidate.html", at=at, who=person, link=link, roles=ROLE_WORD, verdicts=_VERDICTS,
            missing=[COPY_WORD[each] for each in missing_copies(person)],
            parts=[_part(each, at) for each in sorted(person.candidacies, key=lambda each: each.session.number)],
        )  # fmt: skip


def _part(each: Candidacy, at: Desk) -> dict[str, object]:
    steps = possible_steps(State(each.state), situation(each, at.procedure, at.now))
    return {
        "one": each,
        "state": STATE_WORD[State(each.state)],
        "until": deadline(each),
        "late": is_late(each),
        "may_cancel": Step.CANCEL in steps,
        "may_reopen": Step.REOPEN in steps and each.history,
        "may_postpone": Step.POSTPONE in steps,
        "may_claim": Step.CLAIM in steps,
        "claims": orals.claims(each, at.procedure),
        "history": list(reversed(history_of(each))),
        "verdicts": {each.id: effective_verdict(each, at.profile) for each in each.deposits},
    }


def _again(key: str, number: int, **_: object) -> str:
    return one(key=key, number=number)


@pages.get("/campagnes/<key>/candidats/<int:number>/recu/<int:deposit>")
@allow(Role.ADMINISTRATOR)
def receipt(key: str, number: int, deposit: int) -> Response:
    """The receipt of a deposit, as signed."""
    with desk(key, writing=True) as at:
        found = [each for mine in at.candidate(number).candidacies for each in mine.deposits if each.id == deposit]
        if not found or not found[0].receipt:
            abort(404)
        at.log("receipt", str(number))
        text = found[0].receipt
    response = Response(text, mimetype="text/plain")
    response.headers.set("Content-Disposition", "attachment", filename=f"recu-{number}-{deposit}.txt")
    return response


@pages.get("/campagnes/<key>/candidats/<int:number>/depot/<int:deposit>")
@allow(Role.ADMINISTRATOR)
def file(key: str, number: int, deposit: int) -> Response:
    """The file of a deposit, as it came."""
    with desk(key, writing=True) as at:
        found = [each for mine in at.candidate(number).candidacies for each in mine.deposits if each.id == deposit]
        if not found:
            abort(404)
        at.log("download", str(number), deposit=deposit)
        data, name = at.store.blobs.get(found[0].sha256), found[0].name
    response = Response(data, mimetype="application/pdf")
    response.headers.set("Content-Disposition", "attachment", filename=say(name))
    return response


@pages.post("/campagnes/<key>/candidats/<int:number>/<int:window>/accepter")
@allow(Role.ADMINISTRATOR)
@told_on(_again)
def accept(key: str, number: int, window: int) -> Response:
    """Accept the late dossier."""
    with desk(key, writing=True) as at:
        person = at.candidacy(number, window).candidate
        accept_late(at.session, at.campaign, person.key, window, at.now, at.actor, field("reason"))
    return back("admin_candidates.one", msg("The late dossier is accepted."), key=key, number=number)


@pages.post("/campagnes/<key>/candidats/<int:number>/<int:window>/delai")
@allow(Role.ADMINISTRATOR)
@told_on(_again)
def more_time(key: str, number: int, window: int) -> Response:
    """Give the person more time."""
    with desk(key, writing=True) as at:
        person = at.candidacy(number, window).candidate
        extend(at.session, at.campaign, person.key, window, moment("until", at.zone), at.now, at.actor,
               field("reason"))  # fmt: skip
    return back("admin_candidates.one", msg("The candidate has more time now."), key=key, number=number)


@pages.post("/campagnes/<key>/candidats/<int:number>/<int:window>/reporter")
@allow(Role.ADMINISTRATOR)
@told_on(_again)
def postpone(key: str, number: int, window: int) -> Response:
    """Hold the oral on another date, for a motive that the profile accepts; the proof was seen."""
    with desk(key, writing=True) as at:
        when = moment("when", at.zone) if field("when") else None
        one_ = at.candidacy(number, window)
        orals.postpone(at.session, one_, at.procedure, when, field("reason"), at.now, at.actor)
    return back("admin_candidates.one", msg("The oral is held on another date."), key=key, number=number)


@pages.post("/campagnes/<key>/candidats/<int:number>/<int:window>/reclamation")
@allow(Role.ADMINISTRATOR)
@told_on(_again)
def claim(key: str, number: int, window: int) -> Response:
    """Note what the candidate claims. Nothing is decided by it."""
    with desk(key, writing=True) as at:
        noted = orals.claim(at.session, at.candidacy(number, window), at.procedure, field("reason"), at.now, at.actor)
    done = msg("The claim is noted; it came too late.") if noted.in_time is False else msg("The claim is noted.")
    return back("admin_candidates.one", done, key=key, number=number)


@pages.post("/campagnes/<key>/candidats/<int:number>/<int:window>/annuler")
@allow(Role.ADMINISTRATOR)
@told_on(_again)
def annul(key: str, number: int, window: int) -> Response:
    """Annul the candidacy, as the jury decided."""
    with desk(key, writing=True) as at:
        cancel(at.session, at.candidacy(number, window), at.procedure, field("reason"), at.now, at.actor)
    return back("admin_candidates.one", msg("The candidacy is cancelled."), key=key, number=number)


@pages.post("/campagnes/<key>/candidats/<int:number>/<int:window>/rouvrir")
@allow(Role.ADMINISTRATOR)
@told_on(_again)
def reopen(key: str, number: int, window: int) -> Response:
    """Take the last step back."""
    with desk(key, writing=True) as at:
        take_back(at.session, at.candidacy(number, window), at.procedure, field("reason"), at.now, at.actor)
    return back("admin_candidates.one", msg("The last step is taken back."), key=key, number=number)


@pages.post("/campagnes/<key>/candidats/<int:number>/copies")
@allow(Role.ADMINISTRATOR)
@told_on(_again)
def copies(key: str, number: int) -> Response:
    """Which copies of an earlier attestation are there."""
    with desk(key, writing=True) as at:
        person = at.candidate(number)
        for kind, there in ((Copy.DIGITAL, person.digital_copy), (Copy.OFFICE, person.office_copy)):
            said = bool(field(kind.value))
            if said != there:
                record_copy(at.session, person, kind, at.now, at.actor, said)
    return back("admin_candidates.one", msg("The copies are noted."), key=key, number=number)


@pages.post("/campagnes/<key>/candidats/<int:number>/opposition")
@allow(Role.ADMINISTRATOR)
@told_on(_again)
def oppose(key: str, number: int) -> Response:
    """Whether the dossier may enter a corpus later."""
    with desk(key) as at:
        said = at.candidate(number).key
    undo = field("undo") == "1"
    opt_out(store(), key, said, undo, now(), me().login)
    done = msg("The dossier may enter a corpus.") if undo else msg("The dossier stays out of every corpus.")
    return back("admin_candidates.one", done, key=key, number=number)


@pages.post("/campagnes/<key>/candidats/<int:number>/lien")
@allow(Role.ADMINISTRATOR)
@told_on(_again)
def personal_link(key: str, number: int) -> str:
    """A new personal link; earlier ones open nothing any more. Shown here once."""
    with desk(key, writing=True) as at:
        secret = make_link(at.session, at.candidate(number), at.now, at.actor)
    flash(say(msg("The link is made. It is shown on this page now, and never again.")))
    return one(key=key, number=number, link=whole(url_for("candidate.enter", secret=secret)))


@pages.post("/campagnes/<key>/candidats/<int:number>/donnees")
@allow(Role.ADMINISTRATOR)
@told_on(_again)
def data(key: str, number: int) -> Response:
    """All that is kept about the person, for that person (RGPD, article 15)."""
    from precheck.campaign.keeping.person import export_person

    with desk(key) as at:
        said = at.candidate(number).key
    made = export_person(store(), key, said, now(), me().login)
    response = Response(made.data, mimetype="application/zip")
    response.headers.set("Content-Disposition", "attachment", filename=f"donnees-{number}.zip")
    return response
