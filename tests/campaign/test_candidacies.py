"""Two people act on one candidacy at the same moment: one of them takes the step, the other is told."""

from __future__ import annotations

import datetime as dt
import threading

from sqlalchemy import select

from precheck.campaign.campaigns import begin, take
from precheck.campaign.errors import StepForbidden
from precheck.campaign.procedure import Procedure
from precheck.campaign.states import Step
from precheck.campaign.store import Store
from precheck.campaign.tables import Candidacy, Candidate
from precheck.profile import load_profile

GRENOBLE = load_profile("grenoble-2016")


def test_a_rework_is_asked_for_once_however_many_ask(store: Store, now: dt.datetime) -> None:
    with store.writing() as session:
        campaign = begin(session, "c", GRENOBLE, "grenoble-2016", now, "admin")
        person = Candidate(key="k", number=1, surname="Roche")
        campaign.candidates.append(person)
        one = Candidacy(candidate=person, session=campaign.sessions[0])
        session.add(one)
        session.flush()
        take(session, one, Step.DEPOSIT, Procedure.of(GRENOBLE), now, "candidate")
    ready, told = threading.Barrier(4), []

    def ask(actor: str) -> None:
        ready.wait()
        try:
            with store.writing() as session:
                one = session.scalars(select(Candidacy)).one()
                take(session, one, Step.REQUEST_REWORK, Procedure.of(GRENOBLE), now, actor, "neuf pages")
            told.append("asked")
        except StepForbidden:
            told.append("forbidden")

    threads = [threading.Thread(target=ask, args=(f"evaluator {number}",)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(told) == ["asked", "forbidden", "forbidden", "forbidden"]
    with store.reading() as session:
        one = session.scalars(select(Candidacy)).one()
        assert (one.state, one.reworks, [each.step for each in one.history]) == (
            "rework",
            1,
            ["deposit", "request-rework"],
        )
