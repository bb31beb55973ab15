"""The campaigns of a site, the dashboard of one, and its profile."""

from __future__ import annotations

import re
from typing import Any

from flask import Blueprint, Response, abort, render_template, request, url_for

from precheck.campaign import campaigns
from precheck.campaign.accounts import Role
from precheck.campaign.decisions import planned
from precheck.campaign.groups import join, members, shares, threshold_of
from precheck.campaign.groups_page import Found
from precheck.campaign.overview import BAR, Figures, Need, candidacies, figures, need
from precheck.campaign.states import PHASE_WORD, STATE_WORD, Phase, State
from precheck.i18n import Message, msg
from precheck.profile import load_profile
from precheck.rules.catalogue import RULES
from web import charts
from web.access import SIGNED_IN, allow, me, store
from web.desk import Desk, back, desk, field, now, settings, told_on
from web.language import say, translator
from web.pages.admin_groups import drawn, sentences

pages = Blueprint("admin_campaigns", __name__)
_KEY = re.compile(r"[a-z0-9][a-z0-9-]{1,60}")
_NEEDS: dict[Need, tuple[Message, str]] = {
    Need.NOTHING: (msg("Nothing is left to do: only the yearly figures are kept."), ""),
    Need.PURGE: (msg("Wait until the time of retention is over, then erase."), "admin_keeping.show"),
    Need.ROSTER: (msg("Import the roster."), "admin_intake.show"),
    Need.LATE: (msg("Decide on the late dossiers."), "late"),
    Need.DEPOSITS: (msg("Some candidates have not deposited yet; import what arrives."), "admin_intake.show"),
    Need.SCREEN: (msg("Screen the dossiers that have no result yet."), "admin_screening.show"),
    Need.EVALUATE: (msg("Evaluators hand the dossiers on, or ask for re-works. Assign those that nobody has."),
                    "admin_close.show"),
    Need.CLOSE: (msg("Close the session."), "admin_close.show"),
    Need.JURY: (msg("Some candidates await the oral or the jury."), "admin_jury.show"),
    Need.RESULTS: (msg("Send the results out, then archive the campaign."), "admin_exports.show"),
}  # fmt: skip


@pages.get("/campagnes")
@allow(SIGNED_IN)
def everything() -> str:
    """The campaigns that one administers; a superuser begins others here."""
    asking = me()
    with store().reading() as read:
        found = [one for one in campaigns.all_campaigns(read) if asking.may(Role.ADMINISTRATOR, one.key)]
        lines = [(one.key, one.title, PHASE_WORD[Phase(one.phase)], len(one.candidates), one.created) for one in found]
    profiles = [(each, load_profile(each)) for each in settings().profiles] if asking.superuser else []
    return render_template("admin/campaigns.html", lines=lines, profiles=profiles)


@pages.post("/campagnes")
@allow(Role.SUPERUSER)
@told_on(everything)
def create() -> Response:
    """Begin a campaign."""
    key, reference = field("new-key").lower(), field("profile")
    if reference not in settings().profiles or not _KEY.fullmatch(key):
        abort(400)
    with store().writing() as write:
        profile = load_profile(reference, RULES)
        campaigns.begin(write, key, profile, reference, now(), me().login, field("title")[:300])
    return back("admin_campaigns.dashboard", msg("The campaign is ready. Import the roster next."), key=key)


