"""The evaluator's pages: the dossiers assigned, and one of them with its pages beside what was found."""

from __future__ import annotations

from flask import Blueprint, Response, abort, flash, render_template, request, session, url_for

from precheck.campaign import campaigns, decisions
from precheck.campaign.accounts import Role
from precheck.campaign.errors import CampaignError, ReasonMissing, ResultChanged
from precheck.campaign.evaluation import check_word
from precheck.campaign.exports.table import verdict_word
from precheck.campaign.results import report_of, set_aside, version_of
from precheck.campaign.states import STATE_WORD, State
from precheck.errors import UnreadableFile
from precheck.i18n import Message
from precheck.model.finding import Status
from precheck.model.match import Originality
from precheck.model.report import Refusal, Report
from precheck.report.album import NO_PICTURES, Album, is_png
from precheck.report.documents import document, pictures_of
from precheck.report.plain import Voice
from precheck.report.wording import STATUS_SIGN, STATUS_WORD
from web import listing
from web.access import allow, me, store
from web.assigned import NAMES, Opened, find, names_shown, now, only_of, opened, part_asked, reports, writing
from web.dossiers import anchors, concerns, sheets
from web.language import translator
from web.passages import Source, drawn, pages_of, sources
from web.security import REPORT_POLICY, limiter, safe_target, see_other

pages = Blueprint("evaluator", __name__)
SAID = (Status.PASSED, Status.FAILED, Status.TO_VERIFY, Status.NOT_APPLICABLE)
"""What an evaluator may say of a rule."""
_ATTEMPTS = 5
FILES = {
    "report.pdf": ("application/pdf", "rapport.pdf"),
    "report.html": ("text/html", "rapport.html"),
    "annotated.pdf": ("application/pdf", "annote.pdf"),
    "dossier.pdf": ("application/pdf", "original.pdf"),
}
"""What can be downloaded: its kind, and the ending of its name."""


@pages.get("/evaluation/<key>")
@allow(Role.EVALUATOR)
def index(key: str) -> str:
    """My dossiers."""
    with store().reading() as read:
        campaign = campaigns.find(read, key, store().folder)
        shown = listing.gather(read, campaign, only_of(key), part_asked(), request.args)
        return render_template("evaluator/index.html", key=key, campaign=campaign, shown=shown,
                               names=names_shown(campaign), everybody=only_of(key) is None)  # fmt: skip


@pages.post("/evaluation/<key>/noms")
@allow(Role.EVALUATOR)
def names(key: str) -> Response:
    """Show the names of candidates, or their numbers only."""
    session[NAMES] = request.form.get("show") == "yes"
    back = safe_target(request.form.get("next", ""))
    return see_other(back if back != "/" else url_for("evaluator.index", key=key))


@pages.get("/evaluation/<key>/<int:number>")
@allow(Role.EVALUATOR)
def show(key: str, number: int) -> str:
    """One dossier."""
    with opened(key, number) as dossier:
        made = dossier.made()
        voice = Voice(translator())
        common = {**around(dossier, "show"), "refusal": None, "sheets": (), "concerns": (), "anchors": {}}
        if made is None:
            return render_template("evaluator/nothing.html", **common)
        if isinstance(made.result, Refusal):
            return render_template(
                "evaluator/dossier.html", **{**common, "refusal": made.result, "rules": _rules(dossier)}
            )
        shown = sheets(made.result)
        common |= {"sheets": shown, "concerns": concerns(made.result, voice), "anchors": anchors(shown)}
        found = made.result.dossier.originality
        said = {each.rule: each.id for each in dossier.deposit.overrules} if dossier.deposit else {}
        return render_template("evaluator/dossier.html", **common, rules=_rules(dossier), words=said, found=found,
                               sources=_sources(dossier, made.result, found))  # fmt: skip


