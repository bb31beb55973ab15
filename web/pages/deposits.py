"""A candidate's own deposits in a campaign: where the candidacy stands, dropping files, receipts and reports."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from flask import Blueprint, Response, abort, current_app, jsonify, render_template, request, session, url_for

from precheck.campaign.accounts import shared_links
from precheck.campaign.campaigns import log
from precheck.campaign.intake.deposits import Choices, plan_deposits
from precheck.campaign.intake.roles import Role
from precheck.campaign.intake.sources import Incoming
from precheck.campaign.intake.storing import Outcome, apply_deposits
from precheck.campaign.own import OVER, Own, attested, candidate_by_id, own
from precheck.campaign.receipts import ROLE_WORD
from precheck.campaign.results import source_of
from precheck.campaign.sessions import last_candidacy
from precheck.campaign.store import Transaction
from precheck.campaign.tables import Candidate, Deposit
from precheck.i18n import Message, msg, msgs
from precheck.reading.pool import Source
from web import notices
from web.access import CANDIDATE, Visit, allow, own_candidate, store
from web.checks import PARTS, Answer, Check
from web.clock import now
from web.deposited import report_of
from web.downloads import attachment
from web.language import translator
from web.queue import Queue
from web.security import REPORT_POLICY, limiter, see_other
from web.uploads import fault, later, name_of

pages = Blueprint("deposits", __name__)
ROLES = (Role.DOSSIER, Role.ATTESTATION, Role.SLIDES)
"""What a candidate may deposit on the site."""
_WARNED = {"not_conforming", "refused"}
SHARED = "shared"
"""In a session, the shared link that was just made: it is told once."""


@dataclass(frozen=True, slots=True)
class Fault:
    """Why a file was not taken, with the clause."""

    text: Message | str
    details: tuple[Message, ...] = ()


def queue() -> Queue:
    """The queue of the site."""
    found: Queue = current_app.extensions["precheck-queue"]
    return found


def visit(key: str, *, acting: bool = False) -> Visit:
    """Who looks. What an adviser may only read does not exist for them otherwise."""
    found = own_candidate(key)
    if found is None or (acting and found.adviser):
        abort(404)
    return found


@pages.get("/depot/<key>")
@allow(CANDIDATE)
def show(key: str) -> str:
    """Where the candidacy stands."""
    seen(key, "own-deposits")
    return form(key)


def seen(key: str, action: str) -> None:
    """Note in the access log who looked."""
    asking = visit(key)
    with store().writing() as write:
        log(write, now(), asking.actor, action, key, str(candidate_by_id(write, asking.candidate).number))


def form(key: str, wrong: Fault | None = None) -> str:
    """The candidate's page, with what was wrong, if anything."""
    asking = visit(key)
    with store().reading() as read:
        person = candidate_by_id(read, asking.candidate)
        one, told = last_candidacy(person), own(person, now())
        reports = {each.id: report_of(queue().reports, each) for each in one.deposits}
        dossier = one.dossier
        return render_template(
            "deposits/show.html", key=key, person_of=person, campaign=person.campaign, one=one, told=told, fault=wrong,
            left=time_left(told), reports=reports, roles=[(role, ROLE_WORD[role]) for role in _offered(told)],
            role_word=ROLE_WORD, visit=asking, lateness=lateness,
            shared=shared_links(read, person), fresh=session.pop(SHARED, None),
            warned=dossier is not None and _blocking(reports[dossier.id]), dossier=dossier, attested=attested(one),
            places={number: queue().place(check.id) for number, check in reports.items() if check},
        )  # fmt: skip


def _offered(told: Own) -> list[Role]:
    """What can be deposited now: a dossier only when it could count."""
    return (
        [] if told.phase in OVER or told.decided else [role for role in ROLES if told.may or role is not Role.DOSSIER]
    )


def lateness(seconds: int) -> Message:
    """How late a file came, roughly, in words; its receipt tells it to the second."""
    minutes, hours, days = seconds // 60, seconds // 3600, seconds // 86_400
    if days >= 2:
        return msgs("{count} day late", "{count} days late", days)
    if hours >= 2:
        return msgs("{count} hour late", "{count} hours late", hours)
    if minutes >= 2:
        return msgs("{count} minute late", "{count} minutes late", minutes)
    return msgs("{count} second late", "{count} seconds late", seconds)


def _blocking(check: Check | None) -> bool:
    return check is not None and check.answer is not None and check.answer.verdict in _WARNED


def time_left(told: Own) -> Message | None:
    """How long one may still deposit, roughly, in words; None before and after."""
    rest = told.closes - now()
    if not told.begun or told.late:
        return None
    if rest.days >= 2:
        return msgs("{count} day left", "{count} days left", rest.days)
    hours = int(rest / dt.timedelta(hours=1))
    if hours >= 2:
        return msgs("{count} hour left", "{count} hours left", hours)
    minutes = int(rest / dt.timedelta(minutes=1))
    return msgs("{count} minute left", "{count} minutes left", minutes) if minutes else msg("less than a minute left")


