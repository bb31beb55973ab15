"""What scripts of a learning platform do in their campaign: list, deposit, fetch receipts and results."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from pathlib import PurePath
from typing import TYPE_CHECKING, Any

from flask import Response, request, url_for

from precheck.campaign import listing
from precheck.campaign.campaigns import candidacy, candidate, current, deadline, find, log
from precheck.campaign.intake.roles import Role
from precheck.campaign.intake.single import deposit_one
from precheck.campaign.intake.storing import Fate
from precheck.campaign.tokens import Scope
from precheck.i18n import msg
from web.access import allow, program, store
from web.api.base import BINARY, described, part, sent_choice, sent_file
from web.api.problems import Problem, nothing_here
from web.api.shapes import CampaignSchema, CandidaciesQuery, CandidaciesSchema, DepositSchema, ResultSchema
from web.language import translator
from web.uploads import name_of

if TYPE_CHECKING:
    from precheck.campaign.store import Session
    from precheck.campaign.tables import Campaign, Candidacy, Deposit

campaigns = part("campaigns", "For the scripts of a learning platform: they send a token of their campaign.")
_ROLES = tuple(role.value for role in Role)
_ID = "<int(max=2147483647):id_>"


@campaigns.route("/campaigns/<key>")
@allow(Scope.READ)
@described(campaigns, "campaign", 404, scope=Scope.READ)
@campaigns.response(200, CampaignSchema, description="The campaign")
def show(key: str) -> Mapping[str, Any]:
    """Show the campaign with its sessions."""
    with store().reading() as read:
        found = find(read, key, store().folder)
        sessions = [
            {"number": each.number, "name": each.name, "opens": each.opens, "closes": each.closes,
             "closed": each.closed}
            for each in found.sessions
        ]  # fmt: skip
        return {
            "key": found.key,
            "title": found.title,
            "profile": PurePath(found.profile).name.removesuffix(".toml"),
            "phase": found.phase,
            "sessions": sessions,
        }


@campaigns.route("/campaigns/<key>/candidacies")
@allow(Scope.READ)
@described(campaigns, "listCandidacies", 404, 422, scope=Scope.READ)
@campaigns.response(200, CandidaciesSchema, description="The candidacies")
@campaigns.arguments(CandidaciesQuery, location="query")
def candidacies(query: dict[str, Any], key: str) -> dict[str, Any]:
    """List the candidates of a session with their states and deposits. The access log notes it."""
    with store().writing() as write:
        campaign = find(write, key, store().folder)
        session = current(campaign, query.get("session"))
        wanted = query.get("candidate")
        found = [
            each
            for each in listing.candidacies(write, session)
            if query.get("state") in (None, each.state)
            and (wanted is None or wanted in {each.candidate.key, *each.candidate.others})
        ]
        shown = found[query["offset"] :][: query["limit"]]
        log(write, _now(), program().login, "api-list", key, str(session.number), count=len(shown))
        return {
            "session": session.number,
            "total": len(found),
            "candidacies": [_candidacy(key, each) for each in shown],
        }


@campaigns.route("/campaigns/<key>/deposits", methods=["POST"])
@allow(Scope.DEPOSIT)
@described(
    campaigns, "deposit", 404, 409, 413, 422, 503, scope=Scope.DEPOSIT,
    body={
        "file": {**BINARY, "description": "The PDF file."},
        "candidate": {"type": "string", "minLength": 1, "description": "The candidate's key or further identifier."},
        "role": {"type": "string", "enum": list(_ROLES), "description": "What the file is; by default the dossier."},
        "session": {"type": "integer", "minimum": 1, "maximum": 9999,
                    "description": "By default the first that is not closed."},
    },
)  # fmt: skip
@campaigns.alt_response(200, schema=DepositSchema, description="The candidate had deposited this very file before",
                        success=True)  # fmt: skip
@campaigns.response(
    201, DepositSchema, description="The file is deposited",
    headers={"Location": {"description": "The address of the deposit", "schema": {"type": "string"}}},
)  # fmt: skip
def deposit(key: str) -> tuple[dict[str, Any], int, dict[str, str]]:
    """Deposit a file for a candidate.

    It is kept for good before the answer comes. A file that comes too late is kept, and does not count until a person
    accepts it. Sent again, the same file changes nothing.
    """
    said = request.form.get("candidate", "")
    if not said:
        raise Problem(422, "candidate-missing", msg("The field “{name}” is missing.", name="candidate"))
    role = Role(sent_choice("role", _ROLES, Role.DOSSIER.value))
    number = _session()
    upload, data = sent_file()
    outcome = deposit_one(
        store(), key, number, said, role, name_of(upload), data, _now(), program().login, translator()
    )  # fmt: skip
    if outcome.fate is Fate.REFUSED:
        raise Problem(409, "not-deposited", outcome.reason or msg("The file was not taken."))
    with store().reading() as read:
        campaign = find(read, key, store().folder)
        one = candidacy(candidate(campaign, outcome.candidate), current(campaign, number))
        made = next(each for each in one.deposits if (each.role, each.version) == (role, outcome.version))
        status = 200 if outcome.fate is Fate.ALREADY else 201
        return _deposit(key, made), status, {"Location": _address(key, made)}


@campaigns.route(f"/campaigns/<key>/deposits/{_ID}")
@allow(Scope.READ)
@described(campaigns, "showDeposit", 404, scope=Scope.READ)
@campaigns.response(200, DepositSchema, description="The deposit")
def show_deposit(key: str, id_: int) -> dict[str, Any]:
    """Show a deposit. The access log notes it."""
    with store().writing() as write:
        return _deposit(key, _looked_at(write, key, id_, "api-deposit"))


@campaigns.route(f"/campaigns/<key>/deposits/{_ID}/receipt")
@allow(Scope.READ)
@described(campaigns, "receipt", 404, scope=Scope.READ)
@campaigns.response(200, {"type": "string"}, content_type="text/plain", description="The receipt")
def receipt(key: str, id_: int) -> Response:
    """Fetch the receipt of a deposit: a text that people can read, signed, to be kept to the last byte."""
    with store().writing() as write:
        text = _looked_at(write, key, id_, "api-receipt").receipt
    return Response(text, mimetype="text/plain")


@campaigns.route(f"/campaigns/<key>/deposits/{_ID}/result")
@allow(Scope.READ)
@described(campaigns, "result", 404, scope=Scope.READ)
@campaigns.response(200, ResultSchema, description="What was found")
def result(key: str, id_: int) -> dict[str, Any]:
    """Fetch what the screening found in a deposit. The access log notes it."""
    with store().writing() as write:
        found = _looked_at(write, key, id_, "api-result").result
        if found is None:
            raise Problem(404, "not-screened", msg("This deposit was not screened yet."))
        return {
            "deposit": id_, "verdict": found.verdict, "pages": found.pages, "share": found.share,
            "passages": found.passages, "outcomes": found.outcomes, "finished": found.finished,
        }  # fmt: skip


def _now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)


def _session() -> int | None:
    said = request.form.get("session")
    if said is None:
        return None
    if not (said.isascii() and said.isdigit() and 1 <= len(said) <= 4):
        raise Problem(422, "unknown-session", msg("“{name}” must be a number.", name="session"))
    return int(said)


def _looked_at(write: Session, key: str, id_: int, action: str) -> Deposit:
    """A deposit of the campaign, noted in the access log."""
    campaign: Campaign = find(write, key, store().folder)
    found = listing.deposit(write, campaign, id_)
    if found is None:
        raise nothing_here()
    log(write, _now(), program().login, action, key, str(found.candidacy.candidate.number))
    return found


def _candidacy(key: str, one: Candidacy) -> dict[str, Any]:
    person = one.candidate
    return {
        "candidate": person.key, "number": person.number, "surname": person.surname, "given": person.given,
        "public": person.public, "session": one.session.number, "state": one.state, "reworks": one.reworks,
        "deadline": deadline(one), "deposits": [_deposit(key, each) for each in one.deposits],
    }  # fmt: skip


def _deposit(key: str, one: Deposit) -> dict[str, Any]:
    person = one.candidacy.candidate
    address = _address(key, one)
    links = {"self": address, "receipt": f"{address}/receipt"}
    if one.result is not None:
        links["result"] = f"{address}/result"
    return {
        "id": one.id, "candidate": person.key, "number": person.number, "session": one.candidacy.session.number,
        "role": one.role, "version": one.version, "file": one.name, "size": one.size, "sha256": one.sha256,
        "received": one.received, "late": one.late, "accepted": one.accepted, "links": links,
    }  # fmt: skip


def _address(key: str, one: Deposit) -> str:
    return url_for("campaigns.show_deposit", key=key, id_=one.id)
