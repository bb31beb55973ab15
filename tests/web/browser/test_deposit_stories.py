"""Depositing in a campaign, as candidates live it: by link or sign-in, in time or not, again, on the last evening."""

from __future__ import annotations

import json
import os
import re
import zipfile
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from bench._site import Site
from tests.web.browser import depot
from tests.web.browser.conftest import Visitor
from tests.web.browser.depot import DAY, GOOD, ONCE, OVER, SHORT, SOON
from tests.web.browser.pages_deposits import follow, sign_in
from tests.web.browser.visit import SAMPLES, SECONDS, WIDTHS, choose_by_keyboard, tab_to
from tests.web.peers.post import Postman
from web.notices import notify_rework

both_widths = pytest.mark.parametrize("width", WIDTHS)
PARIS = re.compile(r"\d\d/\d\d/\d{4} \d\d:\d\d:\d\d (CET|CEST)")


def drop(page: Page, file: Path) -> None:
    """Deposit a dossier from the candidate's own page; its receipt is shown."""
    page.set_input_files("#file", file)
    page.click(".drop-form button.main")
    page.wait_for_url("**/depots/*")


def receipt_of(page: Page) -> Path:
    """The receipt, downloaded from its page: what is on screen, to the byte."""
    with page.expect_download() as download:
        page.click("text=Télécharger le récépissé")
    place = Path(download.value.path())
    assert place.read_text("utf-8").strip() == page.inner_text(".receipt").strip()
    assert download.value.suggested_filename.startswith("recepisse-dossier-")
    return place


def verify(page: Page, receipt: Path, file: Path | None = None) -> None:
    """Have the receipt verified on the site."""
    page.click("text=Vérifier un récépissé")
    page.set_input_files(
        "#receipt", {"name": "recepisse.txt", "mimeType": "text/plain", "buffer": receipt.read_bytes()}
    )
    if file is not None:
        page.set_input_files("#file", file)
    page.click("main button.main")


def report_comes(page: Page) -> None:
    """Wait on the page of the receipt until the report is there."""
    page.locator("a", has_text="Voir le rapport").wait_for(timeout=SECONDS)


# --- By link, by sign-in -----------------------------------------------------


@both_widths
def test_by_personal_link_from_the_dossier_to_the_verified_receipt(visitor: Visitor, site: Site, width: str) -> None:
    who = depot.candidate(site)
    with visitor.page(width) as page:
        follow(page, who)
        assert page.url == site.address + who.page  # the secret does not stay in the address
        expect(page.locator(".state-said")).to_contain_text("n'est pas encore déposé")
        drop(page, GOOD)
        expect(page.locator("h1")).to_have_text("Votre fichier est déposé")
        expect(page.locator(".receipt")).to_contain_text(f"Dossier n° : {who.number}")
        report_comes(page)
        receipt = receipt_of(page)
        verify(page, receipt, GOOD)
        expect(page.locator("[role=status]")).to_contain_text("Ce récépissé est authentique.")
        expect(page.locator("[role=status]")).to_contain_text("au fichier que vous avez donné")
        page.goto(site.address + who.page)
        expect(page.locator(".state-said")).to_have_text("Votre dossier est déposé.")
        expect(page.locator(".way [aria-current=step]")).to_contain_text("Déposé")
        expect(page.locator(".deposits .badge")).to_have_text("✓ celui-ci compte")
        with page.expect_download() as download:
            page.locator(".deposits a", has_text="Fichier").click()
        assert Path(download.value.path()).read_bytes() == GOOD.read_bytes()
        for moment in page.locator("time, .until dd").all_inner_texts()[:-1]:
            assert PARIS.search(moment), moment
        page.click("text=Quitter cette page sur cet ordinateur")
        page.goto(site.address + who.page)
        expect(page.locator("h1")).to_have_text("Se connecter")
    assert visitor.complaints == []


