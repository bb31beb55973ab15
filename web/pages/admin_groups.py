"""The groups of dossiers that share passages: the graph, the list beside it, and the threshold that joins them."""

from __future__ import annotations

import dataclasses
import re

from flask import Blueprint, Response, render_template, request
from markupsafe import Markup

from precheck.campaign.accounts import Role
from precheck.campaign.graph import bars
from precheck.campaign.groups import shares, threshold_of
from precheck.campaign.groups_page import Found, described, picture
from precheck.campaign.groups_view import look
from precheck.i18n import msg
from web import charts
from web.access import allow, me, store
from web.desk import back, desk, field, now, told_on
from web.language import say, translator

pages = Blueprint("admin_groups", __name__)


@pages.get("/campagnes/<key>/groupes")
@allow(Role.ADMINISTRATOR)
def show(key: str) -> str:
    """The groups at the campaign's threshold, or at another that is tried: nothing is kept by that."""
    said = request.args.get("seuil", type=int)
    with desk(key) as at:
        found = look(store(), key, None if said is None else _share(said), False, now(), me().login)
        return render_template(
            "admin/groups.html", at=at, groups=found, graph=drawn(found), told=sentences(found),
            kept=threshold_of(at.campaign, shares(at.session, at.campaign)), **_distribution(found),
        )  # fmt: skip


@pages.post("/campagnes/<key>/groupes")
@allow(Role.ADMINISTRATOR)
@told_on(show)
def keep(key: str) -> Response:
    """Keep the threshold with the campaign: the dashboard and the table of the candidacies use it from then on."""
    said = field("seuil")
    share = _share(int(said) if said.isdecimal() else 0)
    look(store(), key, share, True, now(), me().login)
    done = msg("Dossiers are joined from {share} % of shared words on.", share=round(100 * share))
    return back("admin_groups.show", done, key=key)


def _share(percent: int) -> float:
    return min(max(percent, 1), 100) / 100


def drawn(found: Found) -> Markup:
    """The graph of the groups with the site's colours in place of its own."""
    # By their numbers: the list beside it has the names, which would lie over each other in the picture.
    svg = picture(dataclasses.replace(found, named=False), translator())
    inner = re.sub(r"<style>.*?</style>", "", svg, flags=re.DOTALL)
    return Markup(inner)  # noqa: S704 (made by our own code, which escapes all that it is given)


def sentences(found: Found) -> list[str]:
    """What is told of each group, in order."""
    return [say(described(group, place, translator().language)) for place, group in enumerate(found.groups, 1)]


def _distribution(found: Found) -> dict[str, object]:
    pairs = [
        charts.Bar(f"{round(100 * start)} %", count, over=start >= found.threshold - 1e-9)
        for start, _, count in bars(found.shares)
    ]
    line = charts.Line(found.threshold, say(msg("threshold {threshold} %", threshold=round(100 * found.threshold))),
                       moved=True)  # fmt: skip
    return {"pairs": pairs, "pairs_chart": charts.columns(say(msg("Distribution of the shares")), pairs, [line], 2)}
