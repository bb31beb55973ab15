"""Campaigns for an administrator's pages, their rows written by hand: one under way, one before the jury, an empty one,
one where nobody has deposited.

No dossier was checked for them: files are a few bytes, results are what a screening would have left.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from bench._site import Site
from precheck.campaign import campaigns
from precheck.campaign.accounts import Role, ensure_user, grant
from precheck.campaign.states import Phase, State
from precheck.campaign.store import Store, Transaction
from precheck.campaign.tables import (
    Campaign,
    Candidacy,
    Candidate,
    CheckResult,
    Deposit,
    ItemDecision,
    JuryDecision,
    PeerShare,
    StepTaken,
)
from precheck.profile import load_profile
from precheck.rules.catalogue import RULES

PROFILE = "grenoble-2016"
FULL, JURY, EMPTY, DROPS = "promo-2017", "promo-2016", "promo-vide", "promo-depots"
BEGUN = dt.datetime(2017, 5, 2, 8, 0, tzinfo=dt.UTC)
CLOSED = dt.datetime(2017, 5, 22, 8, 0, tzinfo=dt.UTC)
SURNAMES = (
    "Abgrall", "Bachellerie", "Castagnède", "Delcourtial", "Escoffié", "Faucheux", "Gonzàlez y Ibáñez", "Hautefeuille",
    "Ibrahimović", "Jaouen", "Kervella", "Lemaître", "Mauduit", "N’Guessan", "Ollivier-Pallud", "Peyrebrune", "Quéméré",
    "Roussillon", "Sauvageot", "Tissandier", "Urvoy", "Vandenbroucke", "Wiśniewska", "Xuereb", "Yvinec", "Zacharie",
)  # fmt: skip
GIVEN = ("Maëlle", "Denis", "Fanny", "Inès", "Youssef", "Anne-Cécile", "Théophile")
RULES_FAILED = ("S008", "L003", "I006", "S010", "C026")
SHARES = (0.01, 0.02, 0.02, 0.03, 0.04, 0.04, 0.06, 0.07, 0.08, 0.12, 0.13, 0.17, 0.22, 0.31, 0.62, 0.58, 0.55)
PAIRS = ((13, 14, 0.31, 412), (14, 15, 0.58, 1310), (15, 16, 0.55, 1204), (11, 12, 0.17, 260), (8, 9, 0.04, 61),
         (3, 7, 0.03, 40), (2, 5, 0.02, 33), (1, 6, 0.02, 28))  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Place:
    """Where somebody of the campaign before the jury stands, and what it took."""

    state: State
    steps: tuple[tuple[str, State, State, str], ...] = ()


_TRANSMITTED = (
    ("deposit", State.REGISTERED, State.DEPOSITED, ""),
    ("transmit", State.DEPOSITED, State.TRANSMITTED, ""),
)
_CALLED = (*_TRANSMITTED, ("call", State.TRANSMITTED, State.CALLED, ""))
_HEARD = (*_CALLED, ("hear", State.CALLED, State.HEARD, ""))
_PARTIAL = (*_HEARD, ("decline", State.HEARD, State.PARTIAL, ""))
_JURY = (
    _Place(State.TRANSMITTED, _TRANSMITTED), _Place(State.TRANSMITTED, _TRANSMITTED), _Place(State.CALLED, _CALLED),
    _Place(State.CALLED, _CALLED), _Place(State.HEARD, _HEARD), _Place(State.HEARD, _HEARD),
    _Place(State.CERTIFIED, (*_HEARD, ("certify", State.HEARD, State.CERTIFIED, ""))),
    _Place(State.PARTIAL, (*_PARTIAL, ("claim", State.PARTIAL, State.PARTIAL, "L'item B2.3 est dans la partie 2."))),
    _Place(State.REGISTERED),
)  # fmt: skip


def prepare(site: Site) -> None:
    """The campaigns, and people with roles in two of them."""
    with site.store() as store:
        _under_way(store)
        before_the_jury(store)
        with store.writing() as write, write.no_autoflush:
            _begin(write, EMPTY, "Campagne sans personne")
            awaited = _begin(write, DROPS, "Campagne qui attend ses dépôts")
            for place in range(6):
                _person(awaited, place, State.REGISTERED)
            for login, name, role in (("m.roche", "Mireille Roche", Role.EVALUATOR), ("p.petit", "", Role.EVALUATOR),
                                      ("chef", "Claude Chef", Role.ADMINISTRATOR)):  # fmt: skip
                user = ensure_user(write, login, BEGUN, name)
                for key in (FULL, JURY):
                    grant(write, user, role, campaigns.find(write, key, store.folder), BEGUN, "admin")


def _begin(write: Transaction, key: str, title: str) -> Campaign:
    return campaigns.begin(write, key, load_profile(PROFILE, RULES), PROFILE, BEGUN, "admin", title)


def _person(campaign: Campaign, place: int, state: State) -> Candidacy:
    surname, given = SURNAMES[place % len(SURNAMES)], GIVEN[place % len(GIVEN)]
    person = Candidate(
        key=f"2170{place:04}", number=101 + 7 * place, surname=surname, given=given, public="Masters enseignement",
        email=f"{given.lower()}.{place}@etu.exemple.fr",
    )  # fmt: skip
    one = Candidacy(session=campaign.sessions[0], state=state.value, evaluator=("m.roche", "p.petit")[place % 2])
    person.candidacies.append(one)
    campaign.candidates.append(person)
    return one


def _deposit(store: Store, one: Candidacy, place: int, day: int, late: int = 0) -> Deposit:
    data = f"%PDF-1.4 {one.session.campaign.key} {place}".encode()
    made = Deposit(
        version=1, sha256=store.blobs.put(data, "dossier.pdf"), size=len(data), name=f"Dossier {SURNAMES[place]}.pdf",
        received=dt.datetime(2017, 5, day, 9 + place % 8, 7 * place % 60, 12, tzinfo=dt.UTC), late=late,
        accepted=not late, receipt=f"reçu {place}",
    )  # fmt: skip
    one.deposits.append(made)
    return made


def _result(share: float, place: int) -> CheckResult:
    outcomes = {"S008": "PASSED"} | {code: "FAILED" for nth, code in enumerate(RULES_FAILED) if place % (nth + 2) == 0}
    doubt = place % 5 == 0
    verdict = "not_conforming" if "FAILED" in outcomes.values() else "to_verify" if doubt else "conforming"
    return CheckResult(basis="b", verdict=verdict, pages=18, share=share, passages=round(20 * share),
                       outcomes=outcomes | ({"C031": "TO_VERIFY"} if doubt else {}), finished=CLOSED)  # fmt: skip


def _under_way(store: Store) -> None:
    """Twenty-six people: some without a dossier, one late, one not screened, groups of three and of two."""
    days = (10, 10, 11, 12, 12, 12, 15, 15, 16, 16, 16, 17, 17, 17, 17, 17, 17, 17)
    with store.writing() as write, write.no_autoflush:
        campaign = _begin(write, FULL, "Promotion 2017, dossiers numériques professionnels")
        deposits = []
        for place in range(26):
            one = _person(campaign, place, State.DEPOSITED if place < 18 else State.REGISTERED)
            if place < 18:
                deposits.append(_deposit(store, one, place, days[place]))
                one.history.append(StepTaken(step="deposit", source="registered", target="deposited",
                                             at=deposits[-1].received, actor=one.candidate.key))  # fmt: skip
            if place < 17:
                deposits[place].result = _result(SHARES[place], place)
        _deposit(store, campaign.candidates[20].candidacies[0], 20, 18, late=754)
        person = campaign.candidates[22].candidacies[0]
        person.extension, person.extension_reason = CLOSED, "Hospitalisation, justificatif vu"
        write.flush()
        for first, second, share, words in PAIRS:
            result = deposits[first].result
            assert result is not None
            result.shares.append(PeerShare(peer_id=deposits[second].id, share=share, words=words))


def before_the_jury(store: Store, key: str = JURY) -> None:
    """Nine people of a closed campaign: handed on, called, heard, decided on, and one who never deposited."""
    with store.writing() as write, write.no_autoflush:
        campaign = _begin(write, key, "Promotion 2016")
        campaign.phase, campaign.closed, campaign.sessions[0].closed = Phase.CLOSED.value, CLOSED, CLOSED
        for place, where in enumerate(_JURY):
            one = _person(campaign, place, where.state)
            if where.steps:
                _deposit(store, one, place, 12).result = _result(0.05, place)
            for nth, (step, source, target, reason) in enumerate(where.steps):
                at = dt.datetime(2017, 5, 12 + nth, 12, tzinfo=dt.UTC)
                one.history.append(StepTaken(step=step, source=source.value, target=target.value, at=at,
                                             actor="m.roche", reason=reason))  # fmt: skip
            if where.state is State.CALLED and place == 2:
                one.oral = dt.datetime(2017, 6, 6, 7, 30, tzinfo=dt.UTC)
            if where.state in (State.HEARD, State.CERTIFIED, State.PARTIAL):
                _decide(one, most=place != 5)
            if where.state in (State.CERTIFIED, State.PARTIAL):
                one.jury = JuryDecision(acquired=["A1.1"], computed=True, certified=where.state is State.CERTIFIED,
                                        at=CLOSED, actor="m.roche")  # fmt: skip


def _decide(one: Candidacy, most: bool) -> None:
    framework = load_profile(PROFILE, RULES).framework
    assert framework is not None
    codes = [item.code for item in framework.competences]
    for place, code in enumerate(codes):
        acquired = most or place < 9
        one.items.append(ItemDecision(stage="jury", code=code, acquired=acquired, at=CLOSED, actor="m.roche"))
