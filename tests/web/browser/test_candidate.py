"""The candidate's story, as a candidate lives it: with a mouse, with the keyboard alone, without JavaScript."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from bench._site import Site
from tests.web.browser.conftest import Visitor
from tests.web.browser.visit import SAMPLES, SECONDS, check_draft, choose_by_keyboard, tab_to

SHORT = SAMPLES / "conclusion-short.pdf"


def test_with_the_keyboard_alone(visitor: Visitor, site: Site) -> None:
    with visitor.page() as page:
        page.goto(site.address + "/")
        way = tab_to(page, "Votre dossier, en PDF")
        assert way == ["Aller au contenu", "precheck", "Se connecter", "English", "Votre dossier, en PDF"]
        choose_by_keyboard(page, SHORT)
        expect(page.locator("[data-chosen]")).to_contain_text("conclusion-short.pdf")
        assert tab_to(page, "Vérifier") == ["Ce à quoi il est confronté", "Vérifier"]
        page.keyboard.press("Enter")
        page.wait_for_selector(".verdict", timeout=SECONDS)
        expect(page.locator("h1")).to_have_text("conclusion-short.pdf")
        step = page.locator(".steps a").first.inner_text()
        tab_to(page, step)
        page.keyboard.press("Enter")
        assert page.url.endswith("#fix")
        page.reload()
        tab_to(page, "Tout effacer maintenant")
        page.keyboard.press("Enter")
        page.wait_for_url("**/efface")
        tab_to(page, "Vérifier un autre fichier")
    assert visitor.complaints == []


def test_without_javascript(visitor: Visitor, site: Site) -> None:
    with visitor.page("phone", java_script_enabled=False) as page:
        page.goto(site.address + "/")
        page.set_input_files("#dossier", SHORT)
        page.select_option("#profile", "orleans-2022")
        page.click("button.main")
        # The page that waits reloads by itself.
        page.wait_for_selector(".verdict", timeout=SECONDS)
        expect(page.locator("h1")).to_have_text("conclusion-short.pdf")
        expect(page.locator(".overline")).to_contain_text("Orléans")
        page.click("text=Tout effacer maintenant")
        expect(page.locator("h1")).to_have_text("Votre dossier et son rapport sont effacés")


def test_the_page_that_waits_reloads_without_javascript(visitor: Visitor, site: Site) -> None:
    with visitor.page(java_script_enabled=False) as page:
        page.goto(site.address + site.unanswered())
        with page.expect_navigation(timeout=10_000):
            pass
        expect(page.locator("h1")).to_have_text("Votre dossier est en cours de vérification")


@pytest.mark.parametrize(
    ("link", "name", "begins"),
    [
        ("Rapport (PDF)", "conclusion-short-rapport.pdf", b"%PDF-"),
        ("Mon dossier annoté (PDF)", "conclusion-short-annote.pdf", b"%PDF-"),
        ("Rapport (page web)", "conclusion-short-rapport.html", b"<!DOCTYPE html>"),
    ],
)
def test_downloads(link: str, name: str, begins: bytes, visitor: Visitor, site: Site) -> None:
    with visitor.page() as page:
        check_draft(page, site, SHORT)
        with page.expect_download() as download:
            page.click(f"text={link}")
        assert download.value.suggested_filename == name
        content = Path(download.value.path()).read_bytes()
        assert content.startswith(begins)
        assert site.address.encode() not in content


def test_a_dropped_file(visitor: Visitor, site: Site) -> None:
    with visitor.page() as page:
        page.goto(site.address + "/")
        dropped: Any = page.evaluate_handle(
            """() => {
                const data = new DataTransfer();
                data.items.add(new File(['%PDF-1.4'], 'glissé.pdf', {type: 'application/pdf'}));
                return data;
            }"""
        )
        page.dispatch_event("[data-drop]", "drop", {"dataTransfer": dropped})
        expect(page.locator("[data-chosen]")).to_contain_text("glissé.pdf")
        page.click("button.main")
        page.wait_for_selector(".verdict", timeout=SECONDS)
        expect(page.locator(".verdict")).to_contain_text("Ce fichier n’a pas pu être contrôlé")


def test_another_language(visitor: Visitor, site: Site) -> None:
    with visitor.page() as page:
        page.goto(site.address + "/connexion")
        page.click("text=English")
        expect(page.locator("h1")).to_have_text("Sign in")
        page.goto(site.address + "/")
        expect(page.locator("h1")).to_have_text("Check your dossier before you deposit it")


def test_nobody_else_finds_it_and_nothing_is_left(visitor: Visitor, site: Site) -> None:
    with visitor.page() as page:
        check_draft(page, site, SHORT)
        private = page.url
        page.click("button.danger")
        page.wait_for_url("**/efface")
        answer = page.goto(private)
        assert answer is not None
        assert answer.status == 404
        expect(page.locator("[role=alert]")).to_contain_text("un brouillon est effacé au bout d'un moment")
