"""An evaluator's days: the list, one dossier, another word than the machine's, the grid, a new version, handing on."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator

import pytest
from flask import Flask

from precheck.campaign import campaigns
from precheck.campaign.accounts import Role, ensure_user, grant
from precheck.campaign.decisions import Stage, items_of, judged_codes
from precheck.campaign.store import Store
from precheck.campaign.tables import Access, Candidacy
from precheck.profile import load_profile
from tests.campaign.builders import KEY, small_campaign
from tests.web.site import Browser
from web.reports import sweep

MINE, OTHERS = (101, 102), (103, 107)
ME = "evaluator"
Told = Callable[[int], Candidacy]


@pytest.fixture
def campaign(site_store: Store) -> Store:
    """Seven candidates: two dossiers of mine, two of somebody else's."""
    small_campaign(site_store)
    with site_store.writing() as session:
        found = campaigns.find(session, KEY, site_store.folder)
        for one in found.sessions[0].candidacies:
            one.evaluator = {"Mme Roche": ME, "M. Petit": "petit"}.get(one.evaluator, one.evaluator)
        user = ensure_user(session, ME, dt.datetime.now(dt.UTC))
        grant(session, user, Role.EVALUATOR, found, dt.datetime.now(dt.UTC), "tests")
        boss = ensure_user(session, "administrator", dt.datetime.now(dt.UTC))
        grant(session, boss, Role.ADMINISTRATOR, found, dt.datetime.now(dt.UTC), "tests")
    return site_store


@pytest.fixture
def me(campaign: Store, signed_in: Callable[[str], Browser]) -> Browser:
    return signed_in(ME)


@pytest.fixture
def told(campaign: Store) -> Iterator[Told]:
    """The candidacy of a number, as the store has it now."""
    with campaign.reading() as read:

        def find(number: int) -> Candidacy:
            read.expire_all()
            read.rollback()
            return campaigns.candidate(campaigns.find(read, KEY, campaign.folder), str(number)).candidacies[0]

        yield find


def numbers(page: str) -> list[int]:
    """The dossiers listed, in their order."""
    return [int(each) for each in re.findall(r'class="open"[^>]*>Dossier n° (\d+)', page)]


def actions(store: Store, subject: int) -> list[str]:
    with store.reading() as read:
        return [each.action for each in read.query(Access).order_by(Access.id) if each.subject == str(subject)]


def test_my_dossiers_the_doubtful_first(me: Browser) -> None:
    page = me.get(f"/evaluation/{KEY}").text
    assert numbers(page) == [102, 101]
    assert "COLLET" not in page
    assert "groupe 1" in page
    assert numbers(me.get(f"/evaluation/{KEY}?tri=numero").text) == [101, 102]
    assert numbers(me.get(f"/evaluation/{KEY}?tri=numero&sens=desc").text) == [102, 101]
    assert numbers(me.get(f"/evaluation/{KEY}?verdict=not_conforming").text) == [102]
    nothing = me.get(f"/evaluation/{KEY}?verdict=not_conforming&etat=heard").text
    assert numbers(nothing) == []
    assert "Enlever les filtres" in nothing


def test_an_administrator_sees_all_of_them(campaign: Store, signed_in: Callable[[str], Browser]) -> None:
    page = signed_in("administrator").get(f"/evaluation/{KEY}").text
    assert sorted(numbers(page)) == [101, 102, 103, 104, 106, 107]


def test_nothing_assigned_is_told_kindly(campaign: Store, me: Browser) -> None:
    with campaign.writing() as session:
        for one in campaigns.find(session, KEY, campaign.folder).sessions[0].candidacies:
            one.evaluator = ""
    assert "Aucun dossier ne vous attend" in me.get(f"/evaluation/{KEY}").text


def test_names_are_shown_when_asked_for_unless_the_campaign_is_anonymous(campaign: Store, me: Browser) -> None:
    address = f"/evaluation/{KEY}"
    assert me.submit(f"{address}/noms", {"show": "yes"}).status_code == 303
    assert "COLLET Agathe" in me.get(address).text
    with campaign.writing() as session:
        campaigns.find(session, KEY, campaign.folder).settings = {"anonymous": True}
    page = me.get(address).text
    assert "COLLET" not in page
    assert "/noms" not in page


@pytest.mark.parametrize("part", ["", "/passages", "/grille", "/reprise", "/transmission", "/historique", "/page/1",
                                  "/regles/L001", "/telecharger/report.pdf"])  # fmt: skip
