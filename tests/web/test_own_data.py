"""All of one's data: what a candidate downloads holds everything of the candidate, and nothing of anybody else."""

from __future__ import annotations

import datetime as dt
import io
import json
import zipfile
from collections.abc import Callable

import pytest
from flask import Flask

from precheck.campaign.campaigns import candidate, find
from precheck.campaign.own import want_notices
from precheck.campaign.store import Store
from precheck.campaign.tables import Access, Candidacy, Candidate
from tests.web.site import CANDIDATE, ELSEWHERE, HERE, Browser
from tests.web.test_deposits import INSIDE, OTHER, PAGE, add_other, dossier, drop, link

DATA = f"{PAGE}/mes-donnees"


@pytest.fixture(autouse=True)
def inside(app: Flask) -> None:
    """It is a day of the window."""
    app.config["CLOCK"] = lambda: INSIDE


def everything(browser: Browser) -> dict[str, bytes]:
    """The files of the zip that the page gives, by name."""
    answer = browser.submit(DATA, page=PAGE)
    assert (answer.status_code, answer.mimetype) == (200, "application/zip")
    assert "mes-donnees.zip" in answer.headers["Content-Disposition"]
    with zipfile.ZipFile(io.BytesIO(answer.data)) as opened:
        return {name: opened.read(name) for name in opened.namelist()}


def numbers(found: dict[str, bytes]) -> list[int]:
    """The dossiers that it tells of."""
    return [json.loads(line)["number"] for line in found["candidates.jsonl"].splitlines()]


def add_elsewhere(store: Store, key: str, *others: str) -> None:
    """A candidate on the roster of the other campaign."""
    with store.writing() as write:
        campaign = find(write, ELSEWHERE, store.folder)
        person = Candidate(key=key, number=40, surname="Martin", given="Zoé", others=list(others))
        campaign.candidates.append(person)
        person.candidacies.append(Candidacy(session=campaign.sessions[0]))


def deposited_by_other(app: Flask, store: Store) -> Browser:
    """Another candidate, who came by the personal link and deposited a dossier."""
    add_other(store)
    other = app.test_client()
    assert isinstance(other, Browser)
    other.get(link(store, OTHER))
    assert drop(other, dossier("celui d'une autre personne")).status_code == 303
    return other


def test_everything_of_one_and_nothing_of_another(
    app: Flask, signed_in: Callable[[str], Browser], site_store: Store
) -> None:
    deposited_by_other(app, site_store)
    browser, data = signed_in("candidate"), dossier("le mien")
    drop(browser, data)
    found = everything(browser)
    whole = b"\n".join(found.values()).decode("utf-8", "replace")
    assert numbers(found) == [17]
    assert [content for name, content in found.items() if name.startswith("files/")] == [data]
    assert ["Dossier n° : 17" in found[name].decode() for name in found if name.startswith("receipts/")] == [True]
    assert OTHER not in whole
    assert "Autre" not in whole
    done = [json.loads(line)["action"] for line in found["accesses.jsonl"].splitlines()]
    assert done[-1] == "export-own"


def test_an_address_that_one_says_is_one_s_own_opens_nothing(
    app: Flask, signed_in: Callable[[str], Browser], site_store: Store
) -> None:
    """Whoever asks for notices at another's address, or has it on the roster, gets nothing of the other."""
    deposited_by_other(app, site_store)
    with site_store.writing() as write:
        campaign = find(write, HERE, site_store.folder)
        candidate(campaign, OTHER).email = candidate(campaign, CANDIDATE).email = "commune@example.org"
        want_notices(candidate(campaign, CANDIDATE), True, "noe.autre@example.org")
    assert numbers(everything(signed_in("candidate"))) == [17]


def test_who_signs_in_gets_every_campaign_and_who_has_a_link_its_own(
    app: Flask, client: Browser, signed_in: Callable[[str], Browser], site_store: Store
) -> None:
    add_elsewhere(site_store, "Z-1", CANDIDATE)
    client.get(link(site_store))
    assert list(json.loads(everything(client)["campaigns.json"])) == [HERE]
    found = everything(signed_in("candidate"))
    assert (list(json.loads(found["campaigns.json"])), numbers(found)) == ([HERE, ELSEWHERE], [17, 40])
    with site_store.reading() as read:
        told = [(each.campaign, each.actor, each.subject) for each in read.query(Access) if each.action == "export-own"]
    assert told == [(HERE, CANDIDATE, "17"), (HERE, CANDIDATE, "17"), (ELSEWHERE, CANDIDATE, "40")]


def test_an_adviser_does_not_get_them(client: Browser, signed_in: Callable[[str], Browser]) -> None:
    browser = signed_in("candidate")
    browser.submit(f"{PAGE}/partage", page=PAGE)
    shared = browser.get(PAGE).text.partition('value="http://localhost')[2].partition('"')[0]
    client.get(shared)
    assert "toutes mes données" not in client.get(PAGE).text
    assert client.submit(DATA, page="/recepisse").status_code == 404


def test_they_cannot_be_asked_for_without_end(signed_in: Callable[[str], Browser]) -> None:
    browser = signed_in("candidate")
    assert [browser.submit(DATA, page=PAGE).status_code for _ in range(11)] == [200] * 10 + [429]


def test_the_page_says_it_in_the_time_of_paris(signed_in: Callable[[str], Browser], app: Flask) -> None:
    app.config["CLOCK"] = lambda: dt.datetime(2017, 5, 12, 22, 30, tzinfo=dt.UTC)
    browser = signed_in("candidate")
    drop(browser, dossier("tard le soir"))
    assert "13/05/2017 00:30:00 CEST" in browser.get(PAGE).text
