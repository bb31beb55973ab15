"""The administrator's story: from a campaign that does not exist to its exports, and to what is erased."""

from __future__ import annotations

import base64
import csv
import io
import re
import zipfile
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from bench._site import Site
from precheck.campaign.accounts import Role
from tests.campaign.builders import AGATHE, BASILE, colluder, sample
from tests.campaign.keepers import closed_campaign
from tests.web.browser.conftest import Visitor
from tests.web.browser.desks import before_the_jury
from tests.web.browser.visit import PASSWORD, SECONDS, choose_by_keyboard, enter, tab_to

PEOPLE = (
    ("21700001", "Vernaz", "Maëlle"), ("21700002", "Collet", "Agathe"), ("21700003", "Rivoire", "Basile"),
    ("21700004", "Moreau", "Léa"), ("21700005", "Moreau", "Léa"), ("21700006", "Nuñez", "Ève"),
)  # fmt: skip
HEAD = "clé;nom;prénom;courriel;public\n"
LINES = [f"{key};{surname};{given};{key}@etu.exemple.fr;Doctorats\n" for key, surname, given in PEOPLE]
ROSTER = (HEAD + "".join(LINES)).encode()
WRONG = (HEAD + "".join(LINES[:3]) + ";Sans-Clé;Jean;;\n").encode()
ON_TIME = (2017, 5, 12, 10, 0, 0)


def archive() -> bytes:
    """What Moodle gives: dossiers whose owner is certain, one that may be two people's, one of nobody, one no PDF."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as writing:
        for number, (folder, name, data) in enumerate((
            ("Vernaz Maëlle", "dossier.pdf", sample("conforming-map")),
            ("Collet Agathe", "COLLET_Agathe.pdf", colluder("COLLET Agathe", AGATHE)),
            ("Rivoire Basile", "RIVOIRE_Basile.pdf", colluder("RIVOIRE Basile", BASILE)),
            ("Moreau Léa", "dossier.pdf", sample("conclusion-short")),
            ("Personne Inconnue", "dossier.pdf", sample("nine-pages")),
            ("Nuñez Ève", "notes.txt", b"rien"),
        )):  # fmt: skip
            place = f"{folder}_{12345 + number}_assignsubmission_file_/{name}"
            writing.writestr(zipfile.ZipInfo(place, ON_TIME), data)
    return packed.getvalue()


def boss(page: Page, site: Site) -> None:
    """Sign in as somebody who administers everything."""
    enter(page, site, site.welcome("claude", Role.SUPERUSER, name="Claude Aubry"))


def give(page: Page, field: str, name: str, data: bytes, drop: bool) -> None:
    """Drop a file on the box of a field, or choose it there, and send it."""
    page.locator(f"#{field}").wait_for()
    page.wait_for_load_state()
    if drop:
        said = {"name": name, "data": base64.b64encode(data).decode()}
        dropped = page.evaluate_handle(
            """({name, data}) => {
                const transfer = new DataTransfer();
                transfer.items.add(new File([Uint8Array.from(atob(data), (each) => each.charCodeAt(0))], name));
                return transfer;
            }""",
            said,
        )
        page.dispatch_event(f"[data-drop]:has(#{field})", "drop", {"dataTransfer": dropped})
        expect(page.locator(f"[data-drop]:has(#{field}) [data-chosen]")).to_contain_text(name)
    else:
        page.set_input_files(f"#{field}", {"name": name, "mimeType": "application/octet-stream", "buffer": data})
    page.click(f"form:has(#{field}) button.main")


def to(page: Page, word: str) -> None:
    """Follow a link of the campaign's own bar."""
    page.locator(".within").get_by_role("link", name=word, exact=True).click()


def begin(page: Page, site: Site, key: str) -> None:
    """Create the campaign."""
    page.goto(site.address + "/campagnes")
    page.fill("#new-key", key)
    page.fill("#title", "Promotion 2017")
    page.select_option("#profile", "grenoble-2016")
    page.click("section:has(#begin) button.main")
    expect(page.locator("h1")).to_have_text("Promotion 2017")
    expect(page.locator(".next")).to_contain_text("Importer la liste des inscrits")