def test_the_dossier_of_another_evaluator_does_not_exist(campaign: Store, me: Browser, part: str) -> None:
    for number in (*OTHERS, 999):
        assert me.get(f"/evaluation/{KEY}/{number}{part}").status_code == 404
    assert actions(campaign, OTHERS[0]) == []


def test_one_dossier_with_its_pages_and_what_was_found(campaign: Store, me: Browser) -> None:
    page = me.get(f"/evaluation/{KEY}/102").text
    assert "COLLET" not in page
    anchors = set(re.findall(r'href="#(box-[\d-]+|page-\d+)"', page))
    assert anchors
    assert anchors <= set(re.findall(r'id="([^"]+)"', page))
    picture = me.get(f"/evaluation/{KEY}/102/page/1?session=1")
    assert (picture.status_code, picture.mimetype) == (200, "image/png")
    assert me.get(f"/evaluation/{KEY}/102/page/99").status_code == 404
    assert actions(campaign, 102) == ["look"]


def test_pictures_are_erased_after_a_day(app: Flask, me: Browser) -> None:
    me.get(f"/evaluation/{KEY}/102/page/1")
    folder = app.config["SETTINGS"].data_dir / "pages"
    sweep(folder, dt.datetime.now(dt.UTC))
    assert len(list(folder.glob("*/1.png"))) == 1
    sweep(folder, dt.datetime.now(dt.UTC) + dt.timedelta(days=2))
    assert list(folder.iterdir()) == []


def test_my_word_stands_in_place_of_the_machines_and_needs_a_reason(me: Browser, told: Told) -> None:
    found = told(102).deposits[0].result
    assert found is not None
    code = next(code for code, status in sorted(found.outcomes.items()) if status == "FAILED")
    address = f"/evaluation/{KEY}/102/regles/{code}"
    refused = me.submit(address, {"status": "PASSED", "reason": " "})
    assert refused.status_code == 400
    assert 'role="alert"' in refused.text
    assert told(102).deposits[0].overrules == []
    assert me.submit(address, {"status": "PASSED", "reason": "Vu à l'écran : <b>c'est bon</b>."}).status_code == 303
    word = told(102).deposits[0].overrules[0]
    assert (word.rule, word.status, word.actor) == (code, "PASSED", ME)
    page = me.get(f"/evaluation/{KEY}/102").text
    assert "&lt;b&gt;c&#39;est bon&lt;/b&gt;" in page
    assert me.submit(address, {"status": "CRASHED", "reason": "x"}).status_code == 400


def test_a_source_set_aside_counts_no_more_until_it_is_taken_back(campaign: Store, me: Browser, told: Told) -> None:
    before = told(102).deposits[0].result
    assert before is not None
    share, passages = before.share, before.passages
    assert share is not None
    assert share > 0.3
    address = f"/evaluation/{KEY}/102"
    source = re.search(r'name="source" value="(\w+)"', me.get(f"{address}/passages").text)
    assert source
    assert me.submit(f"{address}/sources", {"source": source[1], "aside": "yes"}).status_code == 303
    aside = told(102).deposits[0]
    assert aside.set_aside == [source[1]]
    assert aside.result is not None
    assert (aside.result.share, aside.result.passages) == (0.0, 0)
    assert "écartée" in me.get(f"{address}/passages").text
    me.submit(f"{address}/sources", {"source": source[1], "aside": "no"})
    again = told(102).deposits[0]
    assert again.result is not None
    assert (again.set_aside, again.result.share, again.result.passages) == ([], share, passages)
    assert me.submit(f"{address}/sources", {"source": "inconnue", "aside": "yes"}).status_code == 404


def test_the_grid_notes_only_what_changed(me: Browser, told: Told) -> None:
    codes = judged_codes(load_profile("grenoble-2016"))
    address = f"/evaluation/{KEY}/101/grille"
    assert all(f'name="item-{code}"' in me.get(address).text for code in codes)
    assert me.submit(address, {f"item-{codes[0]}": "yes", f"item-{codes[1]}": "no",
                               f"comment-{codes[1]}": "Rien p. 4"}).status_code == 303  # fmt: skip
    assert items_of(told(101), Stage.EVALUATOR) == {codes[0]: True, codes[1]: False}
    assert [each.comment for each in told(101).items] == ["", "Rien p. 4"] or len(told(101).items) == 2
    seen = re.search(r'name="seen" value="(\d+)"', me.get(address).text)
    assert seen
    me.submit(address, {f"item-{codes[0]}": "yes", f"item-{codes[1]}": "yes", f"comment-{codes[1]}": "Rien p. 4",
                        "seen": seen[1]})  # fmt: skip
    assert items_of(told(101), Stage.EVALUATOR) == {codes[0]: True, codes[1]: True}
    assert len(told(101).items) == 3


