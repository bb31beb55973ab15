"""A candidate's deposits on the site, as whole stories on a small campaign: 10 to 17 May 2017, one re-work."""

from __future__ import annotations

import datetime as dt
import io
import re
from collections.abc import Callable

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from precheck.campaign.accounts import CANDIDATE as PERSONAL
from precheck.campaign.accounts import new_key
from precheck.campaign.campaigns import candidate, find, profile_of, take
from precheck.campaign.exports.attestations import KIND
from precheck.campaign.procedure import Procedure
from precheck.campaign.sessions import last_candidacy
from precheck.campaign.states import Step
from precheck.campaign.store import Store
from precheck.campaign.tables import Access, Candidacy, Candidate, Issued, JuryDecision
from precheck.i18n import Translator
from precheck.reading.pool import Reader
from precheck.testing import make_pdf
from tests.campaign.builders import sample
from tests.web.site import CANDIDATE, ELSEWHERE, HERE, Browser
from web.deposited import work
from web.drafts import Desk
from web.pages.deposits import lateness
from web.queue import Queue

PAGE = f"/depot/{HERE}"
PARIS = dt.timezone(dt.timedelta(hours=2))
INSIDE = dt.datetime(2017, 5, 12, 10, 0, tzinfo=PARIS)
LAST = dt.datetime(2017, 5, 17, 23, 59, 59, tzinfo=PARIS)
LATE = LAST + dt.timedelta(seconds=1)
OTHER = "21700002"


@pytest.fixture
def at(app: Flask) -> Callable[[dt.datetime], None]:
    """`at(moment)`: what time it is on the site from now on."""

    def tell(moment: dt.datetime) -> None:
        app.config["CLOCK"] = lambda: moment

    tell(INSIDE)
    return tell


@pytest.fixture
def browser(signed_in: Callable[[str], Browser], at: Callable[[dt.datetime], None]) -> Browser:
    """The candidate, signed in, inside the window."""
    return signed_in("candidate")


def dossier(word: str) -> bytes:
    """A short dossier that is like no other."""
    return make_pdf(f"# Dossier C2i2e\nMARTIN Zoé\n{word}", title="Dossier")


def drop(browser: Browser, data: bytes, role: str = "dossier", name: str = "dossier.pdf") -> TestResponse:
    """Deposit a file as the form does."""
    return browser.submit(f"{PAGE}/deposer", {"file": (io.BytesIO(data), name), "role": role}, page="/recepisse")


def receipt_of(browser: Browser, answer: TestResponse) -> bytes:
    """The receipt, as downloaded from the page that a deposit leads to."""
    assert answer.status_code == 303, answer.text
    data: bytes = browser.get(f"{answer.headers['Location'].partition('?')[0]}/recepisse.txt").data
    return data


def number_of(answer: TestResponse) -> int:
    found = re.search(r"/depots/(\d+)", answer.headers["Location"])
    assert found
    return int(found[1])


def link(store: Store, key: str = CANDIDATE) -> str:
    """The path of a personal link."""
    with store.writing() as write:
        person = candidate(find(write, HERE, store.folder), key)
        return f"/d/{new_key(write, PERSONAL, INSIDE, candidate=person, days=None)}"


def add_other(store: Store) -> None:
    """A second candidate on the roster."""
    with store.writing() as write:
        campaign = find(write, HERE, store.folder)
        person = Candidate(key=OTHER, number=18, surname="Autre", given="Noé")
        campaign.candidates.append(person)
        person.candidacies.append(Candidacy(session=campaign.sessions[0]))


def step(store: Store, step: Step, now: dt.datetime, reason: str = "") -> None:
    """A step that somebody else takes."""
    with store.writing() as write:
        campaign = find(write, HERE, store.folder)
        one = last_candidacy(candidate(campaign, CANDIDATE))
        take(write, one, step, Procedure.of(profile_of(campaign)), now, "Mme Roche", reason)


# --- Depositing --------------------------------------------------------------


