"""The evaluator's pages, in each of their states."""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Callable

from playwright.sync_api import Page

from bench._site import Site
from precheck.campaign import campaigns, decisions, results
from precheck.campaign.procedure import Procedure
from precheck.campaign.store import Store
from precheck.campaign.tables import Candidacy
from precheck.model.finding import Status
from precheck.model.report import Report
from precheck.profile import load_profile
from precheck.reading.pool import Reader
from precheck.rules.catalogue import RULES
from tests.web.browser.evaluated import (
    ABSENT,
    GIVER,
    LOCKED,
    ORDERLY,
    PROFILE,
    SHORT,
    TAKEN,
    UNNUMBERED,
    campaign,
    evaluator,
    people,
)
from tests.web.browser.visit import PageCase

KEY, ANONYMOUS, EMPTY, FRESH = "lecture", "anonyme", "vide", "a-venir"
"""A campaign that is being read, an anonymous one, one where nothing is assigned, one that was not screened yet."""
READER = "d.roche"


@functools.cache
def prepared(site: Site) -> Site:
    """The campaigns, made once for a site: one dossier handed on, one without findings, one with a source set aside."""
    with site.store() as store:
        for key in (KEY, ANONYMOUS, EMPTY):
            campaign(store, key, READER)
        campaign(store, FRESH, READER)
        with store.writing() as session:
            campaigns.find(session, ANONYMOUS, store.folder).settings = {"anonymous": True}
            for one in campaigns.find(session, EMPTY, store.folder).sessions[0].candidacies:
                one.evaluator = "somebody else"
            for one in campaigns.find(session, FRESH, store.folder).sessions[0].candidacies:
                for deposit in one.deposits:
                    deposit.result = None
        _work(store)
    return site


def _work(store: Store) -> None:
    now, profile = dt.datetime(2017, 6, 2, 9, 30, tzinfo=dt.UTC), load_profile(PROFILE, RULES)
    with store.writing() as session, Reader() as reader:
        people: dict[int, Candidacy] = {
            one.candidate.number: one for one in campaigns.find(session, KEY, store.folder).sessions[0].candidacies
        }
        orderly = people[ORDERLY].deposits[0]
        assert orderly.result is not None
        for code, status in orderly.result.outcomes.items():
            if status == Status.TO_VERIFY.value:
                decisions.overrule(session, orderly, profile, code, Status.PASSED, "Vu sur la page.", now, READER)
        decisions.transmit(session, people[UNNUMBERED], Procedure.of(profile), now, "m.petit")
        giver = people[GIVER].deposits[0]
        report = results.report_of(store, reader, profile, giver)
        assert isinstance(report, Report)
        assert report.dossier.originality is not None
        aside = [report.dossier.originality.sources[0].source.id]
        without = results.report_of(store, reader, profile, giver, aside)
        assert isinstance(without, Report)
        results.set_aside(session, giver, aside, without, results.version_of(giver), now, READER)
        codes = decisions.judged_codes(profile)
        decided = {code: place % 3 != 2 for place, code in enumerate(codes[:-4])}
        decisions.decide_items(session, people[TAKEN], decided, decisions.Stage.EVALUATOR, now, READER)


_DRAWN = """() => [...document.images].map(e => [e, e.getBoundingClientRect()])
    .filter(([_, box]) => box.top < innerHeight && box.bottom > 0)
    .every(([e]) => e.complete && e.naturalWidth)"""
"""Whether the pictures that can be seen are there; the others wait until somebody scrolls to them."""


def at(path: str, key: str = KEY) -> Callable[[Page, Site], None]:
    """A page of the evaluator, signed in."""

    def reach(page: Page, site: Site) -> None:
        evaluator(page, prepared(site), READER)
        page.goto(f"{site.address}/evaluation/{key}{path}")
        page.wait_for_function(_DRAWN)

    return reach


def _named(page: Page, site: Site) -> None:
    at("")(page, site)
    page.get_by_role("button").last.click()
    page.wait_for_selector(f"text={people()[0].given}")


def _without_a_reason(page: Page, site: Site) -> None:
    at(f"/{SHORT}/regles/L003")(page, site)
    page.locator("textarea").evaluate("each => each.removeAttribute('required')")
    page.click("button.main")
    page.wait_for_selector("#fault")


def _rework(*fill: tuple[str, str]) -> Callable[[Page, Site], None]:
    def reach(page: Page, site: Site) -> None:
        at(f"/{SHORT}/reprise")(page, site)
        for place, text in fill:
            page.fill(place, text)
        page.click("button[value=preview]")
        page.wait_for_load_state("load")

    return reach


def _handed_on_incomplete(page: Page, site: Site) -> None:
    at(f"/{TAKEN}/transmission")(page, site)
    page.click("button.main")
    page.wait_for_selector("#fault")


WORDS = ("#statement", "Il manque une page de conclusion ; la table des matières l'annonce pourtant page 10.")
LATER = ("#until", "2099-05-31T18:00")
EVALUATOR = (
    PageCase("evaluator-list", at("")),
    PageCase("evaluator-list-named", _named),
    PageCase("evaluator-list-anonymous", at("", ANONYMOUS)),
    PageCase("evaluator-list-filtered", at("?verdict=not_conforming")),
    PageCase("evaluator-list-filtered-out", at("?verdict=not_conforming&etat=heard")),
    PageCase("evaluator-list-empty", at("", EMPTY)),
    PageCase("evaluator-dossier", at(f"/{TAKEN}")),
    PageCase("evaluator-dossier-failed", at(f"/{SHORT}")),
    PageCase("evaluator-dossier-nothing-found", at(f"/{ORDERLY}")),
    PageCase("evaluator-dossier-refused", at(f"/{LOCKED}")),
    PageCase("evaluator-dossier-none", at(f"/{ABSENT}")),
    PageCase("evaluator-rule", at(f"/{ORDERLY}/regles/C026")),
    PageCase("evaluator-rule-no-reason", _without_a_reason, 400),
    PageCase("evaluator-passages", at(f"/{TAKEN}/passages")),
    PageCase("evaluator-passages-aside", at(f"/{GIVER}/passages")),
    PageCase("evaluator-passages-refused", at(f"/{LOCKED}/passages")),
    PageCase("evaluator-passages-not-compared", at(f"/{TAKEN}/passages", FRESH)),
    PageCase("evaluator-grid", at(f"/{TAKEN}/grille")),
    PageCase("evaluator-grid-closed", at(f"/{ABSENT}/grille")),
    PageCase("evaluator-rework", at(f"/{SHORT}/reprise")),
    PageCase("evaluator-rework-no-date", _rework(WORDS), 409),
    PageCase("evaluator-rework-preview", _rework(WORDS, LATER)),
    PageCase("evaluator-rework-closed", at(f"/{UNNUMBERED}/reprise")),
    PageCase("evaluator-transmit", at(f"/{TAKEN}/transmission")),
    PageCase("evaluator-transmit-incomplete", _handed_on_incomplete, 409),
    PageCase("evaluator-transmit-done", at(f"/{UNNUMBERED}/transmission")),
    PageCase("evaluator-history", at(f"/{ORDERLY}/historique")),
)