def test_a_dossier_is_handed_on_and_then_the_grid_keeps_what_was_typed(me: Browser, told: Told) -> None:
    codes = judged_codes(load_profile("grenoble-2016"))
    address = f"/evaluation/{KEY}/101"
    refused = me.submit(f"{address}/transmission")
    assert refused.status_code == 409
    assert codes[0] in refused.text
    assert told(101).state == "deposited"
    me.submit(f"{address}/grille", {f"item-{code}": "yes" for code in codes})
    assert me.submit(f"{address}/transmission").status_code == 303
    assert told(101).state == "transmitted"
    assert me.submit(f"{address}/transmission").status_code == 409
    again = me.submit(f"{address}/reprise", {"rule": "L001", "statement": "x", "action": "confirm"})
    assert again.status_code == 409
    assert 'role="alert"' in again.text


def test_a_new_version_is_asked_for_with_its_reasons(me: Browser, told: Told, campaign: Store) -> None:
    address = f"/evaluation/{KEY}/102/reprise"
    first = me.get(address).text
    ticked = re.findall(r'name="rule" value="(\w+)" checked', first)
    assert ticked
    refused = me.submit(address, {"rule": ticked, "statement": "Mes mots à moi", "action": "confirm"})
    assert refused.status_code == 409
    assert "Mes mots à moi" in refused.text
    asked = {"rule": ticked, "statement": "Mes mots à moi", "until": "2099-05-31T18:00"}
    preview = me.submit(address, {**asked, "action": "preview"})
    assert preview.status_code == 200
    assert "31/05/2099 18:00:00" in preview.text
    assert told(102).state == "deposited"
    nothing = me.submit(address, {"statement": "x", "until": "2099-05-31T18:00", "action": "confirm"})
    assert nothing.status_code == 409
    assert me.submit(address, {**asked, "action": "confirm"}).status_code == 303
    one = told(102)
    assert (one.state, one.reworks, one.history[-1].rules) == ("rework", 1, sorted(ticked))
    assert "Mes mots à moi" in one.history[-1].reason
    closed = me.get(address)
    assert "textarea" not in closed.text
    assert 'role="alert"' in closed.text


def test_an_unreadable_date_is_told(me: Browser) -> None:
    answer = me.submit(f"/evaluation/{KEY}/102/reprise", {"rule": "L001", "until": "demain", "statement": "mes mots"})
    assert answer.status_code == 409
    assert "mes mots" in answer.text


def test_the_history_calls_nobody_by_name(me: Browser, told: Told) -> None:
    me.submit(f"/evaluation/{KEY}/102/regles/L001", {"status": "PASSED", "reason": "vu"})
    page = me.get(f"/evaluation/{KEY}/102/historique").text
    assert "vu" in page
    assert "acollet" not in page


@pytest.mark.parametrize(("name", "begins"), [("report.pdf", b"%PDF"), ("report.html", b"<!DOCTYPE html>"),
                                              ("annotated.pdf", b"%PDF"), ("dossier.pdf", b"%PDF")])  # fmt: skip
def test_downloads_are_attachments_and_noted(campaign: Store, me: Browser, name: str, begins: bytes) -> None:
    answer = me.get(f"/evaluation/{KEY}/102/telecharger/{name}")
    assert answer.data.startswith(begins)
    assert answer.headers["Content-Disposition"].startswith("attachment; filename=dossier-102-")
    assert actions(campaign, 102) == ["look", "download"]


def test_a_file_that_cannot_be_read_is_shown_all_the_same(campaign: Store, signed_in: Callable[[str], Browser]) -> None:
    boss = signed_in("administrator")
    page = boss.get(f"/evaluation/{KEY}/104")
    assert page.status_code == 200
    assert "Crypté" not in page.text
    assert boss.get(f"/evaluation/{KEY}/105").status_code == 200
    assert boss.get(f"/evaluation/{KEY}/105/page/1").status_code == 404
