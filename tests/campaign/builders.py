"""A small campaign: seven candidates, real dossiers, two of which share most of their text, checked and screened."""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from sqlalchemy.orm import Session

from precheck.api import Checker
from precheck.campaign import campaigns
from precheck.campaign.results import figures, pack
from precheck.campaign.screening.tasks import peer_id as deposit_peer_id
from precheck.campaign.states import State
from precheck.campaign.store import Store
from precheck.campaign.tables import Campaign, Candidacy, Candidate, CheckResult, Deposit, JuryDecision, PeerShare
from precheck.model import structure
from precheck.model.match import Originality
from precheck.model.report import Refusal, Report
from precheck.profile import load_profile
from precheck.reading.pool import Reader, Source
from precheck.rules.catalogue import RULES
from precheck.screening import Demand, batch_screener, peer_id
from precheck.testing import make_pdf

SAMPLES = Path(__file__).parents[2] / "corpus" / "samples"
PROFILE = "grenoble-2016"
KEY = "c2i2e-2017"
RECEIVED = dt.datetime(2017, 5, 12, 8, 0, tzinfo=dt.UTC)
CHECKED = dt.datetime(2017, 5, 18, 6, 0, tzinfo=dt.UTC)
HOSTILE = "=cmd|'/C calc'!A0"

COMMON = (
    "Les élèves de la classe ont photographié la façade de la mairie avant de placer leurs images sur la carte.\n"
    "Chaque groupe tient un carnet numérique où il note ses essais, ses erreurs et ses réussites du jour.\n"
    "La charte de la classe a été discutée puis signée par tous, parents compris, au début du mois d'octobre.\n"
    "Une grille d'observation remplie chaque semaine montre que les plus timides prennent enfin la parole.\n"
    "Le tableau partagé sert de mémoire: on y retrouve les questions posées et les réponses trouvées ensemble."
)
AGATHE = "Pour ma part, Zébulon mon correspondant lituanien nous racontait chaque vendredi sa chorale de baleines."
BASILE = "De mon côté, notre mascotte Quenotte traversait chaque mardi le gymnase sur une trottinette violette."


@dataclass(frozen=True, slots=True)
class Entry:
    """A candidate on the roster with the file deposited, if any."""

    key: str
    surname: str
    given: str
    public: str
    file: str = ""
    data: bytes = b""
    origin: str = ""
    evaluator: str = ""
    late: int = 0


def sample(name: str) -> bytes:
    """A dossier of the shipped samples."""
    return (SAMPLES / f"{name}.pdf").read_bytes()


def colluder(name: str, own: str) -> bytes:
    """A short dossier that shares its text with the other colluder's, but for one sentence on each page."""
    pages = [f"# Partie {number}\n{name}\n{COMMON}\n{own}" for number in (1, 2)]
    return make_pdf(f"# Dossier C2i2e\n{name}\nAnnée 2016-2017", *pages, footer="{page}", title=f"Dossier de {name}")


@functools.cache
def entries() -> tuple[Entry, ...]:
    """The roster, in the order of the anonymous numbers from 101."""
    moodle = "{}_{}_assignsubmission_file_"
    masters = "Masters enseignement"
    return (
        Entry("mvernaz", "Vernaz", "Maëlle", masters, "dossier.pdf", sample("conforming-map"),
              moodle.format("Vernaz Maëlle", 12345), "Mme Roche"),
        Entry("acollet", "Collet", "Agathe", masters, "COLLET_Agathe.pdf", colluder("COLLET Agathe", AGATHE),
              moodle.format("Collet Agathe", 12346), "Mme Roche"),
        Entry("brivoire", "Rivoire", "Basile", "Candidats libres", "RIVOIRE_Basile.pdf",
              colluder("RIVOIRE Basile", BASILE), "", "M. Petit"),
        Entry("ccrypte", "Crypté", "Chantal", "Doctorats", "ferme.pdf", sample("encrypted"), late=61),
        Entry("dabsent", "Absent", "Denis", masters),
        Entry("ehostile", HOSTILE, "", "+33", "-dossier.pdf", sample("nine-pages"), evaluator="@SUM(A1)"),
        Entry("fnumeros", "Numéros", "Fanny", "Doctorats", "sans.pdf", sample("no-page-numbers"), "", "M. Petit"),
    )  # fmt: skip


