"""What the worker does with a draft: check it, and write its report and what to do now."""

from __future__ import annotations

import contextlib
from pathlib import Path

from precheck.api import Checker, Screener, refusal
from precheck.errors import CheckBroke, UnreadableFile
from precheck.i18n import Translator
from precheck.model.match import View
from precheck.model.picture import CropRequest
from precheck.model.report import Refusal, Report
from precheck.model.structure import Deposit
from precheck.profile import load_profile
from precheck.reading.pool import Reader, Source
from precheck.report.audience import seen_by
from precheck.rules.catalogue import RULES
from web import later
from web.checks import ABOVE, BELOW, Answer, Check, Checks, Todo

_SHOWN = 12
"""Things to do that are listed before the report itself."""
_TRIES = 4
"""A draft on which the worker died so often is refused."""


class Desk:
    """Checks drafts, one at a time; kept by a worker process for its whole life.

    Args:
        corpora: what drafts are compared with, in the candidate's view.
    """

    def __init__(self, checks: Checks, reader: Reader, corpora: tuple[Path, ...] = ()) -> None:
        self._checks, self._reader, self._corpora = checks, reader, corpora
        self._checkers: dict[str, Checker] = {}

    def work(self, id_: str) -> None:
        """Answer the draft in that folder; nothing happens when it is answered or erased already."""
        check = self._checks.get(id_)
        if check is None or check.answer is not None:
            return
        self.answer(self._checks, check, Source(check.request.name, check.source()))

    def answer(self, checks: Checks, check: Check, source: Source, deposit: Deposit = Deposit()) -> None:
        """Check a file in the candidate's view and write what was found into the folder of `check`."""
        result = seen_by(View.CANDIDATE, self._result(checks, check, source, deposit))
        say = Translator(check.request.language)
        parts, made_of = _parts(self._reader, source, result, say)
        names = tuple(sorted((*parts, *later.to_come(made_of))))
        checks.answer(check, summary(result, say, names), parts | made_of)

    def _result(self, checks: Checks, check: Check, source: Source, deposit: Deposit) -> Report | Refusal:
        if checks.begin(check) > _TRIES:
            return refusal(source.name, CheckBroke(file=source.name))
        return self._checker(check.request.profile).check_or_refuse(source, deposit)

    def _checker(self, reference: str) -> Checker:
        if reference not in self._checkers:
            profile = load_profile(reference, RULES)
            screener: Screener | None = None
            if self._corpora:
                from precheck.screening import Demand, open_screener

                screener = open_screener(Demand(self._corpora), profile.screening)
            self._checkers[reference] = Checker(profile, self._reader, screener=screener)
        return self._checkers[reference]


def _parts(
    reader: Reader, source: Source, result: Report | Refusal, say: Translator
) -> tuple[dict[str, bytes], dict[str, bytes]]:
    """The files that everybody gets, and what those are made of that come later."""
    from precheck.report import html, json, text

    parts = {"report.json": json.render(result, say).encode(), "report.txt": text.render(result, say).encode()}
    pictures: dict[CropRequest, bytes] = {}
    if isinstance(result, Report):
        from precheck.report.shots import crop_requests

        with contextlib.suppress(UnreadableFile):
            pictures = dict(reader.draw(source, crop_requests(result)))
    parts["report.html"] = html.render(result, say, pictures, ABOVE, BELOW).encode()
    return parts, later.prepared(result, say, pictures)


def summary(result: Report | Refusal, say: Translator, parts: tuple[str, ...] = ()) -> Answer:
    """The verdict and what to do now, in order."""
    from precheck.report import wording
    from precheck.report.plain import Voice, page_ranges
    from precheck.report.view import items

    voice = Voice(say)
    if isinstance(result, Refusal):
        return Answer("refused", "∅", voice(result.message), voice(result.advice), parts=parts)
    asked = (wording.Urgency.FIX, wording.Urgency.IMPROVE, wording.Urgency.VERIFY)
    todo = tuple(
        Todo(wording.URGENCY_SIGN[item.urgency], item.urgency.value, voice(item.heading), page_ranges(item.pages),
             " ".join(map(voice, item.hints)))
        for item in items(result)
        if item.urgency in asked
    )  # fmt: skip
    verdict = result.verdict
    return Answer(verdict.value, wording.VERDICT_SIGN[verdict], voice(wording.VERDICT_TITLE[verdict]),
                  voice(wording.VERDICT_LEAD[verdict]), todo[:_SHOWN], parts)  # fmt: skip