def test_a_deposit_has_its_receipt_at_once(browser: Browser, app: Flask) -> None:
    before = browser.get(PAGE)
    assert "Votre dossier n&#39;est pas encore déposé" in before.text
    assert "17/05/2017 23:59:59 CEST" in before.text
    assert "5 jours restants" in before.text
    answer = drop(browser, dossier("un"))
    page = browser.get(answer.headers["Location"])
    receipt = receipt_of(browser, answer).decode()
    assert "Votre fichier est déposé" in page.text
    assert "2017-05-12T10:00:00+02:00" in receipt
    assert receipt.splitlines()[-1] in page.text.replace("&#43;", "+")
    assert "Votre dossier est déposé." in browser.get(PAGE).text
    queue: Queue = app.extensions["precheck-queue"]
    assert len(queue.reports.unanswered()) == 1  # accepted long before it is checked


def test_the_last_second_is_in_time_and_the_next_is_late(browser: Browser, at: Callable[[dt.datetime], None]) -> None:
    at(LAST)
    assert "dans les temps" in receipt_of(browser, drop(browser, dossier("à temps"))).decode()
    at(LATE)
    late = drop(browser, dossier("trop tard"))
    assert "1 seconde de retard" in receipt_of(browser, late).decode()
    assert "marqué en retard" in browser.get(late.headers["Location"]).text
    page = browser.get(PAGE).text
    assert page.index("1 seconde de retard") < page.index("celui-ci compte")  # the first one still counts


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (1, "1 seconde de retard"),
        (119, "119 secondes de retard"),
        (120, "2 minutes de retard"),
        (7199, "119 minutes de retard"),
        (7200, "2 heures de retard"),
        (172_799, "47 heures de retard"),
        (172_800, "2 jours de retard"),
    ],
)
def test_how_late_in_words(seconds: int, words: str) -> None:
    assert Translator("fr")(lateness(seconds)) == words


def test_what_can_no_longer_count_is_not_offered(browser: Browser, site_store: Store) -> None:
    drop(browser, dossier("un"))
    step(site_store, Step.TRANSMIT, INSIDE)
    page = browser.get(PAGE).text
    assert "Votre dossier a passé l&#39;étape des dépôts" in page
    assert ('value="dossier"' in page, 'value="slides"' in page) == (False, True)
    with site_store.writing() as write:
        find(write, HERE, site_store.folder).phase = "archived"
    page = browser.get(PAGE).text
    assert "La campagne est terminée." in page
    assert 'name="file"' not in page


def test_before_the_opening_nothing_is_taken(browser: Browser, at: Callable[[dt.datetime], None]) -> None:
    at(dt.datetime(2017, 5, 9, 23, 59, 59, tzinfo=PARIS))
    assert drop(browser, dossier("tôt")).status_code == 409
    page = browser.get(PAGE).text
    assert "Les dépôts ouvrent le 10/05/2017 00:00:00 CEST." in page
    assert 'value="dossier"' not in page
    at(dt.datetime(2017, 5, 10, tzinfo=PARIS))
    assert drop(browser, dossier("tôt")).status_code == 303


def test_replacing_until_the_close(browser: Browser) -> None:
    drop(browser, dossier("un"))
    assert "prend la place du précédent" in browser.get(PAGE).text
    second = receipt_of(browser, drop(browser, dossier("deux"))).decode()
    assert "version 2" in second
    again = drop(browser, dossier("deux"))
    assert "déjà déposé" in browser.get(again.headers["Location"]).text
    assert receipt_of(browser, again).decode() == second


def test_what_is_no_pdf_is_refused_beside_the_field(browser: Browser) -> None:
    refused = drop(browser, b"PK\x03\x04", name="dossier.docx")
    assert refused.status_code == 400
    assert 'role="alert"' in refused.text
    assert "n&#39;est pas un PDF" in refused.text
    assert drop(browser, dossier("x"), role="other").status_code == 400


def test_slides_are_no_dossier(browser: Browser) -> None:
    assert "diaporama, version 1" in receipt_of(browser, drop(browser, dossier("oral"), "slides")).decode()
    assert "Votre dossier n&#39;est pas encore déposé" in browser.get(PAGE).text


