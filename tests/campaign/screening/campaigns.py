"""A small campaign to screen: generated deposits of two pages, some alike, some broken; and what its results say."""

from __future__ import annotations

import datetime as dt
import functools
import io
import random
from pathlib import Path
from typing import Any

import pypdf
from sqlalchemy import select

from precheck.campaign.campaigns import begin
from precheck.campaign.states import State
from precheck.campaign.store import Store
from precheck.campaign.tables import Candidacy, Candidate, CheckResult, Deposit, JuryDecision
from precheck.i18n import Translator
from precheck.profile import load_profile
from precheck.rules.catalogue import RULES
from precheck.testing import make_pdf

KEY = "c2i2e"
NOW = dt.datetime(2017, 5, 17, 21, 59, 59, tzinfo=dt.UTC)
COPIED = (
    "Chaque groupe observe une rivière différente, relève la température de son eau et note sur un carnet commun les "
    "insectes rencontrés sous les galets avant de comparer ses mesures avec celles des autres classes du département."
)
SYLLABLES = [consonant + vowel for consonant in "bdfglmnprstv" for vowel in ("a", "e", "i", "o", "ou", "an")]
SURNAMES = "DUPONT MARTIN BERNARD THOMAS ROBERT RICHARD PETIT DURAND LEROY MOREAU SIMON LAURENT".split()


def prose(seed: int, words: int = 150) -> str:
    """Lines of made-up words that are different for each seed."""
    rng = random.Random(seed)
    drawn = ["".join(rng.choices(SYLLABLES, k=rng.randint(1, 4))) for _ in range(words)]
    return "\n".join(" ".join(drawn[first : first + 10]) for first in range(0, words, 10))


@functools.cache
def dossier(number: int, name: str = "", copied: bool = False) -> bytes:
    """Two pages; some hold the same passage."""
    lines = [COPIED[first : first + 80] for first in range(0, len(COPIED), 80)] if copied else []
    return make_pdf(
        "\n".join([f"# Dossier de {name}", "Année 2016-2017", prose(number)]),
        "\n".join(["# Partie 1", *lines, prose(1000 + number)]),
        footer="{page}",
    )


@functools.cache
def encrypted() -> bytes:
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(dossier(900)))
    writer.encrypt("secret", "owner", algorithm="AES-256")
    output = io.BytesIO()
    writer.write(output)
    return output.getvalue()


def files(count: int) -> list[bytes]:
    """So many deposits: the first two share a passage, the third is damaged, the fifth protected by a password, the
    sixth the same file as the first."""
    made = [dossier(number, SURNAMES[number % 12], copied=number in (0, 1)) for number in range(count)]
    special = {2: b"%PDF-1.7\nnothing\n%%EOF", 4: encrypted(), 5: made[0]}
    return [special.get(number, data) for number, data in enumerate(made)]


def campaign(store: Store, deposits: list[bytes]) -> list[int]:
    """A campaign with a candidate for each of these files. Returns the numbers of the deposits."""
    with store.writing() as session:
        begun = begin(session, KEY, load_profile("grenoble-2016", RULES), "grenoble-2016", NOW, "admin")
        for number, data in enumerate(deposits):
            person = Candidate(
                key=f"k{number}", number=100 + number, surname=SURNAMES[number % 12], given="Marie" * (number // 12)
            )
            begun.candidates.append(person)
            one = Candidacy(candidate=person, session=begun.sessions[0], state="deposited")
            session.add(one)
            one.deposits.append(
                Deposit(
                    version=1, sha256=store.blobs.put(data, "x"), size=len(data), name=f"{number}.pdf", received=NOW
                )
            )
        session.flush()
        return list(session.scalars(select(Deposit.id).order_by(Deposit.id)))


def rows(store: Store) -> list[dict[str, Any]]:
    """All results, every column but their own numbers, by deposit."""
    left_out = {"id", "result_id"}
    with store.reading() as session:
        return [
            {
                **{c.key: getattr(result, c.key) for c in CheckResult.__table__.columns if c.key not in left_out},
                "shares": [(each.peer_id, each.words, each.share) for each in result.shares],
            }
            for result in session.scalars(select(CheckResult).order_by(CheckResult.deposit_id))
        ]


def decide(store: Store) -> None:
    """The jury certifies one candidate and gives another an attestation; the dossiers have their evaluators."""
    with store.writing() as session:
        ones = session.scalars(select(Candidacy).order_by(Candidacy.id)).all()
        for number, one in enumerate(ones):
            one.evaluator = ("eva", "tom")[number % 2]
        for one, state in zip(ones, (State.CERTIFIED, State.PARTIAL), strict=False):
            certified = state is State.CERTIFIED
            one.state = state.value
            one.jury = JuryDecision(
                acquired=["A1.1", "B2.1"], computed=certified, certified=certified, at=NOW, actor="jury"
            )


EXPORTS = {
    "table": ("table.csv", "table.xlsx"),
    "feedback": ("feedback.zip",),
    "bundles": ("bundles",),
    "batch": ("batch.pdf",),
    "attestations": ("attestations.zip",),
    "certificates": ("certificates.pdf", "certificates.xlsx", "certificates.csv"),
    "yearly": ("yearly.csv", "yearly.xlsx", "yearly.txt"),
}
"""Every exporter, in the forms of its files: a folder holds what the zip holds."""


def exports(store: Store, folder: Path) -> dict[str, bytes]:
    """All that can be exported, anonymous and not, by path: every exporter in every form, and the groups."""
    from precheck.campaign.exports import exporter
    from precheck.campaign.exports.base import Demand
    from precheck.campaign.groups_page import page, picture
    from precheck.campaign.groups_view import look
    from precheck.output import write_whole

    say = Translator()
    for anonymous in (False, True):
        place = folder / ("anonymous" if anonymous else "named")
        for what, outputs in EXPORTS.items():
            for output in outputs:
                exporter(what).export(Demand(store, KEY, place / output, say, NOW, "admin", anonymous=anonymous))
        found = look(store, KEY, None, False, NOW, "admin", not anonymous)
        write_whole(place / "groups.html", page(found, say).encode())
        write_whole(place / "groups.svg", picture(found, say).encode())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def verdicts(store: Store) -> list[tuple[str, int]]:
    """The verdict on each deposit, and with how many others it shares words."""
    return [(row["verdict"], len(row["shares"])) for row in rows(store)]


def corpus_of(folder: Path, count: int) -> Path:
    """A corpus of so many other texts."""
    from tests.similarity.corpora import documents, make

    return make(folder, [documents(count)])