def test_by_personal_link_with_the_keyboard_alone(visitor: Visitor, site: Site) -> None:
    who = depot.candidate(site)
    with visitor.page() as page:
        page.goto(site.address + who.link)
        tab_to(page, "Vérifier un brouillon")
        assert tab_to(page, "Votre fichier, en PDF") == ["Votre fichier, en PDF"]
        choose_by_keyboard(page, SHORT)
        expect(page.locator("[data-chosen]")).to_contain_text("nine-pages.pdf")
        assert tab_to(page, "Déposer") == ["Ce que c'est", "Déposer"]
        page.keyboard.press("Enter")
        page.wait_for_url("**/depots/*")
        report_comes(page)
        tab_to(page, "Télécharger le récépissé")
        with page.expect_download() as download:
            page.keyboard.press("Enter")
        receipt = Path(download.value.path())
        tab_to(page, "Vérifier un récépissé")
        page.keyboard.press("Enter")
        page.wait_for_url("**/recepisse")
        tab_to(page, "Le récépissé (.txt)")
        choose_by_keyboard(page, {"name": "recepisse.txt", "mimeType": "text/plain", "buffer": receipt.read_bytes()})
        tab_to(page, "Vérifier")
        page.keyboard.press("Enter")
        expect(page.locator("[role=status]")).to_contain_text("Ce récépissé est authentique.")
    assert visitor.complaints == []


@both_widths
def test_by_sign_in(visitor: Visitor, site: Site, width: str) -> None:
    who = depot.candidate(site)
    with visitor.page(width) as page:
        sign_in(page, who)
        page.click("text=C2i2e, session d’automne")
        drop(page, GOOD)
        expect(page.locator("h1")).to_have_text("Votre fichier est déposé")
        page.click("text=Se déconnecter")
        page.goto(site.address + who.page)
        page.fill("#login", who.key)
        page.fill("#password", "quatre mots pour entrer")
        page.click("main button.main")
        page.wait_for_url("**" + who.page)  # back to where the person wanted to go
        expect(page.locator(".state-said")).to_have_text("Votre dossier est déposé.")
    assert visitor.complaints == []


# --- Again, too early, too late ----------------------------------------------


@both_widths
def test_replacing_before_the_close(visitor: Visitor, site: Site, width: str) -> None:
    who = depot.candidate(site)
    with visitor.page(width) as page:
        follow(page, who)
        drop(page, SHORT)
        report_comes(page)
        expect(page.locator(".fault")).to_contain_text("Vous pouvez le remplacer jusqu'au")
        page.locator("a", has_text="Remplacer").click()
        expect(page.locator("#drop")).to_have_text("Remplacer, ou ajouter un document")
        drop(page, GOOD)
        expect(page.locator(".lead")).to_contain_text("version 2")
        page.click("text=Revenir à mon dépôt")
        counts = page.locator(".deposits > li", has_text="celui-ci compte")
        expect(counts).to_contain_text("conforming-map.pdf")
        expect(page.locator(".deposits > li")).to_have_count(2)
        drop(page, GOOD)  # the same again changes nothing
        expect(page.locator(".notice")).to_contain_text("Vous aviez déjà déposé ce fichier")


def test_where_the_profile_lets_nobody_replace(visitor: Visitor, site: Site) -> None:
    who = depot.candidate(site, ONCE)
    with visitor.page("phone") as page:
        follow(page, who)
        drop(page, GOOD)
        page.click("text=Revenir à mon dépôt")
        expect(page.locator(".drop-section .notice")).to_contain_text("ici, un dépôt ne peut pas être remplacé")
        assert page.locator("#role option").all_inner_texts() == ["attestation", "diaporama"]


@both_widths
def test_before_the_window(visitor: Visitor, site: Site, width: str) -> None:
    who = depot.candidate(site, SOON)
    with visitor.page(width) as page:
        follow(page, who)
        expect(page.locator(".until")).to_contain_text("pas encore ouvert")
        notice = page.locator(".drop-section .notice")
        expect(notice).to_contain_text("Le temps des dépôts n'a pas encore commencé.")
        assert PARIS.search(notice.inner_text())
        assert "dossier" not in page.locator("#role option").all_inner_texts()
        expect(page.locator(".drop-section a", has_text="Vérifier un brouillon")).to_be_visible()


@both_widths
def test_after_the_window_a_dossier_is_kept_as_late(visitor: Visitor, site: Site, width: str) -> None:
    who = depot.candidate(site, OVER)
    with visitor.page(width) as page:
        follow(page, who)
        expect(page.locator(".drop-section .notice")).to_contain_text("Le délai de dépôt est passé.")
        drop(page, GOOD)
        expect(page.locator("h1")).to_have_text("Votre fichier est conservé, marqué en retard")
        expect(page.locator(".notice")).to_contain_text(re.compile(r"\b2[34] heures de retard"))
        expect(page.locator(".receipt")).to_contain_text("secondes de retard")  # the receipt is exact
        # The page shows itself anew once the check is done; a click at that moment would be lost.
        expect(page.locator("text=Voir le rapport")).to_be_visible(timeout=SECONDS)
        page.click("text=Revenir à mon dépôt")
        expect(page.locator(".deposits .badge")).to_contain_text("pas encore accepté")
        expect(page.locator(".state-said")).to_contain_text("n'est pas encore déposé")