def import_roster(page: Page, drop: bool) -> None:
    """A roster with a wrong line imports nobody; corrected, everybody."""
    to(page, "Imports")
    give(page, "rosterfile", "inscrits.csv", WRONG, drop)
    expect(page.locator("main [role=alert]")).to_contain_text("ligne 5")
    expect(page.locator("main button:has-text('Confirmer')")).to_have_count(0)
    to(page, "Candidats")
    expect(page.locator("main")).to_contain_text("Personne n'est encore inscrit")
    to(page, "Imports")
    give(page, "rosterfile", "inscrits.csv", ROSTER, drop)
    expect(page.locator("tbody tr")).to_have_count(6)
    page.click("text=Confirmer l'import")
    expect(page.locator("main")).to_contain_text("6 candidats sur 6")


def import_deposits(page: Page, drop: bool) -> None:
    """Three dossiers are somebody's; one may be two people's, and the person says whose; the rest is not taken."""
    to(page, "Imports")
    give(page, "depositfiles", "depots.zip", archive(), drop)
    numbers = page.locator(".cards strong")
    expect(numbers).to_have_text(["3", "1", "1", "1"])
    expect(page.locator("section:has(#refused)")).to_contain_text("notes.txt")
    expect(page.locator("section:has(#unmatched)")).to_contain_text("Personne Inconnue")
    page.select_option("#d0", "21700004")
    page.click("text=Confirmer les dépôts")
    expect(page.locator("main .notice").first).to_contain_text("4 fichiers déposés")
    to(page, "Candidats")
    page.select_option("#what", "dossier")
    page.click(".filters button")
    expect(page.locator("main")).to_contain_text("4 candidats sur 6")


def screen(page: Page, script: bool) -> None:
    """Begin, watch, stop, resume to the end."""
    to(page, "Contrôle")
    page.click("text=Lancer le contrôle")
    if script:
        expect(page.locator("#now")).to_have_text("Le contrôle est en cours.", timeout=SECONDS)
    page.click("button.danger")
    expect(page.locator("main .notice")).to_contain_text("Le contrôle s'arrête")
    expect(page.locator("#now")).to_contain_text("Le contrôle a été arrêté", timeout=SECONDS)
    page.click("text=Reprendre le contrôle")
    expect(page.locator("#now")).to_have_text("Le contrôle est terminé.", timeout=SECONDS)
    expect(page.locator(".progress-box")).to_contain_text("4 dossiers ont un résultat")


def look(page: Page, script: bool) -> None:
    """Each picture with its table; the threshold moved; the two who share their text."""
    to(page, "Vue d'ensemble")
    expect(page.locator("svg.chart")).to_have_count(3)
    for summary in page.locator("main summary").all():
        summary.click()
    days = page.locator("section:has(#days) tbody tr")
    expect(days).to_have_text([re.compile(r"12/05\s*4")])
    assert page.locator("section:has(#failed) tbody tr").count() > 3
    assert page.locator("section:has(#shares) tbody tr").count() == 20
    numbers = [int(cell.inner_text()) for cell in page.locator("section:has(#shares) tbody td").all()]
    over = page.locator("[data-over]")
    expect(over).to_have_text(str(sum(numbers[2:])))
    if script:
        page.focus("#seuil")
        page.keyboard.press("End")
        expect(over).to_have_text("0")
        expect(page.locator("[data-shown]")).to_have_text("100 %")
        page.keyboard.press("Home")
        expect(over).to_have_text("4")
        expect(page.locator(".bar-part.over")).to_have_count(20)
        for _ in range(10):
            page.keyboard.press("ArrowRight")
    page.click(".mover button")
    expect(page.locator("[data-shown]")).to_have_text("50 %" if script else "10 %")
    found = sum(numbers[10 if script else 2 :])
    expect(over).to_have_text(str(found))
    over.click()
    expect(page.locator("main [role=status]")).to_contain_text(f"{found} candidats sur 6")
    page.go_back()
    page.click("text=Déplacer le seuil, voir les paires")
    members = page.locator("ol.groups li li").count()
    assert members >= 2
    expect(page.locator(".graph-box svg circle")).to_have_count(members)
    expect(page.locator("section section:has-text('COLLET Agathe') tbody")).to_contain_text("RIVOIRE Basile")


def fetch(page: Page, what: str, form: str) -> bytes:
    """Ask for an export, wait for it, and fetch it."""
    to(page, "Exports")
    page.select_option(f"#f-{what}", form)
    page.click(f"form:has(#f-{what}) button")
    link = page.locator("section:has(#asked) tbody tr").first.locator("a.button")
    link.wait_for(timeout=SECONDS)
    with page.expect_download() as download:
        link.click()
    return Path(download.value.path()).read_bytes()


