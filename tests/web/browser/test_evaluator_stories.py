"""An evaluator's day, as evaluators live it: with the keyboard alone, with a mouse, on a phone, without JavaScript."""

from __future__ import annotations

import itertools
import re

import pytest
from playwright.sync_api import Page, expect

from bench._site import Site
from precheck.campaign import campaigns
from precheck.campaign.accounts import Role, ensure_user, grant
from precheck.campaign.decisions import Stage, items_of
from precheck.campaign.tables import Candidacy
from tests.web.browser.conftest import Visitor
from tests.web.browser.evaluated import BEGUN, GIVER, ORDERLY, SHORT, TAKEN, campaign, evaluator, people
from tests.web.browser.visit import focused, tab_to

READER, BOSS = "m.petit", "l.cheffe"
_KEYS = (f"histoire-{number}" for number in itertools.count(1))


@pytest.fixture
def key(site: Site) -> str:
    """A campaign of the test's own, screened already."""
    made = next(_KEYS)
    with site.store() as store:
        campaign(store, made, READER)
        with store.writing() as session:
            found = campaigns.find(session, made, store.folder)
            grant(session, ensure_user(session, BOSS, BEGUN, "Louise Cheffe"), Role.ADMINISTRATOR, found, BEGUN, "t")
    return made


def state(site: Site, key: str, number: int) -> tuple[str, list[tuple[str, str]], int, int]:
    """Of a candidacy: its state, the words on rules, how many items are decided, how many sources are set aside."""
    with site.store() as store, store.reading() as session:
        one: Candidacy = campaigns.candidate(campaigns.find(session, key, store.folder), str(number)).candidacies[0]
        deposit = one.deposits[-1]
        words = [(each.rule, each.status) for each in deposit.overrules]
        return one.state, words, len(items_of(one, Stage.EVALUATOR)), len(deposit.set_aside)


def numbers(page: Page) -> list[int]:
    return [int(re.sub(r"\D", "", each)) for each in page.locator("a.open").all_inner_texts()]


def follow(page: Page) -> None:
    """Press Enter on what leads to another page, and wait for that."""
    with page.expect_navigation():
        page.keyboard.press("Enter")


def back_to(page: Page, words: str) -> None:
    """Press Shift+Tab until what bears these words has the focus."""
    for _ in range(40):
        page.keyboard.press("Shift+Tab")
        if focused(page)[0] == words:
            return
    raise AssertionError(f"“{words}” was not reached")


def test_a_whole_day_with_the_keyboard_alone(visitor: Visitor, site: Site, key: str) -> None:
    with visitor.page() as page:
        evaluator(page, site, READER)
        page.goto(f"{site.address}/evaluation/{key}")
        press = page.keyboard.press
        # The list, then those that do not conform.
        tab_to(page, "Non conforme en l’état")
        follow(page)
        expect(page.locator("a.open")).to_have_count(2)
        tab_to(page, f"Dossier n° {SHORT}")
        follow(page)
        # Through the findings, and back.
        expect(page.locator("h1")).to_have_text(f"Dossier n° {SHORT}")
        expect(page.locator("rect.here")).to_have_count(0)
        for place in (1, 2, 3):
            press("j")
            expect(page.locator(":focus")).to_have_id(f"finding-{place}")
        press("k")
        expect(page.locator(":focus")).to_have_id("finding-2")
        expect(page.locator("rect.here")).to_be_in_viewport()
        code = page.locator(":focus .tags strong").inner_text()
        # Another word than the machine's.
        press("o")
        expect(page.locator(":focus")).to_have_attribute("name", "status")
        tab_to(page, "Pourquoi (gardé avec votre nom)")
        page.keyboard.type("Dit autrement page 6.")
        tab_to(page, "Enregistrer mon avis")
        follow(page)
        expect(page.get_by_role("status")).to_contain_text("C'est noté.")
        expect(page.locator(".rules")).to_contain_text("m.petit a décidé : Dit autrement page 6.")
        # The next finding took its place.
        expect(page.locator(":focus")).to_have_id("finding-2")
        # The grid.
        back_to(page, "Items")
        follow(page)
        tab_to(page, "pas encore décidé", 60)
        press("ArrowRight")
        tab_to(page, "Enregistrer la grille", 200)
        follow(page)
        expect(page.get_by_role("status")).to_have_text("C'est noté.")
        # A source set aside.
        tab_to(page, "Passages")
        follow(page)
        tab_to(page, "Écarter")
        expect(page.locator("li:has(:focus)")).to_contain_text(f"Dossier n° {GIVER}")
        follow(page)
        expect(page.locator("#sources")).to_contain_text("écartée")
        # A re-work.
        back_to(page, "Demander un re-travail")
        follow(page)
        tab_to(page, "Ce que vous ajoutez, avec vos mots")
        page.keyboard.type("La conclusion manque.")
        tab_to(page, "Dernier jour et heure pour la nouvelle version")
        for part in ("05", "31", "2099", "\t", "06", "00", "PM"):
            press("Tab") if part == "\t" else page.keyboard.type(part)
        expect(page.locator("#until")).to_have_value("2099-05-31T18:00")
        press("Tab")  # the calendar inside the field, whose outline is the browser's own
        tab_to(page, "Voir le texte")
        follow(page)
        expect(page.locator("pre.letter")).to_contain_text("La conclusion manque.")
        back_to(page, "Demander le re-travail")
        follow(page)
        expect(page.get_by_role("status")).to_contain_text("La nouvelle version est demandée")
        # Another one handed on.
        tab_to(page, "← Mes dossiers")
        follow(page)
        tab_to(page, f"Dossier n° {ORDERLY}")
        follow(page)
        tab_to(page, "Transmettre au jury")
        follow(page)
        tab_to(page, "Le transmettre tel quel, avec des items non décidés")
        press("Space")
        tab_to(page, "Transmettre au jury")
        follow(page)
        expect(page.get_by_role("status")).to_contain_text("transmis au jury")
    assert visitor.complaints == []
    assert state(site, key, SHORT) == ("rework", [(code, "PASSED")], 1, 1)
    assert state(site, key, ORDERLY) == ("transmitted", [], 0, 0)


