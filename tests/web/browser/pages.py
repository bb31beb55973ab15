"""The pages that are looked at. Each part of the site adds its own list to `PAGES`."""

from __future__ import annotations

from playwright.sync_api import Page

from bench._site import Site
from precheck.campaign.accounts import Role
from tests.web.browser.pages_admin import ADMINISTRATOR
from tests.web.browser.pages_deposits import DEPOSITS
from tests.web.browser.pages_evaluator import EVALUATOR
from tests.web.browser.visit import SAMPLES, PageCase, check_draft, enter, go


def _refused_file(page: Page, site: Site) -> None:
    check_draft(page, site, SAMPLES / "encrypted.pdf")


def _conforming(page: Page, site: Site) -> None:
    check_draft(page, site, SAMPLES / "conforming-map.pdf")


def _no_pdf(page: Page, site: Site) -> None:
    page.goto(site.address + "/")
    page.set_input_files("#dossier", {"name": "dossier.docx", "mimeType": "text/plain", "buffer": b"PK"})
    page.click("button.main")
    page.wait_for_selector("#fault")


def _waiting(page: Page, site: Site) -> None:
    page.goto(site.address + site.unanswered("Mémoire de fin d'année – version corrigée et relue (3).pdf"))


def _erased(page: Page, site: Site) -> None:
    check_draft(page, site)
    page.click("button.danger")
    page.wait_for_url("**/efface")


def _wrong_password(page: Page, site: Site) -> None:
    page.goto(site.address + "/connexion")
    page.fill("#login", "personne")
    page.fill("#password", "n'importe quoi")
    page.click("button.main")
    page.wait_for_selector("#fault")


def _welcome(page: Page, site: Site) -> None:
    page.goto(site.address + site.welcome("camille.durand"))


def _nothing_of_mine(page: Page, site: Site) -> None:
    enter(page, site, site.welcome("sans.rien", name="Sacha Sans-Rien"))


def _superuser(page: Page, site: Site) -> None:
    enter(page, site, site.welcome("tout", Role.SUPERUSER, name="Dominique Tout"))


CANDIDATE = (
    PageCase("first", go("/")),
    PageCase("first-no-pdf", _no_pdf, 400),
    PageCase("waiting", _waiting),
    PageCase("draft", check_draft, prints=True),
    PageCase("draft-conforming", _conforming, prints=True),
    PageCase("draft-refused", _refused_file),
    PageCase("erased", _erased),
)
EVERYBODY = (
    PageCase("nothing-there", go("/rien"), 404),
    PageCase("sign-in", go("/connexion")),
    PageCase("sign-in-wrong", _wrong_password, 403),
    PageCase("welcome", _welcome),
    PageCase("mine-empty", _nothing_of_mine),
    PageCase("mine-superuser", _superuser),
    PageCase("privacy", go("/donnees-personnelles")),
    PageCase("accessibility", go("/accessibilite")),
)
PAGES = (*CANDIDATE, *EVERYBODY, *DEPOSITS, *EVALUATOR, *ADMINISTRATOR)