@pages.post("/depot/<key>/deposer")
@limiter.limit("60 per hour")
@allow(CANDIDATE)
def drop(key: str) -> Response | tuple[str, int]:
    """A file is deposited: kept and recorded before anything is answered, whatever there is to check."""
    asking = visit(key, acting=True)
    upload, role = request.files.get("file"), request.form.get("role", Role.DOSSIER)
    if role not in ROLES:
        abort(400)
    if upload is None or not upload.filename:
        return form(key, Fault(msg("Choose a file first."))), 400
    data = upload.stream.read()
    wrong = fault(data)
    if wrong:
        return form(key, Fault(wrong)), 400
    outcome = next(_deposit(key, asking, Incoming(name_of(upload), lambda: data), Role(role)), None)
    if outcome is None:
        return form(key, Fault(msg("This file was not taken. Export it again as PDF, and try again."))), 409
    if outcome.deposit is None:
        return form(key, Fault(outcome.reason or "", outcome.details)), 409
    check_and_tell(asking, outcome)
    return see_other(url_for("deposits.receipt", key=key, number=outcome.deposit, fate=outcome.fate))


def _deposit(key: str, asking: Visit, file: Incoming, role: Role) -> Iterator[Outcome]:
    """The same way as the command line's, with the same rules."""
    with store().reading() as read:
        person = candidate_by_id(read, asking.candidate)
        window = last_candidacy(person).session
        plan = plan_deposits(person.campaign, window, [file], Choices(candidate=person.key, role=role))
    return apply_deposits(store(), plan, now(), asking.actor, translator())


def check_and_tell(asking: Visit, outcome: Outcome) -> None:
    """Queue what comes after a deposit; none of it is needed for the deposit to count."""
    with store().reading() as read:
        one = last_candidacy(candidate_by_id(read, asking.candidate))
        deposit = next(each for each in one.deposits if each.id == outcome.deposit)
        queue().deposit_report(deposit, translator().language)
        if outcome.fate != "already":
            notices.notify_receipt(queue(), deposit.id)


def mine(read: Transaction, key: str, number: int) -> Deposit:
    """The deposit of that number, if it is the candidate's own."""
    person: Candidate = candidate_by_id(read, visit(key).candidate)
    own_ones = (each for one in person.candidacies for each in one.deposits if each.id == number)
    found = next(own_ones, None)
    if found is None:
        abort(404)
    return found


@pages.get("/depot/<key>/depots/<int:number>")
@allow(CANDIDATE)
def receipt(key: str, number: int) -> str:
    """A deposit with its receipt, and how far its check is."""
    with store().reading() as read:
        deposit = mine(read, key, number)
        queue().deposit_report(deposit, translator().language)  # found again after a crash
        check = report_of(queue().reports, deposit)
        return render_template(
            "deposits/receipt.html", key=key, deposit=deposit, check=check, role=ROLE_WORD[deposit.role],
            fate=request.args.get("fate", ""), place=queue().place(check.id) if check else 0,
            warned=_blocking(check), told=own(deposit.candidacy.candidate, now()), visit=visit(key),
            waiting=check is not None and check.answer is None, lateness=lateness,
        )  # fmt: skip


@pages.get("/depot/<key>/depots/<int:number>/recepisse.txt")
@allow(CANDIDATE)
def receipt_file(key: str, number: int) -> Response:
    """The receipt, to the last byte."""
    with store().reading() as read:
        deposit = mine(read, key, number)
        return attachment(deposit.receipt.encode(), "text/plain", f"recepisse-{deposit.role}-{deposit.version}.txt")


@pages.get("/depot/<key>/depots/<int:number>/fichier.pdf")
@allow(CANDIDATE)
def file(key: str, number: int) -> Response:
    """What was deposited, as it was."""
    seen(key, "own-file")
    with store().reading() as read:
        deposit = mine(read, key, number)
        return attachment(store().blobs.get(deposit.sha256), "application/pdf", deposit.name)


def _answered(key: str, number: int) -> tuple[Check, Answer]:
    with store().reading() as read:
        check = report_of(queue().reports, mine(read, key, number))
    if check is None or check.answer is None:
        abort(404)
    return check, check.answer


@pages.get("/depot/<key>/depots/<int:number>/rapport")
@allow(CANDIDATE)
def report(key: str, number: int) -> Response:
    """The report on a deposit, in the candidate's view."""
    check, answer = _answered(key, number)
    seen(key, "own-report")
    bar = render_template("deposits/report.html", key=key, number=number, answer=answer)
    pieces = check.report_in_three()
    if pieces is None:
        abort(404)
    before, verdict, after = pieces
    return Response(f"{before}{bar}{verdict}{after}", headers={"Content-Security-Policy": REPORT_POLICY})


@pages.get("/depot/<key>/depots/<int:number>/rapport/etat")
@limiter.exempt
@allow(CANDIDATE)
def progress(key: str, number: int) -> Response:
    """Whether the report is there, and how many dossiers come before: for the page that waits."""
    with store().reading() as read:
        check = report_of(queue().reports, mine(read, key, number))
    if check is None:
        abort(404)
    return jsonify({"done": check.answer is not None, "place": queue().place(check.id)})


@pages.get("/depot/<key>/depots/<int:number>/rapport/<name>")
@allow(CANDIDATE)
def part(key: str, number: int, name: str) -> Response:
    """A part of the report, to download."""
    check, answer = _answered(key, number)
    if name not in answer.parts or name not in PARTS:
        abort(404)
    content = _content(key, number, check, name)
    if content is None:
        abort(404)
    seen(key, "own-report")
    stem = check.request.name.removesuffix(".pdf")
    ending = {"annotated.pdf": "annote.pdf"}.get(name, f"rapport.{name.rpartition('.')[2]}")
    return attachment(content, PARTS[name], f"{stem}-{ending}")


def _content(key: str, number: int, check: Check, name: str) -> bytes | None:
    """A part of the report, made from the dossier in the store when nobody asked for it before."""

    def source() -> Source:
        with store().reading() as read:
            return source_of(store(), mine(read, key, number))

    return later().part(check, name, source)