def test_a_rework_gives_one_chance_and_a_third_dossier_is_refused_with_the_clause(
    browser: Browser, site_store: Store
) -> None:
    drop(browser, dossier("un"))
    step(site_store, Step.REQUEST_REWORK, INSIDE, "1. Les pages sont numérotées\n   Vu : rien <b>; attendu : 1.")
    page = browser.get(PAGE).text
    assert "Les pages sont numérotées" in page
    assert "Vu : rien &lt;b&gt;" in page
    assert "Mme Roche" not in page
    assert "C&#39;est la seule chance qui reste." in page
    assert drop(browser, dossier("deux")).status_code == 303
    assert "Votre nouvelle version est déposée." in browser.get(PAGE).text
    third = drop(browser, dossier("trois"))
    assert third.status_code == 409
    assert "Cette procédure ne pourra pas être répétée" in third.text


# --- The check of a deposit --------------------------------------------------


def test_the_report_comes_from_the_queue_in_the_candidate_s_view(
    browser: Browser, app: Flask, site_store: Store
) -> None:
    answer = drop(browser, sample("nine-pages"))
    place, queue = answer.headers["Location"].partition("?")[0], app.extensions["precheck-queue"]
    assert "dossier avant le vôtre" in browser.get(place).text or "en cours de lecture" in browser.get(place).text
    assert browser.get(f"{place}/rapport").status_code == 404
    [check] = queue.reports.unanswered()
    with Reader() as reader:
        assert work(site_store, queue.reports, Desk(queue.checks, reader), check.id) == number_of(answer)
    assert browser.get(f"{place}/rapport/etat").json == {"done": True, "place": 0}
    report = browser.get(f"{place}/rapport")
    assert "Ce qu&#39;il faut faire maintenant" in report.text
    assert browser.get(f"{place}/rapport/report.pdf").data.startswith(b"%PDF-")
    page = browser.get(PAGE).text
    assert "quelque chose à corriger avant qu&#39;il ne soit évalué" in page
    assert "Vous pouvez le remplacer jusqu&#39;au 17/05/2017 23:59:59 CEST" in page
    with site_store.writing() as write:
        find(write, HERE, site_store.folder).phase = "closed"
    assert browser.get(f"{place}/rapport").status_code == 404
    queue.sweep()
    assert list(queue.reports) == []


# --- Links -------------------------------------------------------------------


def test_a_personal_link_leaves_no_secret_in_the_address(
    client: Browser, site_store: Store, at: Callable[[dt.datetime], None]
) -> None:
    path = link(site_store)
    answer = client.get(path)
    assert (answer.status_code, answer.headers["Location"]) == (303, PAGE)
    assert "MARTIN Zoé" in client.get(PAGE).text
    assert drop(client, dossier("par le lien")).status_code == 303
    assert client.get(f"/depot/{ELSEWHERE}").status_code == 302
    client.submit(f"{PAGE}/quitter", page="/recepisse")
    assert client.get(PAGE).status_code == 302
    assert client.get("/d/inconnu").status_code == 404


def test_an_adviser_reads_until_the_candidate_ends_it(
    app: Flask, browser: Browser, client: Browser, site_store: Store
) -> None:
    place = drop(browser, dossier("un")).headers["Location"].partition("?")[0]
    browser.submit(f"{PAGE}/partage", page=PAGE)
    shared = re.search(r'value="http://localhost(/d/[^"]+)"', browser.get(PAGE).text)
    assert shared
    assert shared[1] not in browser.get(PAGE).text  # told once
    client.get(shared[1])
    page = client.get(PAGE)
    assert "MARTIN Zoé" in page.text
    assert 'name="file"' not in page.text
    assert client.get(place).status_code == 200
    assert drop(client, dossier("de l'accompagnateur")).status_code == 404
    for action in ("partage", "partage/fin", "avis", "corpus"):
        assert client.submit(f"{PAGE}/{action}", page="/recepisse").status_code == 404
    browser.submit(f"{PAGE}/partage/fin", page=PAGE)
    browser.submit(f"{PAGE}/partage", page=PAGE)  # another link opens nothing for who had the first
    assert client.get(PAGE).status_code == 302
    fresh = app.test_client()
    assert fresh.get(shared[1]).status_code == 404