def export(page: Page) -> None:
    """The table is read back, the zip for Moodle too."""
    table = fetch(page, "table", ".csv").decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(table), delimiter=";"))
    assert len(rows) == 1 + len(PEOPLE)
    assert sum("COLLET" in cell for row in rows for cell in row) or "Collet" in table
    names = zipfile.ZipFile(io.BytesIO(fetch(page, "feedback", ".zip"))).namelist()
    assert len([name for name in names if name.endswith(".pdf")]) >= 4
    assert any(name.startswith("Collet Agathe_12346_assignsubmission_file_") for name in names)


@pytest.mark.parametrize(
    ("width", "script"), [("wide", True), ("phone", True), ("phone", False)], ids=["wide", "phone", "no-script"]
)
def test_from_nothing_to_the_exports(width: str, script: bool, visitor: Visitor, site: Site) -> None:
    with visitor.page(width, java_script_enabled=script) as page:
        boss(page, site)
        begin(page, site, f"recit-{width}-{'js' if script else 'html'}")
        import_roster(page, drop=script)
        import_deposits(page, drop=script)
        screen(page, script)
        look(page, script)
        export(page)
        to(page, "Profil")
        expect(page.locator("main")).to_contain_text("Règles")
        to(page, "Journal")
        for said in ("liste des inscrits importée", "contrôle arrêté", "export téléchargé", "groupes consultés"):
            expect(page.locator("tbody")).to_contain_text(said)
    assert visitor.complaints == []


def _choose(page: Page, words: str, name: str, data: bytes) -> None:
    tab_to(page, words, 60)
    choose_by_keyboard(page, {"name": name, "mimeType": "application/octet-stream", "buffer": data})


def _press(page: Page, words: str, key: str = "Enter") -> None:
    tab_to(page, words, 90)
    page.keyboard.press(key)


def test_with_the_keyboard_alone(visitor: Visitor, site: Site) -> None:
    with visitor.page() as page:
        boss(page, site)
        page.goto(site.address + "/campagnes")
        tab_to(page, "Clé de la campagne", 60)
        page.keyboard.type("au-clavier")
        tab_to(page, "Titre")
        page.keyboard.type("Tout au clavier")
        tab_to(page, "Profil")
        page.keyboard.press("End")
        page.keyboard.press("Home")
        assert page.input_value("#profile") == "grenoble-2016"
        _press(page, "Ouvrir la campagne")
        expect(page.locator("h1")).to_have_text("Tout au clavier")
        _press(page, "Imports")
        page.wait_for_url("**/import")
        _choose(page, "Fichier CSV ou XLSX", "inscrits.csv", ROSTER)
        _press(page, "Voir l'aperçu de la liste")
        page.wait_for_url("**/inscrits/*")
        _press(page, "Confirmer l'import")
        page.wait_for_url("**/candidats")
        _press(page, "Imports")
        page.wait_for_url("**/import")
        _choose(page, "Zip de la plateforme, ou fichiers PDF", "depots.zip", archive())
        _press(page, "Voir l'aperçu des dépôts")
        page.wait_for_url("**/depots/*")
        _press(page, "Confirmer les dépôts")
        expect(page.locator("h1")).to_have_text("Ce qui a été déposé")
        _press(page, "Contrôle")
        page.wait_for_url("**/controle")
        _press(page, "Lancer le contrôle")
        expect(page.locator("#now")).to_have_text("Le contrôle est terminé.", timeout=SECONDS)
        _press(page, "Exports")
        page.wait_for_url("**/exports")
        # The first of them makes the table.
        _press(page, "Préparer")
        page.locator("section:has(#asked) a.button").wait_for(timeout=SECONDS)
        tab_to(page, page.locator("section:has(#asked) a.button").inner_text(), 60)
        with page.expect_download() as download:
            page.keyboard.press("Enter")
        assert download.value.suggested_filename.startswith("au-clavier-table.")
    assert visitor.complaints == []


