"""Who may deposit in a campaign, as a learning platform tells it."""

from __future__ import annotations

from typing import Any

from flask import request

from precheck.campaign.campaigns import current, find, profile_of
from precheck.campaign.intake.errors import RosterInvalid
from precheck.campaign.intake.roster import apply_roster, plan_roster
from precheck.campaign.intake.tables import parse_table
from precheck.campaign.tokens import Scope
from precheck.i18n import msg
from web.access import allow, program, store
from web.api.base import BINARY, described, part
from web.api.problems import Problem
from web.api.shapes import RosterQuery, RosterSchema
from web.clock import now
from web.uploads import name_of

roster = part("roster", "The roster of a campaign: who may deposit.")


@roster.route("/campaigns/<key>/roster", methods=["POST"])
@allow(Scope.ROSTER)
@described(
    roster, "importRoster", 404, 409, 413, 422, scope=Scope.ROSTER,
    body={"file": {**BINARY, "description": "The table: CSV or XLSX, a line for each candidate."}},
)  # fmt: skip
@roster.response(200, RosterSchema, description="What was done, or would be")
@roster.arguments(RosterQuery, location="query")
def send(query: dict[str, Any], key: str) -> dict[str, Any]:
    """Import the candidates of a session, whole or not at all.

    Imported again, a table updates the candidates by their keys and adds new ones; it never removes anybody. Wrong
    lines are told in `errors`, and then nothing is imported.
    """
    upload = request.files.get("file")
    if upload is None:
        raise Problem(422, "file-missing", msg("The field “{name}” is missing.", name="file"))
    table = parse_table(name_of(upload), upload.stream.read())
    with store().writing() as write:
        campaign = find(write, key, store().folder)
        into = current(campaign, query.get("session"))
        plan = plan_roster(campaign, into, profile_of(campaign), table)
        if plan.faults:
            raise RosterInvalid(plan.name, plan.faults)
        if not query["dry_run"]:
            apply_roster(write, campaign, into, plan, now(), program().login)
        return {
            "session": into.number, "dry_run": query["dry_run"], "new": len(plan.new), "changed": len(plan.changed),
            "unchanged": plan.unchanged, "ignored": list(plan.ignored),
        }  # fmt: skip