@pages.get("/campagnes/<key>")
@allow(Role.ADMINISTRATOR)
def dashboard(key: str) -> str:
    """Where the campaign stands: few figures, each leading to its list; the next thing to do; pictures."""
    with desk(key) as at:
        found = figures(candidacies(at.session, at.campaign), at.zone)
        todo, count = need(at.campaign, found, at.now)
        text, endpoint = _NEEDS[todo]
        link = (
            url_for("admin_candidates.everybody", key=key, what="late")
            if endpoint == "late"
            else (url_for(endpoint, key=key) if endpoint else "")
        )
        pairs, known = shares(at.session, at.campaign), members(at.session, at.campaign)
        threshold = threshold_of(at.campaign, pairs)
        groups = Found(key, join(pairs, known, threshold), pairs, known, threshold, threshold, True)
        return render_template(
            "admin/dashboard.html", at=at, found=found, todo=text, count=count, todo_link=link,
            states=[(STATE_WORD[State(state)], state, number) for state, number in found.states.items()],
            phase=PHASE_WORD[Phase(at.campaign.phase)], review=at.profile.screening.review,
            alert=at.profile.screening.alert, groups=groups, graph=drawn(groups), told=sentences(groups),
            **_charts(at, found, key),
        )  # fmt: skip


def _charts(at: Desk, found: Figures, key: str) -> dict[str, object]:
    def listed(**wanted: str) -> str:
        values: dict[str, Any] = {"key": key, **wanted}
        return url_for("admin_candidates.everybody", **values)

    rules = planned(at.profile)
    titles = {code: say(each.rule.title) for code, each in rules.items()}
    days = [charts.Bar(f"{day:%d/%m}", count, listed(jour=day.isoformat())) for day, count in found.days]
    failed = [
        charts.Bar(f"{code} {titles.get(code, '')}".strip(), count, listed(regle=code)) for code, count in found.failed
    ]
    width, moved = round(100 * BAR), _moved(at)
    bars = [
        charts.Bar(f"{place * width} %", count, listed(de=str(place * width), a=str((place + 1) * width)),
                   place * width >= moved)
        for place, count in enumerate(found.shares)
    ]  # fmt: skip
    return {
        "days": days,
        "failed": failed,
        "bars": bars,
        "moved": moved,
        "over": sum(bar.count for bar in bars if bar.over),
        "days_chart": charts.columns(say(msg("Dossiers deposited by day")), days, every=max(1, len(days) // 8)),
        "failed_chart": charts.rows(say(msg("Failed rules")), failed[:12]),
        "shares_chart": charts.columns(say(msg("Dossiers by share of reused words")), bars, _lines(at, moved), every=2),
    }


def _moved(at: Desk) -> int:
    """The threshold in per cent that the person moved, on the edge of a bar; that of review until then."""
    width = round(100 * BAR)
    said = request.args.get("seuil", round(100 * at.profile.screening.review), type=int)
    return min(max(round(said / width) * width, 0), 100)


def _lines(at: Desk, moved: int) -> list[charts.Line]:
    review, alert = at.profile.screening.review, at.profile.screening.alert
    return [
        charts.Line(moved / 100, say(msg("threshold {threshold} %", threshold=moved)), moved=True),
        charts.Line(review, say(msg("to review, {share} %", share=round(100 * review)))),
        charts.Line(alert, say(msg("alert, {share} %", share=round(100 * alert)))),
    ]


@pages.get("/campagnes/<key>/profil")
@allow(Role.ADMINISTRATOR)
def profile(key: str) -> str:
    """The rules, thresholds, clauses and calendar of the campaign."""
    from precheck.report.profile_text import (
        SEVERITY_WORD,
        clause_text,
        option_texts,
        procedure_lines,
        screening_lines,
    )  # fmt: skip
    from precheck.report.wording import ROOM_TITLE

    with desk(key) as at:
        rules: dict[str, list[tuple[object, ...]]] = {room: [] for room in ROOM_TITLE}
        for code, each in planned(at.profile).items():
            clause = clause_text(each.clause, at.profile) if each.clause else ""
            rules[code[0]].append(
                (code, each.rule.title, SEVERITY_WORD[each.severity], clause, list(option_texts(each)))
            )
        return render_template(
            "admin/profile.html", at=at, rooms=[(ROOM_TITLE[room], found) for room, found in rules.items() if found],
            screening=list(screening_lines(at.profile, translator())),
            procedure=list(procedure_lines(at.profile, translator())),
        )  # fmt: skip