def test_after_the_window_with_an_extension(visitor: Visitor, site: Site) -> None:
    who = depot.candidate(site, OVER, extended=3 * DAY)
    with visitor.page("phone") as page:
        follow(page, who)
        expect(page.locator(".until")).to_contain_text("votre délai personnel")
        drop(page, GOOD)
        expect(page.locator("h1")).to_have_text("Votre fichier est déposé")
        expect(page.locator(".receipt")).to_contain_text("dans les temps")


@both_widths
def test_a_rework_with_its_reasons_and_the_one_chance_left(visitor: Visitor, site: Site, width: str) -> None:
    who = depot.candidate(site)
    depot.deposit(who, checked=False)
    depot.ask_again(who)
    with visitor.page(width) as page:
        follow(page, who)
        asked = page.locator(".rework")
        expect(asked).to_contain_text("Les pages sont numérotées")
        expect(asked).to_contain_text(depot.STATEMENT)
        expect(asked).to_contain_text("C'est la seule chance qui reste.")
        expect(asked).not_to_contain_text("Roche")  # who asked is nobody's business
        assert PARIS.search(asked.locator("strong").inner_text())
        expect(page.locator("#drop")).to_have_text("Déposer la nouvelle version")
        drop(page, GOOD)
        page.click("text=Revenir à mon dépôt")
        expect(page.locator(".state-said")).to_have_text("Votre nouvelle version est déposée.")
        expect(page.locator(".rework")).to_have_count(0)
        closed = page.locator(".drop-section")
        expect(closed).to_contain_text("elle ne peut plus être remplacée")
        expect(closed).to_contain_text("Cette procédure ne pourra pas être répétée")


# --- The last evening --------------------------------------------------------


@pytest.mark.parametrize("scripts", [True, False], ids=["javascript", "without"])
@both_widths
def test_on_the_last_evening_everybody_waits_in_line(visitor: Visitor, site: Site, width: str, scripts: bool) -> None:
    crowd = [depot.candidate(site) for _ in range(4)]
    who = depot.candidate(site)
    with depot.stopped_worker(site) as go_on, visitor.page(width, java_script_enabled=scripts) as page:
        for other in crowd:
            depot.deposit(other, checked=False)
        follow(page, who)
        drop(page, SHORT)
        # The deposit counts at once, with its receipt, however long the check takes.
        expect(page.locator(".receipt")).to_contain_text("dans les temps")
        waiting = page.locator("[data-place]")
        place = int(waiting.inner_text().removesuffix(" dossiers avant le vôtre"))
        assert place >= len(crowd) + 1 - (os.cpu_count() or 1)  # workers take one each
        receipt = page.url
        page.goto(site.address + who.page)
        expect(page.locator(".deposits")).to_contain_text(f"En cours de vérification ({place} dossiers avant le vôtre)")
        page.goto(receipt)
        go_on()
        report_comes(page)  # the page that waits finds out by itself
        expect(page.locator("[data-progress]")).to_have_count(0)


# --- Notices -----------------------------------------------------------------


@both_widths
def test_notices_by_mail_for_who_asks(visitor: Visitor, site: Site, postman: Postman, width: str) -> None:
    who, address = depot.candidate(site), f"maelle.{width}@example.org"

    def letters(count: int) -> list[str]:
        """The subjects of the mails to the candidate, once so many came."""
        depot.until(lambda: postman.recipients.count(address) >= count)
        mine = zip(postman.mails, postman.recipients, strict=True)
        return sorted(mail["Subject"].partition(" – ")[0] for mail, to in mine if to == address)

    with visitor.page(width) as page:
        follow(page, who)
        page.check("#notify")
        page.fill("#email", "pas une adresse@")
        page.evaluate("document.querySelector('#email').form.noValidate = true")
        page.click("section:has(#notify) button")
        expect(page.locator("#fault")).to_contain_text("Ce n'est pas une adresse électronique.")
        page.check("#notify")
        page.fill("#email", address)
        page.click("section:has(#notify) button")
        expect(page.locator(".notice").first).to_have_text("Nous vous écrirons à cette adresse.")
        drop(page, SHORT)
        receipt = page.inner_text(".receipt")
        report_comes(page)
        assert letters(2) == ["Le rapport sur votre dossier est prêt", "Récépissé de dépôt"]
        with depot.queue(site) as queue:
            notify_rework(queue, depot.ask_again(who))
        assert "Une nouvelle version de votre dossier est demandée" in letters(3)
        page.goto(site.address + who.page)
        page.uncheck("#notify")
        page.click("section:has(#notify) button")
        drop(page, GOOD)
        report_comes(page)
        assert postman.recipients.count(address) == 3
    said = [mail.get_content().replace("\r\n", "\n") for mail, to in zip(postman.mails, postman.recipients, strict=True)
            if to == address]  # fmt: skip
    assert receipt.strip() in said[0]
    assert depot.STATEMENT in said[2]
    assert all("VERNAZ" not in text.upper() for text in said)


