"""The pages of somebody who deposits in a campaign: own deposits, receipts, reports, the account."""

from __future__ import annotations

import functools
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from playwright.sync_api import Page

from bench._site import Site
from precheck.campaign.exports.attestations import KIND
from precheck.campaign.intake.roles import Role
from precheck.campaign.states import Step
from precheck.campaign.tables import Issued, JuryDecision
from tests.web.browser import depot
from tests.web.browser.depot import DAY, GOOD, ONCE, OVER, SOON, Person
from tests.web.browser.visit import SAMPLES, PageCase, enter, go

Made = Callable[[Site], Person]
"""Somebody in a certain place of the way; each is made once for all pictures."""


def _someone(campaign: str, **said: Any) -> Made:
    return functools.cache(lambda site: depot.candidate(site, campaign, **said))


@functools.cache
def _deposited(site: Site) -> Person:
    who = depot.candidate(site)
    depot.deposit(who, GOOD)
    depot.deposit(who)
    return who


@functools.cache
def _conforming(site: Site) -> Person:
    who = depot.candidate(site)
    depot.deposit(who, GOOD)
    depot.deposit(who, SAMPLES / "scan.pdf", role=Role.SLIDES)
    return who


@functools.cache
def _once(site: Site) -> Person:
    who = depot.candidate(site, ONCE)
    depot.deposit(who, GOOD)
    return who


@functools.cache
def _late(site: Site) -> Person:
    who = depot.candidate(site, OVER)
    depot.deposit(who, GOOD)
    return who


@functools.cache
def _rework(site: Site) -> Person:
    who = depot.candidate(site)
    depot.deposit(who)
    depot.ask_again(who)
    return who


@functools.cache
def _again(site: Site) -> Person:
    who = depot.candidate(site)
    depot.deposit(who)
    depot.ask_again(who)
    depot.deposit(who, GOOD)
    return who


@functools.cache
def _decided(site: Site) -> Person:
    """The jury acquired some items only, and the attestation was given out."""
    who = depot.candidate(site, OVER, extended=DAY)
    depot.deposit(who, GOOD)
    with depot.candidacy(who) as (_, one):
        one.extension = None
    depot.step(who, Step.TRANSMIT, Step.CALL, Step.HEAR)
    with depot.candidacy(who) as (_, one):
        one.jury = JuryDecision(acquired=["A1.1", "A1.2", "B2.3"], computed=False, certified=False, at=depot.now(),
                                actor="jury")  # fmt: skip
    depot.step(who, Step.DECLINE)
    with depot.candidacy(who) as (_, one):
        one.documents.append(Issued(kind=KIND, sha256="0" * 64, at=depot.now(), actor="admin"))
    return who


def follow(page: Page, who: Person) -> None:
    """Come by the personal link."""
    page.goto(who.site.address + who.link)


def _show(made: Made) -> Callable[[Page, Site], None]:
    """The candidate's own page."""
    return lambda page, site: follow(page, made(site))


def _receipt(made: Made) -> Callable[[Page, Site], None]:
    """The receipt of the last deposit."""

    def reach(page: Page, site: Site) -> None:
        follow(page, made(site))
        page.locator(".deposits .button").first.click()
        page.wait_for_selector(".receipt")

    return reach


def _drop(page: Page, file: Path) -> None:
    page.set_input_files("#file", file)
    page.click(".drop-form button.main")


def _refused(page: Page, site: Site) -> None:
    follow(page, _deposited(site))
    page.set_input_files("#file", {"name": "dossier.docx", "mimeType": "text/plain", "buffer": b"PK"})
    page.click(".drop-form button.main")
    page.wait_for_selector("#fault")


def _third(page: Page, site: Site) -> None:
    """Two windows of a browser: what one still offers, the other has used up."""
    who = depot.candidate(site)
    depot.deposit(who)
    depot.ask_again(who)
    follow(page, who)
    depot.deposit(who, GOOD)
    _drop(page, SAMPLES / "ten-pages.pdf")
    page.wait_for_selector("#fault")


def _shared(page: Page, site: Site) -> None:
    follow(page, _conforming(site))
    page.get_by_role("button", name="lien" if page.locator("html[lang=fr]").count() else "link").first.click()
    page.wait_for_selector("#shared")