@pytest.mark.parametrize(("width", "script"), [("wide", True), ("phone", True), ("phone", False)])
def test_the_same_with_a_mouse_or_a_finger(visitor: Visitor, site: Site, key: str, width: str, script: bool) -> None:
    with visitor.page(width, java_script_enabled=script) as page:
        evaluator(page, site, READER)
        home = f"{site.address}/evaluation/{key}"
        page.goto(home)
        _sort_and_filter(page, width)
        _read(page, width)
        _overrule(page)
        _grid(page, home)
        _passages(page, home)
        _rework(page, home, script)
        _transmit(page, home)
    assert state(site, key, SHORT)[0] == "rework"
    assert state(site, key, TAKEN)[0] == "transmitted"


def _sort_and_filter(page: Page, width: str) -> None:
    doubtful = numbers(page)
    assert doubtful[-1] == ORDERLY
    assert sorted(doubtful) != doubtful
    if width == "wide":  # on a phone the dossiers are cards without heads
        page.click("thead >> text=Dossier")
        assert numbers(page) == sorted(doubtful)
        page.click("thead >> text=Similitude")
        page.click("thead >> text=Similitude")
        assert set(numbers(page)[:2]) == {TAKEN, GIVER}
    page.get_by_label("Similitude").get_by_text("à examiner").first.click()
    assert set(numbers(page)) <= {TAKEN, GIVER}
    page.get_by_label("Similitude").get_by_text("Tous").click()
    page.get_by_role("button", name="Montrer les noms").click()
    expect(page.locator("table")).to_contain_text(people()[TAKEN - ORDERLY].given)
    page.get_by_role("button", name="Masquer les noms").click()
    expect(page.locator("table")).not_to_contain_text(people()[TAKEN - ORDERLY].given)


def _read(page: Page, width: str) -> None:
    page.click(f"text=Dossier n° {TAKEN}")
    expect(page.locator("figure.sheet")).to_have_count(14)
    place = page.locator("a[data-place]").first
    target = page.locator(place.get_attribute("href") or "")
    place.click()
    expect(target).to_be_in_viewport()
    pages, findings = page.locator(".sheets").bounding_box(), page.locator(".findings").bounding_box()
    assert pages
    assert findings
    assert (pages["x"] < findings["x"]) is (width == "wide")
    flags = page.locator("text.flag").all_text_contents()
    assert flags[0] == "1.1"


def _overrule(page: Page) -> None:
    page.locator("details.word summary").first.click()
    form = page.locator("form.overrule").first
    form.get_by_label("Pourquoi").fill("Vu à la page 9.")
    form.get_by_role("button").click()
    expect(page.locator(".rules")).to_contain_text("Vu à la page 9.")


def _grid(page: Page, home: str) -> None:
    page.goto(f"{home}/{TAKEN}/grille")
    with page.context.expect_page() as opened:
        page.locator(".item .pick").first.click()
    expect(opened.value.locator("figure.sheet").first).to_be_attached()
    opened.value.close()
    for item in page.locator("fieldset.item").all():
        item.get_by_label("acquis", exact=True).check()
    page.get_by_label("Commentaire – A1.1").fill("Bien dit.")
    page.get_by_role("button", name="Enregistrer la grille").click()
    expect(page.get_by_role("status")).to_have_text("C'est noté.")
    expect(page.get_by_label("Commentaire – A1.1")).to_have_value("Bien dit.")