def around(dossier: Opened, here: str) -> dict[str, object]:
    """What every page about a dossier shows around it."""
    deposit = dossier.deposit
    state = State(dossier.one.state)
    return {
        "dossier": dossier, "key": dossier.key, "number": dossier.number, "here": here, "names": dossier.names,
        "campaign": dossier.campaign, "state": STATE_WORD[state], "deposit": deposit,
        "result": deposit and deposit.result,
        "verdict": decisions.effective_verdict(deposit, dossier.profile) if deposit else None,
        "verdict_word": verdict_word, "said": SAID, "status_word": STATUS_WORD, "status_sign": STATUS_SIGN,
        "last": next(reversed(dossier.entries()), None), "gradable": dossier.profile.framework is not None,
    }  # fmt: skip


def _rules(dossier: Opened) -> list[dict[str, object]]:
    """Every rule of the profile that was looked at, with the program's word and the evaluator's."""
    deposit = dossier.deposit
    assert deposit is not None
    found = dict(deposit.result.outcomes) if deposit.result else {}
    words = {each.rule: each for each in deposit.overrules}
    planned = decisions.planned(dossier.profile)
    return [
        {"code": code, "title": Message(rule.rule.title.msgid),
         "machine": Status(found[code]) if code in found else None,
         "word": words.get(code), "status": Status(words[code].status) if code in words else None}
        for code, rule in planned.items()
    ]  # fmt: skip


@pages.get("/evaluation/<key>/<int:number>/page/<int:page>")
@allow(Role.EVALUATOR)
@limiter.exempt
def picture(key: str, number: int, page: int) -> Response:
    """The picture of a page."""
    with opened(key, number) as dossier:
        deposit = dossier.deposit
        result = reports().of(store(), dossier.profile, deposit) if deposit else None
        if deposit is None or not isinstance(result, Report) or not 1 <= page <= len(result.dossier.document.pages):
            abort(404)
        size = result.dossier.document.pages[page - 1]
        try:
            drawn = reports().page(store(), deposit, page, size.width, size.height)
        except UnreadableFile:
            drawn = None
    if drawn is None:
        abort(404)
    answer = Response(drawn, mimetype="image/png" if is_png(drawn) else "image/jpeg")
    answer.headers["Cache-Control"] = "private, max-age=300"
    return answer


@pages.route("/evaluation/<key>/<int:number>/regles/<code>", methods=["GET", "POST"])
@allow(Role.EVALUATOR)
def rule(key: str, number: int, code: str) -> str | Response | tuple[str, int]:
    """Say something else of a rule than the program did, with a reason."""
    fault: CampaignError | None = None
    status = request.form.get("status", "")
    if request.method == "POST":
        if status not in {each.value for each in SAID}:
            abort(400)
        try:
            with writing(key, number) as dossier:
                if dossier.deposit is None:
                    abort(404)
                reason = request.form.get("reason", "").strip()
                check_word(dossier.read, dossier.deposit, code, request.form.get("seen", 0, type=int))
                decisions.overrule(dossier.read, dossier.deposit, dossier.profile, code, Status(status), reason, now(),
                                   me().login)  # fmt: skip
                target = dossier.address("evaluator.show")
            flash(translator()(listing.SAVED))
            # What is settled leaves the findings: the next one takes its place.
            place = request.form.get("place", type=int)
            anchor = f"finding-{place}" if place else f"rule-{code}"
            return see_other(f"{target}#{anchor}")
        except CampaignError as error:
            fault = error
    with opened(key, number) as dossier:
        if dossier.deposit is None:
            abort(404)
        chosen = next((each for each in _rules(dossier) if each["code"] == code), None)
        if chosen is None:
            abort(404)
        past = [each for each in dossier.deposit.overrules if each.rule == code]
        page = render_template("evaluator/rule.html", **around(dossier, "show"), rule=chosen, fault=fault, past=past,
                               status=status, reason=request.form.get("reason", ""))  # fmt: skip
        return (page, 400 if isinstance(fault, ReasonMissing) else 409) if fault else page


