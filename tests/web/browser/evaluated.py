"""A campaign for evaluators to read: made-up dossiers of which some share passages, screened by the real code once."""

from __future__ import annotations

import datetime as dt
import functools
import tempfile
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from playwright.sync_api import Page
from sqlalchemy.orm import Session

from bench._site import Site
from corpus.campaign.dossiers import PASSWORD, dossier_pdf
from corpus.campaign.people import PEOPLE, Part, Person
from corpus.samples.generate.finish import encrypted
from precheck.campaign import campaigns
from precheck.campaign.accounts import Role, ensure_user, grant
from precheck.campaign.results import Figures, pack, unpack
from precheck.campaign.screening.executors import Pool, one_thread_each
from precheck.campaign.screening.run import screen
from precheck.campaign.screening.tasks import deposit_of, peer_id
from precheck.campaign.states import State
from precheck.campaign.store import Store
from precheck.campaign.tables import Campaign, Candidacy, Candidate, CheckResult, Deposit, PeerShare
from precheck.model.match import Originality
from precheck.profile import load_profile
from precheck.rules.catalogue import RULES
from tests.web.browser.visit import enter

PROFILE = "grenoble-2016"
BEGUN = dt.datetime(2017, 1, 9, 8, 0, tzinfo=dt.UTC)
CLOSED = dt.datetime(2017, 5, 18, 6, 0, tzinfo=dt.UTC)
ORDERLY, TAKEN, GIVER, SHORT, UNNUMBERED, LOCKED, ABSENT = range(101, 108)
"""The anonymous numbers: all in order, two that share passages, nine pages, no page numbers, a password, no dossier."""
_SURNAMES = ("ABGRALL", "AUBRÉE-LACAZE", "DE LA VERGNE", "BOISJOLY", "COURTINE", "MONTAGNAC", "HAUDECŒUR")


@dataclass(frozen=True, slots=True)
class Screened:
    """What the screening said of a dossier; peers are called by their anonymous numbers."""

    figures: Figures
    found: Originality | None


def people() -> list[Person]:
    """Those of the campaign, in the order of their numbers."""
    known = {person.surname: person for person in PEOPLE}
    return [known[surname] for surname in _SURNAMES]


@functools.cache
def _files() -> dict[int, bytes]:
    made = {
        number: dossier_pdf(person) for number, person in enumerate(people(), ORDERLY) if person.part is not Part.ABSENT
    }
    return made | {LOCKED: encrypted(PASSWORD)(made[LOCKED])}


def _begin(store: Store, key: str, evaluator: str) -> dict[int, int]:
    """The campaign with its deposits, not screened. Returns the deposits' identifiers by anonymous number."""
    with store.writing() as session:
        begun = campaigns.begin(
            session, key, load_profile(PROFILE, RULES), PROFILE, BEGUN, "admin", "C2i niveau 2 enseignant 2016-2017"
        )
        made = {
            number: deposit
            for number, person in enumerate(people(), ORDERLY)
            if (deposit := _candidate(store, session, begun, number, person, evaluator))
        }
        session.flush()
        return {number: deposit.id for number, deposit in made.items()}


def _candidate(
    store: Store, session: Session, begun: Campaign, number: int, person: Person, evaluator: str
) -> Deposit | None:
    candidate = Candidate(
        key=person.key, number=number, surname=person.surname, given=person.given, email=person.email,
        public=person.public,
    )  # fmt: skip
    begun.candidates.append(candidate)
    one = Candidacy(candidate=candidate, session=begun.sessions[0], evaluator=evaluator)
    session.add(one)
    data = _files().get(number)
    if data is None:
        return None
    name = f"C2i2e {person.surname}.pdf"
    one.state = State.DEPOSITED.value
    deposit = Deposit(version=1, sha256=store.blobs.put(data, name), size=len(data), name=name, received=BEGUN)
    one.deposits.append(deposit)
    return deposit


@functools.cache
def _screened() -> dict[int, Screened]:
    with tempfile.TemporaryDirectory() as folder, Store(Path(folder)) as store, one_thread_each(), Pool(1) as pool:
        deposits = _begin(store, "screened", "")
        screen(store, "screened", None, [], pool, CLOSED, "admin")
        numbers = {deposit: number for number, deposit in deposits.items()}
        with store.reading() as session:
            return {
                number: _told(session.get_one(Deposit, deposit), numbers) for number, deposit in deposits.items()
            }  # fmt: skip


def _told(deposit: Deposit, numbers: dict[int, int]) -> Screened:
    result = deposit.result
    assert result is not None
    found = unpack(result.originality) if result.originality else None
    shares = tuple((numbers[each.peer_id], each.words, each.share) for each in result.shares)
    told = Figures(result.verdict, result.pages or 0, result.share, result.passages, result.outcomes, shares)
    return Screened(told, found and _called(found, numbers))


def _called(found: Originality, names: dict[int, int]) -> Originality:
    """The same with the peers of other numbers."""

    def new(source: str) -> str:
        deposit = deposit_of(source)
        return source if deposit is None else peer_id(names[deposit])

    sources = tuple(replace(each, source=replace(each.source, id=new(each.source.id))) for each in found.sources)
    return replace(
        found, sources=sources, matches=tuple(replace(each, source=new(each.source)) for each in found.matches)
    )


def campaign(store: Store, key: str, evaluator: str) -> None:
    """A screened campaign of that key, all of it assigned to that evaluator."""
    deposits = _begin(store, key, evaluator)
    now = dt.datetime.now(dt.UTC)
    with store.writing() as session:
        user = ensure_user(session, evaluator, now, "Dominique Roche")
        grant(session, user, Role.EVALUATOR, campaigns.find(session, key, store.folder), now, "tests")
        for number, told in _screened().items():
            found, figures = told.found, told.figures
            session.add(
                CheckResult(
                    deposit_id=deposits[number], basis="screened", verdict=figures.verdict,
                    pages=figures.pages or None, share=figures.share, passages=figures.passages,
                    outcomes=dict(figures.outcomes), finished=CLOSED,
                    originality=pack(_called(found, deposits)) if found else None,
                    shares=[PeerShare(peer_id=deposits[peer], words=words, share=share)
                            for peer, words, share in figures.shares],
                )
            )  # fmt: skip


@functools.cache
def _cookies() -> dict[tuple[Path, str], list[Any]]:
    return {}


def evaluator(page: Page, site: Site, login: str) -> None:
    """Sign in as an evaluator."""
    known = _cookies().get((site.data, login))
    if known is None:
        enter(page, site, site.welcome(login))
        _cookies()[site.data, login] = list(page.context.cookies())
    else:
        page.context.add_cookies(known)
