"""A closed session is opened again, unless something rests on its close."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner
from sqlalchemy import select
from sqlalchemy.orm import Session

from precheck.campaign.campaigns import take
from precheck.campaign.decisions import confirm, reopen, transmit
from precheck.campaign.errors import NobodyNamed, ReasonMissing, ReopeningForbidden
from precheck.campaign.procedure import Procedure
from precheck.campaign.reopening import obstacle, reopen_session
from precheck.campaign.sessions import abandon, call, close_session, standings
from precheck.campaign.states import Phase, Step
from precheck.campaign.store import Store
from precheck.campaign.tables import Access, Campaign, Candidacy
from precheck.cli import main
from precheck.i18n import Translator
from precheck.profile import load_profile
from tests.campaign.people import campaign_of, deposit

PROFILE = load_profile("grenoble-2016")
GRENOBLE = Procedure.of(PROFILE)
CLOSED = dt.datetime(2017, 5, 18, 8, 0, tzinfo=dt.UTC)
LATER = CLOSED + dt.timedelta(days=1)
EN = Translator("en")


def closed(session: Session, now: dt.datetime) -> tuple[Campaign, list[Candidacy]]:
    """A closed session in which the first of four handed a dossier on, the second did not."""
    campaign, ones = campaign_of(session, now)
    for one in ones[:2]:
        deposit(session, one, GRENOBLE, now)
    transmit(session, ones[0], GRENOBLE, now, "eva")
    close_session(session, campaign.sessions[0], GRENOBLE, CLOSED, "admin")
    return campaign, ones


def test_a_session_opened_again_goes_on_and_is_closed_again(store: Store, now: dt.datetime) -> None:
    with store.writing() as session:
        campaign, (_, paul, *_) = closed(session, now)
        window = campaign.sessions[0]
        reopen_session(session, window, GRENOBLE, LATER, "admin", "closed a day too early")
        assert (window.closed, campaign.closed, campaign.phase) == (None, None, "open")
        transmit(session, paul, GRENOBLE, LATER, "eva")
        close_session(session, window, GRENOBLE, LATER, "admin")
        assert [each.eligible for each in standings(window, LATER)] == [True, True, False, False]
    with store.reading() as session:
        campaign = session.scalars(select(Campaign)).one()
        assert (campaign.phase, campaign.closed, campaign.sessions[0].closed) == ("closed", LATER, LATER)
        (noted,) = session.scalars(select(Access).where(Access.action == "reopen-session"))
        assert (noted.at, noted.actor, noted.campaign, noted.subject, noted.detail) == (
            LATER, "admin", "c", "1", {"reason": "closed a day too early", "closed": CLOSED.isoformat()},
        )  # fmt: skip


def test_somebody_answers_for_it_and_says_why(store: Store, now: dt.datetime) -> None:
    with store.writing() as session:
        campaign, _ = closed(session, now)
        window = campaign.sessions[0]
        with pytest.raises(ReasonMissing):
            reopen_session(session, window, GRENOBLE, LATER, "admin", "  ")
        with pytest.raises(NobodyNamed):
            reopen_session(session, window, GRENOBLE, LATER, "", "closed too early")
        assert window.closed == CLOSED


def _archived(session: Session, campaign: Campaign) -> None:
    campaign.phase = Phase.ARCHIVED.value


def _purged(session: Session, campaign: Campaign) -> None:
    campaign.phase = Phase.PURGED.value


def _anonymised(session: Session, campaign: Campaign) -> None:
    campaign.settings = {**campaign.settings, "anonymised": LATER.isoformat()}


def _opened(session: Session, campaign: Campaign) -> None:
    reopen_session(session, campaign.sessions[0], GRENOBLE, LATER, "admin", "closed too early")


def _called(session: Session, campaign: Campaign) -> None:
    call(session, campaign.sessions[0].candidacies[0], GRENOBLE, LATER, "admin")


def _decided(session: Session, campaign: Campaign) -> None:
    _called(session, campaign)
    one = campaign.sessions[0].candidacies[0]
    take(session, one, Step.HEAR, GRENOBLE, LATER, "admin")
    confirm(session, one, PROFILE, False, LATER, "president", "nothing was acquired")


def _abandoned(session: Session, campaign: Campaign) -> None:
    abandon(session, campaign.sessions[0].candidacies[2:], GRENOBLE, LATER, "admin")


@pytest.mark.parametrize(
    ("happens", "why", "clause"),
    [
        (_opened, "it is not closed", "window"),
        (_archived, "the campaign is archived", None),
        (_purged, "the campaign is purged", None),
        (_anonymised, "the campaign is anonymised", None),
        (_decided, "the jury has confirmed a decision", "decision"),
        (_called, "somebody was called to the oral", "oral"),
        (_abandoned, "somebody was noted as having abandoned", "abandonment"),
    ],
)
def test_what_rests_on_the_close_forbids_it(
    store: Store, now: dt.datetime, happens: Callable[[Session, Campaign], None], why: str, clause: str | None
) -> None:
    with store.writing() as session:
        campaign, _ = closed(session, now)
        happens(session, campaign)
        with pytest.raises(ReopeningForbidden) as told:
            reopen_session(session, campaign.sessions[0], GRENOBLE, LATER, "admin", "an error")
        assert EN(told.value.message) == f"Session 1 cannot be reopened: {why}."
        assert told.value.clause == (GRENOBLE.clauses[clause] if clause else None)


def test_a_later_session_forbids_it(store: Store) -> None:
    before, after = (dt.datetime(2023, 4, day, 8, 0, tzinfo=dt.UTC) for day in (20, 24))
    procedure = Procedure.of(load_profile("orleans-2022"))
    with store.writing() as session:
        campaign, (marie, *_) = campaign_of(session, before, profile="orleans-2022")
        first, second = campaign.sessions
        close_session(session, first, procedure, after, "admin")
        assert obstacle(first) is None
        session.add(Candidacy(candidate=marie.candidate, session=second))
        session.flush()
        session.refresh(second)
        with pytest.raises(ReopeningForbidden, match="later session") as told:
            reopen_session(session, first, procedure, after, "admin", "an error")
        assert told.value.clause == procedure.clauses["session"]


def test_what_is_taken_back_forbids_nothing_any_more(store: Store, now: dt.datetime) -> None:
    with store.writing() as session:
        campaign, (marie, *_) = closed(session, now)
        _decided(session, campaign)
        for _ in range(3):
            assert obstacle(campaign.sessions[0]) is not None
            reopen(session, marie, GRENOBLE, "an error", LATER, "president")
        assert marie.state == "transmitted"
        assert obstacle(campaign.sessions[0]) is None


def test_the_command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, now: dt.datetime) -> None:
    monkeypatch.setenv("PRECHECK_DATA_DIR", str(tmp_path / "data"))
    with Store(tmp_path / "data") as store, store.writing() as session:
        campaign, _ = closed(session, now)
        _called(session, campaign)
    command = ["campaign", "reopen-session", "c", "--as", "admin", "--at", LATER.isoformat()]
    without = CliRunner().invoke(main, command)
    assert (without.exit_code, without.output.splitlines()[0]) == (2, "✗ Cette décision demande un motif.")
    refused = CliRunner().invoke(main, [*command, "--reason", "close trop tôt"])
    assert (refused.exit_code, refused.output.splitlines()[0]) == (
        2,
        "✗ La session 1 ne peut pas être rouverte : un candidat a été convoqué à l'oral.",
    )
    taken_back = ["campaign", "reopen", "c", "k1", "--reason", "erreur", "--as", "admin", "--at", LATER.isoformat()]
    assert CliRunner().invoke(main, taken_back).exit_code == 0
    done = CliRunner().invoke(main, [*command, "--reason", "close trop tôt"])
    assert (done.exit_code, done.output) == (0, "✓ La session 1 de c est de nouveau ouverte.\n")