@pages.get("/evaluation/<key>/<int:number>/passages")
@allow(Role.EVALUATOR)
def passages(key: str, number: int) -> Response:
    """The passages found elsewhere, beside their sources."""
    with opened(key, number) as dossier:
        made = dossier.made()
        report = made.result if made and isinstance(made.result, Report) else None
        found = report.dossier.originality if report else None
        shown = _beside(dossier, report, found) if report and found else {}
        page = render_template("evaluator/passages.html", **around(dossier, "passages"), found=found,
                               refused=made is not None and report is None, **shown)  # fmt: skip
    return Response(page, headers={"Content-Security-Policy": REPORT_POLICY})


def _sources(dossier: Opened, report: Report, found: Originality | None) -> tuple[Source, ...]:
    aside = set(dossier.deposit.set_aside) if dossier.deposit else set()
    return sources(found, report.dossier, aside, Voice(translator())) if found else ()


def _beside(dossier: Opened, report: Report, found: Originality) -> dict[str, object]:
    from precheck.report.originality import section
    from precheck.report.pagemap import small_pages

    voice = Voice(translator())
    view = section(found, report.dossier, voice, Album(NO_PICTURES))
    return {
        "view": view, "drawn": drawn(view, voice), "places": pages_of(found, report.dossier),
        "sources": _sources(dossier, report, found), "small_pages": small_pages(found, report.dossier, voice),
    }  # fmt: skip


@pages.post("/evaluation/<key>/<int:number>/sources")
@allow(Role.EVALUATOR)
def source(key: str, number: int) -> Response:
    """Set a source aside, or take it back: the shares are computed again."""
    chosen, aside = request.form.get("source", ""), request.form.get("aside") == "yes"
    for _ in range(_ATTEMPTS):
        try:
            target = _set_aside(key, number, chosen, aside)
        except ResultChanged:
            continue  # Somebody set another one aside meanwhile: both stay so.
        return see_other(f"{target}#sources")
    raise ResultChanged


def _set_aside(key: str, number: int, chosen: str, aside: bool) -> str:
    """Returns where it is to be seen. Raises `ResultChanged`, `NewVersion`."""
    with store().reading() as read:
        dossier = find(read, key, number)
        deposit = dossier.deposit
        if deposit is None:
            abort(404)
        known = reports().of(store(), dossier.profile, deposit)
        found = known.dossier.originality if isinstance(known, Report) else None
        if found is None or chosen not in {share.source.id for share in found.sources}:
            abort(404)
        version = version_of(deposit)
        wanted = sorted({*deposit.set_aside, chosen} if aside else {*deposit.set_aside} - {chosen})
        report = report_of(store(), reports().reader, dossier.profile, deposit, wanted)
        target = dossier.address("evaluator.passages")
    with writing(key, number) as dossier:
        if dossier.deposit is not None and isinstance(report, Report):
            set_aside(dossier.read, dossier.deposit, wanted, report, version, now(), me().login)
    return target


@pages.get("/evaluation/<key>/<int:number>/telecharger/<name>")
@allow(Role.EVALUATOR)
def download(key: str, number: int, name: str) -> Response:
    """The report, the dossier with comments, or the dossier itself, to keep."""
    if name not in FILES:
        abort(404)
    with opened(key, number) as dossier:
        content = _content(dossier, name)
        stem = dossier.stem
    if content is None:
        abort(404)
    with writing(key, number) as dossier:
        campaigns.log(dossier.read, now(), me().login, "download", key, str(number), file=name, names=dossier.names)
    kind, ending = FILES[name]
    answer = Response(content, mimetype=kind)
    answer.headers.set("Content-Disposition", "attachment", filename=f"{stem}-{ending}")
    return answer


def _content(dossier: Opened, name: str) -> bytes | None:
    made = dossier.made()
    if made is None:
        return None
    if name == "dossier.pdf":
        return made.source.data
    if name == "annotated.pdf":
        from precheck.campaign.exports.reports import annotated

        return annotated(reports().reader, made, made.result, translator())
    pictures = pictures_of(reports().reader, made.source, made.result)
    return document(made.result, name.rpartition(".")[2], translator(), pictures)