@pytest.mark.parametrize("width", ["wide", "phone"])
def test_the_jury(width: str, visitor: Visitor, site: Site) -> None:
    key = f"jury-{width}"
    with site.store() as store:
        before_the_jury(store, key)
    with visitor.page(width) as page:
        boss(page, site)
        page.goto(f"{site.address}/campagnes/{key}/jury")
        page.fill("#when", "06/06/2017 14:30:00")
        page.click("button:has-text('Convoquer')")
        expect(page.locator("section:has(#hear) .tick:has(input[name=number])")).to_have_count(4)
        page.click("section:has(#hear) p.tick >> nth=0 >> a")
        page.click("summary:has-text('Reporter')")
        page.select_option("[id^=p][id$=r]", "hospitalisation")
        page.fill("[id^=p][id$=w]", "08/06/2017 09:00:00")
        page.click("button:has-text('Noter le report')")
        expect(page.locator(".history")).to_contain_text("hospitalisation")
        expect(page.locator("main")).to_contain_text("08/06/2017 09:00:00")
        to(page, "Jury")
        for box in page.locator("section:has(#hear) input[name=number]").all():
            box.check()
        page.click("text=Ils ont été entendus")
        expect(page.locator("section:has(#hear)")).to_have_count(0)
        page.check("#jconfirm")
        page.click("text=Confirmer toutes les décisions sûres")
        expect(page.locator("main .notice")).to_contain_text("notée")
        decided = page.locator("section:has(#decided) tbody tr")
        assert decided.count() > 2
        decided.first.locator("a").click()
        page.click("summary:has-text('Noter une réclamation')")
        page.fill("[id^=r][id$=r]", "L'item B2.3 est dans la partie 2.")
        page.click("button:has-text('Noter la réclamation')")
        expect(page.locator("main")).to_contain_text("L'item B2.3 est dans la partie 2.")
        expect(page.locator(".chip.conforming")).to_contain_text("dans les temps")
    assert visitor.complaints == []


@pytest.mark.parametrize("width", ["wide", "phone"])
def test_somebody_is_invited_and_has_a_role_for_a_while(width: str, visitor: Visitor, site: Site) -> None:
    key, login = f"equipe-{width}", f"nina-{width}"
    with site.store() as store:
        before_the_jury(store, key)
    with visitor.page(width) as page, visitor.page(width) as hers:
        boss(page, site)
        page.goto(site.address + "/utilisateurs")
        page.fill("#login", login)
        page.fill("#name", "Nina Nouvelle")
        page.check("#withlink")
        page.click("section:has(#add) button.main")
        enter(hers, site, page.input_value("#link").removeprefix(site.address))
        expect(hers.locator("main")).not_to_contain_text("Promotion 2016")
        page.goto(f"{site.address}/campagnes/{key}/personnes")
        page.fill("#login", login)
        page.select_option("#role", "administrator")
        page.click("section:has(#give) button.main")
        expect(page.locator("tbody")).to_contain_text("Nina Nouvelle")
        hers.goto(f"{site.address}/campagnes/{key}")
        expect(hers.locator("h1")).to_have_text("Promotion 2016")
        page.click(f"tr:has-text('{login}') button")
        expect(page.locator("main .notice")).to_contain_text("retiré")
        answer = hers.goto(f"{site.address}/campagnes/{key}")
        assert answer is not None
        assert answer.status == 404
    with visitor.page(width) as again:
        again.goto(site.address + "/connexion")
        again.fill("#login", login)
        again.fill("#password", PASSWORD)
        again.click("button.main")
        expect(again.locator(".bar")).to_contain_text("Nina Nouvelle")


@pytest.mark.parametrize("width", ["wide", "phone"])
def test_what_is_erased_is_shown_first(width: str, visitor: Visitor, site: Site) -> None:
    key = f"ancienne-{width}"
    with site.store() as store:
        closed_campaign(store, key)
    with visitor.page(width) as page:
        boss(page, site)
        page.goto(f"{site.address}/campagnes/{key}/conservation")
        would = page.locator("section:has(#erase) tbody tr")
        expect(would.first).to_have_text(re.compile(r"fichiers\s*5"))
        page.fill("#typed-erase", key)
        with page.expect_download() as download:
            page.click("text=Archiver et télécharger")
        assert zipfile.ZipFile(download.value.path()).testzip() is None
        page.reload()
        page.fill("#typed-erase", key)
        page.click("section:has(#erase) button.danger")
        expect(page.locator("main .notice")).to_contain_text("5 fichiers")
        to(page, "Candidats")
        expect(page.locator("main")).not_to_contain_text("ABGRALL")
        to(page, "Journal")
        expect(page.locator("tbody")).to_contain_text("données personnelles effacées")
    assert visitor.complaints == []
