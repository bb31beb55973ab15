"""An administrator's work on the site, as whole stories: from an empty campaign to the exports and the purge."""

from __future__ import annotations

import datetime as dt
import io
import os
import re
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask

from precheck.campaign.accounts import Role, account_of, ensure_user, grant, set_password
from precheck.campaign.campaigns import find
from precheck.campaign.store import Store
from tests.campaign.builders import KEY, small_campaign
from tests.web.site import HERE, PASSWORD, ROOT, Browser
from web.app import create_app
from web.jobs import DONE, RUNNING, STOPPED, WAITING, Jobs, State
from web.settings import Settings

NOW = dt.datetime(2026, 11, 24, tzinfo=dt.UTC)
ROSTER = "clé;nom;prénom;courriel\n21700001;Martin;Zoé;zoe@exemple.fr\n21700002;=Nuñez;Ève;eve@exemple.fr\n"


def at(path: str = "", key: str = HERE) -> str:
    return f"/campagnes/{key}{path}"


def upload(name: str, data: bytes) -> tuple[io.BytesIO, str]:
    return io.BytesIO(data), name


def plain(page: str) -> str:
    """The words of a page."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))


# --- a campaign is begun, a roster comes in ----------------------------------


def test_only_a_superuser_begins_a_campaign(signed_in: Callable[[str], Browser], site_store: Store) -> None:
    said = {"new-key": "promo-2018", "profile": "grenoble-2016", "title": "Promotion 2018"}
    assert signed_in("administrator").submit("/campagnes", said).status_code == 404
    browser = signed_in("superuser")
    answer = browser.submit("/campagnes", said, page="/campagnes")
    assert (answer.status_code, answer.headers["Location"]) == (303, at(key="promo-2018"))
    assert "Importer la liste des inscrits" in browser.get(at(key="promo-2018")).text
    again = browser.submit("/campagnes", said, page="/campagnes")
    assert again.status_code == 409
    assert 'role="alert"' in again.text


@pytest.mark.parametrize("kind", ["nobody", "candidate", "evaluator", "administrator elsewhere"])
def test_nobody_else_gets_in(signed_in: Callable[[str], Browser], kind: str) -> None:
    answer = signed_in(kind).get(at())
    assert answer.status_code == (302 if kind == "nobody" else 404)


def test_a_roster_is_shown_before_it_is_imported(signed_in: Callable[[str], Browser], site_store: Store) -> None:
    browser = signed_in("administrator")
    sent = browser.submit(at("/import/inscrits"), {"files": upload("inscrits.csv", ROSTER.encode())})
    assert sent.status_code == 303, plain(sent.text)
    preview = browser.get(sent.headers["Location"])
    assert "1 personne nouvelle 1 personne modifiée 0 inchangé" in plain(preview.text)
    with site_store.reading() as read:
        assert [one.key for one in find(read, HERE, site_store.folder).candidates] == ["21700001"]
    done = browser.submit(sent.headers["Location"], page=sent.headers["Location"])
    assert (done.status_code, done.headers["Location"]) == (303, at("/candidats"))
    listed = plain(browser.get(at("/candidats")).text)
    assert "2 candidats sur 2" in listed
    assert "=NUÑEZ Ève" in listed
    assert browser.get(sent.headers["Location"]).status_code == 404, "what was imported is erased"


def test_wrong_lines_hinder_the_import(signed_in: Callable[[str], Browser]) -> None:
    browser = signed_in("administrator")
    sent = browser.submit(at("/import/inscrits"), {"files": upload("a.csv", (ROSTER + ";Sans;Clé;\n").encode())})
    preview = browser.get(sent.headers["Location"])
    assert "ligne 4" in preview.text
    assert "Confirmer l" not in preview.text
    refused = browser.submit(sent.headers["Location"])
    assert refused.status_code == 409
    assert "ligne 4" in refused.text


def test_a_preview_is_its_makers_alone(signed_in: Callable[[str], Browser]) -> None:
    sent = signed_in("administrator").submit(at("/import/inscrits"), {"files": upload("a.csv", ROSTER.encode())})
    assert signed_in("superuser").get(sent.headers["Location"]).status_code == 404


def test_a_form_without_its_file_says_so(signed_in: Callable[[str], Browser]) -> None:
    answer = signed_in("administrator").submit(at("/import/depots"), {"times": "now"})
    assert answer.status_code == 409
    assert "Choisissez d'abord un fichier" in answer.text.replace("&#39;", "'").replace("’", "'")


# --- a campaign with dossiers ------------------------------------------------


@pytest.fixture
def running(tmp_path: Path) -> Iterator[tuple[Flask, Browser]]:
    """A small campaign that was screened, and somebody who administers it, signed in."""
    settings = Settings(tmp_path / "data", workers=1)
    with Store(settings.data_dir) as store:
        small_campaign(store)
        with store.writing() as session:
            campaign = find(session, KEY, store.folder)
            for login, role in (("chef", Role.ADMINISTRATOR), ("eva", Role.EVALUATOR)):
                user = ensure_user(session, login, NOW)
                set_password(user, PASSWORD)
                grant(session, user, role, campaign, NOW, "tests")
    app = create_app(settings)
    app.test_client_class = Browser
    browser = app.test_client()
    assert isinstance(browser, Browser)
    browser.submit("/connexion", {"login": "chef", "password": PASSWORD}, page="/connexion")
    yield app, browser
    app.extensions["precheck-store"].close()
    app.extensions["precheck-reports"].close()


def test_each_number_of_the_dashboard_leads_to_its_list(running: tuple[Flask, Browser]) -> None:
    _, browser = running
    page = browser.get(at(key=KEY))
    cards = re.findall(r'<a href="(/[^"]+/candidats[^"]*)"><strong>(\d+)</strong>', page.text)
    assert len(cards) == 5
    for link, number in cards:
        listed = browser.get(link.replace("&amp;", "&"))
        found = re.search(r"(\d+) candidats? sur \d+", listed.text)
        assert found, link
        assert found[1] == number, link
    table = re.findall(r'<td class="number"><a href="([^"]+)">(\d+)</a>', page.text)
    assert len(table) > 3
    for link, number in table:
        found = re.search(r"(\d+) candidats? sur \d+", browser.get(link.replace("&amp;", "&")).text)
        assert found, link
        assert found[1] == number, link


PAGES = ("", "/candidats", "/candidats/101", "/import", "/sessions", "/controle", "/cloture", "/jury", "/exports",
         "/personnes", "/conservation", "/journal", "/profil")  # fmt: skip


def test_every_page_answers_without_script_or_style_inside(running: tuple[Flask, Browser]) -> None:
    _, browser = running
    for page in PAGES:
        answer = browser.get(at(page, KEY))
        assert answer.status_code == 200, page
        assert answer.text.count("<h1>") == 1, page
        assert not re.search(r"<style|<script>| style=", answer.text), page


def test_a_late_dossier_is_accepted_with_a_reason_and_taken_back(running: tuple[Flask, Browser]) -> None:
    _, browser = running
    late = browser.get(at("/candidats?what=late", KEY)).text
    number = re.search(rf"/campagnes/{KEY}/candidats/(\d+)", late)
    assert number
    person = at(f"/candidats/{number[1]}", KEY)
    refused = browser.submit(f"{person}/1/accepter", {"reason": " "}, page=person)
    assert refused.status_code == 409
    assert "Cette décision demande un motif" in plain(refused.text)
    assert browser.submit(f"{person}/1/accepter", {"reason": "panne du réseau"}, page=person).status_code == 303
    page = browser.get(person).text
    assert "panne du réseau" in page
    assert "0 candidat" in plain(browser.get(at("/candidats?what=late", KEY)).text)
    assert browser.submit(f"{person}/1/annuler", {"reason": "décision du jury"}, page=person).status_code == 303
    assert browser.submit(f"{person}/1/rouvrir", {"reason": "erreur"}, page=person).status_code == 303
    assert "déposé" in browser.get(person).text
    log = browser.get(at(f"/journal?subject={number[1]}", KEY)).text
    assert log.count("<bdi>chef</bdi>") > 4


def test_a_forbidden_step_tells_its_clause(running: tuple[Flask, Browser]) -> None:
    _, browser = running
    person = at("/candidats/101", KEY)
    answer = browser.submit(f"{person}/1/annuler", {"reason": ""}, page=person)
    assert answer.status_code == 409
    assert 'role="alert"' in answer.text
    assert "precheck campaign" not in answer.text
    assert "<h1>" in answer.text
    assert "candidats/101" in answer.text
    assert ">chef</bdi></a>" in answer.text, "the bar names who acts, not on whom"


def test_a_personal_link_is_shown_once(running: tuple[Flask, Browser]) -> None:
    _, browser = running
    person = at("/candidats/101", KEY)
    made = browser.submit(f"{person}/lien", page=person)
    shown = re.search(r'value="http://localhost(/d/[\w-]{30,})"', made.text)
    assert shown is not None
    assert "/d/" not in browser.get(person).text
    assert browser.get(shown[1]).headers["Location"] == f"/depot/{KEY}"


def test_deposits_are_shown_before_they_are_taken(running: tuple[Flask, Browser]) -> None:
    _, browser = running
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("Personne Inconnue_99_assignsubmission_file/dossier.pdf", b"%PDF-1.4 x")
        archive.writestr("notes.txt", b"rien")
    sent = browser.submit(at("/import/depots", KEY), {"files": upload("tout.zip", packed.getvalue()), "times": "now"})
    assert sent.status_code == 303, plain(sent.text)
    preview = plain(browser.get(sent.headers["Location"]).text)
    assert "0 avec leur propriétaire 0 douteux 1 de personne 1 non retenus" in preview
    done = browser.submit(sent.headers["Location"], {"unmatched-0": "105 – peu importe"}, page=sent.headers["Location"])
    assert done.status_code == 200, plain(done.text)
    assert "Personne Inconnue_99" in done.text


def _work(app: Flask) -> None:
    """What the worker does with jobs, each in its own process, until none waits."""
    settings = app.config["SETTINGS"]
    for id_ in Jobs(settings.data_dir / "jobs").waiting():
        environ = {**os.environ, "PRECHECK_DATA_DIR": str(settings.data_dir), "PYTHONPATH": str(ROOT)}
        subprocess.run([sys.executable, "-m", "web.job", id_], check=True, env=environ, cwd=ROOT, timeout=300)


def test_exports_are_made_by_the_queue_and_fetched(running: tuple[Flask, Browser]) -> None:
    app, browser = running
    assert browser.submit(at("/exports", KEY), {"what": "table", "form": ".csv"}).status_code == 303
    assert 'http-equiv="refresh"' in browser.get(at("/exports", KEY)).text
    _work(app)
    page = browser.get(at("/exports", KEY)).text
    link = re.search(rf'href="({at("/exports/", KEY)}[\w-]+)"', page)
    assert link, plain(page)
    with browser.get(link[1]) as fetched:
        assert fetched.headers["Content-Disposition"].startswith("attachment")
        assert fetched.data.count(b"\n") > 3
    assert browser.submit(at("/exports", KEY), {"what": "table", "form": "../x"}).status_code == 400
    assert browser.get(at("/exports/" + "a" * 32, KEY)).status_code == 404


def test_a_screening_is_begun_stopped_and_resumed(running: tuple[Flask, Browser]) -> None:
    app, browser = running
    jobs = app.extensions["precheck-queue"].jobs
    assert browser.submit(at("/controle", KEY)).status_code == 303
    assert browser.submit(at("/controle", KEY)).status_code == 409, "one at a time"
    assert browser.submit(at("/controle/arreter", KEY)).status_code == 303
    stopped = jobs.screening(KEY)
    assert stopped
    assert stopped.state.state == STOPPED
    assert "Reprendre" in browser.get(at("/controle", KEY)).text
    assert browser.submit(at("/controle", KEY)).status_code == 303
    _work(app)
    done = jobs.screening(KEY)
    assert done
    assert done.state.state == DONE, done
    assert "Le contrôle est terminé" in browser.get(at("/controle", KEY)).text


def test_a_screening_under_way_is_stopped(running: tuple[Flask, Browser]) -> None:
    app, browser = running
    jobs = app.extensions["precheck-queue"].jobs
    browser.submit(at("/controle", KEY))
    waiting = jobs.screening(KEY)
    assert waiting
    environ = {**os.environ, "PRECHECK_DATA_DIR": str(app.config["SETTINGS"].data_dir), "PYTHONPATH": str(ROOT)}
    with subprocess.Popen([sys.executable, "-m", "web.job", waiting.id], env=environ, cwd=ROOT) as process:
        while process.poll() is None and jobs.get(waiting.id).state.state == WAITING:
            time.sleep(0.02)
        page = browser.get(at("/controle", KEY)).text
        assert "Le contrôle est en cours" in page
        assert 'http-equiv="refresh"' in page
        assert browser.submit(at("/controle/arreter", KEY)).status_code == 303
        assert process.wait(60) == 0
    stopped = jobs.get(waiting.id)
    assert stopped.state.state == STOPPED, stopped


def test_a_job_that_was_killed_may_be_asked_for_again(running: tuple[Flask, Browser]) -> None:
    app, browser = running
    jobs = app.extensions["precheck-queue"].jobs
    browser.submit(at("/controle", KEY))
    dead = jobs.screening(KEY)
    assert dead
    jobs.tell(dead.id, State(RUNNING, "check", 3, 5))
    assert jobs.get(dead.id).state.state == STOPPED, "nobody holds its lock"
    assert browser.submit(at("/controle", KEY)).status_code == 303


def test_a_threshold_of_the_groups_is_tried_then_kept(running: tuple[Flask, Browser]) -> None:
    _, browser = running
    page = at("/groupes", KEY)
    assert "2 groupes" in plain(browser.get(page).text)
    assert "Réunir à partir de 100 %" in plain(browser.get(f"{page}?seuil=100").text)
    assert "Réunir à partir de 100 %" not in plain(browser.get(page).text), "what is tried is not kept"
    assert browser.submit(page, {"seuil": "100"}, page=page).status_code == 303
    kept = plain(browser.get(page).text)
    assert "Seuil de la campagne : 100 %." in kept
    assert "Aucune paire de dossiers ne partage autant de mots" in kept
    assert "seuil : 1" in plain(browser.get(at("/journal", KEY)).text)


def test_an_oral_is_put_off_and_a_claim_is_noted_only_when_they_can_be(running: tuple[Flask, Browser]) -> None:
    _, browser = running
    person = at("/candidats/101", KEY)
    for step in ("reporter", "reclamation"):
        refused = browser.submit(f"{person}/1/{step}", {"reason": "hospitalisation"}, page=person)
        assert (refused.status_code, refused.text.count('role="alert"')) == (409, 1), step
    browser.submit(f"{person}/1/annuler", {"reason": "fraude"}, page=person)
    assert browser.submit(f"{person}/1/reclamation", {"reason": "une erreur"}, page=person).status_code == 303
    shown = plain(browser.get(person).text)
    assert "dans les temps" in shown
    assert "une erreur" in shown


def test_closing_needs_the_box_and_before_the_time_a_reason(running: tuple[Flask, Browser]) -> None:
    _, browser = running
    page = at("/cloture", KEY)
    assert browser.submit(f"{page}/1/repartir", {"evaluator": "eva"}, page=page).status_code == 303
    assert browser.submit(f"{page}/1", {"reason": "fin"}, page=page).status_code == 409
    assert browser.submit(f"{page}/1", {"confirm": "yes", "reason": "fin"}, page=page).status_code == 303
    assert "La session est close" in browser.get(page).text or "close le" in browser.get(page).text
    assert browser.submit(f"{page}/1", {"confirm": "yes"}, page=page).status_code == 409
    assert browser.submit(f"{page}/1/rouvrir", {"reason": ""}, page=page).status_code == 409
    assert browser.submit(f"{page}/1/rouvrir", {"reason": "close trop tôt"}, page=page).status_code == 303
    assert "close le" not in browser.get(page).text


def test_a_purge_needs_the_key_and_its_time(running: tuple[Flask, Browser]) -> None:
    _, browser = running
    page = at("/conservation", KEY)
    sessions = len(re.findall(r'id="s\d"', browser.get(at("/sessions", KEY)).text))
    for number in range(1, sessions + 1):
        browser.submit(at(f"/cloture/{number}", KEY), {"confirm": "yes", "reason": "fin"})
    assert "Seraient effacés" in browser.get(page).text
    wrong = browser.submit(f"{page}/effacer", {"typed": "autre"}, page=page)
    early = browser.submit(f"{page}/effacer", {"typed": KEY}, page=page)
    assert (wrong.status_code, early.status_code) == (409, 409)
    with browser.submit(f"{page}/archive", page=page) as fetched:
        assert zipfile.ZipFile(io.BytesIO(fetched.data)).testzip() is None


# --- people ------------------------------------------------------------------


def test_a_person_is_added_given_a_role_and_shut_out(signed_in: Callable[[str], Browser], site_store: Store) -> None:
    browser = signed_in("superuser")
    made = browser.submit("/utilisateurs", {"login": "nina", "name": "Nina", "link": "yes"}, page="/utilisateurs")
    link = re.search(r'value="http://localhost(/bienvenue/[\w-]+)"', made.text)
    assert link
    assert "/bienvenue/" not in browser.get("/utilisateurs").text
    assert signed_in("nobody").get(link[1]).status_code == 200
    said = {"login": "nina", "role": "evaluator"}
    assert signed_in("administrator").submit(at("/personnes"), said).status_code == 303
    with site_store.reading() as read:
        user = account_of(read, "nina")
        assert user
        assert [(each.role, each.campaign.key) for each in user.grants if each.campaign] == [("evaluator", HERE)]
    assert browser.submit("/utilisateurs/exclure", {"login": "nina"}).status_code == 303
    assert browser.submit("/utilisateurs/exclure", {"login": "superuser"}).status_code == 409


def test_an_administrator_makes_nobody_a_superuser(signed_in: Callable[[str], Browser]) -> None:
    browser = signed_in("administrator")
    assert browser.submit(at("/personnes"), {"login": "evaluator", "role": "superuser"}).status_code == 400
    assert browser.submit(at("/personnes"), {"login": "personne", "role": "evaluator"}).status_code == 409
    assert browser.submit("/utilisateurs", {"login": "x"}).status_code == 404
