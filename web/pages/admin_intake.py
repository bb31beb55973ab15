"""Importing a roster and deposits: files come in, what would happen is shown, and only then it happens."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from flask import Blueprint, Response, abort, render_template, request, url_for
from werkzeug.datastructures import FileStorage

from precheck.campaign.accounts import Role
from precheck.campaign.errors import CampaignError
from precheck.campaign.intake.deposits import Choices, DepositPlan, plan_deposits
from precheck.campaign.intake.mapping import FileMap, Mapped
from precheck.campaign.intake.roster import apply_roster, plan_roster, still_open
from precheck.campaign.intake.sources import Incoming, Refused, find_files
from precheck.campaign.intake.storing import Outcome, apply_deposits
from precheck.campaign.intake.tables import read_table
from precheck.campaign.receipts import ROLE_WORD
from precheck.i18n import msg, msgs
from web.access import allow, me, roomy, store
from web.desk import Desk, back, desk, field, now, queue, told_on
from web.imports import Upload
from web.language import translator
from web.security import see_other

pages = Blueprint("admin_intake", __name__)
ROSTER, DEPOSITS = "roster", "deposits"


class NoFile(CampaignError):
    """A form without its file."""

    what = msg("Choose a file first.")


@pages.get("/campagnes/<key>/import")
@allow(Role.ADMINISTRATOR)
def show(key: str) -> str:
    """Where files are dropped."""
    with desk(key) as at:
        return render_template("admin/import.html", at=at, current=at.window(None))


def _files() -> list[FileStorage]:
    found = [each for each in request.files.getlist("files") if each.filename]
    if not found:
        raise NoFile
    return found


def _received(key: str, kind: str, times: bool = False) -> str:
    """Keep what came until it is confirmed."""
    with desk(key) as at:
        still_open(at.campaign)
        window = at.window(field("session"))
        return queue().imports.keep(Upload(kind, key, at.actor, at.now, window.number, times), _files())


def _kept(token: str, kind: str, key: str) -> tuple[Upload, list[Path]]:
    found = queue().imports.get(token, kind, key, me().login, now())
    if found is None:
        abort(404)
    return found


@pages.post("/campagnes/<key>/import/inscrits")
@allow(Role.ADMINISTRATOR)
@roomy
@told_on(show)
def roster(key: str) -> Response:
    """A roster comes in."""
    token = _received(key, ROSTER)
    return see_other(url_for("admin_intake.roster_preview", key=key, token=token))


@pages.get("/campagnes/<key>/import/inscrits/<token>")
@allow(Role.ADMINISTRATOR)
@told_on(lambda key, token: show(key=key))
def roster_preview(key: str, token: str) -> str:
    """Who is new, who changes, which lines are wrong. Nothing has happened yet."""
    upload, files = _kept(token, ROSTER, key)
    with desk(key) as at:
        window = at.window(upload.session)
        plan = plan_roster(at.campaign, window, at.profile, read_table(files[0]))
        kinds = {each: msg("new") for each in plan.new} | {each: msg("changed") for each in plan.changed}
        return render_template(
            "admin/roster_preview.html", at=at, plan=plan, kinds=kinds, token=token, window=window,
        )  # fmt: skip


@pages.post("/campagnes/<key>/import/inscrits/<token>")
@allow(Role.ADMINISTRATOR)
@told_on(roster_preview)
def roster_confirm(key: str, token: str) -> Response:
    """Do it, whole or not at all."""
    upload, files = _kept(token, ROSTER, key)
    with desk(key, writing=True) as at:
        window = at.window(upload.session)
        plan = plan_roster(at.campaign, window, at.profile, read_table(files[0]))
        apply_roster(at.session, at.campaign, window, plan, at.now, at.actor)
    queue().imports.erase(token)
    done = msg("Imported: {new} new, {changed} changed, {unchanged} as before.", new=len(plan.new),
               changed=len(plan.changed), unchanged=plan.unchanged)  # fmt: skip
    return back("admin_candidates.everybody", done, key=key)


@pages.post("/campagnes/<key>/import/depots")
@allow(Role.ADMINISTRATOR)
@roomy
@told_on(show)
def deposits(key: str) -> Response:
    """Deposits come in: a platform's zip, or PDF files."""
    token = _received(key, DEPOSITS, field("times") == "archive")
    return see_other(url_for("admin_intake.deposits_preview", key=key, token=token))


