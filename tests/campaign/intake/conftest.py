"""A Grenoble campaign with a roster, and files to deposit in it."""

from __future__ import annotations

import datetime as dt
import zipfile
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

from precheck.campaign.campaigns import begin, current, find
from precheck.campaign.intake.roster import apply_roster, plan_roster
from precheck.campaign.intake.tables import parse_table
from precheck.campaign.store import Store
from precheck.profile import load_profile
from precheck.rules.catalogue import RULES

ROSTER = """\
Numéro étudiant;Nom;Prénom;Courriel;Public;Délai;Login
20170001;Dupont;Marie-Claire;mc@example.org;Masters enseignement;;mdupont
20170002;d'Almeida;Zoé;zoe@example.org;;20/05/2017;
20170003;Le Goff;Anne;;;;
20170004;Martin;Paul;;;;
20170005;Martin;Paul;;;;
"""


def pdf(text: str) -> bytes:
    """Bytes that begin like a PDF; intake looks no further."""
    return f"%PDF-1.4 {text}".encode()


def import_roster(store: Store, text: str, now: dt.datetime, **said: str) -> None:
    """Plan and apply a roster on the campaign `g`."""
    profile = load_profile("grenoble-2016", RULES)
    with store.writing() as session:
        campaign = find(session, "g", store.folder)
        into = current(campaign)
        plan = plan_roster(campaign, into, profile, parse_table("roster.csv", text.encode()), said)
        apply_roster(session, campaign, into, plan, now, "admin")


@pytest.fixture
def begun(store: Store, now: dt.datetime) -> Store:
    """A campaign `g` without anybody."""
    with store.writing() as session:
        begin(session, "g", load_profile("grenoble-2016", RULES), "grenoble-2016", now, "admin")
    return store


@pytest.fixture
def ready(begun: Store, now: dt.datetime) -> Store:
    """A campaign `g` with the people of `ROSTER`."""
    import_roster(begun, ROSTER, now)
    return begun


@pytest.fixture
def make_zip(tmp_path: Path) -> Callable[[Iterable[tuple[str, bytes]]], Path]:
    """Writes a zip of names and contents."""

    def make(files: Iterable[tuple[str, bytes]]) -> Path:
        with zipfile.ZipFile(tmp_path / "moodle.zip", "w", zipfile.ZIP_DEFLATED) as archive:
            for name, data in files:
                archive.writestr(name, data)
        return tmp_path / "moodle.zip"

    return make