def _passages(page: Page, home: str) -> None:
    page.goto(f"{home}/{TAKEN}/passages")
    passage = page.locator("article.passage").first
    own, source = passage.locator(".side").all()
    assert own.inner_text().split()[5:30] == source.inner_text().split()[5:30]
    page.get_by_role("button", name=f"Écarter – Dossier n° {GIVER}").click()
    expect(page.locator("article.passage")).to_have_count(1)
    expect(page.locator(".share")).to_contain_text("1,4 %")
    page.get_by_role("button", name=f"Reprendre en compte – Dossier n° {GIVER}").click()
    expect(page.locator("article.passage")).to_have_count(2)
    page.locator(".on-page a").first.click()
    expect(page.locator(":target")).to_be_in_viewport()


def _rework(page: Page, home: str, script: bool) -> None:
    page.goto(f"{home}/{SHORT}/reprise")
    expect(page.locator(".panel.to_verify")).to_contain_text("dites jusqu'à quand")
    page.fill("#statement", "Il manque une page.")
    page.get_by_role("button", name="Voir le texte").click()
    expect(page.get_by_role("alert")).to_contain_text("dites jusqu'à quand")
    expect(page.locator("#statement")).to_have_value("Il manque une page.")
    page.fill("#until", "2099-05-31T18:00")
    page.get_by_role("button", name="Voir le texte").click()
    expect(page.locator("pre.letter")).to_contain_text("31/05/2099 18:00:00")
    page.get_by_role("button", name="Demander le re-travail").click()
    expect(page.get_by_role("status")).to_contain_text("La nouvelle version est demandée")
    page.goto(f"{home}/{SHORT}/transmission")
    expect(page.get_by_role("alert")).to_contain_text("re-travail")
    expect(page.locator("main")).to_contain_text("par m.petit")
    expect(page.locator("main form")).to_have_count(0)


def _transmit(page: Page, home: str) -> None:
    page.goto(f"{home}/{TAKEN}/transmission")
    page.locator("main form button").click()
    expect(page.get_by_role("status")).to_contain_text("transmis au jury")
    page.goto(f"{home}/{TAKEN}/reprise")
    expect(page.get_by_role("alert")).to_contain_text("transmis au jury")
    expect(page.locator("main form")).to_have_count(0)


def test_two_people_at_the_same_grid(visitor: Visitor, site: Site, key: str) -> None:
    """The second is told what the first said; nothing of either is lost."""
    address = f"{site.address}/evaluation/{key}/{TAKEN}/grille"
    with visitor.page() as mine, visitor.page() as theirs:
        evaluator(mine, site, READER)
        evaluator(theirs, site, BOSS)
        for page in (mine, theirs):
            page.goto(address)
        first = theirs.locator("#item-A1\\.1")
        first.get_by_label("non acquis").check()
        theirs.locator("#item-A1\\.2").get_by_label("non acquis").check()
        theirs.get_by_role("button", name="Enregistrer la grille").click()
        expect(theirs.get_by_role("status")).to_be_visible()
        mine.locator("#item-A1\\.1").get_by_label("acquis", exact=True).check()
        mine.locator("#item-A1\\.3").get_by_label("acquis", exact=True).check()
        mine.get_by_role("button", name="Enregistrer la grille").click()
        expect(mine.get_by_role("alert")).to_contain_text(f"{BOSS} a décidé entre-temps : A1.1 n'est pas acquis.")
        chosen = [mine.locator(f"#item-A1\\.{place} :checked").get_attribute("value") for place in (1, 2, 3)]
        assert chosen == ["yes", "no", "yes"]
        mine.get_by_role("button", name="Enregistrer la grille").click()
        expect(mine.get_by_role("status")).to_have_text("C'est noté.")
    with site.store() as store, store.reading() as session:
        one = campaigns.candidate(campaigns.find(session, key, store.folder), str(TAKEN)).candidacies[0]
        assert items_of(one, Stage.EVALUATOR) == {"A1.1": True, "A1.2": False, "A1.3": True}


def test_an_anonymous_campaign_names_nobody(visitor: Visitor, site: Site, key: str) -> None:
    with site.store() as store, store.writing() as session:
        campaigns.find(session, key, store.folder).settings = {"anonymous": True}
    person = people()[TAKEN - ORDERLY]
    with visitor.page() as page:
        evaluator(page, site, READER)
        home = f"{site.address}/evaluation/{key}"
        for path in ("", *(f"/{TAKEN}{part}" for part in ("", "/passages", "/grille", "/reprise", "/historique"))):
            page.goto(home + path)
            for word in (person.surname, person.given, person.key):
                assert word not in page.content(), path
            expect(page.get_by_role("button", name="Montrer les noms")).to_have_count(0)
    assert visitor.complaints == []