# --- The adviser, and others -------------------------------------------------


@both_widths
def test_an_adviser_reads_and_can_do_nothing(visitor: Visitor, site: Site, width: str) -> None:
    who = depot.candidate(site)
    depot.deposit(who)
    with visitor.page(width) as page:
        follow(page, who)
        page.click("text=Créer un lien")
        link = page.input_value("#shared")
        assert link.startswith(f"{site.address}/d/")
        with visitor.page(width) as theirs:
            theirs.goto(link)
            expect(theirs.locator(".notice")).to_contain_text("Vous ne pouvez rien y déposer.")
            expect(theirs.locator(".deposits")).to_contain_text("nine-pages.pdf")
            assert theirs.locator("main input:not([type=hidden]), main select").count() == 0
            assert theirs.locator("main button").all_inner_texts() == ["Quitter cette page sur cet ordinateur"]
            theirs.locator(".deposits a", has_text="Récépissé").click()
            expect(theirs.locator(".receipt")).to_contain_text(f"Dossier n° : {who.number}")
            theirs.go_back()
            theirs.locator(".deposits a", has_text="Rapport").click()
            theirs.wait_for_selector(".verdict")
            for action in ("deposer", "partage", "partage/fin", "avis", "corpus", "mes-donnees"):
                assert _post(theirs, f"{site.address}{who.page}/{action}") == 404
            page.click("text=Arrêter le partage")
            answer = theirs.goto(site.address + who.page)
            assert answer is not None
            expect(theirs.locator("h1")).to_have_text("Se connecter")


def _post(page: Page, address: str) -> int:
    """The answer to a form that the page does not show, with the token of one that it does."""
    token = page.locator("[name=csrf_token]").first.get_attribute("value") or ""
    return page.request.post(address, form={"csrf_token": token}, max_redirects=0).status


def test_what_is_another_s_is_not_there(visitor: Visitor, site: Site) -> None:
    mine, other = depot.candidate(site, surname="Vernaz"), depot.candidate(site, surname="Quelqu’un")
    number = depot.deposit(other)
    with visitor.page() as page:
        follow(page, mine)
        for path in ("", "/recepisse.txt", "/fichier.pdf", "/rapport", "/rapport/etat", "/rapport/report.pdf"):
            answer = page.request.get(f"{site.address}{mine.page}/depots/{number}{path}")
            assert answer.status == 404, path
        answer = page.request.get(f"{site.address}/depot/{OVER}", max_redirects=0)
        assert answer.status == 302  # a link opens its own campaign
        assert page.request.get(f"{site.address}{other.link[:-1]}").status == 404
        page.goto(site.address + mine.page)
        expect(page.locator("main")).not_to_contain_text("Quelqu’un", ignore_case=True)


@both_widths
def test_all_my_data(visitor: Visitor, site: Site, width: str) -> None:
    who = depot.candidate(site)
    depot.deposit(depot.candidate(site), SAMPLES / "ten-pages.pdf", checked=False)
    depot.deposit(who, checked=False)
    with visitor.page(width) as page:
        follow(page, who)
        with page.expect_download() as download:
            page.click("text=Télécharger toutes mes données")
        assert download.value.suggested_filename == "mes-donnees.zip"
        with zipfile.ZipFile(download.value.path()) as opened:
            people = [json.loads(line)["key"] for line in opened.read("candidates.jsonl").splitlines()]
            files = [opened.read(name) for name in opened.namelist() if name.startswith("files/")]
    assert (people, files) == ([who.key], [SHORT.read_bytes()])
