"""A small closed campaign without a screening: its rows are written by hand, its files are few bytes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from precheck.campaign import campaigns
from precheck.campaign.states import Phase, State
from precheck.campaign.store import Store
from precheck.campaign.tables import (
    Access,
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

NOW = dt.datetime(2017, 5, 12, 8, 0, tzinfo=dt.UTC)
CLOSED = dt.datetime(2017, 7, 1, 8, 0, tzinfo=dt.UTC)
AFTER = CLOSED + dt.timedelta(days=731)
NAMES = ("Abgrall", "Bachellerie", "Castagnède", "Delcourtial", "Escoffié")


def closed_campaign(
    store: Store, key: str = "c17", shares: Sequence[tuple[int, int, float, int]] = (), files: Sequence[bytes] = ()
) -> list[int]:
    """Five people with a deposit each, the first certified; `shares` are (deposit, peer, share, words) by place."""
    data = [*files, *(f"%PDF {key} {name}".encode() for name in NAMES[len(files) :])]
    with store.writing() as session, session.no_autoflush:
        campaign = campaigns.begin(session, key, load_profile("grenoble-2016"), "grenoble-2016", NOW, "admin")
        campaign.phase, campaign.closed, campaign.sessions[0].closed = Phase.CLOSED.value, CLOSED, CLOSED
        deposits = []
        for number, name in enumerate(NAMES):
            person = Candidate(
                key=f"{key}-{number}", number=701 + 13 * number, surname=name, given="Prénom",
                email=f"{name.lower()}@etu.example.org", public="Doctorats", others=[f"login-{name}"],
                notices_to=f"{name.lower()}@maison.example.org", notify=True,
            )  # fmt: skip
            one = Candidacy(session=campaign.sessions[0], state=State.TRANSMITTED.value, evaluator="Mme Roche")
            person.candidacies.append(one)
            campaign.candidates.append(person)
            deposit = Deposit(
                version=1, sha256=store.blobs.put(data[number], "x.pdf"), size=9, name=f"{name}.pdf", received=NOW,
                origin=f"Prénom {name}", receipt=f"reçu de {name}",
            )  # fmt: skip
            one.deposits.append(deposit)
            deposit.result = CheckResult(
                basis="b", verdict="to_verify", pages=11, share=0.1, outcomes={"L001": "TO_VERIFY"}, finished=CLOSED
            )
            one.history.append(
                StepTaken(step="deposit", source="registered", target="deposited", at=NOW, actor="Mme Roche",
                          reason=f"vu avec {name}")
            )  # fmt: skip
            deposits.append(deposit)
        first = campaign.candidates[0].candidacies[0]
        first.state = State.CERTIFIED.value
        first.items.append(
            ItemDecision(stage="jury", code="A1.1", acquired=True, comment="Abgrall sait", at=CLOSED, actor="Mme Roche")
        )
        first.jury = JuryDecision(acquired=["A1.1"], computed=True, certified=True, at=CLOSED, actor="Mme Roche")
        session.flush()
        for one_place, other, share, words in shares:
            result = deposits[one_place].result
            assert result is not None
            result.shares.append(PeerShare(peer_id=deposits[other].id, share=share, words=words))
        session.add(Access(at=CLOSED, actor="Mme Roche", action="report", campaign=key, subject="701"))
        return [deposit.id for deposit in deposits]