def _adviser(page: Page, site: Site) -> None:
    _shared(page, site)
    link = page.input_value("#shared")
    page.context.clear_cookies(name="precheck-session")
    page.goto(link)


def _waiting(page: Page, site: Site) -> None:
    who = depot.candidate(site)
    for _ in range(3):
        site.unanswered()
    number = depot.deposit(who, checked=False, queued=False)
    follow(page, who)
    page.goto(f"{site.address}{who.page}/depots/{number}")


def _just_deposited(page: Page, site: Site) -> None:
    follow(page, _deposited(site))
    _drop(page, depot.SHORT)
    page.wait_for_url("**/depots/*")


@functools.cache
def _reported(site: Site, language: str) -> Person:
    """A report is in the language of who deposited."""
    who = depot.candidate(site)
    depot.deposit(who, language=language)
    return who


def _report(page: Page, site: Site) -> None:
    page.goto(site.address + "/recepisse")
    follow(page, _reported(site, page.locator("html").get_attribute("lang") or "fr"))
    page.locator(".deposits a[href$='/rapport']").first.click()
    page.wait_for_selector(".verdict")


def _verify(page: Page, site: Site, change: bytes = b"", file: Path | None = None) -> None:
    _receipt(_conforming)(page, site)
    with page.expect_download() as download:
        page.locator("a[href$='/recepisse.txt']").click()
    text = Path(download.value.path()).read_bytes()
    page.goto(site.address + "/recepisse")
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder) / "recepisse-dossier-1.txt"
        place.write_bytes(text + change)
        page.set_input_files("#receipt", place)
        if file is not None:
            page.set_input_files("#file", file)
        page.locator("main button.main").click()
        page.wait_for_selector("main .fault, main .notice")


def _genuine(page: Page, site: Site) -> None:
    _verify(page, site, file=SAMPLES / "scan.pdf")


def _changed(page: Page, site: Site) -> None:
    _verify(page, site, b"\n")


def sign_in(page: Page, who: Person) -> None:
    """Choose a password for an account, with the one-time link."""
    enter(page, who.site, who.site.welcome(who.key, name="Maëlle Vernaz"))


def _mine(page: Page, site: Site) -> None:
    sign_in(page, _conforming(site))


def _account(page: Page, site: Site) -> None:
    _mine(page, site)
    page.goto(site.address + "/compte")


def _wrong_password(page: Page, site: Site) -> None:
    _account(page, site)
    page.fill("#current", "ce n'est pas le bon")
    page.fill("#password", "quatre autres mots choisis")
    page.click("button.main")
    page.wait_for_selector("#fault")


DEPOSITS = (
    PageCase("deposit-empty", _show(_someone(depot.OPEN, surname="de La Tour d’Auvergne-Lauraguais"))),
    PageCase("deposit-soon", _show(_someone(SOON))),
    PageCase("deposit-over", _show(_someone(OVER))),
    PageCase("deposit-extended", _show(_someone(OVER, extended=3 * DAY))),
    PageCase("deposit-to-correct", _show(_deposited), prints=True),
    PageCase("deposit-refused", _refused, 400),
    PageCase("deposit-conforming", _show(_conforming)),
    PageCase("deposit-once", _show(_once)),
    PageCase("deposit-late", _show(_late)),
    PageCase("deposit-rework", _show(_rework), prints=True),
    PageCase("deposit-again", _show(_again)),
    PageCase("deposit-third", _third, 409),
    PageCase("deposit-decided", _show(_decided)),
    PageCase("deposit-shared", _shared),
    PageCase("deposit-adviser", _adviser),
    PageCase("receipt", _receipt(_conforming), prints=True),
    PageCase("receipt-fresh", _just_deposited),
    PageCase("receipt-late", _receipt(_late)),
    PageCase("receipt-waiting", _waiting),
    PageCase("deposit-report", _report),
    PageCase("link-unknown", go("/d/inconnu"), 404),
    PageCase("verify", go("/recepisse")),
    PageCase("verify-genuine", _genuine),
    PageCase("verify-changed", _changed, 400),
    PageCase("mine-candidate", _mine),
    PageCase("account", _account),
    PageCase("account-wrong", _wrong_password, 403),
)
