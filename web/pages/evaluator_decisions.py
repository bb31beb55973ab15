"""What evaluators decide: item by item, a re-work, and handing the dossier on to the jury."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from flask import Blueprint, Response, flash, render_template, request

from precheck.campaign import decisions, rework
from precheck.campaign.accounts import Role
from precheck.campaign.campaigns import situation
from precheck.campaign.decisions import Stage
from precheck.campaign.errors import CampaignError
from precheck.campaign.evaluation import Answer, answers_of, last_answer, note_answers, undecided
from precheck.campaign.jury import RESULT_WORD
from precheck.campaign.states import State, Step, target
from precheck.errors import PrecheckError
from precheck.i18n import Message, Translator, msg
from precheck.model.report import Report
from web.access import allow, me, store
from web.assigned import Opened, now, opened, reports, writing
from web.language import translator
from web.notices import notify_rework
from web.pages.evaluator import around
from web.security import see_other
from web.uploads import queue

pages = Blueprint("evaluator_decisions", __name__)
_YES_NO = {"yes": True, "no": False}
_INCOMPLETE = msg("Some items are not decided yet. Decide on them, or tick the box to hand the dossier on as it is.")
_BAD_DATE = msg("Write the last day and hour in full, such as 31/05/2017 18:00.")


@pages.route("/evaluation/<key>/<int:number>/grille", methods=["GET", "POST"])
@allow(Role.EVALUATOR)
def grid(key: str, number: int) -> str | Response | tuple[str, int]:
    """The items, one by one."""
    fault: CampaignError | None = None
    if request.method == "POST":
        try:
            with writing(key, number) as dossier:
                seen = request.form.get("seen", 0, type=int)
                answers = {code: _sent(code) for code in _codes(dossier)}
                note_answers(dossier.read, dossier.one, dossier.profile, answers, seen, now(), me().login)
                back = dossier.address("evaluator_decisions.grid")
            flash(translator()(msg("Noted.")))
            return see_other(back)
        except CampaignError as error:
            fault = error
    with opened(key, number) as dossier:
        deposit = dossier.deposit
        result = reports().of(store(), dossier.profile, deposit) if deposit else None
        page = render_template(
            "evaluator/grid.html", **around(dossier, "grid"), framework=decisions.framework_of(dossier.profile),
            fault=fault, codes=_codes(dossier), answers=_shown(dossier), decided=answers_of(dossier.one),
            seen=last_answer(dossier.one), closed=_items_closed(dossier),
            pages=decisions.suggested(result) if isinstance(result, Report) else {},
            earlier={*dossier.one.candidate.earlier, *decisions.carried_over(dossier.one)},
            missing_copies=[decisions.COPY_WORD[each] for each in decisions.missing_copies(dossier.one.candidate)],
            computed=decisions.computed(dossier.one, dossier.profile), result_word=RESULT_WORD,
        )  # fmt: skip
        return (page, 409) if fault else page


def _codes(dossier: Opened) -> tuple[str, ...]:
    return decisions.judged_codes(dossier.profile)


def _sent(code: str) -> Answer:
    return Answer(_YES_NO.get(request.form.get(f"item-{code}", "")), request.form.get(f"comment-{code}", "").strip())


def _shown(dossier: Opened) -> dict[str, Answer]:
    """What the form shows: what was noted, and of a form that was refused what the person changed in it."""
    noted = answers_of(dossier.one)
    known = {code: noted.get(code, Answer()) for code in _codes(dossier)}
    if request.method == "GET":
        return known
    before = answers_of(dossier.one, request.form.get("seen", 0, type=int))
    sent = {code: _sent(code) for code in known}
    return known | {code: said for code, said in sent.items() if said != before.get(code, Answer())}


def _items_closed(dossier: Opened) -> CampaignError | None:
    try:
        decisions.check_items(dossier.profile, dossier.one, {}, Stage.EVALUATOR)
    except CampaignError as error:
        return error
    return None


@dataclass(frozen=True, slots=True)
class _Asked:
    """What the form of a re-work says."""

    rules: tuple[str, ...]
    statement: str
    until: str

    @classmethod
    def read(cls) -> _Asked:
        form = request.form
        return cls(tuple(form.getlist("rule")), form.get("statement", ""), form.get("until", ""))

    def last(self, dossier: Opened) -> dt.datetime | None:
        """Raises `ValueError` for what is no date and hour."""
        if not self.until.strip():
            return None
        for form in ("%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%d/%m/%Y %H:%M"):
            try:
                return dt.datetime.strptime(self.until.strip(), form).replace(tzinfo=dossier.procedure.timezone)
            except ValueError:
                continue
        raise ValueError(self.until)


@pages.route("/evaluation/<key>/<int:number>/reprise", methods=["GET", "POST"])
@allow(Role.EVALUATOR)
def ask_again(key: str, number: int) -> str | Response | tuple[str, int]:
    """Ask for the dossier to be deposited again: first the text for the candidate, then the request."""
    asked = _Asked.read()
    first = request.method == "GET"
    prepared: rework.Request | None = None
    fault: PrecheckError | Message | None = None
    if request.form.get("action") == "confirm":
        try:
            with writing(key, number) as dossier:
                again = _prepare(dossier, asked, first)
                rework.request_rework(
                    dossier.read, dossier.one, dossier.profile, again, asked.statement, now(), me().login
                )
                back, candidacy = dossier.address("evaluator.show"), dossier.one.id
        except CampaignError as error:
            fault = error
        except ValueError:
            fault = _BAD_DATE
        else:
            notify_rework(queue(), candidacy)
            flash(translator()(msg("The new version was asked for: the candidate reads your text and its reasons.")))
            return see_other(back)
    with opened(key, number) as dossier:
        try:
            prepared = _prepare(dossier, asked, first)
        except CampaignError as error:
            fault = fault or error
        except ValueError:
            fault = _BAD_DATE
        closed = _closed(dossier)
        failed = rework.format_faults(dossier.deposit, dossier.profile) if dossier.deposit else ()
        known = {each.code for each in failed}
        others = [each for code, each in decisions.planned(dossier.profile).items()
                  if rework.is_format(each) and code not in known]  # fmt: skip
        left = dossier.procedure.reworks - dossier.one.reworks
        page = render_template(
            "evaluator/rework.html", **around(dossier, "rework"), asked=asked, first=first, fault=closed or fault,
            closed=closed, prepared=prepared, failed=failed, others=others, left=left,
        )  # fmt: skip
        return (page, 409) if fault and not first else page


def _prepare(dossier: Opened, asked: _Asked, first: bool) -> rework.Request:
    deposit = dossier.deposit
    report = reports().of(store(), dossier.profile, deposit) if deposit else None
    if not first and not asked.rules:
        raise NothingTicked
    return rework.prepare(dossier.one, dossier.profile, now(), asked.rules, asked.statement, asked.last(dossier),
                          report, Translator("fr"))  # fmt: skip


class NothingTicked(CampaignError):
    """A re-work rests on a demand of format: none was ticked."""

    what = msg("No demand is ticked: a new version is asked for only where a demand of format is not respected.")
    remedy = msg("Tick at least one demand below.")


def _closed(dossier: Opened) -> CampaignError | None:
    """Why no re-work can be asked for whatever is said; None when it can."""
    try:
        target(
            Step.REQUEST_REWORK, State(dossier.one.state), situation(dossier.one, dossier.procedure, now()), reason="-"
        )
    except CampaignError as error:
        return error
    return None


@pages.route("/evaluation/<key>/<int:number>/transmission", methods=["GET", "POST"])
@allow(Role.EVALUATOR)
def hand_on(key: str, number: int) -> str | Response | tuple[str, int]:
    """Hand the dossier on to the jury; what is missing is told before."""
    fault: PrecheckError | Message | None = None
    if request.method == "POST":
        try:
            with writing(key, number) as dossier:
                if _missing(dossier) and request.form.get("incomplete") != "yes":
                    fault = _INCOMPLETE
                else:
                    decisions.transmit(dossier.read, dossier.one, dossier.procedure, now(), me().login)
                    back = dossier.address("evaluator.show")
            if fault is None:
                flash(translator()(msg("The dossier was handed on to the jury.")))
                return see_other(back)
        except CampaignError as error:
            fault = error
    with opened(key, number) as dossier:
        closed: CampaignError | None = None
        try:
            target(Step.TRANSMIT, State(dossier.one.state), situation(dossier.one, dossier.procedure, now()))
        except CampaignError as error:
            closed = error
        computed = decisions.computed(dossier.one, dossier.profile) if dossier.profile.framework else None
        page = render_template(
            "evaluator/transmit.html", **around(dossier, "transmit"), missing=_missing(dossier), fault=closed or fault,
            closed=closed, computed=computed, result_word=RESULT_WORD,
        )  # fmt: skip
        return (page, 409) if fault else page


def _missing(dossier: Opened) -> tuple[str, ...]:
    return undecided(dossier.one, dossier.profile) if dossier.profile.framework else ()


@pages.get("/evaluation/<key>/<int:number>/historique")
@allow(Role.EVALUATOR)
def history(key: str, number: int) -> str:
    """All that was done, by whom and when."""
    with opened(key, number) as dossier:
        return render_template("evaluator/history.html", **around(dossier, "history"), entries=dossier.entries())