@functools.cache
def screened() -> tuple[Report | Refusal | None, ...]:
    """What checking and comparing the roster's dossiers finds; None without one."""
    profile = load_profile(PROFILE, RULES)
    given = [Source(each.file, each.data) if each.file else None for each in entries()]
    with Reader() as reader:
        plain = Checker(profile, reader)
        first = [plain.check_or_refuse(source) if source else None for source in given]
        dossiers = [result.dossier for result in first if isinstance(result, Report)]
        checker = Checker(profile, reader, screener=batch_screener(Demand(), profile.screening, dossiers))
        return tuple(
            checker.check_or_refuse(source, _known(each)) if source else None
            for each, source in zip(entries(), given, strict=True)
        )


def _known(each: Entry) -> structure.Deposit:
    return structure.Deposit(structure.Candidate(f"{each.surname.upper()} {each.given}".strip()))


def small_campaign(store: Store, key: str = KEY, *, results: bool = True) -> None:
    """The campaign, its candidates, their deposits, and what was found in them."""
    profile = load_profile(PROFILE, RULES)
    with store.writing() as session:
        campaign = campaigns.begin(session, key, profile, PROFILE, RECEIVED, "admin")
        deposits = [_candidate(store, campaign, number, each) for number, each in enumerate(entries(), 101)]
        session.flush()
        if results:
            _results(session, deposits)


def _candidate(store: Store, campaign: Campaign, number: int, each: Entry) -> Deposit | None:
    person = Candidate(key=each.key, number=number, surname=each.surname, given=each.given, public=each.public)
    campaign.candidates.append(person)
    state = State.DEPOSITED if each.file and not each.late else State.REGISTERED
    one = Candidacy(session=campaign.sessions[0], state=state.value, evaluator=each.evaluator)
    person.candidacies.append(one)
    if not each.file:
        return None
    deposit = Deposit(
        version=1, sha256=store.blobs.put(each.data, each.file), size=len(each.data), name=each.file,
        received=RECEIVED + dt.timedelta(seconds=number), origin=each.origin, late=each.late, accepted=not each.late,
    )  # fmt: skip
    one.deposits.append(deposit)
    return deposit


def _results(session: Session, deposits: Sequence[Deposit | None]) -> None:
    ids = {
        peer_id(result.dossier): deposit_peer_id(deposit.id)
        for deposit, result in zip(deposits, screened(), strict=True)
        if deposit is not None and isinstance(result, Report)
    }
    for deposit, result in zip(deposits, screened(), strict=True):
        if deposit is not None and result is not None:
            deposit.result = _result(result, ids)
    session.flush()


def _result(result: Report | Refusal, ids: dict[str, str]) -> CheckResult:
    if isinstance(result, Refusal):
        return CheckResult(basis="b", verdict="refused", finished=CHECKED)
    found = _among_deposits(result.dossier.originality, ids)
    told = figures(replace(result, dossier=replace(result.dossier, originality=found)))
    return CheckResult(
        basis="b", verdict=told.verdict, pages=told.pages, share=told.share, passages=told.passages,
        outcomes=dict(told.outcomes), originality=pack(found), finished=CHECKED,
        shares=[PeerShare(peer_id=peer, words=words, share=share) for peer, words, share in told.shares],
    )  # fmt: skip


def _among_deposits(found: Originality | None, ids: dict[str, str]) -> Originality:
    """The same with the other dossiers called as a screening of the campaign calls them."""
    assert found is not None
    return replace(
        found,
        sources=tuple(replace(each, source=replace(each.source, id=ids[each.source.id])) for each in found.sources),
        matches=tuple(replace(match, source=ids[match.source]) for match in found.matches),
    )


def decide(store: Store, key: str, acquired: Sequence[str], *, certified: bool, campaign: str = KEY) -> None:
    """The jury's decision on a candidate, as confirmed."""
    with store.writing() as session:
        person = campaigns.candidate(campaigns.find(session, campaign, store.folder), key)
        one = person.candidacies[-1]
        one.state = (State.CERTIFIED if certified else State.PARTIAL).value
        one.jury = JuryDecision(
            acquired=list(acquired), computed=certified, certified=certified, at=CHECKED, actor="jury"
        )