def test_what_is_somebody_else_s_does_not_exist(browser: Browser, client: Browser, site_store: Store) -> None:
    add_other(site_store)
    place = drop(browser, dossier("un")).headers["Location"].partition("?")[0]
    client.get(link(site_store, OTHER))
    assert "AUTRE Noé" in client.get(PAGE).text
    assert "MARTIN" not in client.get(PAGE).text
    for path in ("", "/recepisse.txt", "/fichier.pdf", "/rapport", "/rapport/etat", "/rapport/report.pdf"):
        assert client.get(f"{place}{path}").status_code == 404


# --- Receipts ----------------------------------------------------------------


def verify(client: Browser, receipt: bytes, file: bytes | None = None) -> TestResponse:
    sent: dict[str, object] = {"receipt": (io.BytesIO(receipt), "recepisse.txt")}
    if file is not None:
        sent["file"] = (io.BytesIO(file), "dossier.pdf")
    return client.submit("/recepisse", sent, page="/recepisse")


def test_anybody_verifies_a_receipt(browser: Browser, client: Browser) -> None:
    data = dossier("un")
    receipt = receipt_of(browser, drop(browser, data))
    assert "Ce récépissé est authentique." in verify(client, receipt).text
    assert "au fichier que vous avez donné" in verify(client, receipt, data).text
    for wrong in (verify(client, receipt, data + b"\n"), verify(client, receipt.replace(b"10:00:00", b"09:00:00")),
                  verify(client, b"\xff" * 30_000), verify(client, b"")):  # fmt: skip
        assert wrong.status_code == 400
        assert "ne prouve rien" in wrong.text


# --- What a candidate decides, and after the close ---------------------------


def test_the_corpus_and_the_notices(browser: Browser, site_store: Store) -> None:
    browser.submit(f"{PAGE}/corpus", {"refuse": "1"}, page=PAGE)
    for wrong in ("zoe", "zoe@example.org\nBcc: x@example.org", "a@b.fr, c@d.fr", "<a@b.fr>"):
        assert browser.submit(f"{PAGE}/avis", {"notify": "1", "email": wrong}, page=PAGE).status_code == 400
    browser.submit(f"{PAGE}/avis", {"notify": "1", "email": "zoe@example.org"}, page=PAGE)
    with site_store.reading() as read:
        person = candidate(find(read, HERE, site_store.folder), CANDIDATE)
        assert (person.opted_out, person.notify, person.notices_to) == (True, True, "zoe@example.org")
        assert person.email == ""  # what the roster says stays


def test_the_decision_is_told_once_confirmed_and_the_attestation_once_given_out(
    browser: Browser, site_store: Store, at: Callable[[dt.datetime], None]
) -> None:
    drop(browser, dossier("un"))
    step(site_store, Step.TRANSMIT, INSIDE)
    with site_store.writing() as write:
        find(write, HERE, site_store.folder).sessions[0].closed = LATE
    at(LATE + dt.timedelta(days=30))
    assert "Votre dossier peut passer devant le jury." in browser.get(PAGE).text
    step(site_store, Step.CALL, LATE)
    step(site_store, Step.HEAR, LATE)
    with site_store.writing() as write:
        one = last_candidacy(candidate(find(write, HERE, site_store.folder), CANDIDATE))
        one.jury = JuryDecision(acquired=["A1.1"], computed=False, certified=False, at=LATE, actor="jury")
    assert "A1.1" not in browser.get(PAGE).text
    step(site_store, Step.DECLINE, LATE)
    assert "A1.1" in browser.get(PAGE).text
    assert browser.get(f"{PAGE}/attestation.pdf").status_code == 404
    with site_store.writing() as write:
        one = last_candidacy(candidate(find(write, HERE, site_store.folder), CANDIDATE))
        one.documents.append(Issued(kind=KIND, sha256="0" * 64, at=LATE, actor="admin"))
    assert browser.get(f"{PAGE}/attestation.pdf").data.startswith(b"%PDF-")


def test_every_access_is_logged(browser: Browser, site_store: Store) -> None:
    browser.get(PAGE)
    drop(browser, dossier("un"))
    with site_store.reading() as read:
        told = [(each.actor, each.action, each.subject) for each in read.query(Access) if each.campaign == HERE]
    assert told[-2:] == [(CANDIDATE, "own-deposits", "17"), (CANDIDATE, "deposit", "17")]