@pages.get("/campagnes/<key>/import/depots/<token>")
@allow(Role.ADMINISTRATOR)
@told_on(lambda key, token: show(key=key))
def deposits_preview(key: str, token: str) -> str:
    """Whose each file is, which ones somebody must give an owner, which are not taken. Nothing has happened yet."""
    upload, files = _kept(token, DEPOSITS, key)
    with desk(key) as at:
        plan = _plan(at, upload, files)
        names = {one.key: one.name for one in at.campaign.candidates}
        return render_template(
            "admin/deposits_preview.html", at=at, plan=plan, token=token, window=at.window(upload.session),
            roles=ROLE_WORD, names=names,
        )  # fmt: skip


def _plan(at: Desk, upload: Upload, files: list[Path], mapping: FileMap | None = None) -> DepositPlan:
    choices = Choices(None, mapping, None, upload.times)
    return plan_deposits(at.campaign, at.window(upload.session), _incoming(at, upload, files), choices)


def _incoming(at: Desk, upload: Upload, files: list[Path]) -> Iterator[Incoming | Refused]:
    for path in files:
        for each in find_files(path, at.zone):
            # When a file came alone, its own time is only that of its arrival here.
            if isinstance(each, Incoming) and path.suffix.lower() != ".zip":
                yield Incoming(each.name, each.load, upload.received)
            else:
                yield each


@pages.post("/campagnes/<key>/import/depots/<token>")
@allow(Role.ADMINISTRATOR)
@told_on(deposits_preview)
def deposits_confirm(key: str, token: str) -> str:
    """Deposit them, each with its receipt, and tell what became of each."""
    upload, files = _kept(token, DEPOSITS, key)
    with desk(key) as at:
        plan = _plan(at, upload, files)
        chosen = _chosen(plan)
        if chosen:
            rows = {each.name: Mapped(each.candidate, each.role, 0) for each in plan.matched}
            plan = _plan(at, upload, files, FileMap("", rows | chosen))
    outcomes = list(apply_deposits(store(), plan, now(), me().login, translator()))
    queue().imports.erase(token)
    with desk(key) as at:
        fates = [
            (msgs("{count} file deposited", "{count} files deposited", _count(outcomes, "stored")), "stored"),
            (msgs("{count} late, kept until you decide", "{count} late, kept until you decide",
                  _count(outcomes, "late")), "late"),
            (msgs("{count} deposited before", "{count} deposited before", _count(outcomes, "already")), "already"),
            (msgs("{count} refused", "{count} refused", _count(outcomes, "refused")), "refused"),
        ]  # fmt: skip
        return render_template(
            "admin/deposited.html", at=at, outcomes=outcomes, plan=plan, roles=ROLE_WORD,
            fates=[(word, fate) for word, fate in fates if _count(outcomes, fate)],
        )  # fmt: skip


def _count(outcomes: list[Outcome], fate: str) -> int:
    return sum(each.fate == fate for each in outcomes)


def _chosen(plan: DepositPlan) -> dict[str, Mapped]:
    """The owners that the person chose for files without one, by the place of each in the plan."""
    found = {}
    listed = {"doubtful": [each.name for each in plan.doubtful], "unmatched": [each.name for each in plan.unmatched]}
    for kind, names in listed.items():
        for place, name in enumerate(names):
            # A list of names proposes « key – name »: the key alone counts.
            said = field(f"{kind}-{place}").partition(" – ")[0].strip()
            if said:
                found[name] = Mapped(said, None, 0)
    return found
