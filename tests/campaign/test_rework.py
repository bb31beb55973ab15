"""Re-work requests: only for failed demands of format, once, with time to answer and a text that says what to do."""

from __future__ import annotations

import datetime as dt
import re

import pytest

from precheck.campaign.campaigns import deadline
from precheck.campaign.decisions import effective_outcomes, overrule, transmit
from precheck.campaign.errors import ReasonMissing, StepForbidden
from precheck.campaign.procedure import Procedure
from precheck.campaign.results import report_of
from precheck.campaign.rework import format_faults, prepare, request_rework
from precheck.campaign.store import Store
from precheck.model.finding import Status
from precheck.profile import load_profile
from precheck.reading.pool import Reader
from precheck.testing import make_pdf
from tests.campaign.people import campaign_of, deposit, steps

PROFILE = load_profile("grenoble-2016")
GRENOBLE = Procedure.of(PROFILE)
FOUND = {"L003": "PASSED", "L004": "FAILED", "S213": "FAILED", "C035": "FAILED"}
AFTER = dt.datetime(2017, 5, 20, 8, 0, tzinfo=dt.UTC)


def test_a_rework_rests_on_what_failed_of_the_format(store: Store, now: dt.datetime) -> None:
    with store.writing() as session, Reader() as reader:
        _, (marie, *_) = campaign_of(session, now)
        sha256 = store.blobs.put(make_pdf(*["Bonjour."] * 22), "dossier.pdf")
        one = deposit(session, marie, GRENOBLE, now, FOUND, "not_conforming", sha256)
        overrule(session, one, PROFILE, "S213", Status.PASSED, "two pages, measured by hand", now, "eva")
        assert [fault.name for fault in format_faults(one, PROFILE)] == ["too-many-pages"]
        report = report_of(store, reader, PROFILE, one)
        asked = prepare(marie, PROFILE, now, report=report)
        taken = request_rework(session, marie, PROFILE, asked, "", now, "eva")
        assert (taken.rules, taken.deposit_id, marie.state, marie.reworks) == (["L004"], one.id, "rework", 1)
        # French has spaces that do not break; here they are plain.
        assert re.sub("[\u00a0\u202f]", " ", taken.reason).splitlines() == [
            "Votre dossier est à déposer de nouveau : il ne respecte pas encore ces exigences de format.",
            "",
            "1. Le dossier n’a pas trop de pages",
            "   22 pages ; maximum 20",
            "   Constaté : 22 pages ; attendu : au plus 20 pages.",
            "   Que faire : Raccourcissez le dossier : toutes les pages du fichier comptent, "
            "couverture et annexes comprises.",
            "   « à 20 pages maximum » (Cahier des charges – Dispositif général de certification C2i2e, "
            "année 2016-2017, Format général du dossier numérique)",
            "",
            "Vous pouvez déposer la nouvelle version jusqu'au 17/05/2017 23:59:59 CEST.",
            "Aucune autre version ne pourra être demandée ensuite : vérifiez la nouvelle avant de la déposer.",
        ]
        deposit(session, marie, GRENOBLE, now, FOUND, "not_conforming")
        with pytest.raises(StepForbidden) as told:
            prepare(marie, PROFILE, now)
        assert told.value.clause == GRENOBLE.clauses["rework"]
        transmit(session, marie, GRENOBLE, now, "eva")
        assert [step for step, *_ in steps(marie)] == ["deposit", "request-rework", "redeposit", "transmit"]


def test_nothing_of_the_format_failed(store: Store, now: dt.datetime) -> None:
    with store.writing() as session:
        _, (marie, *_) = campaign_of(session, now)
        deposit(session, marie, GRENOBLE, now, {"C035": "FAILED", "L004": "TO_VERIFY"}, "to_verify")
        with pytest.raises(StepForbidden) as told:
            prepare(marie, PROFILE, now, statement="the content is thin")
        assert told.value.clause == GRENOBLE.clauses["format"]
        with pytest.raises(StepForbidden, match="is not a demand of format"):
            prepare(marie, PROFILE, now, ["accompanying-documents"], "not there")


def test_a_demand_that_the_checks_did_not_find_needs_the_evaluators_statement(store: Store, now: dt.datetime) -> None:
    with store.writing() as session:
        _, (marie, *_) = campaign_of(session, now)
        one = deposit(session, marie, GRENOBLE, now, {"L005": "TO_VERIFY"}, "to_verify")
        with pytest.raises(ReasonMissing):
            prepare(marie, PROFILE, now, ["pages-not-numbered"])
        said = "No page has a number."
        asked = prepare(marie, PROFILE, now, ["pages-not-numbered"], said)
        taken = request_rework(session, marie, PROFILE, asked, said, now, "eva")
        assert f"L'évaluateur ajoute : {said}" in taken.reason
        assert effective_outcomes(one) == {"L005": Status.FAILED}


def test_a_file_that_cannot_be_read_is_a_fault_of_format(store: Store, now: dt.datetime) -> None:
    with store.writing() as session:
        _, (marie, *_) = campaign_of(session, now)
        one = deposit(session, marie, GRENOBLE, now, {}, "refused")
        assert [fault.name for fault in format_faults(one, PROFILE)] == ["unreadable-pdf"]


def test_whoever_is_asked_has_the_time_to_answer(store: Store, now: dt.datetime) -> None:
    until = dt.datetime(2017, 5, 24, 21, 59, 59, tzinfo=dt.UTC)
    with store.writing() as session:
        _, (marie, *_) = campaign_of(session, now)
        deposit(session, marie, GRENOBLE, now, FOUND, "not_conforming")
        with pytest.raises(StepForbidden, match="could not deposit again"):
            prepare(marie, PROFILE, AFTER)
        with pytest.raises(StepForbidden, match="is over already"):
            prepare(marie, PROFILE, AFTER, until=now)
        asked = prepare(marie, PROFILE, AFTER, until=until)
        request_rework(session, marie, PROFILE, asked, "", AFTER, "eva")
        assert deadline(marie) == until
        deposit(session, marie, GRENOBLE, until)
        assert marie.state == "redeposited"
